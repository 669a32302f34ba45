"""Addresses without their secrets: what a private feed carries is never stored and never shown.

    https://ann:pw@example.org/feed?token=8d1f0c2b&page=2
    https://~secret~@example.org/feed?token=~secret~&page=2

`~secret~` has only characters that stand for themselves everywhere: in a URL (RFC 3986 calls them
unreserved), in XML, HTML, JSON and TOML. Taken out are

- user and password before a host;
- parameters whose name says that they are secret (`token`, `apikey`, `X-Amz-Signature` …), wherever an
  address stands in a text, also one within another (`?url=https%3A%2F%2F…%3Ftoken%3D…`); with names that say
  it less clearly (`key`, `auth`, `session`) only where the value looks like one; with a signature all that
  is signed;
- JSON Web Tokens (RFC 7519) wherever they stand, and what looks random behind `/private/`, `/token/` …;
- what the feed's own address carries (`secrets_of`), wherever it stands in the feed, in every way of writing
  it. A private feed repeats it in each enclosure, often as a part of the path. What is short or could be a
  word ("podcast") is taken only where it is a whole part of an address, and below six characters only at its
  own place: the notes are not to lose their words.

Everything else stays as it is, byte for byte, and what was taken out is not found again: cleaning twice is
cleaning once. All of it is linear in the length of the text.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

MARK = "~secret~"

_SURE = re.compile(
    r"(?:.*-)?(?:(?:access|auth|id|refresh|api|user|feed|rss|private|session|login|download)?token"
    r"|apikey|api-key|pass(?:word|wd|phrase)|pwd|(?:client|shared)?secret(?:-?key)?|signature|sig|hmac|jwt|bearer"
    r"|auth-?key|private-?key|access-?key(?:-?id)?|key-pair-id|credentials?)"
    r"|x-(?:amz|goog|oss|ms)-.*|awsaccesskeyid|jsessionid|phpsessid"
)
_UNSURE = re.compile(r"(?:.*-)?(?:key|auth|authorization|pass|session|sessionid|sid)")
_SIGNING = re.compile(r"(?:.*-)?(?:signature|sig|hmac)")
_SIGNED = re.compile(r"expires?|exp|policy|googleaccessid|s[etprv]|spr|sip|sk[a-z]{1,3}")
"""What goes with a signature (CloudFront, Azure, Google): new at each fetch."""

# A value ends where its address does, or the next parameter begins; `&#x2F;` and the like are part of it.
_ENDS = r"0*(?:3[2458-9]|60|62|10|13|9);|[xX]0*(?:2[02367]|3[cCeE]|[aAdD9]);"
_VALUE = rf"(?:[^\s\"'<>&#\\]|&#(?!{_ENDS})[xX]?[0-9a-fA-F]{{1,6}};)"
_QUERY = re.compile(r"[?#][^\s\"'<>]++")
_BEGINS = r"(?:(?<=[?#&])|(?<=amp;)|(?<=#38;)|(?<=#[xX]26;)|(?<=\\u0026))"
_PARAMETER = re.compile(rf"{_BEGINS}(?P<name>[A-Za-z0-9_.\-%\[\]]{{1,64}}+)=(?P<value>{_VALUE}++)")
_NESTED = re.compile(
    r"%(?:25)*+(?:3[Ff]|26)(?P<name>[A-Za-z0-9_.\-]{1,64}+)%(?:25)*+3[Dd]"
    rf"(?P<value>(?:(?!%(?:25)*26){_VALUE})++)"
)
_NAME = r"[^\s/?#\"'<>\\@]{1,256}+"
_LOGIN = re.compile(
    r"(?i:(?<=http://)|(?<=https://)|(?<=//)(?=[^\s/@\\]{0,256}:)|(?<=\\/\\/))"
    rf"(?P<value>{_NAME}(?:@{_NAME}){{0,3}})(?=@[\w\[])"
)
_NESTED_LOGIN = re.compile(r"(?<=%3A%2F%2F)(?P<value>(?:(?!%2F|%40)[\w.~%+-]){1,256}+)(?=%40)", re.IGNORECASE)
_SESSION = re.compile(r"(?<=;)jsessionid=(?P<value>[\w.!-]++)", re.IGNORECASE)
_FOLDER = re.compile(
    r"(?i:(?<=/private/)|(?<=/token/)|(?<=/auth/)|(?<=/secret/)|(?<=/key/)|(?<=/apikey/))"
    r"(?P<value>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?=[A-Za-z_]*[0-9])(?=[0-9_]*[A-Za-z])\w{16,}+)(?!-)"
)
_JWT = re.compile(r"(?<![\w.-])(?P<value>eyJ[\w-]{8,}+\.eyJ[\w-]{8,}+\.[\w-]*+)")
_ADDRESS = re.compile(r"\bhttps?:[\\/][^\s\"'<>]++", re.IGNORECASE)
_PART = re.compile(r"[^/?&=#;:@,|\\]++")
_NAMED = {"<": ("lt",), ">": ("gt",), '"': ("quot",), "'": ("apos",), "=": ("equals",), "+": ("plus",)}
_PLACES = (_LOGIN, _NESTED_LOGIN, _SESSION, _FOLDER, _JWT)

_SHORTEST = 6
"""Characters of a value that is looked for elsewhere: an episode's number stays what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A text without secrets, and those that were found, as they were written, each once."""

    text: str
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @property
    def sha256(self) -> tuple[str, ...]:
        """By these the same secret is known again. Of short ones there is none: guessing would undo it."""
        return tuple(hashlib.sha256(each.encode()).hexdigest() for each in self.secrets if len(each) >= 16)


def without_secrets(text: str, known: Iterable[str] = ()) -> Cleaned:
    """An address, or a whole text in which addresses stand, without the secrets in it and those `known`."""
    found: dict[str, None] = {}

    def take(match: re.Match[str]) -> str:
        value = match["value"]
        if value == MARK:
            return match[0]
        found[value] = None
        at = match.start("value") - match.start()
        return match[0][:at] + MARK + match[0][at + len(value) :]

    def parameters(query: re.Match[str]) -> str:
        signed = "=" in query[0] and any(
            _SIGNING.fullmatch(_plain(each["name"])) for each in _PARAMETER.finditer(query[0])
        )
        return _PARAMETER.sub(lambda each: take(each) if _is_secret(each, signed) else each[0], query[0])

    text = _QUERY.sub(parameters, text)
    text = _NESTED.sub(lambda each: take(each) if _is_secret(each, False) else each[0], text)
    for place in _PLACES:
        text = place.sub(take, text)
    for value in known:
        text = _without_value(text, value, found)
    parts = {unquote(each) for each in (*found, *known) if len(each) >= _SHORTEST} - {MARK}
    if not parts:
        return Cleaned(text=text, secrets=tuple(found))

    def part(each: re.Match[str]) -> str:
        if unquote(each[0]) not in parts:
            return each[0]
        found[each[0]] = None
        return MARK

    text = _ADDRESS.sub(lambda address: _PART.sub(part, address[0]), text)
    return Cleaned(text=text, secrets=tuple(found))


def secrets_of(url: str) -> tuple[str, ...]:
    """What a feed's own address carries: to be taken out of what is read there (`known`)."""
    carried: dict[str, None] = {}
    for secret in without_secrets(url).secrets:
        # A password has a meaning of its own, and so has a token that stands in for a user.
        for each in (secret, *secret.split(":", 1)) if "://" + secret + "@" in url else (secret,):
            carried[each] = None
    return tuple(each for each in carried if each)


def without_secrets_in_bytes(content: bytes, known: Iterable[str] = ()) -> tuple[bytes, tuple[str, ...]]:
    """The same of a file whose encoding is not known yet, without a change to any other byte.

    All that is looked for is ASCII, so that any encoding will do that has it: UTF-8 where it is that, so that
    what is `known` is found with all its letters. UTF-16 is told by its mark, or by its first `<`.
    """
    wide = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
    for encoding in (wide.get(content[:2], "utf-8"), "latin-1"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        cleaned = without_secrets(text, known)
        return cleaned.text.encode(encoding), cleaned.secrets
    raise AssertionError("every byte is a character of latin-1")


def _plain(name: str) -> str:
    """A parameter's name, however it was written: `X_Amz.Signature` is `x-amz-signature`."""
    return unquote(name).lower().replace("_", "-").replace(".", "-").rstrip("[]")


def _is_secret(parameter: re.Match[str], signed: bool) -> bool:
    name, value = _plain(parameter["name"]), parameter["value"]
    if _SURE.fullmatch(name) or (signed and _SIGNED.fullmatch(name)):
        return True
    return bool(_UNSURE.fullmatch(name)) and MARK not in value and _looks_secret(value)


def _looks_secret(value: str) -> bool:
    """Whether a value is one that nobody would say: not `?session=12`, not `?key=summary`."""
    return len(value) >= 20 or (
        len(value) >= 8 and any(each.isdigit() for each in value) and any(each.isalpha() for each in value)
    )


def _without_value(text: str, value: str, found: dict[str, None]) -> str:
    """Without a known value, in all ways of writing it; unless it could be a word of the text."""
    word = value.isalpha() and (len(value) < 16 and (value.islower() or value.istitle() or value.isupper()))
    if len(value) < 8 or word or value in MARK:
        return text
    taken = re.sub("".join(map(_written, unquote(value))), MARK, text)
    if taken != text:
        found[value] = None
    return taken


def _written(character: str) -> str:
    """A pattern for the ways in which a character is written in addresses, XML, HTML and JSON."""
    if character.isascii() and (character.isalnum() or character in "-_.~"):
        return re.escape(character)
    percent = "".join(rf"%(?:25)*(?i:{byte:02X})" for byte in character.encode())
    ways = [re.escape(character), percent, rf"&#(?:0*{ord(character)}|(?i:x0*{ord(character):x}));"]
    ways += [rf"&(?:amp;)*(?:{name});" for name in _NAMED.get(character, ())]
    ways += {"&": ["&(?:amp;)+"], "/": [r"\\/"], "+": ["%20", " "], " ": [r"\+"]}.get(character, [])
    return f"(?:{'|'.join(sorted(ways, key=len, reverse=True))})"
