"""Shows: known by guid or title, told by the strongest who says something, in whatever order they say it."""

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from archive.check import check
from archive.outcome import Outcome
from archive.records import EpisodeRecord, FeedState, Podcast, ShowRecord
from tests.episodes import small
from tests.parts import again, source

Save = Callable[..., list[Outcome]]
Ask = Callable[[str], list[tuple[object, ...]]]

GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
FEED = Podcast(
    title="Engines: A Show of Thought",
    guid=GUID,
    author="Ada",
    license="CC-BY-4.0",
    explicit=False,
    categories=("Technology", "Health & Fitness/Mental Health"),
    origins={"title": "feed", "author": "feed", "license": "feed"},
)
TYPED = Podcast(title="Engines", guid=GUID, origins={"title": "podcast.toml"})
NAMED = Podcast(title="Engines", author="A. L.", origins={"title": "podcast.toml", "author": "transcript"})


def episode(number: int, podcast: Podcast) -> EpisodeRecord:
    return again(small(number), podcast=podcast)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_whoever_comes_first_the_strongest_is_believed(
    save: Save, ask: Ask, archive_path: Path, order: tuple[int, ...]
) -> None:
    for number in order:
        save(episode(number, (FEED, TYPED, NAMED)[number]))
    assert ask("select title, guid, author, license, explicit, categories from podcasts") == [
        ("Engines", GUID, "Ada", "CC-BY-4.0", 0, '["Technology", "Health & Fitness/Mental Health"]')
    ]
    assert ask("select count(distinct podcast_id) from utterances") == [(1,)]
    assert check(archive_path) == []


def test_two_shows_of_one_title_have_two_guids(save: Save, ask: Ask) -> None:
    save(episode(1, FEED), episode(2, replace(FEED, guid="another")))
    assert ask("select guid from podcasts order by id") == [(GUID,), ("another",)]


def test_a_title_that_two_shows_have_is_said_not_to_tell_which(save: Save, ask: Ask) -> None:
    named = Podcast(title=FEED.title)
    (first,) = save(episode(1, named))
    save(episode(2, FEED), episode(3, replace(FEED, guid="another")))
    assert first.record
    assert [each.code for each in first.record.warnings] == ["small"]
    (outcome,) = save(episode(4, named))
    assert outcome.record
    assert [each.code for each in outcome.record.warnings] == ["small", "ambiguous_show"]
    said = "select place, message from warnings where code = 'ambiguous_show'"
    first_slug, other = (slug for (slug,) in ask("select slug from podcasts order by id"))
    assert ask(said) == [
        (
            FEED.title,
            f"2 shows have this title ({first_slug}, {other}), and no source says which by its guid:"
            f" it was put to {first_slug}; write the guid under [podcast] in its TOML file",
        )
    ]
    assert ask("select podcast_id from episodes where slug = 'small-4'") == [(1,)]
    assert [each.status for each in save(episode(4, named))] == ["unchanged"]


def test_a_show_and_its_feed_are_kept_without_an_episode(save: Save, ask: Ask, archive_path: Path) -> None:
    channel = replace(source("https://example.org/feed", "<rss/>"), format="feed")
    feed = FeedState(url="https://example.org/feed", url_sha256="aa", etag='"1"', sha256="bb")
    assert save(ShowRecord(podcast=FEED, source=channel, feed=feed)) == []
    save(ShowRecord(podcast=FEED, source=channel, feed=replace(feed, etag='"2"', sha256="cc")))
    assert ask("select podcast_id, etag, sha256, status from feeds") == [(1, '"2"', "cc", "active")]
    assert ask("select podcast_id, episode_id, format from sources") == [(1, None, "feed")]
    assert check(archive_path) == []


def test_what_left_the_feed_is_marked_until_it_is_back(save: Save, ask: Ask) -> None:
    uri = f"podcast:{GUID}#one"
    record = again(small(1), podcast=FEED, sources=(source(uri, "<item/>"),))
    save(record)
    save(ShowRecord(podcast=FEED, left=(uri,)))
    assert ask("select left_at is not null from sources") == [(1,)]
    save(ShowRecord(podcast=FEED))
    assert ask("select left_at from sources") == [(None,)]
