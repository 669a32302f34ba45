"""Show notes and transcripts: which lines are which.

A heading “Transcript” divides them. Without one, a text is notes if it has front matter or a list of
chapters, has links or chapters, has neither labels nor times of speech, and at most half of its lines are
sentences: the rest are list items, links, headings and tables. In doubt it is a transcript: no word is lost.
"""

import re
from collections.abc import Sequence

from ingest import labels
from ingest.readers import chapter_lists
from ingest.readers.chapter_lists import ChapterList
from ingest.reading import Reading, spoken

SPOKEN_PER_MINUTE = 30
"""Words between times of speech; between those of chapters stand fewer."""

_SENTENCE_ENDS = (".", ",", "?", "!", "…", "。")
_WORD = re.compile(r"\w++")
_TRANSCRIPT = {
    *("transcript", "full transcript", "episode transcript", "the transcript", "transcription"),
    *("interview transcript", "transcript of the episode", "transkript", "transkription", "transcripción"),
    *("transcrição", "trascrizione", "transcriptie", "文字起こし", "書き起こし", "トランスクリプト"),
    *("文字稿", "逐字稿", "расшифровка", "транскрипт", "стенограмма"),
}
_NOTES = {
    *("show notes", "shownotes", "links", "episode links", "resources", "references", "footnotes"),
    *("further reading", "credits", "mentioned in this episode"),
}
_BARE_BY = 300
"""Lines: a bare line “Transcript” further down is speech."""

_MARKS = re.compile(r"(?P<level>#{0,6})[\s*_>]*+(?P<title>[^#*_:：]{1,40}?)\s*+[:：]?[\s*_#:：]*+")
_LONGEST_HEADING = 80
_NAME_AND_TIME = re.compile(r"(?P<name>\S[^\d:]{0,60}?)[ \t,|(\[–—-]+\d{1,3}(?::\d\d){1,2}[)\]]?")
_STRUCTURE = re.compile(r"\s*+(?:[-*+•‣▪#|]|\d{1,3}[.)]\s|!\[|<\w|https?://)")
_LINK = re.compile(r"\]\(|https?://")


def body(lines: Sequence[str]) -> range:
    """The indices of the lines between a heading “Transcript” and one of notes below it; else of all."""
    begins = _transcript_heading(lines)
    if begins is None:
        return range(len(lines))
    for index in range(begins + 1, len(lines)):
        level, title = _heading(lines[index])
        if level and title in _NOTES:
            return range(begins + 1, index)
    return range(begins + 1, len(lines))


def _transcript_heading(lines: Sequence[str]) -> int | None:
    for index, line in enumerate(lines):
        level, title = _heading(line)
        named = title in _TRANSCRIPT and (level or index < _BARE_BY)
        if named and any(below.strip() for below in lines[index + 1 :]):
            return index
    return None


def _heading(line: str) -> tuple[int, str]:
    """The level of a line that is a heading, 0 for one without a mark, and its title in lower case."""
    found = _MARKS.fullmatch(line.strip()) if len(line) <= _LONGEST_HEADING else None
    return (len(found["level"]), found["title"].strip().casefold()) if found else (0, "")


def chapters(lines: Sequence[str], first_line: int) -> ChapterList:
    """The list of chapters among the lines; empty if its times are those of speech.

    Those stand as thick as words are spoken, or before sentences, or before labels, or behind names that come
    with other times too.
    """
    found = chapter_lists.find(lines, first_line=first_line)
    titles = [mark.title or "" for mark in found.marks]
    if len(set(titles)) * 2 <= len(titles) or len(set(titles)) < 2:  # a table whose rows end with one link
        return ChapterList()
    elsewhere = (
        _NAME_AND_TIME.fullmatch(line[:_LONGEST_HEADING].strip())
        for number, line in enumerate(lines)
        if number not in found.lines
    )
    if any(each and each["name"] in titles for each in elsewhere):
        return ChapterList()  # `Ada Lovelace  0:12`, over what she says
    sentences = sum(title.endswith(_SENTENCE_ENDS) for title in titles)
    before_colon = [title.partition(": ")[0] for title in titles if ": " in title]
    sure = labels.confirmed(before_colon)
    labelled = sum(label in sure for label in before_colon)
    starts = [mark.start_ms or 0 for mark in found.marks]
    words = sum(len(_WORD.findall(line)) for line in lines[min(found.lines) : max(found.lines)])
    minutes = (max(starts) - min(starts)) / 60_000
    is_speech = max(sentences, labelled) * 2 > len(titles) or words > SPOKEN_PER_MINUTE * minutes
    return ChapterList() if is_speech else found


def may_be_notes(lines: Sequence[str], *, given: bool, listed: bool) -> bool:
    """Whether lines are notes, if they have neither labels nor times of speech; see above."""
    worded = [line for line in lines if line.strip()]
    structure = sum(bool(_STRUCTURE.match(line) or _LINK.search(line[:2_000])) for line in worded)
    links = listed or any(_LINK.search(line[:2_000]) for line in worded)
    return (given or listed) and links and structure * 2 >= len(worded)


def description(lines: Sequence[str], given: Reading) -> str | None:
    """What was said of the episode already, and the notes below it."""
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip("\n")
    if not spoken(text) or spoken(text) == spoken(given.description or ""):
        return given.description
    return f"{given.description}\n\n{text}" if given.description else text
