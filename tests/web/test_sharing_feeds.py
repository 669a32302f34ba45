"""The newest episodes as Atom, all addresses as a sitemap, and who may come."""

import re
import shutil
import sqlite3

import lxml.etree
import pytest

from archive.web.sharing import sitemap
from tests.web.site import site

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ALLOW = {"plugins": {"podcast-archive": {"robots": "allow"}}}


def feed(response):
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return lxml.etree.fromstring(response.content)


def one(element, name):
    (found,) = element.findall(ATOM + name)
    return found.text


def test_the_feed_keeps_to_rfc_4287(get):
    root = feed(get("/archive/-/episodes.atom"))
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 5
    for each in (root, *entries):
        assert one(each, "id").startswith("tag:localhost,2026:")
        assert one(each, "title")
        assert INSTANT.fullmatch(one(each, "updated"))
    assert len({one(each, "id") for each in entries}) == 5
    assert root.find(f"{ATOM}author/{ATOM}name").text
    assert one(root, "updated") == max(one(each, "updated") for each in entries)
    links = {each.get("rel"): each.get("href") for each in root.findall(f"{ATOM}link")}
    assert links == {
        "self": "http://localhost/archive/-/episodes.atom",
        "alternate": "http://localhost/",
    }
    for each in entries:
        alternates = [link for link in each.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len(alternates) == 1
        assert get(alternates[0].get("href").removeprefix("http://localhost")).status_code == 200


def test_the_newest_comes_first_with_what_is_known_of_it(get):
    entries = feed(get("/archive/-/episodes.atom")).findall(f"{ATOM}entry")
    (first,) = [each for each in entries if one(each, "title").startswith("Weighing engines")]
    assert one(first, "title") == "Weighing engines · Engines of Thought"
    assert one(first, "published") == "2026-02-04T00:00:00Z"
    assert one(first, "summary") == "On engines. And on weights."
    assert [each.text for each in first.findall(f"{ATOM}contributor/{ATOM}name")] == [
        "Ada Lovelace",
        "John Smith",
    ]
    published = [found[0].text for each in entries if (found := each.findall(f"{ATOM}published"))]
    assert published == sorted(published, reverse=True)


def test_a_podcast_has_a_feed_of_its_own(get):
    root = feed(get("/archive/-/episodes.atom?podcast=1"))
    assert one(root, "title") == "Engines of Thought: newest episodes"
    titles = [one(each, "title") for each in root.findall(f"{ATOM}entry")]
    assert titles == ["Who speaks? · Engines of Thought", "Weighing engines · Engines of Thought"]


@pytest.mark.parametrize(
    ("asked", "status"), [("99", 404), ("x", 400), ("", 400), ("9" * 30, 400), ("-1", 400)]
)
def test_a_podcast_that_is_none_has_no_feed(get, asked, status):
    assert get(f"/archive/-/episodes.atom?podcast={asked}").status_code == status


def test_ids_stay_whatever_the_server_is_reached_by(anyname):
    found = []
    for settings in ({}, {"force_https_urls": True}, {"base_url": "/pods/"}):
        with site(anyname, settings=settings) as get:
            root = feed(get("/archive/-/episodes.atom"))
            found.append([each.text for each in root.iter(f"{ATOM}id")])
    assert found[0] == found[1] == found[2]


def test_the_sitemap_lists_every_page_once(anyname):
    with site(anyname, config=ALLOW) as get:
        root = lxml.etree.fromstring(get("/sitemap.xml").content)
        assert root.tag == f"{MAP}urlset"
        found = [each.text for each in root.iter(f"{MAP}loc")]
        assert len(found) == len(set(found))
        with sqlite3.connect(anyname) as connection:
            (rows,) = connection.execute(
                "select (select count(*) from episodes) + (select count(*) from podcasts)"
                " + (select count(*) from people)"
            ).fetchone()
        assert len(found) == rows + 1
        for address in found:
            assert get(address.removeprefix("http://localhost")).status_code == 200
        days = [each.text for each in root.iter(f"{MAP}lastmod")]
        assert len(days) == 5
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days)


def test_many_addresses_are_an_index_of_parts(anyname, monkeypatch):
    monkeypatch.setattr(sitemap, "MOST", 2)
    with site(anyname, config=ALLOW) as get:
        whole = lxml.etree.fromstring(get("/sitemap.xml").content)
        assert whole.tag == f"{MAP}sitemapindex"
        parts = [each.text.removeprefix("http://localhost") for each in whole.iter(f"{MAP}loc")]
        assert len(parts) == len(set(parts))
        found = []
        for part in parts:
            root = lxml.etree.fromstring(get(part).content)
            assert root.tag == f"{MAP}urlset"
            found += [each.text for each in root.iter(f"{MAP}loc")]
        assert len(found) == len(set(found))
        assert get("/sitemap-episodes-99.xml").status_code == 404
        monkeypatch.setattr(sitemap, "MOST", 50_000)
        at_once = lxml.etree.fromstring(get("/sitemap.xml").content)
        assert set(found) == {each.text for each in at_once.iter(f"{MAP}loc")}


def test_robots_are_invited_only_by_setting(anyname):
    with site(anyname) as get:
        assert get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
        assert get("/sitemap.xml").status_code == 404
        assert get("/archive/episodes/1").headers["x-robots-tag"] == "noindex, nofollow"
    with site(anyname, config=ALLOW) as get:
        said = get("/robots.txt").text
        assert "Disallow: /\n" not in said
        assert "Disallow: /archive/-/search\n" in said
        assert "Sitemap: http://localhost/sitemap.xml\n" in said
        assert "x-robots-tag" not in get("/archive/episodes/1").headers
        assert get("/archive/episodes").headers["x-robots-tag"] == "noindex"
        assert get("/archive/episodes.json").headers["x-robots-tag"] == "noindex"


def test_nothing_is_said_where_there_is_no_archive(tmp_path):
    sqlite3.connect(tmp_path / "other.db").execute("create table t (x)").connection.close()
    with site(tmp_path / "other.db", config=ALLOW) as get:
        for address in (
            "/robots.txt",
            "/sitemap.xml",
            "/archive/-/episodes.atom",
            "/archive/-/oembed?url=http://x/",
        ):
            assert get(address).status_code == 404


def test_an_empty_archive_has_a_feed_and_a_sitemap(made_archives, tmp_path):
    with site(shutil.copy(made_archives[0], tmp_path / "empty.db"), config=ALLOW) as get:
        assert feed(get("/archive/-/episodes.atom")).findall(f"{ATOM}entry") == []
        assert len(lxml.etree.fromstring(get("/sitemap.xml").content)) == 1
