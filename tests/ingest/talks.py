"""Talks made of chance words, the files that tell of them, and readings that nothing was read from."""

import hashlib
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from archive.records import EpisodeRecord, StoredSource
from ingest.assemble import assemble
from ingest.nodes import names as identify
from ingest.read import Evidence
from ingest.reading import Cue, Reading

_SMALL = ["the", "and", "that", "is", "you", "it", "to", "of", "in", "was", "this", "for", "with", "are"]
_LARGE = [a + b for a in ("bra", "stel", "mor", "fin", "kla") for b in ("dle", "ver", "ton", "sk", "mer")]


def talk(seed: int, sentences: int = 30) -> list[str]:
    """Sentences of ten words that read like English; two talks have hardly a run of three in common."""
    chance = random.Random(seed)
    words = [[chance.choice(chance.choice((_SMALL, _LARGE))) for _ in range(10)] for _ in range(sentences)]
    return [" ".join(each).capitalize() + "." for each in words]


def clock(ms: int, point: str = ",") -> str:
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{ms:03}"


def srt(sentences: Sequence[str], *, start_ms: int = 0) -> str:
    """A cue of four seconds for each."""
    times = [(start_ms + 4_000 * n, start_ms + 4_000 * (n + 1)) for n in range(len(sentences))]
    return "".join(
        f"{n}\n{clock(a)} --> {clock(b)}\n{text}\n\n"
        for n, ((a, b), text) in enumerate(zip(times, sentences, strict=True), start=1)
    )


def vtt(sentences: Sequence[str]) -> str:
    return "WEBVTT\n\n" + srt(sentences).replace(",", ".")


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def stored(uri: str, format: str = "srt", content: bytes | None = None) -> StoredSource:
    content = uri.encode() if content is None else content
    digest = hashlib.sha256(content).hexdigest()
    return StoredSource(
        uri=uri, format=format, reader=f"{format} 1", sha256=digest, encoding="utf-8", content=content
    )


def evidence(uri: str = "talk.srt", format: str = "srt", **says: Any) -> Evidence:
    """A source of which only what it says matters."""
    return Evidence(stored=stored(uri, format), reading=Reading(**says))


def record(*read: Evidence) -> EpisodeRecord:
    return assemble(read, (), names=identify(read))


def spoken(*texts: str, speakers: Sequence[str | None] = ()) -> tuple[Cue, ...]:
    """Cues of four seconds."""
    speakers = [*speakers, *[None] * (len(texts) - len(speakers))]
    return tuple(
        Cue(text=text, start_ms=4_000 * n, end_ms=4_000 * (n + 1), speaker=speaker)
        for n, (text, speaker) in enumerate(zip(texts, speakers, strict=True))
    )
