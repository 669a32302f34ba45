"""What tests read out of the head of a page, with parsers that others use too."""

import json

import lxml.html


def head(response):
    """(meta tags by their name or property, `<link>`s as (rel, type, href), the graph of the JSON-LD)."""
    assert response.status_code == 200, response.text
    root = lxml.html.fromstring(response.content)
    metas = {
        each.get("property") or each.get("name"): each.get("content")
        for each in root.iterfind("head/meta")
        if each.get("content") is not None
    }
    links = [(each.get("rel"), each.get("type"), each.get("href")) for each in root.iterfind("head/link")]
    scripts = [each.text for each in root.iter("script") if each.get("type") == "application/ld+json"]
    assert len(scripts) == 1
    data = json.loads(scripts[0])
    assert data["@context"] == "https://schema.org"
    return metas, links, data["@graph"]
