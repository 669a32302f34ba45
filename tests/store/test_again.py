"""Whatever is stored over whatever: the last record is what is there, and the index says the same."""

import shutil
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.check import check
from archive.database import open_archive, open_readonly
from archive.records import (
    Chapter,
    EpisodeRecord,
    Identifier,
    Person,
    Podcast,
    Recording,
    Speaker,
    Utterance,
    Warning,
)
from archive.store import save
from tests.episodes import KITCHEN, bread
from tests.parts import said, source, transcript, voice
from tests.store.back import found, read_back

ELSEWHERE = Identifier(scheme="youtube", value="elsewhere")
WORDS = st.text("abc é'\"<>#+0", min_size=1, max_size=12).filter(str.strip)
MAYBE = st.none() | WORDS
PEOPLE = st.none() | st.builds(
    Person,
    name=st.sampled_from(["John Smith", "Ada", "Grace"]),
    href=st.sampled_from([None, "https://a", "https://b"]),
)
PODCASTS = st.sampled_from([None, KITCHEN, Podcast(title="kitchen cockpit"), Podcast(title="Other")])


@st.composite
def records(draw: st.DrawFn) -> EpisodeRecord:
    """Versions of one small episode, told apart by their words alone."""
    people = draw(
        st.lists(PEOPLE, max_size=3, unique_by=lambda person: person and (person.href or person.name))
    )
    chapters = draw(
        st.lists(st.builds(Chapter, title=MAYBE, start_ms=st.just(0), given_ms=st.integers(0, 9)), max_size=2)
    )
    speaking = st.none() if not people else st.none() | st.integers(0, len(people) - 1)
    inside = st.none() if not chapters else st.none() | st.integers(0, len(chapters) - 1)
    timed = draw(st.booleans())
    lines: list[Utterance] = []
    for n in range(draw(st.integers(0, 4))):
        start = {"start_ms": n * 10, "end_ms": n * 10 + 5} if timed else {}
        lines.append(said(draw(WORDS), speaker=draw(speaking), chapter=draw(inside), turn=n, cue=n, **start))
    speakers: list[Speaker] = [voice(f"label {n}", person, None, n, lines) for n, person in enumerate(people)]
    record = EpisodeRecord(
        identifiers=(
            Identifier(scheme="file", value="/a.txt"),
            *draw(st.sampled_from([(), (ELSEWHERE,)])),
        ),
        derivation="",
        slug="episode",
        title=draw(MAYBE),
        podcast=draw(PODCASTS),
        number=draw(st.none() | st.floats(0, 99)),
        recordings=(Recording(kind="unknown", url=draw(MAYBE)),),
        sources=(source("/a.txt", draw(WORDS)), *draw(st.sampled_from([(), (source("/b.toml", "x"),)]))),
        transcripts=(transcript(lines),),
        speakers=tuple(speakers),
        chapters=tuple(chapters),
        utterances=tuple(lines),
        warnings=tuple(
            draw(st.lists(st.builds(Warning, code=WORDS, place=WORDS, message=WORDS), max_size=2))
        ),
    )
    return replace(record, derivation=repr(record))


@settings(max_examples=60)
@given(first=records(), second=records(), together=st.booleans())
def test_a_then_b_then_a_is_a(
    made_archives: tuple[Path, Path], first: EpisodeRecord, second: EpisodeRecord, together: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(made_archives[0], Path(folder) / "archive.db"))
        engine = open_archive(path)
        batches = [[bread(), first, second, first]] if together else [[bread()], [first], [second], [first]]
        outcomes = [outcome for batch in batches for outcome in save(engine, batch)]
        changed = "unchanged" if first.derivation == second.derivation else "updated"
        assert [outcome.status for outcome in outcomes] == ["inserted", "inserted", changed, changed]
        assert [outcome.episode_id for outcome in outcomes] == [1, 2, 2, 2]
        engine.dispose()
        assert check(path) == []
        with closing(open_readonly(path)) as connection:
            assert read_back(connection, 2) == first
            assert read_back(connection, 1) == bread()
            assert found(connection, "altitude OR flour") == [1_000_002, 1_000_003]
            people = set(connection.execute("select name, href from people"))
        plain = Path(shutil.copy(made_archives[0], Path(folder) / "plain.db"))
        engine = open_archive(plain)
        list(save(engine, [first, bread()]))
        engine.dispose()
        with closing(open_readonly(plain)) as connection:
            assert set(connection.execute("select name, href from people")) == people
