"""What a page says of what is guessed, odd, heard by a machine, without times, or without words."""

import re

import pytest

from archive.web.wording import ODDITIES, guessed, host, language, listed, opening
from ingest.quality import FLAGS
from tests.web.odd_episodes import LONG_NAME
from tests.web.site import links, site, text

DATA = "Everything stored in this row"


@pytest.fixture(scope="module")
def odd(odd_archive):
    with site(odd_archive) as get:
        yield get


def ours(response):
    return text(response).split(DATA)[0]


def test_a_title_from_the_files_name_is_called_so(odd):
    assert "evening show Title and number from the file’s name No. 7" in ours(odd("/archive/episodes/1"))
    assert "from the file’s name" not in ours(odd("/archive/episodes/3"))


def test_what_looks_odd_in_the_words_is_said_in_words(odd):
    said = ours(odd("/archive/episodes/1"))
    assert "This transcript looks odd. " + ODDITIES["repetition"] in said
    assert ODDITIES["duplicate_text"] + " Something new." in said
    assert "comes 29 times in a row" in said
    assert "looks odd" not in ours(odd("/archive/episodes/2"))


def test_every_flag_has_its_words():
    assert set(ODDITIES) == set(FLAGS)


def test_a_voice_heard_by_a_diarisation_is_as_sure_as_that(odd):
    page = odd("/archive/episodes/1")
    said = ours(page)
    assert "Vera Rubin host 4.0 s (44 %)" in said
    assert "Heard at these times by a diarisation, 96 % sure" in said
    assert "Heard at these times by a diarisation, 41 % sure" in said
    assert said.count("by a diarisation") == 2
    doubted = re.findall(r"<h3[^>]*>([^<]*) <span[^>]*>perhaps</span>", page.text)
    assert doubted == ["SPEAKER_01"]


def test_what_is_no_person_is_called_what_it_is(odd):
    page = odd("/archive/episodes/1")
    said = ours(page)
    assert "SPEAKER_01 a voice without a name" in said
    assert "Everyone several people" in said
    assert "Break a sound, no speech 1 time" in said
    listed_names = re.findall(r'class="pa-name" dir="auto">(?:<a[^>]*>)?([^<]*)', page.text)
    assert listed_names == ["Vera Rubin", "SPEAKER_01", "Everyone", "Break"]
    assert re.search(r'<div class="pa-block voice-0\b[^>]*>\s*<h3>Break', page.text)


def test_it_says_which_transcript_is_shown_and_which_are_kept(odd):
    said = ours(odd("/archive/episodes/1"))
    assert "Shown here 7.json whisper cpp by speech recognition language de 21 words" in said
    assert "its recogniser was 90 % sure of them" in said
    assert "looks odd: repetition, duplicate text, something new" in said
    assert "Kept, not shown 7.txt youtube page language en 4 words no times no speakers" in said
    alone = ours(odd("/archive/episodes/2"))
    assert "Transcript chapters.txt youtube page no times" in alone
    assert "Shown here" not in alone


def test_names_of_sources_are_left_out_where_they_may_not_be_seen(odd_archive):
    config = {"databases": {"odd": {"tables": {"sources": {"allow": False}}}}}
    with site(odd_archive, config=config) as get:
        said = ours(get("/archive/episodes/1"))
    assert "Shown here by speech recognition" in said
    assert "7.json" not in said
    assert "whisper cpp" not in said


def test_recordings_have_a_link_or_say_what_they_are(odd):
    page = odd("/archive/episodes/1")
    said = ours(page)
    assert "a file that lay beside the transcript audio/mpeg 14 s" in said
    assert "Listen media.example.org audio/mpeg the times are of this one" in said
    assert "video, without an address that can be opened" in said
    assert "https://media.example.org/7.mp3?x=1#t=9" in links(page)
    assert "a file that lay beside the transcript" in ours(odd("/archive/episodes/4"))


def test_a_chapters_page_is_linked_if_a_browser_may_fetch_it(odd):
    page = odd("/archive/episodes/1")
    assert "Evening 0:00 example.org" in ours(page)
    assert "https://www.example.org/evening" in links(page)
    assert not [address for address in links(page) if address.startswith("javascript:")]


def test_chapters_without_times_are_listed_and_lead_to_their_words(odd):
    page = odd("/archive/episodes/2")
    said = ours(page)
    assert "Chapters Heading 0 Heading 1 Heading 2" in said
    assert "Heading 109 第109章です。" in said.replace(f"{LONG_NAME} ", "").replace("花子 ", "").replace(
        "❝ ", ""
    )
    assert "pa-clock" not in page.text
    assert "None" not in said
    assert "#c110" in links(page)
    sections = page.text.split('<section id="c')
    assert [part.split('"')[0] for part in sections[1:]] == [str(number) for number in range(1, 111)]
    assert 'id="u2000001"' in sections[2]


def test_what_language_the_words_are_in_is_told_to_the_browser(odd):
    assert 'aria-label="Transcript" lang="ja"' in odd("/archive/episodes/2").text
    unknown = re.search(r'<section class="pa-transcript"[^>]*>', odd("/archive/episodes/4").text)[0]
    assert "lang=" not in unknown


def test_an_episode_without_title_or_outside_name_is_known_by_its_slug(odd):
    assert "Untitled Known as read-aloud" in ours(odd("/archive/episodes/2"))
    assert "Untitled read-aloud" in text(odd("/"))


def test_an_episode_without_words_shows_chapters_and_notes(odd):
    page = odd("/archive/episodes/3")
    said = ours(page)
    assert "There is no transcript of this episode: no source has its words." in said
    assert "2 chapters 0:00 Start Picture 1:05 Later example.org" in said
    assert "Notes What it is about. The second paragraph of the notes." in said
    assert "https://media.example.org/wordless.mp3#t=65" in links(page)
    assert 'aria-label="Transcript"' not in page.text
    assert "No source says who speaks" not in said
    assert "<img" not in page.text


def test_of_many_voices_those_that_say_little_are_folded_away(odd):
    page = odd("/archive/episodes/4")
    listed_ones, folded = page.text.split("<summary>8 more voices</summary>")
    assert "Voice 19" in listed_ones
    assert "(&lt;1\N{NO-BREAK SPACE}%)" in listed_ones
    for name in ("Voice 0<", "Voice 10<"):
        assert name in listed_ones
    folded = folded.split("</details>")[0]
    assert re.findall(r"Voice \d+", folded) == [f"Voice {number}" for number in range(11, 19)]


def test_a_long_description_is_folded_too(odd):
    first, rest = odd("/archive/episodes/4").text.split("<summary>The rest of the description</summary>")
    assert "Line 0 of a long" in first
    assert "Line 39 of a long" not in first
    assert "Line 39 of a long" in rest


def test_tables_have_facets_of_what_is_new(odd):
    def facets(table):
        results = odd(f"/archive/{table}.json?_extra=facet_results").json()["facet_results"]["results"]
        return {
            name: {one["value"]: one["count"] for one in facet["results"]} for name, facet in results.items()
        }

    assert facets("transcripts")["flags"] == {"duplicate_text": 1, "repetition": 1, "something_new": 1}
    assert facets("transcripts")["language"] == {"de": 1, "en": 1}
    assert facets("recordings")["kind"] == {"file": 2, "audio": 2, "unknown": 2, "video": 1, "youtube": 1}
    assert facets("speakers")["kind"] == {"name": 23, "anonymous": 1, "group": 1, "sound": 1}
    page = text(odd("/archive/transcripts"))
    assert "(array)" not in page
    assert "repetition, duplicate text, something new" in page
    assert (
        odd("/archive/transcripts.json?preferred=1&episode_id=1").json()["rows"][0]["flags"].startswith("[")
    )
    assert "title, number" in text(odd("/archive/episodes"))


def test_what_is_for_machines_is_out_of_the_way(odd):
    tables = {table["name"]: table["hidden"] for table in odd("/archive.json").json()["tables"]}
    assert tables["fingerprints"]
    assert odd("/archive/fingerprints.json?_shape=array").json()
    assert not tables["transcripts"]
    for address in ("/", "/archive", "/archive/episodes/1"):
        assert not [link for link in links(odd(address)) if link.startswith("/archive/fingerprints")]
    jumps = [match["url"] for match in odd("/-/jump.json?q=").json()["matches"]]
    assert {"/archive/transcripts", "/archive/said"} <= set(jumps)
    assert [url for url in jumps if tables.get(url.removeprefix("/archive/"))] == []


def test_a_sound_is_nobody_to_search_for(odd):
    found = odd("/archive/-/search.json?q=").json()
    names = [value["label"] for value in found["facets"]["speaker"]]
    assert "Everyone" in names
    assert "Break" not in names
    one = odd("/archive/-/search.json?q=music").json()
    (sounds,) = one["facets"]["speaker"]
    assert (one["total"], sounds["label"], sounds["count"]) == (1, "sounds, no speech", 1)
    chosen = odd("/archive/-/search.json?q=&speaker=sounds").json()
    assert chosen["total"] == 1
    assert [value["label"] for value in chosen["facets"]["speaker"] if value["selected"]] == [
        "sounds, no speech"
    ]


def test_wording_of_doubt():
    assert [guessed(one) for one in ('["title"]', '["title","number","published"]', None, "{", "7")] == [
        "Title from the file’s name",
        "Title, number and date from the file’s name",
        "",
        "",
        "",
    ]
    assert listed('["a", 1, "b"]') == ("a", "b")
    assert [host(one) for one in ("https://me:pw@www.example.org:80/a", "http://youtube.com")] == [
        "example.org:80",
        "youtube.com",
    ]
    assert [language(one) for one in ("en", "pt-BR", 'x" onclick', "", None)] == [
        "en",
        "pt-BR",
        None,
        None,
        None,
    ]
    assert opening([]) == ([], [])
    assert opening([["a"], ["b"]]) == ([["a"]], [["b"]])
    assert opening([["x" * 900, "y"], ["z"]]) == ([["x" * 900]], [["y"], ["z"]])
