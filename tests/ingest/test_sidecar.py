import pytest

from archive.records import Podcast
from ingest import sidecar
from ingest.errors import InvalidSidecar
from ingest.files.source import from_bytes
from ingest.options import Options
from ingest.reading import PersonMention, Published, Reading, RecordingMention


def read(text: str) -> Reading:
    return sidecar.read(from_bytes(text.encode(), uri="/a.toml", name="a.toml"))


def test_everything_that_it_may_say() -> None:
    assert read(
        """
        [podcast]
        title = "Bread"
        author = "Ada"
        description = "About bread."
        language = "en"
        link = "https://example.org/"
        [episode]
        title = "Salt"
        published = 2026-02-04
        description = "On salt."
        season = 2
        number = 3.5
        language = "en-GB"
        link = "https://example.org/salt"
        duration = "1:07:44"
        [[person]]
        name = "Ada"
        role = "host"
        href = "https://example.org/ada"
        description = "A baker"
        """
    ) == Reading(
        podcast=Podcast(
            title="Bread",
            author="Ada",
            description="About bread.",
            language="en",
            link="https://example.org/",
        ),
        title="Salt",
        published=Published(text="2026-02-04", precision="day"),
        description="On salt.",
        season=2,
        number=3.5,
        language="en-GB",
        link="https://example.org/salt",
        duration_ms=4_064_000,
        people=(
            PersonMention(name="Ada", role="host", href="https://example.org/ada", description="A baker"),
        ),
    )


@pytest.mark.parametrize(
    ("written", "text", "precision", "instant"),
    [
        ('"2026"', "2026", "year", None),
        ('"2026-02"', "2026-02", "month", None),
        ('"2026-02-28"', "2026-02-28", "day", None),
        ("2026-02-04T10:00:00", "2026-02-04T10:00:00", "second", None),
        ("2026-02-04T10:00:00+02:00", "2026-02-04T10:00:00+02:00", "second", "2026-02-04T08:00:00Z"),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(
    written: str, text: str, precision: str, instant: str | None
) -> None:
    published = read(f"[episode]\npublished = {written}").published
    assert published is not None
    assert (published.text, published.precision, published.instant) == (text, precision, instant)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[episode", "a.toml: is not TOML: "),
        ("[epsiode]", "a.toml: has an unknown key 'epsiode'; known are episode, person, podcast"),
        ("[episode]\ntilte = 'a'", "a.toml [episode]: has an unknown key 'tilte'; known are "),
        ("[podcast]\nauthor = 'a'", "a.toml [podcast]: has no title; "),
        ("podcast = 'a'", "a.toml: podcast is not a table; "),
        ("person = 'a'", "a.toml: person is not a list of tables; "),
        ("[[person]]\nrole = 'host'", "a.toml [[person]] 1: has no name; "),
        ("[[person]]\nname = ''", "a.toml [[person]] 1: name is ''; "),
        ("[[person]]\nname = 'A'\nhref = 'javascript:alert(1)'", "a.toml [[person]] 1: href is 'javascript:"),
        ("[episode]\npublished = '2026-02-30'", "a.toml [episode]: published is '2026-02-30'; write a date"),
        ("[episode]\npublished = '4 Feb 2026'", "a.toml [episode]: published is '4 Feb 2026'; write a date"),
        ("[episode]\npublished = 2026", "a.toml [episode]: published is '2026'; write a date"),
        ("[episode]\npublished = 2026-13-01", "a.toml: is not TOML: "),
        ("[episode]\nseason = -1", "a.toml [episode]: season is '-1'; write a whole number, not negative"),
        ("[episode]\nnumber = inf", "a.toml [episode]: number is 'inf'; write a number"),
        ("[episode]\nnumber = nan", "a.toml [episode]: number is 'nan'; write a number"),
        ("[episode]\nnumber = 1" + "0" * 400, "a.toml [episode]: number is '10000"),
        ("[episode]\nnumber = 1" + "0" * 5_000, "a.toml: is not TOML: "),
        ("[episode]\npublished = 0001-01-01T00:00:00+05:00", "a.toml [episode]: published is '0001-"),
        ('[episode]\ntitle = "a\\u0000b"', "a.toml [episode]: title is 'a\\x00b'; write a text"),
        ("a = " + "[" * 5_000, "a.toml: is not TOML: "),
        ("[episode]\nseason = true", "a.toml [episode]: season is 'True'; write a whole number"),
        ("[episode]\nduration = 3600", "a.toml [episode]: duration is '3600'; write a duration in quotes"),
        ("[episode]\nkind = 'extra'", "a.toml [episode]: kind is 'extra'; write full, trailer or bonus"),
        ("[episode]\nexplicit = 'no'", "a.toml [episode]: explicit is 'no'; write true or false"),
        ("[episode]\ntags = 'bread'", "a.toml [episode]: tags is 'bread'; write a list of texts"),
        ("[episode]\ntags = ['bread', 1]", "a.toml [episode]: tags is "),
        ("[podcast]\ntitle = 'B'\ncategories = ['']", "a.toml [podcast]: categories is "),
        (
            "[podcast]\ntitle = 'B'\nlicense_url = 'cc'",
            "a.toml [podcast]: license_url is 'cc'; write an address",
        ),
        (
            "[transcript]\norigin = 'robot'",
            "a.toml [transcript]: origin is 'robot'; write human, edited, asr",
        ),
        ("[transcript]\norigin = []", "a.toml [transcript]: origin is '[]'; write human"),
        ("[transcript]\nwords = 1", "a.toml [transcript]: has an unknown key 'words'"),
        (
            "[transcript]\nrecording = 'ep1.mp3'",
            "a.toml [transcript]: recording is 'ep1.mp3'; write an address",
        ),
        ("[episode]\nlink = 'example.org'", "a.toml [episode]: link is 'example.org'; write an address"),
    ],
)
def test_what_cannot_be_understood_is_refused(text: str, said: str) -> None:
    with pytest.raises(InvalidSidecar) as refused:
        read(text)
    assert str(refused.value).startswith(said)
    assert "\n" not in str(refused.value)


def test_a_sidecar_says_what_feeds_say() -> None:
    said = read(
        "[podcast]\ntitle = 'Bread'\nguid = 'g'\nimage = 'https://example.org/b.png'\nlicense = 'cc-by-4.0'\n"
        "license_url = 'https://example.org/cc'\nexplicit = false\ncategories = ['Arts/Food']\n"
        "tags = ['rye']\ncopyright = '© Ada'\n"
        "[episode]\nsubtitle = 'Short'\nkind = 'bonus'\nexplicit = true\nimage = 'https://example.org/e.png'\n"
        "tags = ['salt', 'flour']\n"
        "[transcript]\nprefer = 'a.srt'\norigin = 'human'\nrecording = 'https://media.example.org/a.mp3'\n"
    )
    assert said == Reading(
        podcast=Podcast(
            title="Bread",
            guid="g",
            image_url="https://example.org/b.png",
            license="cc-by-4.0",
            license_url="https://example.org/cc",
            explicit=False,
            categories=("Arts/Food",),
            tags=("rye",),
            copyright="© Ada",
        ),
        subtitle="Short",
        kind="bonus",
        explicit=True,
        image_url="https://example.org/e.png",
        tags=("salt", "flour"),
        prefer="a.srt",
        origin="human",
        recordings=(RecordingMention(kind="audio", url="https://media.example.org/a.mp3"),),
    )
    video = read("[transcript]\nrecording = 'https://youtu.be/aB3_dE-gH1j'\n")
    assert (video.youtube_id, video.recordings) == ("aB3_dE-gH1j", ())


def test_options_say_what_a_sidecar_says() -> None:
    options = Options(podcast="Bread", title="Salt", published="2026", hosts=("Ada",), guests=("Bob", "Cy"))
    content = sidecar.options_bytes(options.document())
    assert sidecar.read_options(from_bytes(content, uri="-", name="options")) == Reading(
        podcast=Podcast(title="Bread"),
        title="Salt",
        published=Published(text="2026", precision="year"),
        people=(
            PersonMention(name="Ada", role="host"),
            PersonMention(name="Bob", role="guest"),
            PersonMention(name="Cy", role="guest"),
        ),
    )


def test_no_options_say_nothing() -> None:
    assert Options().document() == {}
