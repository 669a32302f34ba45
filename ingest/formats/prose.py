"""Prose: a transcript in Markdown or plain text, in whichever style a show or a program writes it.

    ---
    title: The Oven                      front matter in YAML, TOML or JSON
    ---
    # The Oven                           a title; more headings are chapters
    **Ada Lovelace:** [00:12] Words.     a label and a time, in one of many styles, or neither
    More words.                          the same speaker

It is asked only for what no other format claims, and refuses what is no language: tables, code, logs. The
dialects of Markdown are those of https://commonmark.org, read leniently: no mark is an error.
"""

from ingest.files.source import Source
from ingest.head import Head
from ingest.prose.language import is_language
from ingest.reading import Reading
from ingest.registry import Format


def _sniff(head: Head) -> bool:
    return is_language(head)


def _read(source: Source) -> Reading:
    # Here, since the grammar of prose takes as long to import as all other formats.
    from ingest.prose import front_matter
    from ingest.prose.reading import read_lines

    above = front_matter.split(source)
    return read_lines(above.body, name=source.name, first_line=above.first_line, given=above.reading)


FORMAT = Format(
    name="prose",
    title="Markdown or plain text",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".md", ".txt"),
    gives=("times", "speakers", "people", "chapters", "metadata"),
    fallback=True,
)
