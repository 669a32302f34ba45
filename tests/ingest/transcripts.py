"""Small pastes and readings for the tests of ingest."""

from pathlib import Path

from hypothesis import strategies as st

from ingest.reading import Cue

SAMPLE = Path(__file__).parents[2] / "ingest/samples/why-nvidia-builds-open-models.txt"

PASTE = """\
https://www.youtube.com/watch?v={video}

A talk.

0:00 Beginning
0:10 Middle
0:20 End

Transcript

0:00
Good morning, everybody. Today it is
0:05
bread. Thank you for having me. Shall we
0:11
begin? We shall. Flour comes first,
0:15
water comes second.
0:21
And salt? Salt comes last. Goodbye.
"""


def paste(folder: Path, name: str = "bread", *, video: str = "aB3_dE-gH1j", text: str = PASTE) -> Path:
    path = folder / f"{name}.txt"
    path.write_text(text.format(video=video))
    return path


_words = st.lists(
    st.sampled_from(["we", "know,", "that.", "Is", "it?", "Dr.", "well:", "I.", "“so.”", "は。", "1.5"]),
    max_size=40,
)


@st.composite
def cues(draw: st.DrawFn, *, timed: bool | None = None) -> tuple[Cue, ...]:
    """Cues of any length, some empty, with overlaps and pauses, with or without times and speakers."""
    ms = 0
    found = []
    for words in draw(st.lists(_words, min_size=1, max_size=12)):
        ms = max(0, ms + draw(st.integers(-2_000, 60_000)))
        has_time = draw(st.booleans()) if timed is None else timed
        length = draw(st.none() | st.integers(0, 50_000))
        found.append(
            Cue(
                text=" ".join(words),
                start_ms=ms if has_time else None,
                end_ms=ms + length if has_time and length is not None else None,
                speaker=draw(st.sampled_from([None, "Ada", "SPEAKER_01"])),
            )
        )
    return tuple(found)
