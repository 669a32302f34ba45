"""What our pages tell of themselves in their heads: schema.org, previews of links, one address each."""

import pytest

from tests.web.heads import head
from tests.web.site import site

ON = "http://localhost"


def test_the_home_page_is_a_site_that_can_be_searched(get):
    metas, links, (thing,) = head(get("/"))
    assert thing["@type"] == "WebSite"
    target = thing["potentialAction"]["target"]["urlTemplate"]
    assert target == f"{ON}/archive/-/search?q={{search_term_string}}"
    assert get(target.removeprefix(ON).replace("{search_term_string}", "weights")).status_code == 200
    assert metas["og:description"] == "Search what was said in 5 episodes of 3 podcasts, to the second."
    assert ("canonical", None, f"{ON}/") in links
    assert ("alternate", "application/atom+xml", "/archive/-/episodes.atom") in links


def test_an_episode_has_its_series_its_people_its_recording_and_its_chapters(get):
    metas, links, (thing,) = head(get("/archive/episodes/1"))
    assert thing["@type"] == "PodcastEpisode"
    assert thing["name"] == "Weighing engines"
    assert thing["datePublished"] == "2026-02-04"
    assert thing["duration"] == "PT1H3M20S"
    assert thing["episodeNumber"] == "1.5"
    assert thing["partOfSeason"]["seasonNumber"] == 1
    series = thing["partOfSeries"]
    assert (series["@type"], series["name"]) == ("PodcastSeries", "Engines of Thought")
    assert get(series["url"].removeprefix(ON)).status_code == 200
    ada, john = thing["actor"]
    assert (ada["name"], ada["sameAs"]) == ("Ada Lovelace", ["https://example.org/ada"])
    assert (john["@type"], john["name"]) == ("Person", "John Smith")
    assert thing["associatedMedia"] == [
        {"@type": "VideoObject", "url": "https://www.youtube.com/watch?v=engines0001"}
    ]
    first, second = thing["hasPart"]
    assert first == {
        "@type": "Clip",
        "name": "Introduction",
        "startOffset": 0,
        "endOffset": 15.5,
        "url": f"{ON}/archive/episodes/1?t=0",
    }
    assert second["startOffset"] == 15.5
    assert metas["og:type"] == "article"
    assert metas["og:title"] == "Weighing engines · Engines of Thought"
    assert metas["og:video"] == "https://www.youtube.com/watch?v=engines0001"
    assert metas["article:published_time"] == "2026-02-04"
    assert metas["twitter:card"] == "summary"
    assert ("canonical", None, f"{ON}/archive/episodes/1") in links


@pytest.mark.parametrize(
    ("asked", "time", "words", "start", "end"),
    [
        ("9.5", "0:09", "“Thank you, Ada. A café in C++ is still a cafe.” — John Smith", 9, 15.5),
        ("1:03:05", "1:03:05", "“Open weights again, an hour later.” — Ada Lovelace", 3782, 3790),
        ("16", "0:16", "“Somebody laughs in the back.”", 15.5, 17),
    ],
)
def test_a_moment_is_a_clip_with_its_words(get, asked, time, words, start, end):
    metas, links, (episode, clip) = head(get(f"/archive/episodes/1?t={asked}"))
    assert clip["@type"] == "Clip"
    assert clip["partOfEpisode"]["@id"] == episode["@id"]
    assert (clip["startOffset"], clip["endOffset"]) == (start, end)
    assert metas["og:title"] == f"Weighing engines · Engines of Thought, at {time}"
    assert metas["og:description"] == words
    assert metas["og:url"] == clip["url"]
    assert metas["og:url"].startswith(f"{ON}/archive/episodes/1?t=")
    assert ("canonical", None, f"{ON}/archive/episodes/1") in links


def test_a_span_of_two_voices_says_who_says_what(get):
    metas, _, (_, clip) = head(get("/archive/episodes/1?t=1,12"))
    assert metas["og:url"].endswith("?t=1,12")
    assert clip["description"].startswith("Ada Lovelace: Welcome. Today")
    assert "John Smith: Thank you, Ada." in clip["description"]
    assert clip["endOffset"] == 12


@pytest.mark.parametrize("address", ["/archive/episodes/3?t=5", "/archive/episodes/1?t="])
def test_where_no_moment_is_there_is_the_episode(get, address):
    _, _, things = head(get(address))
    assert [thing["@type"] for thing in things] == ["PodcastEpisode"]


def test_a_podcast_is_a_series_with_a_feed_of_its_episodes(get):
    metas, links, (thing,) = head(get("/archive/podcasts/1"))
    assert thing["@type"] == "PodcastSeries"
    assert (thing["inLanguage"], thing["sameAs"]) == ("en", "https://example.org/engines")
    assert thing["creditText"] == "Ada Lovelace"
    assert metas["og:title"] == "Engines of Thought"
    assert ("alternate", "application/atom+xml", "/archive/-/episodes.atom?podcast=1") in links


def test_a_person_is_the_same_as_on_their_page(get):
    metas, _, (thing,) = head(get("/archive/people/1"))
    assert (thing["@type"], thing["name"]) == ("Person", "Ada Lovelace")
    assert thing["sameAs"] == ["https://example.org/ada"]
    assert metas["og:type"] == "profile"


def test_what_is_unknown_is_not_stated(get):
    _, _, (thing,) = head(get("/archive/episodes/3"))
    assert None not in thing.values()
    assert "" not in thing.values()


def test_addresses_are_where_readers_reach_the_server(anyname):
    with site(anyname, settings={"base_url": "/pods/"}) as get:
        _, links, (thing,) = head(get("/archive/episodes/1"))
        assert thing["url"] == f"{ON}/pods/archive/episodes/1"
        assert ("canonical", None, thing["url"]) in links
    with site(anyname, settings={"force_https_urls": True}) as get:
        assert head(get("/"))[2][0]["url"] == "https://localhost/"
    given = {"plugins": {"podcast-archive": {"address": "https://pods.example.org/shows/"}}}
    with site(anyname, settings={"base_url": "/shows/"}, config=given) as get:
        metas, _, (thing,) = head(get("/archive/episodes/1", headers={"host": "evil.example"}))
        assert thing["url"] == metas["og:url"] == "https://pods.example.org/shows/archive/episodes/1"


def test_who_may_not_see_a_table_is_told_nothing_of_it(anyname):
    config = {"databases": {"archive": {"tables": {"feeds": {"allow": False}}}}}
    with site(anyname, config=config) as get:
        assert "webFeed" not in head(get("/archive/podcasts/1"))[2][0]
    config = {"databases": {"archive": {"tables": {"people": {"allow": False}}}}}
    with site(anyname, config=config) as get:
        response = get("/archive/episodes/1")
        assert "ld+json" not in response.text
        assert get("/archive/-/episodes.atom").status_code == 404
        assert get("/archive/-/oembed?url=http://localhost/archive/episodes/1").status_code == 404
