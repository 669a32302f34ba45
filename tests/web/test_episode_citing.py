"""A moment quoted and cited: what the manuals print, what programs read, and what is not known."""

import json
import re
from dataclasses import replace

import pytest

from archive.web.episode import citation, in_text, quotation
from archive.web.episode.quotation import Origin, Quoted
from archive.web.episode.work import Work, day_of, name_of, publisher

WORK = Work(
    hosts=(name_of("Nathan Lambert"),),
    title="Why Nvidia builds open models",
    podcast="Interconnects",
    publisher="Ai2",
    season=2,
    number="12",
    published=(2026, 2, 4),
    medium="audio",
    length="1:07:42",
    language="en",
    at="1:02:03",
    link="https://example.org/12",
    key="lambert2026e1",
)
NOTHING = replace(
    WORK,
    hosts=(),
    title=None,
    podcast=None,
    publisher=None,
    season=None,
    number=None,
    published=(),
    length=None,
    language=None,
    at=None,
)


def test_apa():
    assert citation.apa(WORK) == (
        "Lambert, N. (Host). (2026, February 4). Why Nvidia builds open models (No. 12)"
        " [Audio podcast episode]. In <em>Interconnects</em>. Ai2. https://example.org/12"
    )
    two = replace(WORK, hosts=(*WORK.hosts, name_of("Ludwig van Beethoven")), published=(2026,), number=None)
    assert citation.apa(two).startswith("Lambert, N., &amp; van Beethoven, L. (Hosts). (2026). Why")
    assert citation.apa(NOTHING) == "[Audio podcast episode]. (n.d.). https://example.org/12"
    nobody = replace(WORK, hosts=(), published=(), publisher=None)
    assert citation.apa(nobody).startswith(
        "Why Nvidia builds open models (No. 12) [Audio podcast episode]. (n.d.). In <em>Interconnects</em>."
    )


def test_mla():
    assert citation.mla(WORK) == (
        "“Why Nvidia builds open models.” <em>Interconnects</em>, hosted by Nathan Lambert, season 2,"
        " episode 12, Ai2, 4 Feb. 2026, example.org/12."
    )
    asked = replace(WORK, title="Why?", podcast=None, season=None)
    assert citation.mla(asked).startswith("“Why?” Hosted by Nathan Lambert, episode 12,")
    assert citation.mla(NOTHING) == "Podcast episode. example.org/12."


def test_chicago():
    assert citation.chicago_note(WORK) == (
        "Nathan Lambert, host, “Why Nvidia builds open models,” February 4, 2026, in <em>Interconnects</em>,"
        " season 2, episode 12, produced by Ai2, podcast, audio, 1:07:42, at 1:02:03, https://example.org/12."
    )
    assert citation.chicago_bibliography(WORK) == (
        "Lambert, Nathan, host. “Why Nvidia builds open models.” Produced by Ai2. <em>Interconnects</em>,"
        " season 2, episode 12, February 4, 2026. Podcast, audio, 1:07:42. https://example.org/12."
    )
    assert "n.d." in citation.chicago_note(NOTHING)
    assert "n.d." in citation.chicago_bibliography(NOTHING)


def test_bibtex_is_escaped():
    hostile = replace(
        WORK,
        hosts=(name_of("A & B {Inc}"), name_of("花子")),
        title=r"50% of \input{x} & $y_1^2$ ~ #1",
        link="https://example.org/a{b}\\c",
    )
    entry = citation.bibtex(hostile)
    title = re.search(r"title = \{\{(.*)\}\},\n", entry)[1]
    assert title == (
        r"50\% of \textbackslash{}input\{x\} \& \$y\_1\textasciicircum{}2\$ \textasciitilde{} \#1"
    )
    assert "author = {\\{Inc\\}, A \\& B and {花子}}," in entry
    assert "url = {https://example.org/a%7Bb%7D%5Cc}," in entry
    assert "  month = feb,\n" in entry
    plain = re.sub(r"\\[{}]", "", entry)
    assert plain.count("{") == plain.count("}")


CSL_KEYS = {
    "id", "type", "title", "container-title", "author", "issued", "number", "publisher", "medium",
    "dimensions", "language", "URL", "note",
}  # fmt: skip
"""Those of the variables of csl-data.json that are strings, but for names and dates."""


@pytest.mark.parametrize(
    "work", [WORK, NOTHING, replace(WORK, published=(2026, 2)), replace(WORK, title='"<b>\\')]
)
def test_csl_json_is_what_the_schema_allows(work):
    (item,) = json.loads(citation.csl_json(work))
    assert set(item) <= CSL_KEYS
    assert (item["type"], item["id"]) == ("broadcast", "lambert2026e1")
    for key in set(item) - {"author", "issued"}:
        assert isinstance(item[key], str)
    for name in item.get("author", ()):
        assert set(name) <= {"family", "given", "suffix", "literal"}
    assert item.get("issued", {"date-parts": [list(work.published)]}) == {
        "date-parts": [list(work.published)]
    }
    assert item.get("title") == work.title


def test_titles_are_escaped_in_html():
    hostile = replace(WORK, title="<script>alert(1)</script>", podcast="<b>")
    for each in citation.citations(hostile):
        assert "<script>" not in each.html
        assert "<b>" not in each.html
    assert "<script>alert(1)</script>" in citation.citations(hostile)[0].text


@pytest.mark.parametrize(
    ("whole", "inverted", "initials"),
    [
        ("Nathan Lambert", "Lambert, Nathan", "Lambert, N."),
        ("Jean-Paul  Sartre", "Sartre, Jean-Paul", "Sartre, J.-P."),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig", "van Beethoven, L."),
        ("Maria de la Cruz", "de la Cruz, Maria", "de la Cruz, M."),
        ("Martin Luther King Jr.", "King, Martin Luther, Jr.", "King, M. L., Jr."),
        ("Cher", "Cher", "Cher"),
        ("山田 花子", "山田 花子", "山田 花子"),
        ("Lambert, Nathan", "Lambert, Nathan", "Lambert, Nathan"),
    ],
)
def test_names_are_turned_round(whole, inverted, initials):
    name = name_of(whole)
    assert (name.inverted, name.initials) == (inverted, initials)


def test_dates_and_publishers():
    assert [day_of(each) for each in ("2026-02-04T10:00", "2026-02", "2026", "2026-13-01", "soon", None)] == [
        (2026, 2, 4),
        (2026, 2),
        (2026,),
        (),
        (),
        (),
    ]
    hosts = (name_of("Nathan Lambert"),)
    assert publisher("Nathan lambert", "Interconnects", hosts) is None
    assert publisher("Interconnects", "Interconnects", hosts) is None
    assert publisher("Ai2", "Interconnects", hosts) == "Ai2"


ORIGIN = Origin(
    title="A *title*", podcast="Show_1", published="2026", at="1:02", address="https://x.org/1?t=62#u1"
)


def test_quotations_name_only_who_is_known():
    assert quotation.plain([Quoted(text="Words.", speaker="Ada")], ORIGIN) == (
        "“Words.” — Ada, “A *title*”, Show_1, 2026, 1:02, https://x.org/1?t=62#u1"
    )
    assert quotation.plain([Quoted(text="Words.", speaker=None)], ORIGIN).startswith(
        "“Words.” — “A *title*”,"
    )
    both = [Quoted(text="One.", speaker="Ada"), Quoted(text="Two.", speaker=None)]
    assert quotation.plain(both, ORIGIN).startswith("Ada: “One.”\n“Two.”\n— “A *title*”")


def test_markdown_shows_the_words_as_they_are():
    said = quotation.markdown([Quoted(text="# 1. <b>_x_</b>\n[y](z)", speaker="A*a")], ORIGIN)
    assert said == (
        "> \\# 1. \\<b\\>\\_x\\_\\</b\\> \\[y\\](z)\n>\n"
        "> — A\\*a, [“A \\*title\\*”](<https://x.org/1?t=62#u1>), *Show\\_1*, 2026, 1:02"
    )
    assert quotation.escaped("1. one") == "1\\. one"
    assert quotation.escaped("- one") == "\\- one"


def test_the_moment_is_in_brackets_behind_the_quotation():
    assert in_text.apa(WORK) == "(Lambert, 2026, 1:02:03)"
    assert in_text.mla(WORK) == "(“Why Nvidia builds open models” 1:02:03)"
    two = replace(WORK, hosts=(*WORK.hosts, name_of("Ludwig van Beethoven")))
    assert in_text.apa(two) == "(Lambert & van Beethoven, 2026, 1:02:03)"
    assert in_text.apa(replace(two, hosts=two.hosts * 2)) == "(Lambert et al., 2026, 1:02:03)"


def test_without_a_host_the_title_stands_in_brackets():
    nobody = replace(WORK, hosts=())
    assert in_text.apa(nobody) == "(“Why Nvidia builds open models,” 2026, 1:02:03)"
    assert in_text.apa(replace(nobody, title="Why?", published=())) == "(“Why?” n.d., 1:02:03)"
    assert in_text.apa(replace(nobody, title=None, at=None)) == "(Interconnects, 2026)"
    assert in_text.mla(replace(WORK, title=None)) == "(Lambert 1:02:03)"
    assert (in_text.apa(NOTHING), in_text.mla(NOTHING)) == ("(n.d.)", "")
