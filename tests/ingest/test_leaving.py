"""`podarchive remove`: the words are no longer in the file, and do not come back."""

import sqlite3
import zlib
from contextlib import closing

import pytest
from click.testing import CliRunner

from archive.check import check
from ingest.cli import main
from ingest.verify import verify

ONE = """WEBVTT

00:00.000 --> 00:04.000
<v Ann Bell>Welcome to the quixotic hour.

00:04.000 --> 00:09.000
<v Mara Lind>Thank you, I brought zanzibarian honey.

00:09.000 --> 00:12.000
<v Ann Bell>Lovely indeed.
"""
TWO = ONE.replace("zanzibarian", "jabberwocky").replace("quixotic", "second")
FEED = """<?xml version="1.0"?>
<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel>
<title>The Hive Hour</title><description>By Ann Bell and Mara Lind</description><link>https://example.org/hive</link>
<podcast:person role="producer">Mara Lind</podcast:person>
<podcast:guid>73c7fd6e-0b6c-5a7e-9f3c-4d5a5c1d9e10</podcast:guid>
<item><guid>g1</guid><title>Honey with Mara Lind</title><description>Mara  Lind brings honey.</description>
<podcast:person role="host">Ann Bell</podcast:person><podcast:person role="guest">Mara Lind</podcast:person>
<enclosure url="https://example.org/one-honey-with-mara.mp3" type="audio/mpeg"/></item>
<item><guid>g2</guid><title>Wax</title><podcast:person>Ann Bell</podcast:person></item>
</channel></rss>
"""


@pytest.fixture
def run(archive):
    """A function that runs the command line on the archive: what it printed; it may fail with `code`."""

    def podarchive(command, *arguments, code=0, **more):
        ran = CliRunner().invoke(main, [command, str(archive), *map(str, arguments)], **more)
        assert ran.exit_code == code, ran.output
        return ran.output

    return podarchive


@pytest.fixture
def talks(tmp_path, run):
    """The files of two episodes, which are in the archive."""
    paths = tmp_path / "ep1.vtt", tmp_path / "ep2.vtt"
    for path, text in zip(paths, (ONE, TWO), strict=True):
        path.write_text(text)
    run("ingest", *paths)
    return paths


def asked(archive, sql):
    with closing(sqlite3.connect(archive)) as connection:
        return connection.execute(sql).fetchall()


def holds(archive, word):
    """Whether a word is in any of the archive's files, or in what is packed in it."""
    files = [archive.with_name(archive.name + end) for end in ("", "-wal", "-shm")]
    if any(word.encode() in path.read_bytes() for path in files if path.exists()):
        return True
    return any(
        word.encode() in zlib.decompress(data) for (data,) in asked(archive, "select data from source_bytes")
    )


def is_whole(archive):
    with closing(sqlite3.connect(archive)) as connection:
        return not check(archive) and not [*verify(connection)]


def test_the_words_are_no_longer_in_the_file(archive, run, talks):
    assert holds(archive, "zanzibarian")
    run("remove", 1, "--yes")
    assert not holds(archive, "zanzibar")
    assert holds(archive, "jabberwocky")
    assert is_whole(archive)


def test_words_without_blanks_go_in_both_of_their_forms(archive, run, tmp_path):
    spoken = tmp_path / "ep3.vtt"
    spoken.write_text(ONE.replace("zanzibarian honey", "東京の蜂蜜を"))
    run("ingest", spoken)
    apart = "\u200b".join("東京の蜂蜜を")
    assert holds(archive, "東京の蜂蜜")
    assert holds(archive, apart)
    assert "1 hit" in run("search", "の蜂蜜")
    run("remove", 1, "--yes")
    assert not holds(archive, "東京の蜂蜜")
    assert not holds(archive, apart)
    assert not holds(archive, "蜂")
    assert is_whole(archive)


def test_words_of_an_older_version_go_too(archive, run, talks):
    talks[0].write_text(ONE.replace("zanzibarian", "tanganyikan"))
    run("ingest", *talks)
    assert holds(archive, "zanzibarian")
    run("remove", 1, "--yes")
    assert not holds(archive, "zanzibar")
    assert not holds(archive, "tanganyika")


def test_decisions_on_it_go_too(archive, run, talks, tmp_path):
    decided = tmp_path / "ep1.corrections.toml"
    decided.write_text('[[turn]]\nat = "0:04"\nwords = "zanzibarian honey"\nspeaker = "Otto Kern"\n')
    run("correct", decided)
    run("remove", 1, "--yes")
    assert asked(archive, "select count(*) from corrections") == [(0,)]
    assert not holds(archive, "zanzibar")
    assert "Otto" not in run("correct", "--list")


def test_what_was_removed_is_passed_over(archive, run, talks):
    run("remove", "ep1", "--yes", "--reason", "at her request")
    said = run("ingest", *talks)
    assert "0 inserted, 0 updated, 1 unchanged, 0 failed, 1 withheld" in said
    assert "was taken out on" in said
    assert "at her request" in said
    assert not holds(archive, "zanzibar")


def test_nobody_gets_its_id_until_it_comes_back(archive, run, talks, tmp_path):
    run("remove", 1, "--yes")
    other = tmp_path / "other.vtt"
    other.write_text("WEBVTT\n\n00:00.000 --> 00:02.000\nSomething quite different is said here.\n")
    run("ingest", other)
    assert asked(archive, "select id from episodes order by id") == [(2,), (3,)]
    assert "1  episode" in run("remove", "--list")
    run("remove", "--allow", 1)
    assert "may come back" in run("remove", "--list")
    run("ingest", *talks)
    assert asked(archive, "select id, slug from episodes order by id")[0] == (1, "ep1")
    assert run("remove", "--list") == "nothing was taken out\n"
    assert is_whole(archive)


def test_it_asks_before_and_needs_a_yes_in_a_pipe(archive, run, talks):
    assert "say --yes" in run("remove", 1, code=2)
    assert asked(archive, "select count(*) from episodes") == [(2,)]


@pytest.mark.parametrize(
    ("arguments", "code"), [((), 2), (("1", "--list"), 2), (("nothing",), 1), (("--allow", "7"), 1)]
)
def test_what_makes_no_sense_is_refused(archive, run, talks, arguments, code):
    run("remove", *arguments, "--yes", code=code)
    assert asked(archive, "select count(*) from episodes") == [(2,)]


@pytest.mark.parametrize(
    ("arguments", "seen"),
    [(("nothing",), "episodes"), (("--podcast", "nothing"), "episodes"), (("--person", "nothing"), "people")],
)
def test_where_a_name_is_seen_is_said(run, talks, arguments, seen):
    found = run("remove", *arguments, "--yes", code=1)
    assert f" nothing: is not in the archive; see `podarchive {seen} list`" in found


def test_a_person_leaves_and_what_others_said_stays(archive, run, talks):
    run("remove", "--person", "Mara Lind", "--yes")
    assert not holds(archive, "zanzibar")
    assert not holds(archive, "jabberwocky")
    texts = [
        text for (text,) in asked(archive, "select text from utterances where episode_id = 1 order by id")
    ]
    assert texts == ["Welcome to the quixotic hour.", "[removed]", "Lovely indeed."]
    assert asked(archive, "select name from people") == [("Ann Bell",)]
    assert is_whole(archive)


def test_a_person_who_left_does_not_come_back_with_the_same_files(archive, run, talks):
    run("remove", "--person", "Mara Lind", "--yes")
    assert "0 inserted, 0 updated, 2 unchanged, 0 failed" in run("ingest", *talks)
    assert not holds(archive, "zanzibar")


def test_nor_with_another_version_of_a_file_or_a_new_episode(archive, run, talks, tmp_path):
    run("remove", "--person", "Mara Lind", "--yes")
    talks[0].write_text(ONE.replace("Lovely indeed", "Lovely, I say"))
    new = tmp_path / "new.vtt"
    new.write_text(TWO.replace("jabberwocky", "bandersnatch").replace("second", "third"))
    run("ingest", talks[0], new)
    assert not holds(archive, "zanzibar")
    assert not holds(archive, "bandersnatch")
    assert holds(archive, "Lovely, I say")
    assert holds(archive, "third")
    assert asked(archive, "select name from people") == [("Ann Bell",)]
    assert "0 inserted, 0 updated, 2 unchanged" in run("ingest", talks[0], new)
    assert is_whole(archive)


def test_somebody_else_of_that_name_with_another_page_stays(archive, run, tmp_path):
    path = tmp_path / "ep1.vtt"
    path.write_text(ONE)
    sidecar = '[[person]]\nname = "Mara Lind"\nhref = "https://example.org/%s"\n'
    path.with_suffix(".toml").write_text(sidecar % "beekeeper")
    other = tmp_path / "ep2.vtt"
    other.write_text(TWO)
    other.with_suffix(".toml").write_text(sidecar % "painter")
    run("ingest", path, other)
    run("remove", "--person", "https://example.org/beekeeper", "--yes")
    assert not holds(archive, "zanzibar")
    assert holds(archive, "jabberwocky")
    assert asked(archive, "select name, href from people where name like 'Mara%'") == [
        ("Mara Lind", "https://example.org/painter")
    ]
    assert is_whole(archive)


def test_a_person_leaves_the_feed_too(archive, run, tmp_path):
    feed = tmp_path / "feed.xml"
    feed.write_text(FEED)
    run("ingest", feed)
    run("remove", "--person", "Mara Lind", "--yes")
    assert not holds(archive, "Mara Lind")
    assert asked(archive, "select title from episodes order by id")[0] == ("Honey with [removed]",)
    assert asked(archive, "select name from people") == [("Ann Bell",)]
    said = run("ingest", feed)
    assert "0 inserted, 0 updated, 2 unchanged" in said
    assert not holds(archive, "Mara Lind")
    assert is_whole(archive)


def test_an_item_that_was_removed_is_passed_over_and_the_others_stay(archive, run, tmp_path):
    feed = tmp_path / "feed.xml"
    feed.write_text(FEED)
    run("ingest", feed)
    run("remove", 1, "--yes")
    assert "1 unchanged, 0 failed, 1 withheld" in run("ingest", feed)
    feed.write_text(FEED.replace("Wax", "Beeswax"))
    assert "1 updated, 0 unchanged, 0 failed, 1 withheld" in run("ingest", feed)
    assert not holds(archive, "Honey")


def test_a_show_leaves_with_its_feed_and_is_passed_over(archive, run, tmp_path):
    feed = tmp_path / "feed.xml"
    feed.write_text(FEED)
    run("ingest", feed)
    run("remove", "--podcast", "The Hive Hour", "--yes")
    for table in ("podcasts", "episodes", "feeds", "sources", "people"):
        assert asked(archive, f"select count(*) from {table}") == [(0,)]
    assert "0 failed, 1 withheld" in run("ingest", feed)
    assert asked(archive, "select count(*) from podcasts") == [(0,)]
    run("remove", "--allow", 1)
    assert "2 inserted" in run("ingest", feed)
    assert asked(archive, "select id from episodes order by id") == [(1,), (2,)]
    assert asked(archive, "select id from podcasts") == [(1,)]


def test_words_that_nobody_is_said_to_say_go_where_somebody_left(archive, run, talks):
    run("remove", "--person", "Mara Lind", "--yes")
    captions = talks[0].with_suffix(".srt")
    captions.write_text("1\n00:00:00,000 --> 00:00:09,000\nWelcome thank you I brought zanzibarian honey\n")
    run("ingest", *talks, captions)
    assert not holds(archive, "zanzibar")
    assert is_whole(archive)


def test_a_voice_that_a_decision_named_leaves_too(archive, run, tmp_path):
    path = tmp_path / "ep1.srt"
    path.write_text(
        "1\n00:00:00,000 --> 00:00:04,000\nWelcome to the quixotic hour.\n\n"
        "2\n00:00:04,000 --> 00:00:09,000\nThank you, I brought zanzibarian honey.\n"
    )
    decided = path.with_suffix(".corrections.toml")
    decided.write_text(
        '[[turn]]\nat = "0:00"\nwords = "Welcome to the"\nspeaker = "Ann Bell"\n'
        '[[turn]]\nat = "0:04"\nwords = "Thank you, I brought zanzibarian"\nspeaker = "Mara Lind"\n'
    )
    run("ingest", path)
    assert asked(archive, "select name from people order by name") == [("Ann Bell",), ("Mara Lind",)]
    run("remove", "--person", "Mara Lind", "--yes")
    assert not holds(archive, "zanzibar")
    assert holds(archive, "quixotic")
    run("ingest", path)
    assert not holds(archive, "zanzibar")
    assert asked(archive, "select name from people") == [("Ann Bell",)]
    assert is_whole(archive)


def test_a_person_may_come_back(archive, run, talks):
    (former,) = asked(archive, "select id from people where name = 'Mara Lind'")
    run("remove", "--person", "Mara Lind", "--yes")
    run("remove", "--allow", 1)
    run("ingest", *talks)
    assert holds(archive, "zanzibarian")
    assert asked(archive, "select id from people where name = 'Mara Lind'") == [former]
    assert is_whole(archive)


def test_somebody_else_of_that_first_name_does_not_come_back_in_their_place(archive, run, talks, tmp_path):
    (former,) = asked(archive, "select id from people where name = 'Mara Lind'")
    run("remove", "--person", "Mara Lind", "--yes")
    run("remove", "--allow", 1)
    other = tmp_path / "other.vtt"
    other.write_text(ONE.replace("Mara Lind", "Mara Stone").replace("honey", "wax"))
    run("ingest", other)
    assert asked(archive, "select id from people where name = 'Mara Stone'") != [former]
    run("ingest", *talks)
    assert asked(archive, "select id from people where name = 'Mara Lind'") == [former]


def test_what_was_taken_out_just_before_a_show_stays_out_when_that_may_come_back(
    archive, run, talks, tmp_path
):
    feed = tmp_path / "feed.xml"
    feed.write_text(FEED)
    run("ingest", feed)
    run("remove", 1, "--yes")
    run("remove", "--podcast", "The Hive Hour", "--yes")
    run("remove", "--allow", 2)
    assert "withheld" in run("ingest", talks[0])
    assert "2 inserted" in run("ingest", feed)


def test_somebody_who_was_split_off_stays_when_the_other_of_that_name_leaves(archive, run, talks):
    split = ["people", "split", str(archive), "Mara Lind", "--as", "Mara Lind (baker)", "--episode", "ep2"]
    ran = CliRunner().invoke(main, split)
    assert ran.exit_code == 0, ran.output
    run("remove", "--person", "mara-lind", "--yes")
    assert not holds(archive, "zanzibarian")
    assert holds(archive, "jabberwocky")
    talks[1].write_text(TWO.replace("Lovely indeed", "Lovely, that"))
    run("ingest", *talks)
    assert holds(archive, "jabberwocky")
    assert not holds(archive, "zanzibarian")
    assert asked(archive, "select name from people where name like 'Mara%'") == [("Mara Lind (baker)",)]
    assert is_whole(archive)


def test_words_that_were_taken_out_come_back_in_no_other_episode(archive, run, tmp_path):
    feed, tape = tmp_path / "feed.xml", tmp_path / "one-honey-with-mara.vtt"
    feed.write_text(FEED)
    tape.write_text(ONE)
    run("ingest", feed, tape)
    ((item,),) = asked(archive, "select episode_id from sources where uri like '%vtt'")
    split = ["episodes", "split", str(archive), str(item), "--source", tape.name]
    assert CliRunner().invoke(main, split).exit_code == 0
    ((words,),) = asked(archive, "select episode_id from sources where uri like '%vtt'")
    assert words != item
    run("remove", words, "--yes")
    assert not holds(archive, "zanzibarian")
    # Its name is that of the item's enclosure.
    assert "0 failed, 1 withheld" in run("ingest", tape)
    assert not holds(archive, "zanzibarian")
    assert "2 unchanged" in run("ingest", feed)
    run("remove", "--allow", 1)
    run("ingest", tape)
    assert holds(archive, "zanzibarian")
