"""The tables, a module for each kind; `archive.schema` has them all."""
