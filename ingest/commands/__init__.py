"""The commands of `podarchive` that take sources in or decide, one group of them a module."""
