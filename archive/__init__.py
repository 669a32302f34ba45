"""What is stored, and how it is read: the right-hand side of the arrow. Never imports `ingest`."""

__version__ = "0.1.0"

APPLICATION_ID = 0x706F6461
"""`PRAGMA application_id` of every archive, "poda" in ASCII: by it Datasette's plugin knows the file."""
