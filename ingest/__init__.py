"""From a source to a record: the left-hand side of the arrow. `pipeline.py` is the page to read first."""
