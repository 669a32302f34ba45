"""Which language a text reads like, as far as its commonest words and its letters tell.

Only to notice that a stated language is wrong: it answers only where it is sure, and knows only languages
that have a list here or letters of their own.
"""

import re
import unicodedata
from collections import Counter
from functools import cache

_COMMON = {
    "en": "the and that is you it to of in was this for with are they have what but not be we there so",
    "de": "und der die das ich ist nicht ein eine auch wir sie es man aber dann mit sich auf noch schon",
    "fr": "le les des est que qui une dans pas je nous vous ça pour avec mais sur on ce du et il elle",
    "es": "que los las una por con para pero como más está es muy porque esto yo del al se lo también hay",
    "it": "che il di non è per una sono con anche della come più ma questo gli nel ha ci perché cosa io",
    "pt": "que não uma os as para com mais por dos você é muito isso então mas como eu ele tem da do em",
    "nl": "het een van en dat is niet ik je zijn maar voor met wat ook er dan nog wel heb naar dit zo we",
    "sv": "och att det är som en på jag inte med för har till av den om vi men så ett de var kan när",
    "pl": "nie się jest na że to jak ale tak co czy dla już był tylko po od bardzo jestem może które przez",
}
_SCRIPTS = {
    **dict.fromkeys(("ar", "fa", "ur"), "ARABIC"),
    **dict.fromkeys(("ru", "uk", "bg"), "CYRILLIC"),
    **dict.fromkeys(("zh", "ja"), "CJK"),
    **{"he": "HEBREW", "el": "GREEK", "hi": "DEVANAGARI", "ko": "HANGUL", "th": "THAI"},
    **{"ka": "GEORGIAN", "hy": "ARMENIAN", "ta": "TAMIL", "bn": "BENGALI"},
}
_WITHOUT_BLANKS = {"CJK", "THAI"}
_FEWEST_WORDS = 40
_SURE = 0.15
_SAMPLE = 20_000


def mismatch(stated: str, text: str) -> str | None:
    """What a text reads like, if that is surely not the stated language (a BCP 47 tag); else None."""
    primary = stated.partition("-")[0].lower()
    script = _script(text[:_SAMPLE])
    expected = _SCRIPTS.get(primary, "LATIN" if primary in _COMMON else None)
    if script and expected and script != expected:
        return f"{script.title()} letters"
    if script != "LATIN" or primary not in _COMMON:
        return None
    shares = _shares(text)
    best = max(shares, key=lambda language: shares[language], default=primary)
    return best if shares and shares[best] > _SURE and shares[best] > 3 * shares[primary] else None


def reads_like(text: str) -> str | None:
    """The language that a text reads like, or the script if it is not Latin; None if that is not sure."""
    script = _script(text[:_SAMPLE])
    if script != "LATIN":
        return script
    shares = _shares(text)
    best = max(shares, key=lambda language: shares[language], default=None)
    return best if best and shares[best] > _SURE else None


def _shares(text: str) -> dict[str, float]:
    """Which part of the words are among the commonest of each language; nothing of a short text."""
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text[:_SAMPLE])]
    if len(words) < _FEWEST_WORDS:
        return {}
    counts = Counter(words)
    return {
        language: sum(counts[word] for word in common) / len(words) for language, common in _sets().items()
    }


def without_blanks(text: str) -> bool:
    """Whether most of it is written in letters that are set without blanks between words."""
    return _script(text) in _WITHOUT_BLANKS


def _script(text: str) -> str | None:
    """The script of most letters: LATIN, CJK (kana too), …; None without any."""
    weights: Counter[str] = Counter()
    for character, count in Counter(text).items():
        if character.isalpha():
            weights[_of(character)] += count
    return weights.most_common(1)[0][0] if weights else None


@cache
def _of(character: str) -> str:
    name = unicodedata.name(character, "?").split()[0]
    return "CJK" if name in ("HIRAGANA", "KATAKANA", "CJK") else name


@cache
def _sets() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in _COMMON.items()}
