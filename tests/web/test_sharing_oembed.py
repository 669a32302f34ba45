"""oEmbed, as https://oembed.com has it: an episode or a moment quoted, and what is neither."""

import contextlib
import re
import shutil
import sqlite3

import lxml.etree
import lxml.html
import pytest

from tests.web.heads import head
from tests.web.site import site

PATH = "/archive/-/oembed"
EPISODE = "http://localhost/archive/episodes/1"


def ask(get, url, **params):
    return get(PATH, params={"url": url, **params})


def test_a_moment_is_what_was_said_with_who_and_where(get):
    found = ask(get, f"{EPISODE}?t=9.5").json()
    assert found["version"] == "1.0"
    assert found["type"] == "rich"
    assert found["title"] == "Weighing engines · Engines of Thought, at 0:09"
    assert found["author_name"] == "John Smith"
    assert get(found["author_url"].removeprefix("http://localhost")).status_code == 200
    assert found["provider_url"] == "http://localhost/"
    assert isinstance(found["width"], int)
    assert isinstance(found["height"], int)
    quoted = lxml.html.fragment_fromstring(found["html"])
    assert quoted.tag == "blockquote"
    assert quoted.find("p").text == "“Thank you, Ada. A café in C++ is still a cafe.”"
    assert quoted.find("footer").text_content().startswith("— John Smith, Weighing engines")
    assert quoted.find("footer/a").get("href") == f"{EPISODE}?t=9.5"


def test_an_episode_is_what_it_says_of_itself(get):
    found = ask(get, EPISODE).json()
    assert found["author_name"] == "Engines of Thought"
    assert "On engines." in found["html"]


def test_xml_says_the_same(get):
    response = ask(get, f"{EPISODE}?t=0", format="xml")
    assert response.headers["content-type"] == "text/xml; charset=utf-8"
    root = lxml.etree.fromstring(response.content)
    assert root.tag == "oembed"
    assert {each.tag: each.text for each in root} == {
        name: str(value) for name, value in ask(get, f"{EPISODE}?t=0").json().items()
    }


@pytest.mark.parametrize(
    "address", ["/archive/episodes/1", "/archive/episodes/1?t=9.5", "/archive/episodes/1?t=1,12"]
)
def test_pages_say_where_their_quotation_is(get, address):
    _, links, _ = head(get(address))
    found = {
        kind: href.removeprefix("http://localhost") for rel, kind, href in links if "oembed" in (kind or "")
    }
    assert found.keys() == {"application/json+oembed", "text/xml+oembed"}
    assert get(found["text/xml+oembed"]).status_code == 200
    assert address in get(found["application/json+oembed"]).json()["html"]


def test_it_is_no_wider_than_asked(get):
    assert ask(get, EPISODE, maxwidth="320").json()["width"] == 320
    assert ask(get, EPISODE, maxwidth="32000").json()["width"] == 600
    assert ask(get, EPISODE, maxheight="100").json()["height"] == 100


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({}, 400),
        ({"url": ""}, 400),
        ({"url": "http://[::1"}, 400),
        ({"url": "http://localhost:99999/archive/episodes/1"}, 400),
        ({"url": EPISODE, "maxwidth": "wide"}, 400),
        ({"url": EPISODE, "maxwidth": "0"}, 400),
        ({"url": EPISODE, "maxwidth": "9" * 40}, 400),
        ({"url": EPISODE, "format": "yaml"}, 501),
        ({"url": "http://localhost/archive/episodes/999"}, 404),
        ({"url": "http://localhost/archive/episodes/" + "9" * 19}, 404),
        ({"url": "http://localhost/archive/people/1"}, 404),
        ({"url": "http://elsewhere.example/archive/episodes/1"}, 404),
        ({"url": "javascript:alert(1)"}, 404),
        ({"url": "ftp://localhost/archive/episodes/1"}, 404),
        ({"url": "\x00\x01"}, 404),
    ],
)
def test_what_is_no_episode_is_said(get, params, status):
    assert get(PATH, params=params).status_code == status


def test_with_or_without_tls_it_is_the_same_page(anyname):
    given = {"plugins": {"podcast-archive": {"address": "https://pods.example.org/shows/"}}}
    with site(anyname, settings={"base_url": "/shows/"}, config=given) as get:
        for scheme in ("http", "https"):
            url = f"{scheme}://pods.example.org/shows/archive/episodes/1"
            found = get(PATH, params={"url": url}).json()
            assert "https://pods.example.org/shows/archive/episodes/1" in found["html"]
        assert get(PATH, params={"url": EPISODE}).status_code == 404


def test_who_is_doubted_is_not_named_as_the_author_of_words(anyname, tmp_path):
    path = shutil.copy(anyname, tmp_path / "doubted.db")
    address = "/archive/-/oembed?url=http://localhost/archive/episodes/1?t=9"
    with site(path) as get:
        sure = get(address).json()
        assert sure["author_name"] == "John Smith"
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update utterances set method = 'overlap', confidence = 0.3")
    with site(path) as get:
        doubted = get(address).json()
        assert "Smith" not in doubted["html"] + doubted.get("author_name", "")
        assert sure["html"].partition("<footer>")[0] == doubted["html"].partition("<footer>")[0]
        head = get("/archive/episodes/1?t=9").text.partition("</head>")[0]
        assert "Smith" not in re.search(r'property="og:description" content="([^"]*)', head)[1]
