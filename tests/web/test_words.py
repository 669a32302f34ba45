"""The words of the interface are in one place: in another language, no English is left on any page.

The other language is made here: every text in brackets. All names and words of the archive are Greek, so
that whatever is Latin and outside the brackets was written into a template or into the program.
"""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest

from archive.database import open_archive
from archive.records import (
    Chapter,
    EpisodeRecord,
    Identifier,
    Link,
    Person,
    Podcast,
    Recording,
    Soundbite,
    Warning,
)
from archive.store import save
from archive.web import say
from archive.web.explore.queries import QUERIES
from archive.web.wording import _TABLES
from tests.parts import said, source, transcript, voice
from tests.web.site import site

WEB = Path(say.__file__).parent
USERS = [*WEB.rglob("*.py"), *WEB.rglob("*.html")]

PAGES = (
    "/",
    "/archive/episodes/1",
    "/archive/episodes/1?t=5&q=καλημέρα",
    "/archive/episodes/1?t=99:00",
    "/archive/episodes/2",
    "/archive/episodes/3",
    "/archive/people/1",
    "/archive/podcasts/1",
    "/archive/-/search?q=καλημέρα",
    "/archive/-/search?q=καλημέρα&speaker=1&sort=newest",
    "/archive/-/search?q=τίποτα+άλλο",
    "/archive/-/search?q=(καλημέρα+OR+γε*)+-τίποτα+-(α+β)+%2Bγελάει+speaker:άντα+-tag:β+after:2020&year=none",
    "/archive/-/search?q=εεε*+εε*+NEAR(+NOT+χρώμα:α+%22%22+OR+)+()+before:α+podcast:+role:ζ+tag:ζ+chapter:ζ+podcast:ζ",
    "/archive/-/search?q=" + "+".join("(α" for _ in range(12)),
    "/archive/-/search?q=" + "+".join(f"speaker:α{n}" for n in range(20)) + "+α*β" * 70,
    "/archive/-/search?q=%22καμία+τέτοια%22&speaker=none&role=none&tag=none&origin=none&podcast=none",
    "/archive/-/search?q=ε*",
    "/archive/episodes/1?q=ε*+%22α+β%22",
    "/archive/-/trend?q=καλημέρα+ε*&split=speaker",
    "/archive/-/search",
    "/archive/-/moment?u=1000001",
    "/archive/-/chapters?podcast=1",
    "/archive/-/about",
    "/archive/-/trend",
    "/archive/-/trend?q=καλημέρα&q=γελάει",
    "/archive/-/explore",
    *(f"/archive/{name}" for name in QUERIES),
)
REFUSED = ("/archive/episodes/99", "/archive/-/search?q=α&page=abc")

NO_WORDS = " | ".join(
    [f"//{name}" for name in ("script", "style", "code", "pre", "kbd", "bdi")]
    + [f"//*[contains(@class, '{name}')]" for name in ("table-wrapper", "rows-and-columns", "pa-copy-text")]
)
"""What is not said in a language: programs, tables of columns, addresses and the forms of citations."""

SIGNS = re.compile(r"\b(min|ms|kB|MB|JSON|json|http\S+|el|youtube page( 1)?|ingest|[\d.]+dev\w*)\b")
"""Units, forms, tags of languages, and what a column of the archive holds as a code."""


def keys_of(language):
    return set(say.texts(language))


def test_every_text_that_is_asked_for_is_there():
    asked = {}
    for path in USERS:
        text = path.read_text(encoding="utf-8")
        for key in re.findall(r"""\b(?:say|text)\(\s*["']([a-z]\w*(?:\.\w+)+)["'](?! *~)""", text):
            asked.setdefault(key, path.name)
    assert len(asked) > 100
    assert {key: name for key, name in asked.items() if key not in keys_of("en")} == {}


def test_every_text_is_asked_for():
    everything = "\n".join(path.read_text(encoding="utf-8") for path in USERS)
    begun = set(re.findall(r"""["']([a-z]\w*\.[\w.]*)(?:["'] *~|\{)""", everything))
    tables = {*_TABLES.values(), *re.findall(r"""\.table\(\s*["']([\w.]+)["']""", everything)}
    unused = [
        key
        for key in keys_of("en")
        if f'"{key}"' not in everything
        and f"'{key}'" not in everything
        and not any(key.startswith(each) for each in begun)
        and not any(key.startswith(f"{each}.") for each in tables)
    ]
    assert unused == []


def test_a_language_that_is_set_is_said_and_others_are_english(pseudo, tmp_path):
    with pseudo("xx") as get:
        assert '<html lang="xx">' in get("/").text
    with pseudo("nobody speaks it") as get:
        assert '<html lang="en">' in get("/").text


def test_the_words_of_a_language_are_read_once(pseudo):
    assert say.words("xx") is say.words("xx")
    assert say.words("xx").text("base.name").startswith("⟦")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_said_in_english(get, path):
    answered = get(path)
    assert answered.status_code == 200, answered.text[-500:]
    assert latin(answered.text) == []


@pytest.mark.parametrize("path", REFUSED)
def test_what_is_refused_is_refused_in_that_language(get, path):
    answered = get(path)
    assert answered.status_code in (400, 404)
    assert "⟦" in answered.text
    heading = lxml.html.fromstring(answered.text).findtext(".//h1")
    assert heading.startswith("⟦")


def latin(html):
    """Every text of a page, or of an attribute that is read out, with Latin words outside brackets."""
    page = lxml.html.fromstring(html)
    for part in page.xpath(NO_WORDS):
        part.drop_tree()
    texts = list(page.find("body").itertext())
    for name in ("title", "aria-label", "placeholder", "alt"):
        texts += page.xpath(f"//body//@{name}")
    whole = "\x1f".join(texts)
    while (less := re.sub(r"⟦[^⟦⟧]*⟧", " ", whole)) != whole:
        whole = less
    return sorted(
        {text.strip() for text in SIGNS.sub(" ", whole).split("\x1f") if re.search("[A-Za-z]{2}", text)}
    )


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory):
    """A server in a language: `xx` is English in brackets."""
    folder = tmp_path_factory.mktemp("words")
    for path in say.files("en"):
        for language, around in (("en", "{}"), ("xx", "⟦{}⟧")):
            (folder / language).mkdir(exist_ok=True)
            table = bracketed(tomllib.loads(path.read_text(encoding="utf-8")), around)
            (folder / language / path.name).write_text(written(table), encoding="utf-8")
    archive = folder / "greek.db"
    engine = open_archive(archive, create=True)
    outcomes = list(save(engine, greek_episodes()))
    engine.dispose()
    assert {outcome.status for outcome in outcomes} == {"inserted"}, outcomes
    patch = pytest.MonkeyPatch()
    patch.setattr(say, "FOLDER", folder)
    say.texts.cache_clear()
    yield lambda language: site(archive, config={"plugins": {"podcast-archive": {"language": language}}})
    patch.undo()
    say.texts.cache_clear()


@pytest.fixture(scope="module")
def get(pseudo):
    with pseudo("xx") as get:
        yield get


def bracketed(value, around):
    if isinstance(value, dict):
        return {key: bracketed(inner, around) for key, inner in value.items()}
    return around.format("\0").replace("\0", value)


def written(table, prefix=""):
    """A table of texts as TOML, each by its whole key."""
    lines = []
    for key, value in table.items():
        name = f'{prefix}"{key}"'
        if isinstance(value, dict):
            lines.append(written(value, f"{name}."))
        else:
            escaped = (
                value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
            )
            lines.append(f'{name} = "{escaped}"\n')
    return "".join(lines)


ADA = Person(name="Άντα")
SHOW = Podcast(
    title="Μηχανές", author="Άντα", description="Για μηχανές.", language="el", categories=("Τεχνολογία",)
)


def greek_episodes():
    """One with all that a page can say, one without times or speakers, one without words."""
    lines = (
        said("Καλημέρα σε όλους.", 0, end_ms=4_000, speaker=0, chapter=0, turn=1, cue=0),
        said("Καλημέρα και σε σένα; Πώς είσαι;", 4_000, end_ms=9_000, speaker=1, chapter=0, turn=2, cue=1),
        said("Κάποιος γελάει.", 9_000, end_ms=12_000, chapter=1, cue=2),
    )
    full = EpisodeRecord(
        identifiers=(Identifier(scheme="youtube", value="ελληνικά1"),),
        derivation="1",
        slug="πρώτο",
        title="Πρώτο",
        podcast=SHOW,
        subtitle="Αρχή",
        description="Σημειώσεις.\n\nΚαι άλλες.",
        published="2026-02-04",
        published_precision="day",
        season=1,
        number=1,
        kind="bonus",
        explicit=True,
        tags=("χρόνος",),
        guessed=("title", "number"),
        duration_ms=12_000,
        recordings=(
            Recording(kind="youtube", url="https://www.youtube.com/watch?v=abcdefghijk", duration_ms=12_000),
            Recording(kind="audio", url="https://example.org/1.mp3"),
        ),
        sources=(source("/πρώτο", "α"),),
        transcripts=(replace(transcript(lines), origin="asr", language="el", flags=("repetition",)),),
        speakers=(voice("Άντα", ADA, "οικοδέσποινα", 0, lines), voice("Φωνή", None, None, 1, lines)),
        chapters=(
            Chapter(title="Αρχή", start_ms=0, given_ms=0),
            Chapter(title="Γέλια", start_ms=9_000, given_ms=9_000),
        ),
        utterances=lines,
        links=(Link(kind="transcript", url="https://example.org/1.vtt"),),
        soundbites=(Soundbite(start_ms=1_000, duration_ms=2_000, title="Στιγμή"),),
        warnings=(Warning(code="α", place="1", message="κάτι"),),
    )
    untimed = (said("Ένα γράμμα.", cue=0),)
    bare = EpisodeRecord(
        identifiers=(Identifier(scheme="youtube", value="ελληνικά2"),),
        derivation="2",
        slug="δεύτερο",
        recordings=(Recording(kind="unknown"),),
        sources=(source("/δεύτερο", "β"),),
        transcripts=(transcript(untimed),),
        utterances=untimed,
    )
    wordless = EpisodeRecord(
        identifiers=(Identifier(scheme="youtube", value="ελληνικά3"),),
        derivation="3",
        slug="τρίτο",
        title="Τρίτο",
        podcast=SHOW,
        recordings=(Recording(kind="file"),),
        sources=(source("/τρίτο", "γ"),),
        chapters=(Chapter(title="Μόνο", start_ms=0, given_ms=0),),
    )
    return full, bare, wordless
