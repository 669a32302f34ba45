"""What is stored, and how it is read: the right-hand side of the arrow. Never imports `ingest`."""

__version__ = "0.1.0"
