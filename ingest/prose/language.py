"""Whether a text is language at all: prose is what nothing else claims, and a table or code is no prose.

Each line is looked at by itself: most of them must be words, and not most of them rows, code, settings,
entries of a log or of a patch. What reads like a sentence is taken for one: a README cannot be told from a
transcript.
"""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.head import Head

from . import metadata
from .stamps import CLOCK

_MOST_LINES = 2_000
_LONGEST_LINE = 2_000
_FEWEST_ROWS = 3
_TURN = re.compile(rf"\s*+(?:[\[(]?{CLOCK}[\])]?|[^\t:]{{1,60}}:)\s*\t")
_LONGEST_WORD = 60

_ADDRESS = re.compile(r"https?://\S++|[\w.+-]{1,60}@[\w.-]{1,60}\.\w{2,8}")
_TIME = re.compile(CLOCK)
_RUN = re.compile(rf"[!-~]{{{_LONGEST_WORD},}}")
_CODE = re.compile(
    r"\s*+(?:[{}()\[\];]++,?\s*+$"
    r"|(?:def|class|import|from|return|if|elif|else|for|while|try|except|with|func|fn|let|const|var|public|private"
    r"|static|package|using|namespace|struct|enum|void|int|end|export|async|interface|type)\b[^.?!]*[:;{}()=]\s*+$"
    r"|#(?:include|define|!|ifdef|endif|pragma)|(?:import|from|package|using)\s[\w.*/\"'<>{}, ]++;?$"
    r"|@\w+(?:\(.*\))?$|//|/\*|\*/|<\?php|\$\w+\s*+=)"
    r"|.*(?:[;{]|=>|\)\s*+:)\s*+$|\s*+[\w.\[\]\"']{1,60}\s*+(?:[+*/|&-]?=|:=|==)\s*+\S"
)
_SETTING = re.compile(
    r"\s*+(?:[\w.-]{1,60}\s*+=|\[[\w .:-]{1,60}\]\s*+$|[a-z_][a-z0-9_.-]{0,60}:(?:\s|$)"
    r"|-\s[\w.-]{1,60}:\s|[A-Z_]{3,60}=)"
)
_LOG = re.compile(
    r"\s*+\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s++\d{1,2}\s\d\d:\d\d:\d\d"
    r"|\d{1,3}(?:\.\d{1,3}){3}\s|(?:DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL|TRACE)\b[\]: ])"
)
_PATCH = re.compile(r"(?:diff --git |@@ |index [0-9a-f]{7}|\+\+\+ |--- a/|[+-](?![\s+-]))")
_NOT_METADATA = (
    "text",
    "word",
    "words",
    "transcript",
    "segments",
    "utterances",
    "results",
    "body",
    "alternatives",
)


def is_language(head: Head) -> bool:
    """Whether most lines are words, or the text is metadata with nothing below it."""
    if head.html or head.root:
        return False
    if head.json:
        return _is_front_matter_alone(head)
    below = _below_front_matter(head.lines)
    lines = [line for line in below[:_MOST_LINES] if line.strip()]
    if not lines:
        return len(below) < len(head.lines)
    worded = sum(map(_is_worded, lines))
    if worded * 2 < len(lines) or _are_rows(lines):
        return False
    for pattern in (_CODE, _SETTING, _LOG, _PATCH):
        if sum(bool(pattern.match(line[:_LONGEST_LINE])) for line in lines) * 2 > len(lines):
            return False
    return True


def _below_front_matter(lines: Sequence[str]) -> Sequence[str]:
    begins = next((number for number, line in enumerate(lines) if line.strip("\ufeff \t")), None)
    closing = (
        {"---": "---", "+++": "+++", "{": "}"}.get(lines[begins].strip("\ufeff \t"))
        if begins is not None
        else None
    )
    if closing is None or begins is None:
        return lines
    ends = next((n for n in range(begins + 1, len(lines)) if lines[n].rstrip() == closing), None)
    return lines if ends is None else lines[ends + 1 :]


def _is_front_matter_alone(head: Head) -> bool:
    """JSON that tells of an episode, and holds no words of its own."""
    keys = [path for path in head.json if "." not in path and path != "{}"]
    last = {path.rpartition(".")[2].removesuffix("[]") for path in head.json}
    return "title" in keys and "date" in keys and metadata.is_telling(keys) and last.isdisjoint(_NOT_METADATA)


def _is_worded(line: str) -> bool:
    """Whether a line is mostly letters in words of a bearable length; `[1]` and addresses do not count."""
    text = _TIME.sub(" ", _ADDRESS.sub(" ", line[:_LONGEST_LINE]))
    if not text.strip(" -*•#>|[]()_!.,\\"):
        return True  # a line with nothing but a link, or a rule
    letters = sum(map(str.isalpha, text))
    solid = sum(map(len, text.split()))
    encoded = sum(len(run) for run in _RUN.findall(text))
    return bool(letters) and letters * 2 >= solid and encoded * 2 < len(text)


def _are_rows(lines: Sequence[str]) -> bool:
    """Whether the lines are rows of a table: most have the same number of tabs, semicolons or commas.

    A tab behind a time or a label makes no table.
    """
    if sum(bool(_TURN.match(line)) for line in lines) * 10 >= len(lines) * 8:
        return False
    for delimiter, fewest in (("\t", 1), (";", 2), (",", 2)):
        counts = Counter(line.count(delimiter) for line in lines)
        count, rows = counts.most_common(1)[0]
        if count >= fewest and rows >= _FEWEST_ROWS and rows * 10 >= len(lines) * 8:
            return True
    return False
