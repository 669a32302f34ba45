"""What the host calls the site stands above every page of ours, and in the name of every window."""

import re

import pytest

from tests.web.every_page import OURS
from tests.web.site import site

NAME = "Pods & <b>more</b>"
WRITTEN = "Pods &amp; &lt;b&gt;more&lt;/b&gt;"


@pytest.fixture(scope="module")
def named(demo_archive):
    # A title of a table is that of its rows' pages; what the site is called stays what it is called.
    described = {"title": NAME, "databases": {"archive": {"tables": {"episodes": {"title": "Our evenings"}}}}}
    with site(demo_archive, metadata=described) as get:
        yield get


def _title(page):
    return re.search("<title>(.*?)</title>", page.text, re.S)[1]


@pytest.mark.parametrize("address", [*OURS["demo"], "/archive/-/nothing"])
def test_every_page_says_whose_it_is(named, address):
    page = named(address)
    assert f'<a class="pa-brand" href="/">{WRITTEN}</a>' in page.text
    assert _title(page).endswith(WRITTEN if address == "/" else f" · {WRITTEN}")


def test_the_first_page_says_it_once_in_its_title(named):
    assert _title(named("/")) == WRITTEN


def test_who_gave_it_no_name_reads_ours(get):
    assert _title(get("/")) == "Podcast Archive"
    assert _title(get("/archive/-/explore")) == "Explore · Podcast Archive"
