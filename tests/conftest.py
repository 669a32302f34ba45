"""What holds for every test."""

from hypothesis import settings

# How long an example takes depends on what else the machine does; that it is right does not.
settings.register_profile("archive", deadline=None)
settings.load_profile("archive")
