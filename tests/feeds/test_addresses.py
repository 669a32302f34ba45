"""One address for what is one page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.feeds.addresses import canonical, youtube_id

VIDEO = "Y3Vb6ecvfpU"
PAGE = "https://example.org/ep/7"
AUDIO = "https://cdn.example.org/7.mp3"


@pytest.mark.parametrize(
    "url",
    [
        PAGE,
        "http://example.org/ep/7",
        "HTTPS://WWW.EXAMPLE.ORG:443/ep/7/",
        "http://example.org:80/ep/7#notes",
        "https://example.org./ep/7?",
        "  https://example.org/ep/%37 ",
        f"{PAGE}?utm_source=rss&utm_medium=x&fbclid=1&t=90",
        f"{PAGE}?t=1h2m3s&updated=1700000000",
        f"{PAGE}?token=abc&mc_cid=1",
        "https://ann:pw@example.org/ep/7",
    ],
)
def test_spellings_of_one_page(url):
    assert canonical(url) == PAGE


@pytest.mark.parametrize(
    "prefix",
    [
        "op3.dev/e/",
        "op3.dev/e,pg=ead4c236-bf58-58c6-a2c6-a6b28d128cb6/",
        "op3.dev/e/https://",
        "op3.dev/e/https:/",
        "dts.podtrac.com/redirect.mp3/",
        "www.podtrac.com/pts/redirect.m4a/",
        "play.podtrac.com/npr-510289/",
        "chrt.fm/track/AB12/",
        "chtbl.com/track/AB12/",
        "pdst.fm/e/",
        "mgln.ai/e/12/",
        "claritaspod.com/measure/",
        "clrtpod.com/m/",
        "verifi.podscribe.com/rss/p/",
        "pscrb.fm/rss/p/",
        "arttrk.com/p/AB12/",
        "media.blubrry.com/a_show/",
        "flex.acast.com/",
        "prfx.byspotify.com/e/",
        "op3.dev/e/dts.podtrac.com/redirect.mp3/chrt.fm/track/AB12/pdst.fm/e/mgln.ai/e/1/claritaspod.com/measure/",
    ],
)
def test_what_counts_downloads_is_taken_off(prefix):
    assert canonical(f"https://{prefix}cdn.example.org/7.mp3?updated=1&token=2") == AUDIO


def test_a_prefix_may_wrap_an_address_as_one_part():
    assert canonical("https://op3.dev/e/https%3A%2F%2Fcdn.example.org%2F7.mp3%3Fid%3D2") == AUDIO + "?id=2"


@pytest.mark.parametrize(
    "url",
    [
        "https://op3.dev/e",
        "https://op3.dev/show/abc",
        "https://chrt.fm/track/AB12",
        "https://chrt.fm/track/AB12/notahost",
        "https://media.blubrry.com/a_show",
        "https://example.org/e/cdn.example.org/7.mp3",
        "https://example.org/?p=12",
        "https://example.org/?id=b&part=2",
        "https://example.org/viewtopic?t=general",
        "https://example.org:8443/a",
        "https://[2001:db8::1]/a",
        "mailto:ann@example.org",
        "not an address",
        "https://[::1",
        "https://example.org:99999/a",
        "",
    ],
)
def test_what_is_told_apart_stays(url):
    assert canonical(url) == url


def test_the_order_of_parameters_does_not_matter():
    assert canonical("https://example.org/?b=2&a=1") == canonical("https://example.org/?a=1&b=2&utm_id=3")


def test_other_letters_have_one_spelling():
    assert (
        canonical("https://münchen.example/ä b?q=ö") == "https://xn--mnchen-3ya.example/%C3%A4%20b?q=%C3%B6"
    )
    assert canonical("https://xn--mnchen-3ya.example/%c3%a4%20b?q=%c3%b6") == canonical(
        "https://münchen.example/ä b?q=ö"
    )


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.youtube.com/watch?v={VIDEO}&t=19s",
        f"http://youtube.com/watch?list=PL1&v={VIDEO}",
        f"https://m.youtube.com/watch/?v={VIDEO}",
        f"https://music.youtube.com/watch?v={VIDEO}",
        f"https://youtu.be/{VIDEO}?si=abc",
        f"https://www.youtube.com/shorts/{VIDEO}",
        f"https://www.youtube.com/live/{VIDEO}?feature=share",
        f"https://www.youtube-nocookie.com/embed/{VIDEO}?rel=0",
        f"https://www.youtube.com/v/{VIDEO}",
    ],
)
def test_a_video_is_known_by_its_id(url):
    assert youtube_id(url) == VIDEO
    assert canonical(url) == f"https://youtube.com/watch?v={VIDEO}"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/@show",
        "https://www.youtube.com/playlist?list=PL1",
        "https://www.youtube.com/watch?v=short",
        f"https://www.youtube.com/watch?v={VIDEO}1",
        f"https://youtube.example.org/watch?v={VIDEO}",
        f"https://example.org/?u=https://youtu.be/{VIDEO}",
        f"ftp://youtu.be/{VIDEO}",
        VIDEO,
        "https://[",
    ],
)
def test_what_shows_no_video(url):
    assert youtube_id(url) is None


PIECES = (
    "http s :// op3.dev/e/ chrt.fm/track/A/ youtu.be/ www. example.org :80 / a %41 %2f % ? & = t=1 utm_x=1 "
    "token=1 # ä [ ] @ : ~ Y3Vb6ecvfpU"
)
PARTS = st.sampled_from([" ", *PIECES.split()])


@given(st.lists(PARTS, max_size=20).map("".join) | st.text())
def test_the_canonical_form_is_its_own(url):
    once = canonical(url)
    assert canonical(once) == once
    assert youtube_id(once) == youtube_id(once)


@given(st.lists(PARTS, max_size=12).map(lambda parts: "https://example.org/" + "".join(parts)))
def test_tracking_changes_nothing(url):
    plain = url.partition("#")[0].strip()
    tracked = f"{plain}{'&' if '?' in plain else '?'}utm_campaign=1"
    assert canonical(tracked) == canonical(plain)


def test_long_addresses_take_no_time():
    for piece in ("a.", "op3.dev/e/", "?a=1&", "%2F", "/", "[", "@"):
        canonical("https://op3.dev/e/" + piece * 100_000)
