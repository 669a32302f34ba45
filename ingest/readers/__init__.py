"""What the readers of several formats are made of; a format itself is a module of `ingest.formats`."""
