"""Web pages with an interview or a transcript, as a browser saves them, there being no specification.

    <article>
      <h1>The Oven</h1>
      <p><strong>Ada Lovelace:</strong> Good morning.</p>           names in bold, as in Markdown
      <p>[00:12:34] <b>Bob</b>: Good evening.</p>                   times where the site has them
      <div class="subscribe-box">…</div>                            furniture: left out, and counted
    </article>

The article becomes lines, which the grammar of prose reads. Scripts, menus, forms, comments and captions are
never words; what the page says of its episode in its head (Open Graph, JSON-LD) is taken.
"""

import re
from dataclasses import replace

from archive.records import Warning
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers.transcript_html import is_transcript_html
from ingest.reading import Reading
from ingest.registry import Format


def _sniff(head: Head) -> bool:
    return head.html and not is_transcript_html(head)


def _read(source: Source) -> Reading:
    # Here, since the grammar of prose takes as long to import as all other formats.
    from ingest.prose import html_lines, page_metadata
    from ingest.prose.reading import read_lines

    page = html_lines.page(source.text, source.name)
    if not any(line.strip() for line in page.lines):
        raise MalformedTranscript(
            source.name, "this page has no text of an article", "save the page as it is shown"
        )
    found = read_lines(page.lines, name=source.name, given=page_metadata.reading(source.text))
    warnings = [
        replace(
            warning,
            place=_in_paragraphs(warning.place, page.paragraphs),
            message=_in_paragraphs(warning.message, page.paragraphs),
        )
        for warning in found.warnings
    ]
    if page.dropped:
        message = (
            f"{page.dropped} words of menus, boxes and what else stands around the article were left out"
        )
        warnings.append(Warning(code="page_furniture", place="paragraph 1", message=message))
    chapters = tuple(
        replace(mark, place=_in_paragraphs(mark.place, page.paragraphs)) for mark in found.chapters
    )
    return replace(found, chapters=chapters, warnings=tuple(warnings))


def _in_paragraphs(text: str, paragraphs: list[int]) -> str:
    """`line 12`, which is of our own lines, as the paragraph of the page."""

    def paragraph(found: re.Match[str]) -> str:
        number = int(found[1])
        return f"paragraph {paragraphs[number - 1]}" if 0 < number <= len(paragraphs) else found[0]

    return re.sub(r"\bline (\d{1,9})\b", paragraph, text)


FORMAT = Format(
    name="html_page",
    title="Web page with an interview",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".html", ".htm"),
    gives=("times", "speakers", "chapters", "metadata"),
)
