"""Sources shared out anew: two episodes become one, one becomes two, and nothing is lost on the way."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from archive.check import check
from archive.database import open_readonly
from archive.outcome import Change, Outcome, Part
from archive.records import ClockMap, Correction, EpisodeRecord, Link, Recording, Soundbite
from tests.episodes import small
from tests.parts import again
from tests.store.back import found, read_back

Save = Callable[..., list[Outcome]]
Ask = Callable[[str], list[tuple[object, ...]]]


def whole(*records: EpisodeRecord) -> EpisodeRecord:
    """One record with the sources and names of several, and the words of the first."""
    return again(
        records[0],
        sources=tuple(source for record in records for source in record.sources),
        identifiers=tuple(name for record in records for name in record.identifiers),
    )


def decision(number: int | None = None) -> Correction:
    return Correction(
        id=number, at_ms=0, words="Line0", speaker=None, origin="b.toml", made_at="2026-01-01T00:00:00Z"
    )


def test_two_become_one_and_the_address_of_the_other_leads_there(
    save: Save, ask: Ask, archive_path: Path
) -> None:
    save(small(1), again(small(2), corrections=(decision(),)))
    joined = replace(whole(small(1), small(2)), corrections=(decision(1),))
    change = Change(parts=(Part(record=joined, episode_id=1, absorbed=(2,)),), place="both")
    assert [(each.status, each.episode_id) for each in save(change)] == [("updated", 1)]
    assert ask("select id from episodes") == [(1,)]
    assert ask("select kind, former_id, slug, moved_to, reason from former_addresses") == [
        ("episode", 2, small(2).slug, 1, None)
    ]
    assert ask("select distinct episode_id from sources") == [(1,)]
    assert ask("select id, episode_id from corrections") == [(1, 1)]
    assert check(archive_path) == []


def test_what_was_joined_is_parted_and_has_its_address_again(
    save: Save, ask: Ask, archive_path: Path
) -> None:
    save(small(1), again(small(2), corrections=(decision(),)))
    joined = replace(whole(small(1), small(2)), corrections=(decision(1),))
    save(Change(parts=(Part(record=joined, episode_id=1, absorbed=(2,)),), place="both"))
    kept = ask("select id, uri from sources order by id")
    parted = Change(
        parts=(
            Part(record=again(small(1)), episode_id=1),
            Part(record=again(small(2), corrections=(decision(1),))),
        ),
        place="both",
    )
    assert [(each.status, each.episode_id) for each in save(parted)] == [("updated", 1), ("inserted", 2)]
    assert ask("select id, slug from episodes") == [(1, small(1).slug), (2, small(2).slug)]
    assert ask("select * from former_addresses") == []
    assert ask("select id, uri from sources order by id") == kept  # none was stored twice
    assert ask("select id, episode_id from corrections") == [(1, 2)]
    with closing(open_readonly(archive_path)) as connection:
        assert read_back(connection, 2).utterances == small(2).utterances
        assert found(connection, "number2") == [2_000_001, 2_000_002, 2_000_003]
    assert check(archive_path) == []


def test_a_change_made_for_another_state_of_the_archive_is_refused(save: Save, ask: Ask) -> None:
    save(small(1))
    other = again(small(2), identifiers=small(1).identifiers)
    (outcome,) = save(Change(parts=(Part(record=other),), place="b.txt"))
    assert (outcome.status, str(outcome.error)) == (
        "failed",
        "b.txt: what it has been known by went to another episode, with a file just before it;"
        " run the same command again",
    )
    (outcome,) = save(Change(parts=(Part(record=other),), beside=(1,), place="b.txt"))
    assert outcome.status == "inserted"
    assert ask("select count(distinct episode_id), count(distinct value) from identifiers")[0][0] == 2


def test_a_failing_part_leaves_everything_as_it_was(save: Save, ask: Ask, archive_path: Path) -> None:
    save(small(1), small(2))
    before = ask("select id, episode_id, text from utterances order by id")
    wrong = replace(whole(small(1), small(2)), corrections=(decision(7),))
    (outcome,) = save(Change(parts=(Part(record=wrong, episode_id=1, absorbed=(2,)),), place="both"))
    assert outcome.status == "failed"
    assert ask("select id, episode_id, text from utterances order by id") == before
    assert check(archive_path) == []


def test_what_feeds_and_clocks_say_is_read_back(save: Save, archive_path: Path) -> None:
    record = again(
        small(1),
        recordings=(
            Recording(kind="audio", url="https://example.org/a.mp3", size=1000, title="Audio"),
            Recording(kind="youtube", url="https://www.youtube.com/watch?v=aaaaaaaaaaa"),
        ),
        links=(
            Link(kind="transcript", url="https://example.org/a.vtt", mime_type="text/vtt", rel="captions"),
        ),
        soundbites=(Soundbite(start_ms=1_000, duration_ms=5_000, title="Listen"),),
        clock_maps=(
            ClockMap(
                from_recording=0,
                to_recording=1,
                pieces=((0, 10, 5, 15), (20, 30, 45, 55)),
                matches=12,
                covered=0.9,
                to_covered=0.8,
                median_error_ms=120,
                p95_error_ms=900,
            ),
        ),
        subtitle="Of feeds",
        description="<p>Notes</p>",
        description_type="html",
        kind="bonus",
        image_url="https://example.org/a.png",
        explicit=False,
        tags=("Füße", "feet"),
        origins={"title": "feed", "description": "feed"},
    )
    save(record)
    with closing(open_readonly(archive_path)) as connection:
        assert read_back(connection, 1) == record
