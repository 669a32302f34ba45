"""All that reading may need, for processes that do nothing else: imported once, before they are started."""

from . import pipeline, registry
from .prose import html_lines, page_metadata, reading

__all__ = ["html_lines", "page_metadata", "pipeline", "reading"]

registry.formats()
