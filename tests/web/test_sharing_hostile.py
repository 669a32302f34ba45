"""Hostile text is only text in what others read: JSON-LD, tags of a head, Atom, oEmbed, sitemap.

Read with parsers that others use, not with patterns: what a parser finds is what a reader's program finds.
"""

import json
import xml.parsers.expat

import lxml.etree
import lxml.html
import pytest

from archive.database import open_archive
from archive.store import save
from tests.web.harsh import harsh
from tests.web.heads import head
from tests.web.site import site

PAGES = ("/archive/episodes/1", "/archive/episodes/1?t=1", "/archive/podcasts/1", "/archive/people/1", "/")
ALLOW = {"plugins": {"podcast-archive": {"robots": "allow"}}}


@pytest.fixture(scope="module")
def get(tmp_path_factory):
    path = tmp_path_factory.mktemp("harsh") / "harsh.db"
    engine = open_archive(path, create=True)
    (outcome,) = save(engine, [harsh()])
    engine.dispose()
    assert outcome.status == "inserted", outcome
    with site(path, config=ALLOW) as get:
        yield get


def texts(value):
    """Every text in a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)


def fit(text):
    """Whether a text of ours is one line of characters that neither end nor turn anything."""
    unfit = set("\u2028\u2029\u202e\u2066\x01\x1b\x7f\ufffe\n")
    return not unfit & set(text) and len(text) <= 1_300


@pytest.mark.parametrize("address", PAGES)
def test_the_head_of_a_page_is_what_we_wrote(get, address):
    response = get(address)
    metas, links, graph = head(response)
    root = lxml.html.fromstring(response.content)
    # What ended the head early would have carried the rest of it into the body.
    assert root.xpath("count(//body//meta | //body//link)") == 0
    assert [each.get("type") for each in root.iterfind("head/script")].count("application/ld+json") == 1
    assert all(each.get("src") or each.get("type") == "application/ld+json" for each in root.iter("script"))
    assert all(fit(text) for text in [*texts(graph), *metas.values()]), (graph, metas)
    addresses = [text for text in texts(graph) if text.lower().startswith(("javascript", "data:"))]
    assert addresses == []
    assert not any("javascript:" in href or href.startswith("data:") for _, _, href in links)
    assert {"og:image", "og:video"} & metas.keys() == set()


@pytest.mark.parametrize("address", PAGES[:4])
def test_the_data_of_a_script_cannot_end_it(get, address):
    raw = get(address).text
    data = raw.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert not set("<>&") & set(data)
    assert data.isascii()
    assert "</script><!--<script>" in json.dumps(json.loads(data))


@pytest.mark.parametrize("address", ["/archive/-/episodes.atom", "/archive/-/episodes.atom?podcast=1"])
def test_atom_is_well_formed_and_its_texts_are_texts(get, address):
    response = get(address)
    assert response.status_code == 200
    xml.parsers.expat.ParserCreate().Parse(response.content, True)
    root = lxml.etree.fromstring(response.content)
    assert {lxml.etree.QName(each).localname for each in root.iter()} <= {
        "feed", "id", "title", "updated", "link", "author", "name", "entry", "published", "summary",
        "contributor", "uri",
    }  # fmt: skip
    assert all(fit(each.text or "") for each in root.iter())
    addresses = [each.get("href") for each in root.iter("{*}link")]
    assert addresses
    assert all(each.startswith(("http://", "https://")) for each in addresses)
    assert 'https://example.org/a.mp3?"><script>' in addresses


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize("asked", ["", "?t=1", "?t=1,5"])
def test_what_is_embedded_is_a_quotation_and_nothing_else(get, form, asked):
    response = get(
        "/archive/-/oembed", params={"url": f"http://localhost/archive/episodes/1{asked}", "format": form}
    )
    assert response.status_code == 200
    if form == "json":
        found = response.json()
    else:
        xml.parsers.expat.ParserCreate().Parse(response.content, True)
        found = {each.tag: each.text for each in lxml.etree.fromstring(response.content)}
    assert all(fit(found[name]) for name in ("title", "author_name", "provider_name"))
    root = lxml.html.fragment_fromstring(found["html"])
    assert [each.tag for each in root.iter()] == ["blockquote", "p", "footer", "a"]
    assert {name for each in root.iter() for name in each.keys()} == {"cite", "dir", "href"}  # noqa: SIM118
    assert (
        root.get("cite") == root.find("footer/a").get("href") == f"http://localhost/archive/episodes/1{asked}"
    )
    assert "</script><!--<script>" in root.text_content()


def test_the_sitemap_is_well_formed(get):
    response = get("/sitemap.xml")
    xml.parsers.expat.ParserCreate().Parse(response.content, True)
    found = [each.text for each in lxml.etree.fromstring(response.content).iter("{*}loc")]
    assert found == [
        "http://localhost/",
        "http://localhost/archive/episodes/1",
        "http://localhost/archive/podcasts/1",
        "http://localhost/archive/people/1",
    ]


@pytest.mark.parametrize("host", ['evil"><script>alert(1)</script>', "a b", "x]]>", "[::1", "ex\u00e4mple"])
def test_a_hostile_host_is_escaped(get, host):
    headers = {"host": host.encode("utf-8")}
    for address in ("/archive/-/episodes.atom", "/sitemap.xml"):
        response = get(address, headers=headers)
        assert response.status_code < 500
        if response.status_code == 200:
            xml.parsers.expat.ParserCreate().Parse(response.content, True)
    response = get("/archive/episodes/1", headers=headers)
    assert response.status_code < 500
    if response.status_code == 200:
        head(response)
