"""Prose: transcripts that people write and programs export as text, in Markdown or plain."""
