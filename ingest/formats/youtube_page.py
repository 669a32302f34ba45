"""YouTube page paste: what a person copies from a video's page, there being no specification.

    https://www.youtube.com/watch?v=Y3Vb6ecvfpU&t=19s     the address, if it was copied too

    A description in prose, with links that the page shortens (`…/why-nv...`).

    00:00:00 Intro                                        a chapter list, typed by hand
    0:37:29 Scaling

    Transcript

    0:06                                                  a line that is nothing but a time,
    6 seconds                                             in the newer panel the same in words,
    Okay. Hey Brian, I'm very excited to talk about       then the text of the cue

Or time and text share a line (`0:06 Okay.`). When the whole page was copied, the panel repeats each chapter's
title on a line of its own before the time of the chapter's first cue, menus stand above, and comments and a
sidebar with the lengths of other clips around: none of it is speech.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive import timecode
from archive.records import Warning
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import captions, chapter_lists, panel_headings, pasted, watch_page
from ingest.readers.pasted import Run
from ingest.reading import Cue, Reading
from ingest.registry import Format

_HEADING = re.compile(
    r"\s*(?:transcript|transkript|transcription|transcripci[oó]n|transcri[cç][aã]o|trascrizione"
    r"|транскрипция|расшифровка видео|文字起こし|스크립트|文字稿|轉錄稿):?\s*",
    re.IGNORECASE,
)
_VIDEO = re.compile(
    r"https?://(?:www\.|m\.|music\.)?(?:youtube\.com/(?:watch\?(?:(?!v=)[^\s&]*&)*+v=|shorts/|live/|embed/)|youtu\.be/)"
    r"(?P<id>[\w-]{11})(?![\w-])"
)
_LONGEST_ADDRESS = 2_000
"""Characters of the first line that may hold the address."""

SPARSEST = 8
"""Lines to a time: in prose that has a time now and then there are more."""

_ADDRESS = re.compile(r"https?://")
_LABEL = re.compile(r"\s*(?:[*_\[(]|[^\W\d][^:\n]{0,40}:\s)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paste:
    """Where the transcript is.

    `begins` is the line of its heading, else of the first time, and `before` are the lines with words between
    the two. `ends` is the line where the page goes on; None if nothing follows.
    """

    run: Run
    begins: int
    before: tuple[int, ...]
    ends: int | None


def _sniff(head: Head) -> bool:
    if not head.prose:
        return False
    lines = head.lines
    first = next((line for line in lines if line.strip()), "")
    address = bool(_VIDEO.search(first[:_LONGEST_ADDRESS]))
    headings = _headings(lines)
    times = pasted.stamps(lines)
    if _named(lines, times):
        return False
    if headings and (address or watch_page.is_whole(lines)):
        below = [line.strip() for line in lines[headings[-1] + 1 :]]
        said = [line for line in below if line and line not in watch_page.FURNITURE]
        if pasted.stamps_with_words(said[:2], 0) or not (times or any(map(_LABEL.match, said))):
            return True
    if not times:
        return pasted.are_glued(lines)
    begins = next((line for line in reversed(headings) if line < times[-1].line), times[0].line)
    words = sum(bool(line.strip()) for line in lines[begins:])
    if sum(bool(_LABEL.match(line.strip())) for line in lines[begins:]) > words / 2:
        return False  # a meeting's protocol, with a time now and then
    dense = sum(stamp.line >= begins for stamp in times) * SPARSEST >= words
    told = begins in headings or address
    return (dense and told) or any(run.is_long for run in pasted.runs(lines, times, headings))


def _named(lines: Sequence[str], times: Sequence[pasted.Stamp]) -> bool:
    """Whether names stand above the times, as on other sites: of few people, each behind a blank line."""
    above = [
        lines[stamp.line - 1].strip()
        for stamp in times
        if stamp.line > 1 and lines[stamp.line - 1].strip() and not lines[stamp.line - 2].strip()
    ]
    return len(above) > 2 and len(above) >= 0.8 * len(times) and 2 * len(set(above)) <= len(above)


def _headings(lines: Sequence[str]) -> list[int]:
    return [
        number
        for number, line in enumerate(lines)
        # Directly below a time, the word is speech.
        if _HEADING.fullmatch(line) and not (number and pasted.TIME_LINE.fullmatch(lines[number - 1]))
    ]


def _read(source: Source) -> Reading:
    lines = re.split(r"\r\n?|\n", source.text)
    paste = _transcript(lines, source.name)
    run, above = paste.run, lines[: paste.begins]
    listed = chapter_lists.find(above)
    first = paste.before[-1] if paste.before else None
    headings = panel_headings.find(lines, run, first, listed.marks)
    track = pasted.track(lines, run)
    skipped = {*headings.lines, *pasted.said_in_words(lines, run), track}
    early = [number for number in paste.before if number not in skipped]
    cues = [Cue(text="\n".join(lines[number] for number in early))] if early else []
    for stamp, below in zip(run.stamps, run.below, strict=True):
        words = [stamp.words, *(lines[number] for number in below if number not in skipped)]
        cues.append(Cue(text="\n".join(filter(None, words)), start_ms=stamp.ms))
    labelled, unsure = captions.label_cues(cues)
    if not labelled:
        raise MalformedTranscript(source.name, "its times have no words", "paste the transcript's text too")
    address, video = _address(above)
    prose = [
        (n, line)
        for n, line in enumerate(above)
        if n not in listed.lines and n not in (address, listed.heading)
    ]
    whole = watch_page.is_whole(above)
    page = watch_page.find(above)
    told = [(n, line) for n, line in prose if n in page.description] if whole else prose
    return Reading(
        cues=labelled,
        chapters=listed.marks or panel_headings.chapters(lines, run, headings),
        chapter_list="description" if listed.marks or not headings.lines else "video",
        youtube_id=video,
        title=page.title if whole else None,
        published=page.published if whole else None,
        description=_description(told),
        origin="automatic captions" if track is not None else None,
        warnings=(
            *(_left_out(prose, told, page.title) if whole else ()),
            *_shortened(told),
            *listed.warnings,
            *_oddities(lines, paste, headings, early),
            *unsure,
        ),
    )


def _transcript(lines: Sequence[str], name: str) -> _Paste:
    """The longest run of times, of those directly below a heading if there are any.

    Raises MalformedTranscript where there is none, or where words would be lost with another run.
    """
    headings = _headings(lines)
    times = pasted.stamps(lines)
    runs = pasted.runs(lines, times, headings)
    if headings:
        shared = pasted.stamps_with_words(lines, headings[-1] + 1)
        if sum(bool(stamp.words) for stamp in shared) > 2 * sum(stamp.line > headings[-1] for stamp in times):
            runs = pasted.runs(lines, shared, ())
        elif not any(run.stamps[-1].line > headings[0] for run in runs):
            raise MalformedTranscript(
                name, "no line below “Transcript” is a time", "paste the transcript with its times shown"
            )
    glued = not times and not headings and pasted.are_glued(lines)
    if glued:
        runs = pasted.runs(lines, pasted.stamps_with_words(lines, 0), ())
    pastes = [_paste(lines, run, before, headings) for before, run in zip([None, *runs], runs, strict=False)]
    headed = [paste for paste in pastes if paste.begins < paste.run.stamps[0].line]
    direct = [paste for paste in headed if len(paste.before) < 2]
    able = direct or [*headed, *(paste for paste in pastes if glued or paste.run.is_long)]
    if not able:
        raise MalformedTranscript(
            name, "no line says “Transcript”", "paste the page with its transcript opened"
        )
    chosen = max(able, key=lambda paste: len(paste.run.stamps))
    place = pastes.index(chosen)
    for before, after in pairwise(pastes[place:]):
        if before.run.ends_tight or (after.run.is_long and after.begins < after.run.stamps[0].line):
            _refuse_two(before.run, after.run, name)
    if place and chosen not in headed and pastes[place - 1].run.ends_tight:
        _refuse_two(pastes[place - 1].run, chosen.run, name)
    if place + 1 == len(pastes):
        return chosen
    run, ends = pasted.without_page(chosen.run)
    return replace(chosen, run=run, ends=ends)


def _paste(lines: Sequence[str], run: Run, before: Run | None, headings: Sequence[int]) -> _Paste:
    """A run with the last heading between it and the run before it."""
    first, after = run.stamps[0].line, before.stamps[-1].line if before else -1
    place = bisect_left(headings, first) - 1
    begins = headings[place] if place >= 0 and headings[place] > after else first
    between = range(begins + 1, first)
    words = [n for n in between if lines[n].strip() and lines[n].strip() not in watch_page.FURNITURE]
    return _Paste(run=run, begins=begins, before=tuple(words), ends=None)


def _refuse_two(before: Run, after: Run, name: str) -> None:
    earlier, later = before.stamps[-1], after.stamps[0]
    problem = f"times run backwards, {timecode.clock(later.ms)} after {timecode.clock(earlier.ms)}"
    raise MalformedTranscript(f"{name} line {later.line + 1}", problem, "paste one transcript at a time")


def _address(above: Sequence[str]) -> tuple[int | None, str | None]:
    """The line that holds the video's address, and its id.

    It is the first line with words, or one with nothing else in it; elsewhere an address is a link to another
    video.
    """
    first = next((number for number, line in enumerate(above) if line.strip()), None)
    for number, line in enumerate(above):
        found = _VIDEO.search(line[:_LONGEST_ADDRESS])
        if found and (number == first or len(line.split()) == 1):
            return number, found["id"]
    return None, None


def _description(told: Sequence[tuple[int, str]]) -> str | None:
    paragraphs = "\n".join(line.rstrip() for _, line in told).strip()
    return re.sub(r"\n{3,}", "\n\n", paragraphs) or None


def _left_out(
    prose: Sequence[tuple[int, str]], told: Sequence[tuple[int, str]], title: str | None
) -> Iterator[Warning]:
    """Menus, comments and a sidebar: nothing is said of what they hold."""
    kept = {number for number, _ in told}
    lost = [line for number, line in prose if number not in kept and line.strip() and line.strip() != title]
    if lost:
        message = f"the whole page was copied; {len(lost)} of the lines above the transcript were left out"
        yield Warning(code="page_furniture", place="line 1", message=message)


def _shortened(told: Sequence[tuple[int, str]]) -> Iterator[Warning]:
    for number, line in told:
        for link in line.split():
            if _ADDRESS.match(link) and link.endswith(("...", "…")):
                message = f"the page shortened this link, so it leads nowhere: {link}"
                yield Warning(code="shortened_link", place=f"line {number + 1}", message=message)


def _oddities(
    lines: Sequence[str], paste: _Paste, headings: panel_headings.Headings, early: Sequence[int]
) -> Iterator[Warning]:
    run = paste.run
    if early:
        message = f"words stand before the first time, and were kept: “{lines[early[0]].strip()[:60]}”"
        yield Warning(code="words_before_the_first_time", place=f"line {early[0] + 1}", message=message)
    if headings.lines:
        message = f"{len(headings.lines)} lines before cues were taken for the panel's headings of chapters"
        yield Warning(code="panel_headings", place=f"line {headings.lines[0] + 1}", message=message)
    if headings.doubtful:
        message = f"{len(headings.doubtful)} lines may be headings of chapters, and were kept as words"
        yield Warning(code="possible_headings", place=f"line {headings.doubtful[0] + 1}", message=message)
    counts = [len(numbers) for numbers in run.below]
    most = max(counts[:-1], default=counts[-1])
    if counts[-1] > most + 1:
        message = (
            f"the last cue has {counts[-1]} lines, no other more than {most}: is the page's text among them?"
        )
        yield Warning(code="long_last_cue", place=f"line {run.stamps[-1].line + 1}", message=message)
    if paste.ends is not None:
        count = sum(bool(line.strip()) for line in lines[paste.ends :])
        message = f"the page goes on after the transcript; {count} lines were left out"
        yield Warning(code="page_after_transcript", place=f"line {paste.ends + 1}", message=message)


FORMAT = Format(
    name="youtube_page",
    title="YouTube page paste",
    version=2,
    sniff=_sniff,
    read=_read,
    names=(".txt",),
    gives=("times", "chapters", "metadata"),
)
