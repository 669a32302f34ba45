"""Speaker labels: whether a word before a colon is one, and what it says of who speaks.

Shared by the readers, which find labels in captions and prose, and by `people`, which makes speakers of them.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from archive.records import LabelKind


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


_ROLES = {
    "host": "host",
    "co-host": "host",
    "cohost": "host",
    "presenter": "host",
    "moderator": "host",
    "interviewer": "host",
    "guest": "guest",
    "interviewee": "guest",
    "panelist": "guest",
    "narrator": "narrator",
    "announcer": "announcer",
    "producer": "producer",
    "reporter": "reporter",
    "translator": "translator",
    "instructor": "instructor",
    "caller": "caller",
}
_NOBODY = re.compile(
    r"\?+|unknown(?: speaker| \d+)?|unidentified(?: speaker)?|unbekannt|inconnu|desconocido", re.I
)
_ANONYMOUS = re.compile(
    r"(?:(?:unknown|unidentified|male|female|new)[ _-]+)?"
    r"(?:speaker|spk|spkr|sprecher(?:in)?|participant|person|voice|caller|guest|host|interviewer|interviewee|user|track|channel)"
    r"(?:[ _-]*\d{1,3}|[ _-]+[a-z]|(?-i:[A-RT-Z]))?"
    r"|ch_\d{1,3}|channel \d{1,3} speaker \d{1,3}"
    r"|\d{1,3}|[A-Z]|[a-z]{1,3}_?[a-z]{0,3}\d{1,4}|u_ukn|(?:fe)?male|man|woman|>>+",
    re.I,
)
_GROUP = _words(
    "all|alle|audience|beide|both|crowd|everybody|everyone|group|hosts|many|several|several speakers|todos"
    "|together|tous|tutti"
)
_SOUND = _words(
    "ad|ad break|ads|advertisement|applause|audio|break|clip|commercial|commercial break|intro"
    "|intro music|jingle|laughter|midroll|music|outro|preroll|promo|recording|silence|song|sound|sponsor"
    "|sponsor break|sponsors|theme|theme song|trailer|transition"
)
_NO_LABEL = _words(
    "a|also|and|answer|attendees|author|because|but|caution|chapters|contents|credits|date|description"
    "|disclaimer|duration|edit|email|episode|example|fact|fun fact|fwd|guests|hint|however|http|https|i"
    "|important|ingredients|introduction|keywords|kind|language|links|meeting|mission|note|notes|now|or"
    "|overview|participants|ps|published|question|quote|re|references|reminder|resources|season|show notes|so"
    "|snippet|source|sources|speakers|spoiler|step|subject|summary|tags|that is|time|timestamps|tip|title"
    "|topics|transcript|update|url|warning|website"
)
_NO_NAME = re.compile(
    r"(?:our|my|your|their|this|these|those|what|why|how|when|where)\s.+"
    r"|(?:act|chapter|lesson|part|phase|point|reason|rule|scene|section|stage|step|tip)\s"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|[ivx]{1,5}|\d{1,3})"
    r"|.+\s(?:answer|attributes|disclosure|facts?|mission|news|notes?|question|snippet|warning)"
    r"|(\w+)(?:\s\1){2,}",
    re.I,
)
MOST_WORDS = 5
_LONGEST = 60
_NAME_PART = re.compile(r"[^\W\d_][\w.'’\-]*,?")
_PARTICLE = re.compile(r"af|al|av|bin|d[aeiou]|del|della|den|der|du|e|el|et|i|l[ae]|of|the|v[ao]n|y|zu")
_JOINED = re.compile(r"\s(?:and|&|\+|und|et|y)\s|, (?!(?:Jr|Sr|Ph\.?D|Psy\.?D|MD|MSc|MBA|Esq)\b)|\s*/\s*")
_COMMA = re.compile(r"\s*,\s*")
_FIRM = re.compile(r".+\s(?:ag|co|corp|foundation|gmbh|inc|llc|ltd|plc|university)\.?", re.I)
_ADDRESSED = re.compile(
    r"(?:From\s)?(?P<name>\S.*?)\sto\s(?:(?P<all>Everyone|everyone)|all|All|(?P<whom>[^\W\d_].*))"
)
_PRONOUNS = re.compile(r"(?:he|she|they|it|any)/\w{2,6}(?:/\w{2,6})?", re.I)
_ROLE = re.compile(r"(?P<name>.+?)\s*[(\[](?P<role>[^()\[\]]+)[)\]]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a printed label says. `name` is the name without a role; None if it names nobody at all."""

    kind: LabelKind
    name: str | None = None
    role: str | None = None


def understand(printed: str) -> Label:
    """`Leo Dion (host)` is a name, a role; `SPEAKER_00` anonymous; `Everyone` a group; `Break` a sound.

    What else stands in brackets behind a full name, a company or how one is spoken of, is no part of it.
    """
    label = " ".join(printed.split()).strip(" :")
    role = None
    found = _ROLE.fullmatch(label)
    if found:
        role = _ROLES.get(found["role"].casefold())
        if role or _PRONOUNS.fullmatch(found["role"]) or _is_full(found["name"]):
            label = found["name"]
    label = _sender(label) or label
    lowered = label.casefold()
    if not label or _NOBODY.fullmatch(label):
        return Label(kind="anonymous", role=role)
    if lowered in _ROLES:
        return Label(kind="anonymous", name=label, role=role or _ROLES[lowered])
    if _ANONYMOUS.fullmatch(label):
        return Label(kind="anonymous", name=label, role=role)
    if lowered in _GROUP or _names_several(label):
        return Label(kind="group", name=label, role=role)
    if lowered in _SOUND:
        return Label(kind="sound", name=label)
    return Label(kind="name", name=label, role=role)


def _sender(label: str) -> str | None:
    """Who writes in a meeting's chat: `Ann Lee` of `Ann Lee to Everyone`; None for `Welcome to Boston`."""
    found = _ADDRESSED.fullmatch(label)
    if not found or (found["whom"] and not _is_full(found["whom"])):
        return None
    return found["name"] if (_is_like_a_name if found["all"] else _is_full)(found["name"]) else None


def _names_several(label: str) -> bool:
    """Whether a label joins names: `Ann & Bob`, `Ann Lee, Bob Ray`; not `Lee, Ann`."""
    several = [each for each in _JOINED.split(label) if each]
    if len(several) < 2 or not all(map(_is_like_a_name, several)):
        return False
    if _COMMA.split(label) != several or len(several) > 2:
        return True
    return all(map(_is_full, several)) and not _FIRM.fullmatch(several[1])


def may_be(text: str) -> bool:
    """Whether the words before a colon could be a label: a name of at most five words, or another kind."""
    label = " ".join(text.split())
    if not 0 < len(label) <= _LONGEST or (label.casefold() in _NO_LABEL and label != "A"):
        return False
    if _NO_NAME.fullmatch(label):
        return False
    if understand(label).kind != "name":
        return True
    return _is_like_a_name(_sender(label) or _ROLE.sub(r"\g<name>", label))


def _is_like_a_name(text: str) -> bool:
    """`Ada`, `María de la Cruz`, 李雷, `erik`; not `Here's the thing`, which has words that no name has."""
    words = text.split()
    if not 0 < len(words) <= MOST_WORDS or not all(map(_NAME_PART.fullmatch, words)) or "..." in text:
        return False
    if len(words) == 1:
        return not text[0].islower() or len(text) > 2
    return not words[0][0].islower() and not any(
        word.islower() and not _PARTICLE.fullmatch(word) for word in words
    )


def is_full_name(text: str) -> bool:
    """Whether a name has a first and a last part, so that it may mean one person beyond this episode."""
    return _is_full(_sender(text) or text) and understand(text).kind == "name"


def _is_full(text: str) -> bool:
    return sum(not word[0].islower() for word in text.split()) >= 2 and _is_like_a_name(text)


def confirmed(candidates: Iterable[str], known: Collection[str] = ()) -> frozenset[str]:
    """Which of the words that stand before colons in one file are labels.

    `candidates` come once for every place. A label recurs, or is `known` as a person, or cannot be anything
    else (`Speaker 1`, `Leo Dion (host)`); where others are labels, a full name is one though it comes once,
    and so is a part of one of theirs (`Leo`).
    """
    counts = Counter(candidate for candidate in candidates if may_be(candidate))
    printed = Counter(_folded(candidate) for candidate in counts.elements())
    people = {name.casefold() for name in known}
    sure = set()
    for candidate in counts:
        label = understand(candidate)
        evident = (label.kind == "anonymous" and len(candidate) > 1) or label.role is not None
        if printed[_folded(candidate)] > 1 or evident or candidate.casefold() in people:
            sure.add(candidate)
    names = {candidate for candidate in sure if understand(candidate).kind in ("name", "anonymous")}
    if names:
        sure |= {each for each in counts if is_full_name(each) or understand(each).kind in ("group", "sound")}
    parts = {part for name in (*sure, *known) if is_full_name(name) for part in _ends(name)}
    sure |= {each for each in counts if each.casefold() in parts}
    return frozenset(sure)


def _folded(label: str) -> str:
    return (understand(label).name or label).casefold()


def _ends(name: str) -> tuple[str, str]:
    """The first and the last part of a full name, in lower case."""
    parts = _folded(name).split()
    return parts[0].rstrip(","), parts[-1]
