"""Praat TextGrid: intervals and points on parallel tiers, as text (long or short) or as JSON by praatIO.

    File type = "ooTextFile"              the long form; the short one has only what Praat itself reads:
    Object class = "TextGrid"             strings in quotes ("" is one), numbers that stand free, <exists>
    xmin = 0
    xmax = 2.5
    tiers? <exists>
    size = 1
    item []:
        item [1]:
            class = "IntervalTier"
            name = "Ann"
            xmin = 0
            xmax = 2.5
            intervals: size = 1
            intervals [1]:
                xmin = 0
                xmax = 2.5
                text = "Good morning."

https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html. An interval without text is silence. A
tier is named for who speaks, or for what it holds (`words`), or for both (`Ann - words`). Where several
tiers hold the same speech of one speaker, the highest level is read: utterances, else words. Sounds, tones
and notes (`phones`, `pitch`, `notes`) are no words. Points are read only where no intervals have words.
Every tier left out has a warning; a file that has only sounds is refused. The tiers' labels are merged by
their start.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from archive import timecode
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import jsontext
from ingest.readers.oddities import Oddities
from ingest.reading import Cue, Reading, spoken
from ingest.registry import Format

_HEAD = re.compile(
    r'\s*+(?:File type = )?"ooTextFile(?: short)?"\s*+(?:Object class = )?"TextGrid(?: \d)?"', re.IGNORECASE
)
_TOKEN = re.compile(r'"(?:[^"]|"")*+"|<exists>|<absent>|![^\n]*+|[^\s"]++|"')
_NUMBER = re.compile(r"[-+]?\d++(?:\.\d*+)?(?:[eE][-+]?\d{1,3})?%?")
_JSON_LIST = {"xmin", "xmax", "tiers[].class", "tiers[].name"}

_LEVELS = (
    r"utterances?|utts?|turns?|phrases?|sentences?|ipus?|text|trans(?:cripts?|criptions?)?|speech",
    r"words?|wrds?|ort(?:ho)?(?:graphy)?|ort-mau",
)
_NO_WORDS = (
    r"phon(?:e|eme)s?|phn|mau|kan(?:-mau)?|segments?|syll(?:able)?s?|pitch|(?:max)?f0|intensity|tones?|tobi|breaks?"
    r"|pos|gloss(?:es)?|lemmas?|notes?|comments?|misc|events?|noises?|silences?|vad"
)
_NAME = re.compile(
    rf"(?:(?P<who>.+?)\s*[-_:/|@]\s*)?(?:(?P<high>{_LEVELS[0]})|(?P<words>{_LEVELS[1]})|(?P<none>{_NO_WORDS}))",
    re.IGNORECASE,
)
_Label = tuple[Any, Any, str]
"""Start, end, text: numbers as the file has them; a point has no end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tier:
    name: str
    points: bool
    labels: tuple[_Label, ...]


def _sniff(head: Head) -> bool:
    return bool(_HEAD.match(head.text.lstrip("\ufeff")[:400])) or head.json >= _JSON_LIST or _keyed(head.json)


def _keyed(paths: frozenset[str]) -> bool:
    return {"start", "end", "tiers"} <= paths and any(
        path.startswith("tiers.") and path.endswith((".entries", ".type")) for path in paths
    )


def _read(source: Source) -> Reading:
    text = source.text.lstrip("\ufeff")
    tiers = list(_from_text(text, source.name) if _HEAD.match(text) else _from_json(source))
    odd = Oddities()
    taken = _spoken_tiers(tiers, odd)
    if not taken:
        problem = "none of its tiers holds words" if any(map(_has_words, tiers)) else "its tiers are empty"
        raise MalformedTranscript(source.name, problem, "add a tier of words or utterances")
    cues = sorted(
        (cue for tier, speaker in taken for cue in _cues(tier, speaker, odd)),
        key=lambda cue: cue.start_ms or 0,
    )
    return Reading(cues=tuple(cues), warnings=odd.warnings())


def _spoken_tiers(tiers: Iterable[_Tier], odd: Oddities) -> list[tuple[_Tier, str | None]]:
    """The tiers that hold what was said, of the highest level for each speaker, and the speaker."""
    levels: list[tuple[_Tier, str | None, int]] = []
    for tier in filter(_has_words, tiers):
        # ELAN exports names with quotes around them.
        name = spoken(tier.name).strip("\"' ")
        found = _NAME.fullmatch(name) if len(name) < 200 else None
        if not found:
            levels.append((tier, name or None, 0))
        else:
            levels.append((tier, found["who"], 9 if found["none"] else 0 if found["high"] else 1))
    intervals = any(not tier.points and level < 9 for tier, _, level in levels)
    taken, left = [], []
    for tier, speaker, level in levels:
        here = [other for one, who, other in levels if who == speaker and one.points == tier.points]
        if level < 9 and level == min(here) and not (intervals and tier.points):
            taken.append((tier, speaker))
        else:
            left.append(tier.name[:60])
    if left:
        message = "hold no words, or the same as another tier, and were left out"
        odd.note("tiers_left_out", f"tier {left[0]}", f"{', '.join(left[:9])}: {message}")
    return taken


def _has_words(tier: _Tier) -> bool:
    return any(spoken(text) for *_, text in tier.labels)


def _cues(tier: _Tier, speaker: str | None, odd: Oddities) -> Iterator[Cue]:
    place = f"tier {tier.name[:60]}"
    for start, end, label in tier.labels:
        text = spoken(label)
        if not text:
            continue
        start_ms, end_ms = _time(start, place, odd), _time(end, place, odd)
        if start_ms is not None and end_ms is not None and end_ms < start_ms:
            odd.note("end_before_start", place, f"ends before it starts: “{text[:40]}”")
            end_ms = None
        yield Cue(text=text, start_ms=start_ms, end_ms=end_ms, speaker=speaker)


def _time(value: Any, place: str, odd: Oddities) -> int | None:
    if value is None:
        return None
    try:
        return timecode.from_seconds(value)
    except ValueError:
        odd.note("no_time", place, f"has a time that is none: “{str(value)[:20]}”")
        return None


def _from_text(text: str, name: str) -> Iterator[_Tier]:
    """The tiers of the long and the short form alike: as Praat, which reads values, never their names."""
    values = _values(text)

    def refuse(offset: int, problem: str) -> MalformedTranscript:
        return MalformedTranscript(
            f"{name} line {text.count(chr(10), 0, offset) + 1}", problem, "export it again"
        )

    def value(text_wanted: bool) -> str:
        offset, found = next(values, (len(text), None))
        if found is None:
            raise refuse(offset, "ends in the middle of a tier")
        if found.startswith('"') != text_wanted or found == '"':
            raise refuse(offset, f"has {found[:20]} where a {'text' if text_wanted else 'number'} belongs")
        return found[1:-1].replace('""', '"') if text_wanted else found

    def count() -> int:
        number = value(False)
        return int(number) if number.isdecimal() and len(number) < 10 else 0

    value(True), value(True), value(False), value(False)
    offset, flag = next(values, (len(text), None))
    if flag == "<absent>":
        return
    if flag != "<exists>":
        raise refuse(offset, "does not say whether it has tiers")
    for _ in range(count()):
        points = value(True) == "TextTier"
        tier = value(True)
        value(False), value(False)
        labels: list[_Label] = []
        for _ in range(count()):
            start = value(False)
            labels.append((start, None if points else value(False), value(True)))
        yield _Tier(name=tier, points=points, labels=tuple(labels))


def _values(text: str) -> Iterator[tuple[int, str]]:
    for found in _TOKEN.finditer(text):
        token = found.group()
        if token.startswith('"') or token in ("<exists>", "<absent>") or _NUMBER.fullmatch(token):
            yield found.start(), token


def _from_json(source: Source) -> Iterator[_Tier]:
    tiers = jsontext.table(jsontext.load(source)).get("tiers")
    if isinstance(tiers, dict):
        tiers = [{"name": name, **jsontext.table(tier)} for name, tier in tiers.items()]
    for tier in jsontext.tables(tiers):
        kind = jsontext.text(tier.get("class")) or jsontext.text(tier.get("type")) or ""
        points = kind.lower() in ("texttier", "pointtier", "point")
        entries = tier.get("entries")
        labels: list[_Label] = []
        for entry in entries if isinstance(entries, list) else []:
            if not isinstance(entry, list) or len(entry) != (2 if points else 3):
                problem = f"tier {tier.get('name')!s:.60} has a label that is none"
                raise MalformedTranscript(source.name, problem, "export it again")
            labels.append((entry[0], None if points else entry[1], jsontext.text(entry[-1]) or ""))
        yield _Tier(name=jsontext.text(tier.get("name")) or "", points=points, labels=tuple(labels))


FORMAT = Format(
    name="textgrid",
    title="Praat TextGrid",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".TextGrid", ".json"),
    gives=("times", "speakers"),
)
