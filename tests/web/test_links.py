"""Every link of a page of ours leads somewhere: no number opens what is not there, no page is missing."""

from urllib.parse import urldefrag

import pytest

from tests.web.every_page import OURS
from tests.web.site import links, site


@pytest.fixture(scope="module")
def answers():
    """What was asked already, for all pages: most of them link the same."""
    return {}


@pytest.mark.parametrize("path", OURS["filled"])
def test_every_link_leads_somewhere(ask, answers, path):
    page = ask(path)
    assert page.status_code == 200
    found = {
        urldefrag(link).url for link in links(page) if link.startswith("/") and not link.startswith("//")
    }
    assert found
    for link in found - set(answers):
        answers[link] = ask(link).status_code
    assert {link: answers[link] for link in found if answers[link] not in (200, 302)} == {}


@pytest.mark.parametrize("path", OURS["filled"])
def test_every_place_in_the_page_is_there(ask, path):
    text = ask(path).text
    places = [link[1:] for link in links(ask(path)) if link.startswith("#")]
    assert [place for place in places if f'id="{place}"' not in text] == []


@pytest.fixture(scope="module")
def ask(anyname):
    with site(anyname) as ask:
        yield ask
