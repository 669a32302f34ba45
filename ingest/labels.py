"""Speaker labels: whether a word before a colon is one, and what it says of who speaks.

Shared by the readers, which find labels in captions and prose, and by `people`, which makes speakers of them.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from archive.records import LabelKind

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
    r"(?:[ _-]*(?:\d{1,3}|[a-z]))?"
    r"|ch_\d{1,3}|channel \d{1,3} speaker \d{1,3}"
    r"|\d{1,3}|[A-Z]|[a-z]\d{1,3}|(?:fe)?male|man|woman|>>+",
    re.I,
)
_GROUP = {
    "all",
    "audience",
    "both",
    "crowd",
    "everybody",
    "everyone",
    "group",
    "hosts",
    "many",
    "several",
    "together",
}
_SOUND = {
    *(
        "ad",
        "ad break",
        "ads",
        "advertisement",
        "applause",
        "audio",
        "break",
        "clip",
        "commercial",
        "commercial break",
    ),
    *(
        "intro",
        "intro music",
        "jingle",
        "laughter",
        "midroll",
        "music",
        "outro",
        "preroll",
        "promo",
        "recording",
    ),
    *(
        "silence",
        "song",
        "sound",
        "sponsor",
        "sponsor break",
        "sponsors",
        "theme",
        "theme song",
        "transition",
        "trailer",
    ),
}
_NO_LABEL = {
    *(
        "a",
        "also",
        "and",
        "answer",
        "because",
        "but",
        "caution",
        "disclaimer",
        "edit",
        "example",
        "fact",
        "fun fact",
    ),
    *(
        "hint",
        "however",
        "i",
        "important",
        "ingredients",
        "links",
        "meeting",
        "note",
        "notes",
        "now",
        "or",
        "ps",
    ),
    *(
        "question",
        "quote",
        "reminder",
        "so",
        "spoiler",
        "step",
        "summary",
        "that is",
        "tip",
        "title",
        "update",
        "warning",
    ),
    *(
        "chapters",
        "date",
        "description",
        "duration",
        "email",
        "episode",
        "language",
        "published",
        "resources",
    ),
    *(
        "season",
        "show notes",
        "source",
        "tags",
        "time",
        "timestamps",
        "topics",
        "transcript",
        "url",
        "website",
    ),
    *("http", "https", "subject", "re", "fwd", "keywords", "kind", "author"),
}
MOST_WORDS = 5
_LONGEST = 60
_NAME_PART = re.compile(r"[^\W\d_][\w.'’\-]*,?|[&+]")
_ROLE = re.compile(r"(?P<name>.+?)\s*[(\[](?P<role>[^()\[\]]+)[)\]]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a printed label says. `name` is the name without a role; None if it names nobody at all."""

    kind: LabelKind
    name: str | None = None
    role: str | None = None


def understand(printed: str) -> Label:
    """`Leo Dion (host)` is a name with a role; `SPEAKER_00` anonymous; `Everyone` a group; `Break` a sound."""
    label = " ".join(printed.split()).strip(" :")
    role = None
    found = _ROLE.fullmatch(label)
    if found and (role := _ROLES.get(found["role"].casefold())):
        label = found["name"]
    lowered = label.casefold()
    if not label or _NOBODY.fullmatch(label):
        return Label(kind="anonymous", role=role)
    if lowered in _ROLES:
        return Label(kind="anonymous", name=label, role=role or _ROLES[lowered])
    if _ANONYMOUS.fullmatch(label):
        return Label(kind="anonymous", name=label, role=role)
    if lowered in _GROUP or re.search(r" (?:and|&|und|et|y) |, (?!(?:Jr|Sr|Ph|Psy|M)\b)|/", label):
        return Label(kind="group", name=label, role=role)
    if lowered in _SOUND:
        return Label(kind="sound", name=label)
    return Label(kind="name", name=label, role=role)


def may_be(text: str) -> bool:
    """Whether the words before a colon could be a label: a name of at most five words, or another kind."""
    label = " ".join(text.split())
    if not 0 < len(label) <= _LONGEST or label.casefold() in _NO_LABEL:
        return False
    if understand(label).kind != "name":
        return True
    words = _ROLE.sub(r"\g<name>", label).split()
    if len(words) > MOST_WORDS or not all(map(_NAME_PART.fullmatch, words)):
        return False
    # `de la Cruz`, `bell hooks`, names in scripts without case; but "what they say is:" is none.
    return not words[0][0].islower() or (len(words) == 1 and len(label) > 2)


def is_full_name(text: str) -> bool:
    """Whether a name has a first and a last part, so that it may mean one person beyond this episode."""
    words = text.split()
    capital = [word for word in words if not word[0].islower()]
    return (
        2 <= len(words) <= MOST_WORDS
        and len(capital) >= 2
        and all(any(c.isalpha() for c in w) for w in words)
    )


def confirmed(candidates: Iterable[str], known: Collection[str] = ()) -> frozenset[str]:
    """Which of the words that stand before colons in one file are labels.

    `candidates` come once for every place. A label recurs, or is `known` as a person, or cannot be anything
    else (`Speaker 1`, `Leo Dion (host)`); where others are labels, a full name is one though it comes once.
    """
    counts = Counter(candidate for candidate in candidates if may_be(candidate))
    people = {name.casefold() for name in known}
    sure = set()
    for candidate, count in counts.items():
        label = understand(candidate)
        evident = (label.kind == "anonymous" and len(candidate) > 1) or label.role is not None
        if count > 1 or evident or candidate.casefold() in people:
            sure.add(candidate)
    names = {candidate for candidate in sure if understand(candidate).kind in ("name", "anonymous")}
    if names:
        sure |= {each for each in counts if is_full_name(each) or understand(each).kind in ("group", "sound")}
    return frozenset(sure)
