"""What else stands on a YouTube page that was copied whole: menus, title, date, description.

    Lecture 1: Course Overview          the title,
    Missing Semester                    the channel,
    108K subscribers
    59,785 views  Jan 18, 2026          then the date, and the description below it

The words of the page are known in English only; in another language its lines are taken for a description.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.reading import Published

from . import dates

FURNITURE = {
    "Chapters",
    "Follow along using the transcript.",
    "In this video",
    "Search in video",
    "Search transcript",
    "Show transcript",
    "Skip navigation",
    "Transcript",
}
"""Lines of the page that stand near the transcript, or above everything."""

_EVIDENT = FURNITURE - {"Chapters", "In this video", "Transcript"}
_AFTER_DESCRIPTION = {
    *(
        "...more",
        "…more",
        "Ask",
        "Chapters",
        "Explore this course",
        "Explore the podcast",
        "Featured playlist",
    ),
    *("Follow along using the transcript.", "How this was made", "In this video", "Key concepts", "Music"),
    *("People mentioned", "Show less", "Show more", "Show transcript", "Summary", "Transcript", "View all"),
}
_NO_TITLE = {"Avatar image", "Create", "Search", "Share", "Sign in", "Skip navigation", "Subscribe"}
_SUBSCRIBERS = re.compile(r"[\d.,]{1,12}\s?[KMB]? subscribers?")
_VIEWS = re.compile(
    r"[\d.,]{1,15}\s?[KMB]? views?\s+(?:Premiered |Streamed live on |Started streaming on )?"
    r"(?P<date>[A-Z][a-z]{2} \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2} \d{4})\b.{0,200}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the page says of the video; `description` are numbers of lines."""

    title: str | None = None
    published: Published | None = None
    description: range = range(0)


def is_whole(above: Sequence[str]) -> bool:
    """Whether the lines above a transcript are a page's, not what somebody wrote there."""
    return any(line.strip() in _EVIDENT or _SUBSCRIBERS.fullmatch(line.strip()) for line in above)


def find(above: Sequence[str]) -> Page:
    """What of the video is evident from the order of the lines; the rest of them is furniture."""
    said = [(number, text) for number, line in enumerate(above) if (text := line.strip())]
    views = next((place for place, (_, text) in enumerate(said) if _VIEWS.fullmatch(text)), None)
    if views is None:
        return Page()
    channel = next((place for place in range(views) if _SUBSCRIBERS.fullmatch(said[place][1])), 0)
    title = said[channel - 2][1] if channel >= 2 else None
    date = _VIEWS.fullmatch(said[views][1])
    begins = said[views][0] + 1
    ends = next((number for number, text in said[views + 1 :] if text in _AFTER_DESCRIPTION), len(above))
    if ends < len(above) and above[ends].strip() == "Summary":
        # The page's own summary stands above the word.
        last = max((number for number, _ in said if number < ends), default=begins)
        ends = max(begins, last)
    return Page(
        title=title if title not in _NO_TITLE else None,
        published=dates.published(date["date"]) if date else None,
        description=range(begins, ends),
    )
