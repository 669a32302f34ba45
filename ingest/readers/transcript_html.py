"""Which HTML is a transcript made for players, and which is a page for people: one rule for both readers."""

import re

from ingest.head import LENGTH, Head

CLOCK = r"[\[(]?(?:\d{1,3}:)?\d{1,3}:\d\d(?:[.,]\d{1,3})?[\])]?"

_PAGE = re.compile(r"<(?:article|main)\b", re.IGNORECASE)
# A name in <cite>, and next the time or the words; a time that is a clock's, not a date of publication.
_CITE = re.compile(r"</cite>[\s:]*+(?:</p>\s*+)?(?:<time\b|<p\b)|<p\b[^<>]*+>\s*+<cite\b", re.IGNORECASE)
_TIME = re.compile(rf"<time\b[^<>]*+>\s*+{CLOCK}\s*+</time", re.IGNORECASE)
_BARE = re.compile(r"<p\b", re.IGNORECASE)
_PARAGRAPH_OF_TIME = re.compile(
    rf"<p\b[^<>]*+>(?:[^<>:]{{1,60}}?\s|\s*+){CLOCK}\s*+</p|<p\b[^<>]*+>\s*+{CLOCK}(?![\w:])", re.IGNORECASE
)
_BOX = re.compile(r"<(?:div|section|html|body|h[1-6])\b", re.IGNORECASE)
_MADE_OF_TRS = re.compile(r"<meta\b[^<>]*\btrs2html\b", re.IGNORECASE)


def is_transcript_html(head: Head) -> bool:
    """Whether `podcast_html` reads this HTML, and not the reader of pages that people read.

    It has names in <cite>, or clock times in <time>, or is nothing but <p> of which some begin with a time or
    are nothing but a name and a time. With an <article> or a <main> it is a page, unless trs2html made it.
    """
    if not head.html:
        return False
    if made_of_trs(head.text):
        return True
    if _PAGE.search(head.text):
        return False
    return marked_up(head.text) or _bare_paragraphs(head.text)


def made_of_trs(text: str) -> bool:
    """Whether trs2html made this page of a Transcriber file."""
    return bool(_MADE_OF_TRS.search(text[:LENGTH]))


def marked_up(text: str) -> bool:
    """Whether names stand in <cite>, or clock times in <time>."""
    return bool(_CITE.search(text) or _TIME.search(text))


def _bare_paragraphs(text: str) -> bool:
    begins = text.lstrip("\ufeff \t\r\n")
    return bool(_BARE.match(begins) and not _BOX.search(begins) and _PARAGRAPH_OF_TIME.search(begins))
