"""ELAN `.eaf`: annotations on parallel tiers, mostly one tier for each person who speaks.

    <ANNOTATION_DOCUMENT><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="780"/> …</TIME_ORDER>
    <TIER TIER_ID="A" PARTICIPANT="Ann" LINGUISTIC_TYPE_REF="utterance"><ANNOTATION>
      <ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2">
        <ANNOTATION_VALUE>Good morning.</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>

EAF 2.x and 3.0, https://www.mpi.nl/tools/elan/EAF_Annotation_Format_3.0_and_ELAN.pdf. Tiers that hang on
another (PARENT_REF) translate it, gloss it, or cut its words smaller, and tiers with a controlled vocabulary
hold codes: neither is read, with a warning. Where the tier above holds only numbers or nothing, the first
that hangs on it has the words. The tiers' annotations are merged by their start. A tier's speaker is its
PARTICIPANT, else its name. A time slot without a value is a time that nobody knows. The language is what
tiers say in LANG_REF; DEFAULT_LOCALE is only the keyboard's.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from archive import timecode
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import languages, markup
from ingest.readers.oddities import Oddities
from ingest.reading import Cue, Reading, RecordingMention, spoken
from ingest.registry import Format

_GENERIC = re.compile(
    r"default|text|txt?|trans(?:cript(?:ion)?)?|utterances?|orth(?:ography)?|speech|words?|phrases?|sentences?",
    re.IGNORECASE,
)
"""Names of tiers that name nobody."""

_NUMBER = re.compile(r"[\w.:#-]{0,40}\d[\w.:#-]{0,40}")
_UNITS = {"milliseconds": 1000.0, "PAL-frames": 25.0, "NTSC-frames": 30_000 / 1001}
_Times = tuple[int | None, int | None]


def _sniff(head: Head) -> bool:
    return head.root == "annotation_document"


def _read(source: Source) -> Reading:
    root = markup.parse(source)
    odd = Oddities()
    tiers = list(markup.within(root, "TIER"))
    taken = _spoken_tiers(root, tiers, odd)
    times = _times(root, tiers, odd)
    cues = _merged([list(_cues(tier, times, odd)) for tier in taken])
    if not cues:
        raise MalformedTranscript(source.name, "none of its tiers has words", "transcribe it first")
    spoken_in = {_language(root, tier.get("LANG_REF")) for tier in taken}
    return Reading(
        cues=cues,
        recordings=tuple(_recordings(root)),
        language=spoken_in.pop() if len(spoken_in) == 1 else None,
        warnings=odd.warnings(),
    )


def _spoken_tiers(root: Element, tiers: list[Element], odd: Oddities) -> list[Element]:
    """The tiers that hold what was said, in the order of the file."""
    coded = {
        kind.get("LINGUISTIC_TYPE_ID")
        for kind in markup.within(root, "LINGUISTIC_TYPE")
        if kind.get("CONTROLLED_VOCABULARY_REF")
    }
    names = {tier.get("TIER_ID") for tier in tiers}
    below: dict[str | None, list[Element]] = {}
    for tier in tiers:
        parent = tier.get("PARENT_REF")
        below.setdefault(parent if parent in names else None, []).append(tier)
    taken: set[int] = set()
    for top in below.get(None, []):
        if top.get("LINGUISTIC_TYPE_REF") not in coded:
            taken.add(id(_with_words(top, below)))
    left = [tier.get("TIER_ID", "")[:60] for tier in tiers if id(tier) not in taken and any(_values(tier))]
    if left:
        message = "depend on other tiers, or hold codes, and were left out"
        odd.note("tiers_left_out", f"tier {left[0]}", f"{', '.join(left[:9])}: {message}")
    return [tier for tier in tiers if id(tier) in taken]


def _with_words(tier: Element, below: dict[str | None, list[Element]]) -> Element:
    """The tier itself, or, if it only numbers what hangs on it, the first below that has words."""
    seen: set[int] = set()
    here = tier
    while all(_NUMBER.fullmatch(value) for value in _values(here)):
        seen.add(id(here))
        following = [each for each in below.get(here.get("TIER_ID"), []) if id(each) not in seen]
        if not following:
            return tier
        here = following[0]
    return here


def _values(tier: Element) -> list[str]:
    values = (spoken("".join(value.itertext())) for value in markup.within(tier, "ANNOTATION_VALUE"))
    return [value for value in values if value]


def _times(root: Element, tiers: Iterable[Element], odd: Oddities) -> dict[str, _Times]:
    """When each annotation is said; one that refers to another has that one's times.

    Of several that share one, only the first starts when it starts, and none is known to end with it.
    """
    header = next(markup.within(root, "HEADER"), None)
    unit = header.get("TIME_UNITS", "milliseconds") if header is not None else "milliseconds"
    slots = {
        slot.get("TIME_SLOT_ID"): _slot(slot.get("TIME_VALUE"), unit, odd)
        for slot in markup.within(root, "TIME_SLOT")
    }
    times: dict[str, _Times] = {}
    refers: dict[str, tuple[str, bool]] = {}
    for tier in tiers:
        for each in _annotations(tier):
            identity = each.get("ANNOTATION_ID", "")
            if markup.local(each) == "ALIGNABLE_ANNOTATION":
                times[identity] = slots.get(each.get("TIME_SLOT_REF1")), slots.get(each.get("TIME_SLOT_REF2"))
            else:
                refers[identity] = each.get("ANNOTATION_REF", ""), bool(each.get("PREVIOUS_ANNOTATION"))
    continued = {reference for reference, later in refers.values() if later}
    for identity in refers:
        chain: list[str] = []
        here = identity
        while here in refers and here not in times and len(chain) <= markup.DEEPEST:
            chain.append(here)
            here = refers[here][0]
        found = times.get(here, (None, None))
        for one in reversed(chain):
            reference, later = refers[one]
            found = None if later else found[0], None if later or reference in continued else found[1]
            times[one] = found
    return times


def _slot(value: str | None, unit: str, odd: Oddities) -> int | None:
    if value is None:
        return None
    try:
        return timecode.from_seconds(int(value[:20]) / _UNITS[unit])
    except (ValueError, KeyError):
        odd.note("no_time", "TIME_ORDER", f"has a time that is none: “{value[:20]}” {unit[:20]}")
        return None


def _cues(tier: Element, times: dict[str, _Times], odd: Oddities) -> Iterator[Cue]:
    name = tier.get("TIER_ID", "")
    speaker = spoken(tier.get("PARTICIPANT", "")) or (
        "" if _GENERIC.fullmatch(name.strip()) else spoken(name)
    )
    for each in _annotations(tier):
        text = spoken(
            " ".join("".join(value.itertext()) for value in markup.within(each, "ANNOTATION_VALUE"))
        )
        if not text:
            continue
        start_ms, end_ms = times.get(each.get("ANNOTATION_ID", ""), (None, None))
        if start_ms is None:
            odd.note("unaligned", f"tier {name[:60]}", f"does not say when this begins: “{text[:40]}”")
        elif end_ms is not None and end_ms < start_ms:
            odd.note("end_before_start", f"tier {name[:60]}", f"ends before it starts: “{text[:40]}”")
            end_ms = None
        yield Cue(text=text, start_ms=start_ms, end_ms=end_ms, speaker=speaker or None)


def _annotations(tier: Element) -> Iterator[Element]:
    return (each for each in tier.iter() if markup.local(each) in ("ALIGNABLE_ANNOTATION", "REF_ANNOTATION"))


def _merged(tiers: Iterable[list[Cue]]) -> tuple[Cue, ...]:
    """All cues by their start; one without a start stays behind the one before it on its tier."""
    placed: list[tuple[int, Cue]] = []
    for cues in tiers:
        latest = 0
        for cue in cues:
            latest = latest if cue.start_ms is None else cue.start_ms
            placed.append((latest, cue))
    return tuple(cue for _, cue in sorted(placed, key=lambda each: each[0]))


def _language(root: Element, reference: str | None) -> str | None:
    if not reference:
        return None
    named = (each for each in markup.within(root, "LANGUAGE") if each.get("LANG_ID") == reference)
    labels = [reference, *(each.get("LANG_LABEL", "").partition("(")[0] for each in named)]
    return next(filter(None, map(languages.tag, labels)), None)


def _recordings(root: Element) -> Iterator[RecordingMention]:
    """The media by their file names: where they lay on somebody's disk is nobody's business."""
    for media in markup.within(root, "MEDIA_DESCRIPTOR"):
        address = media.get("MEDIA_URL") or media.get("RELATIVE_MEDIA_URL") or ""
        file = PurePosixPath(address.replace("\\", "/")).name
        if file:
            yield RecordingMention(kind="file", url=file, mime_type=media.get("MIME_TYPE") or None)


FORMAT = Format(
    name="elan",
    title="ELAN",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".eaf",),
    gives=("times", "speakers"),
)
