"""What the items of feeds link to: transcripts and chapters, fetched and put beside their item.

    Wanting(item=Listed(…#7), wanted=(Wanted(url="https://example.org/7.vtt?token=8d1f…",
                                             uri="https://example.org/7.vtt?token=~secret~"),))
    →  Listed(files=(the item, Raw(uri="https://example.org/7.vtt?token=~secret~", …)))

An address is fetched once, however many items link to it. What cannot be had costs nothing but itself: the
item comes without it, and since it is among the item's links it is tried again by the next refresh.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from archive.errors import ArchiveError
from archive.records import Link
from ingest import registry
from ingest.files.raw import Raw, sha256
from ingest.files.source import LARGEST, decode
from ingest.formats import feed_item, html_page
from ingest.gather import Listed
from ingest.read import recognise

from . import channel
from .answers import Fetched, Gone, Limits, NotFetched, Postponed, Request
from .asking import LATER
from .politeness import gather
from .redaction import without_secrets, without_secrets_in_bytes
from .visiting import Fetch

MOST_TRANSCRIPTS, MOST_CHAPTERS = 8, 2
"""Of one item. A few formats in a few languages are usual."""

ACCEPT = "text/vtt, application/x-subrip, application/json;q=0.9, text/html;q=0.8, */*;q=0.5"
LIMITS = Limits(bytes=LARGEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A file to be fetched: from `url`, to be known as `uri`, which has no secrets.

    `kind` is the media type that the feed says it has, if it is not a web page.
    """

    url: str = field(repr=False)
    uri: str
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanting:
    """An item, and what is wanted of what it links to. `secrets` are what its feed's address carries.

    `is_again` is whether the item is stored, and only what is wanted is not.
    """

    item: Listed
    wanted: tuple[Wanted, ...]
    secrets: tuple[str, ...] = field(default=(), repr=False)
    is_again: bool = False


Failed = Callable[[ArchiveError, bool], None]
"""Told why a file is not there, and whether it was not there before."""


def wanted(
    item: Raw, sent: bytes | None = None, secrets: tuple[str, ...] = (), only: Iterable[str] | None = None
) -> tuple[Wanted, ...]:
    """What an item links to, at most so many of a kind; `only` those with these uris if that is said.

    `sent` is the item with its secrets, if it has any. Raises MalformedTranscript.
    """
    links = _links(item.content, item.uri)
    whole = _links(sent, item.uri) if sent is not None else links
    if len(whole) != len(links):  # two addresses may differ in nothing but their secrets
        links = tuple(replace(each, url=without_secrets(each.url, secrets).text) for each in whole)
    found: dict[str, Wanted] = {}
    counts = {"transcript": MOST_TRANSCRIPTS, "chapters": MOST_CHAPTERS}
    for link, full in zip(links, whole, strict=True):
        if not link.url.lower().startswith(("http://", "https://")) or counts[link.kind] == 0:
            continue
        if link.url not in found:
            counts[link.kind] -= 1
            found[link.url] = Wanted(url=full.url, uri=link.url, kind=_no_page(link.mime_type))
    return tuple(each for each in found.values() if only is None or each.uri in only)


FEWEST_WORDS = 150
"""In a page without times and speakers; fewer are those of a page that says that nothing is there."""


def _no_page(mime_type: str | None) -> str | None:
    return None if mime_type is None or "html" in mime_type.lower() else mime_type


def _links(content: bytes, uri: str) -> tuple[Link, ...]:
    return feed_item.FORMAT.read(channel.source(content, uri)).links


def complete(items: Iterable[Wanting], fetch: Fetch, failed: Failed, *, at_once: int = 8) -> Iterator[Listed]:
    """Each item with what could be had of what it links to, as soon as that is known of all of it."""
    owners: dict[Request, list[tuple[Wanted, int]]] = {}
    waiting: dict[int, _Waiting] = {}
    for number, each in enumerate(items):
        if not each.wanted:
            yield each.item
            continue
        waiting[number] = _Waiting(each)
        for one in each.wanted:
            request = Request(url=one.url, accept=ACCEPT, limits=LIMITS)
            owners.setdefault(request, []).append((one, number))
    for request, outcome in gather(owners, fetch, at_once=at_once):
        error = _refusal(request, outcome)
        ours = owners.pop(request)
        if error is not None:
            failed(error, all(waiting[number].wanting.is_again for _, number in ours))
        for one, number in ours:
            item = waiting[number]
            item.left -= 1
            if isinstance(outcome, Fetched):
                raw = _raw(one, outcome, item.wanting.secrets)
                if _is_page(raw) and (one.kind or _says_little(raw)):
                    failed(_page_instead(one), item.wanting.is_again)
                elif not item.wanting.is_again or _is_read(raw, failed):
                    item.files[one.uri] = raw
            if item.left == 0:
                del waiting[number]
                if item.files or not item.wanting.is_again:
                    yield item.listed()


class _Waiting:
    """An item some of whose files are still under way."""

    def __init__(self, wanting: Wanting) -> None:
        self.wanting = wanting
        self.files: dict[str, Raw] = {}
        self.left = len(wanting.wanted)

    def listed(self) -> Listed:
        item = self.wanting.item
        files = (self.files[each.uri] for each in self.wanting.wanted if each.uri in self.files)
        return replace(item, files=(*item.files, *files))


def _is_page(raw: Raw) -> bool:
    """Whether it is a web page and nothing better: one to log in, or one that says that nothing is there."""
    try:
        return registry.detect(decode(raw)) is html_page.FORMAT
    except ArchiveError:
        return False  # said when it is stored


def _says_little(raw: Raw) -> bool:
    """Whether a page has a few words, and neither times nor speakers: no talk is so short."""
    try:
        cues = recognise(raw, None).reading.cues
    except ArchiveError:
        return False  # said when it is stored
    told = any(cue.speaker or cue.start_ms is not None for cue in cues)
    return not told and sum(len(cue.text.split()) for cue in cues) < FEWEST_WORDS


def _page_instead(wanted: Wanted) -> NotFetched:
    kind = wanted.kind or "transcript"
    problem = f"a web page came, and not the {kind} that the feed says is there"
    return NotFetched(wanted.uri, problem, "open it in a browser, and tell who publishes it")


def _is_read(raw: Raw, failed: Failed) -> bool:
    """Whether a file that comes again can be read now: else it would fail with each refresh."""
    try:
        recognise(raw, None)
    except ArchiveError as error:
        failed(error, True)
        return False
    return True


def _raw(wanted: Wanted, answer: Fetched, secrets: tuple[str, ...]) -> Raw:
    content, _ = without_secrets_in_bytes(answer.content, secrets)
    return Raw(uri=wanted.uri, name=wanted.uri, content=content, sha256=sha256(content))


def _refusal(request: Request, outcome: object) -> ArchiveError | None:
    """Why a file did not come."""
    match outcome:
        case ArchiveError():
            return outcome
        case Gone():
            return NotFetched(request.place, "was taken away (it answers 410)", "ask who publishes it")
        case Postponed():
            when = outcome.until.strftime("%Y-%m-%d %H:%M UTC")
            return NotFetched(request.place, f"its server wants no request before {when}", LATER)
        case _:
            return None
