"""Pages of an archive with more than they list: totals are of all, and a list says where it ends."""

import sqlite3

import pytest

from tests.web.site import links, site, text


def repeat(connection, table, times, **values):
    """Copy the rows of the first episode so often; `values` are SQL, in which `n` counts from 1."""
    names = [row[1] for row in connection.execute(f"pragma table_info({table})")]
    own = "id" if table == "episodes" else "episode_id"
    kept = [name for name in names if name != "id" or name in values]
    copied = [values.get(name, name) for name in kept]
    connection.execute(
        f"with counted(n) as (select 1 union all select n + 1 from counted where n < {times})"
        f" insert into {table} ({', '.join(kept)}) select {', '.join(copied)}"
        f" from {table} cross join counted where {own} = 1"
    )


def with_many_episodes(path, more):
    """So many more episodes like the first, with its speakers, dated before it."""
    connection = sqlite3.connect(path)
    repeat(connection, "episodes", more, id="100 + n", slug="'again-' || n", published="'2020-01-01'")
    repeat(connection, "speakers", more, episode_id="100 + n")
    connection.commit()
    connection.close()


def test_a_person_of_many_episodes_has_the_totals_of_all(filled_archive):
    with_many_episodes(filled_archive, 619)
    with site(filled_archive) as get:
        page = get("/archive/people/1")
    said = text(page)
    assert "620 appearances 2 h 56 min of talk 9,920 words" in said
    assert page.text.split('id="appearances"')[1].count('class="pa-date"') == 50
    assert "Weighing engines Engines of Thought 4 February 2026" in said
    assert "/archive/people/1?page=2#appearances" in links(page)


@pytest.mark.parametrize(("more", "heading"), [(58, "60 episodes"), (59, "Newest 60 of 61 episodes")])
def test_a_podcast_says_how_many_of_its_episodes_it_lists(filled_archive, more, heading):
    with_many_episodes(filled_archive, more)
    with site(filled_archive) as get:
        page = get("/archive/podcasts/1")
    assert f'<h2 id="episodes">{heading}</h2>' in page.text
    assert ("All its episodes" in page.text) is (more > 58)


def test_a_podcast_says_how_many_of_its_people_it_lists(filled_archive):
    connection = sqlite3.connect(filled_archive)
    names = [(1000 + number, f"guest-{number}", f"Guest {number}") for number in range(400)]
    connection.executemany("insert into people (id, slug, name) values (?, ?, ?)", names)
    repeat(connection, "speakers", 400, person_id="999 + n", talk_ms="1")
    connection.commit()
    connection.close()
    with site(filled_archive) as get:
        page = get("/archive/podcasts/1")
    assert "and 342 more" in text(page)
    assert page.text.split('id="people"')[1].split('id="feeds"')[0].count('class="pa-name"') == 60


def test_an_episode_says_of_how_many_warnings_it_shows_the_first(filled_archive):
    connection = sqlite3.connect(filled_archive)
    repeat(connection, "warnings", 150)
    connection.commit()
    connection.close()
    with site(filled_archive) as get:
        page = get("/archive/episodes/1")
    assert "302 things noticed" in text(page)
    assert page.text.count('class="pa-place"') == 200
    assert "/archive/warnings?episode_id=1" in links(page)
