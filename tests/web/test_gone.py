"""Addresses that had a page: they lead on, or say since when and why there is none."""

import pytest

from archive.database import open_archive
from archive.engine import writing
from archive.removing import take_episode, take_podcast
from archive.store import save
from tests.episodes import engines, small, untimed
from tests.web.site import links, site, text


@pytest.fixture(scope="module")
def left(tmp_path_factory):
    """A site on which episodes and a show were taken out, and one episode became part of another."""
    path = tmp_path_factory.mktemp("left") / "left.db"
    engine = open_archive(path, create=True)
    list(save(engine, [engines(), small(1), small(11), untimed()]))
    take_episode(engine, 1, "at <b>her</b> request")
    take_podcast(engine, 3, None)
    with writing(engine) as connection:
        connection.exec_driver_sql(
            "insert into former_addresses (kind, former_id, slug, moved_to, since)"
            " values ('episode', 99, 'was-another', 4, '2026-11-24T10:00:00Z')"
        )
    engine.dispose()
    with site(path) as get:
        yield get


def page(response):
    """What is read on a page that answers 410."""
    assert response.status_code == 410, response.text
    response.status_code = 200
    return text(response)


def test_what_was_taken_out_says_why_and_no_title(left):
    said = page(left("/archive/episodes/1"))
    assert "This episode is no longer in the archive" in said
    assert "at <b>her</b> request" in said
    assert "Weighing" not in said
    assert "weighing" not in left("/archive/episodes/1").text


def test_it_leads_to_the_search(left):
    assert "/archive/-/search" in links(left("/archive/episodes/1"))


def test_its_json_says_the_same(left):
    response = left("/archive/episodes/1.json")
    assert response.status_code == 410
    said = response.json()
    assert said["ok"] is False
    assert said["reason"] == "at <b>her</b> request"
    assert len(said["since"]) == 10


@pytest.mark.parametrize("address", ["/archive/podcasts/3", "/archive/episodes/3"])
def test_a_show_takes_its_episodes_with_it(left, address):
    assert "It was taken out" in page(left(address))


def test_a_moment_of_an_episode_that_became_part_of_another_is_found_there(left):
    response = left("/archive/episodes/99?t=754.2")
    assert response.status_code == 301
    assert response.headers["location"] == "/archive/episodes/4?t=754.2"
    assert left("/archive/episodes/99.json").headers["location"] == "/archive/episodes/4.json"


@pytest.mark.parametrize("row", ["episodes/77", "episodes/x", "speakers/999", "episodes/" + "9" * 30])
def test_what_never_was_there_is_not_found(left, row):
    assert left(f"/archive/{row}").status_code == 404
