"""Language tags in file names: `.en`, `.pt-BR`, `.zh-Hans`; and of YouTube: `.en-orig`, `.de-en`."""

import re

# ISO 639-1, and iw, which YouTube says for Hebrew. Of three letters only those that are common and no words:
# `may` and `per` are languages, too.
_CODES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv "
    "dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig "
    "ii ik io is it iu iw ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg "
    "mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro "
    "ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty "
    "ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
    "eng deu ger fra fre spa ita por nld dut rus jpn zho chi cmn yue kor ara pol swe dan nor nob fin tur "
    "ukr ces cze ell gre hun heb hin ind vie tha fil gsw und mul"
)
_KNOWN = frozenset(_CODES.split())
_FOLLOWS = re.compile(
    r"[A-Z][a-z]{3}|[A-Z]{2}|[0-9]{3}|orig|us|gb|cn"  # a script, a region, YouTube's own
    r"|(?=[^A-Z0-9]*[A-Z0-9])[A-Za-z0-9_-]{11}"  # the id that YouTube gives to a set of captions
)


def is_language(text: str) -> bool:
    """Whether `text` is a language tag. Small letters begin it: `IS` and `NO` are words."""
    first, *rest = re.split("[-_]", text, maxsplit=1)
    return first in _KNOWN and all(_may_follow(one) for one in _subtags("".join(rest)))


def _subtags(rest: str) -> list[str]:
    if not rest:
        return []
    return [rest] if len(rest) == 11 else re.split("[-_]", rest)


def _may_follow(subtag: str) -> bool:
    return subtag in _KNOWN or _FOLLOWS.fullmatch(subtag) is not None
