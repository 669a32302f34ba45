"""The map between the clocks of a show's audio and its videos, on real captions."""

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import pytest

from archive import clocks
from ingest import alignment, registry
from ingest.files.source import read_source
from ingest.reading import Cue
from ingest.words import Words
from tests import held_back
from tests.alignments import learned

REAL = Path(__file__).parents[3] / "shared" / "corpus" / "talkpython"
real = pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")


def cues(path: Path) -> tuple[Cue, ...]:
    source = read_source(path, REAL)
    return registry.detect(source).read(source).cues


def ask(ours: Sequence[Cue], theirs: Sequence[Cue]) -> Callable[[int], int | None]:
    found = learned(Words(ours), Words(theirs))
    return lambda ms: clocks.at(found.pieces, ms)


def pairs() -> dict[str, tuple[Path, Path]]:
    audio = {path.name[:3]: path for path in (REAL / "audio-vtt").glob("*.vtt")}
    return {path.name[:3]: (audio[path.name[:3]], path) for path in sorted((REAL / "youtube-vtt").glob("*"))}


@real
def test_on_real_captions_it_is_off_by_a_second_at_most() -> None:
    assert len(pairs()) == 8
    every: list[int] = []
    for name, (ours, theirs) in pairs().items():
        off = held_back.measure(cues(ours), cues(theirs), ask)
        assert len(off.errors) > 1_500, name
        assert off.unanswered < 0.3 * (len(off.errors) + off.unanswered), name
        assert off.median_ms <= 1_000, name
        assert off.p95_ms <= 5_000, name
        every += off.errors
    assert median(every) <= 1_000
    assert sorted(every)[int(0.95 * len(every))] <= 5_000


@real
def test_no_other_real_episode_has_a_map() -> None:
    words = {path: Words(cues(path)) for path in REAL.glob("*-vtt/*.vtt")}
    tried = 0
    for video in REAL.glob("youtube-vtt/*.vtt"):
        for other in words:
            if other.name[:3] != video.name[:3]:
                assert alignment.learn(words[other], words[video]) is None, (other.name, video.name)
                tried += 1
    assert tried == 8 * (30 + 7)
