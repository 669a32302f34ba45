"""What is kept in memory is what the archive holds, whatever is written, and by whomever."""

import contextlib
import shutil
import sqlite3
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.database import open_archive, open_readonly
from archive.search import columns, directory, grouped, matched, search, understand
from archive.store import save
from tests.episodes import small
from tests.parts import said, transcript, voice


@pytest.fixture
def path(made_archives, tmp_path):
    return shutil.copy(made_archives[0], tmp_path / "archive.db")


def store(path, *records):
    engine = open_archive(path)
    statuses = [outcome.status for outcome in save(engine, records)]
    engine.dispose()
    return statuses


def counts(connection, text):
    return {(one.episode_id, one.speaker_id): one.count for one in grouped(connection, understand(text))}


def plainly(connection, where="1"):
    rows = connection.execute(f"select id / 1000000, speaker_id from utterances where {where}")
    return dict(Counter(rows.fetchall()))


def test_all_sounds_are_one_speaker_and_the_last(colours, lines):
    everything = search(colours, understand(""), limit=0)
    speakers = next(facet.values for facet in everything.facets if facet.name == "speaker")
    assert sum(value.count for value in speakers) == everything.total
    last = speakers[-1]
    assert (last.key, last.label) == ("sounds", "sounds, no speech")
    assert last.count == sum(line.keys["speaker"] == ("sounds",) for line in lines) > 0
    selected = search(
        colours, understand("-grey"), selected={"speaker": ["sounds", "label:SPEAKER_01"]}, limit=500
    )
    expected = [one.id for one in lines if one.keys["speaker"][0] in ("sounds", "label:SPEAKER_01")]
    texts = dict(colours.execute("select id, text from utterances"))
    expected = {one for one in expected if "grey" not in texts[one]}
    assert {hit.utterance_id for hit in selected.hits} == expected
    sql, parameters = selected.statement.sql, selected.statement.parameters
    assert {row[0] for row in colours.execute(sql, dict(parameters))} == expected
    assert search(colours, understand(""), selected={"speaker": ["label:Music"]}).total == 0


def test_it_is_read_once_for_each_state(path, monkeypatch):
    store(path, small(1), small(2))
    read = []
    plain = directory._read
    monkeypatch.setattr(directory, "_read", lambda connection: read.append(1) or plain(connection))
    with contextlib.closing(open_readonly(path)) as reader:
        for _ in range(3):
            assert counts(reader, "of") == plainly(reader, "text like '% of %'")
        assert len(read) == 1
        store(path, small(3))
        assert counts(reader, "") == plainly(reader)
        assert len(read) == 2
        store(path, small(3))  # unchanged
        with contextlib.closing(open_readonly(path)) as other:
            assert counts(other, "") == plainly(other) == counts(reader, "")


def test_it_is_forgotten_with_its_connection(path):
    store(path, small(1))
    before = len(directory._all_kept)
    for _ in range(5):
        with contextlib.closing(open_readonly(path)) as reader:
            search(reader, understand("of"))
    del reader
    assert len(directory._all_kept) <= before + 1


def test_what_is_written_and_rolled_back_is_not_remembered(path):
    store(path, small(1), small(2))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        whole = counts(connection, "")
        connection.execute("update episodes set published = '1999' where id = 1")
        assert search(connection, understand("before:2000")).total > 0
        connection.rollback()
        assert search(connection, understand("before:2000")).total == 0
        assert counts(connection, "") == whole


def test_an_episode_of_more_speakers_than_a_byte_can_tell_apart(path):
    lines = [
        said(f"word{at} the", at * 1000, end_ms=at * 1000 + 1000, speaker=at % 300, turn=at)
        for at in range(700)
    ]
    record = small(1)
    many = type(record)(
        **{field: getattr(record, field) for field in record.__dataclass_fields__}
        | {
            "utterances": tuple(lines),
            "speakers": tuple(voice(f"SPEAKER_{at}", None, None, at, lines) for at in range(300)),
            "transcripts": (transcript(lines),),
            "chapters": (),
            "corrections": (),
        }
    )
    assert store(path, many, small(2)) == ["inserted", "inserted"]
    with contextlib.closing(open_readonly(path)) as reader:
        for text, where in (("the", "text like '% the'"), ("", "1"), ("-word7", "text not like 'word7 %'")):
            assert counts(reader, text) == plainly(reader, where)


@pytest.mark.parametrize("parsed", [1, 7, 1 << 14])
def test_ids_are_read_in_parts(colours, monkeypatch, parsed):
    whole = counts(colours, "red OR green")
    monkeypatch.setattr(matched, "_AT_ONCE", parsed)
    monkeypatch.setattr(columns, "_AT_ONCE", parsed)
    assert counts(colours, "red OR green") == whole
    assert sum(whole.values()) > 50


@given(st.lists(st.integers(1, 10**18 - 1), unique=True), st.sampled_from([1, 3, 1 << 13]))
def test_numbers_of_any_length_are_read(wanted, parsed):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(matched, "_AT_ONCE", parsed)
        assert matched.numbers(",".join(map(str, sorted(wanted)))).tolist() == sorted(wanted)


def test_the_ids_come_in_order(colours):
    ids = matched.ids(colours, '"red" OR "green" OR "the"')
    assert list(ids) == sorted(ids)
