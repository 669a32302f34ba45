"""Archives of speech: no word is lost, counted by other means than the readers', and whatever a file holds is
read or refused.
"""

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import InputError
from ingest.files.source import Source, from_bytes, read_source
from ingest.formats import csv_table, elan, ohms, oral_history_csv, tei, textgrid, transcriber
from ingest.head import LENGTH, Head
from ingest.reading import Reading

GOLDEN = Path(__file__).parents[1] / "formats"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FORMATS = {
    module.FORMAT.name: module.FORMAT
    for module in (transcriber, elan, textgrid, ohms, oral_history_csv, csv_table, tei)
}


def sources(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if not path.name.endswith((".reading.json", ".error"))]


FILES = [path for name in FORMATS for path in sources(GOLDEN / name)]
REAL = [*sources(CORPUS / "transcriber-trs-de"), *sources(CORPUS / "oral-history")]


def words(text: str) -> list[str]:
    return html.unescape(re.sub(r"<[^>]*>", "", text)).split()


def in_transcriber(text: str, _: Reading) -> list[str]:
    return words(text[text.index("<Episode") :])


def left_out(name: str, reading: Reading) -> bool:
    notes = [each.message for each in reading.warnings if each.code == "tiers_left_out"]
    return any(name in note.partition(":")[0].split(", ") for note in notes)


def in_elan(text: str, reading: Reading) -> list[str]:
    found = []
    for tier in re.findall(r"<TIER .*?</TIER>", text, re.DOTALL):
        name = re.search(r'TIER_ID="(.*?)"', tier)
        if name and not left_out(name[1], reading):
            found += words(" ".join(re.findall(r"<ANNOTATION_VALUE>(.*?)</", tier, re.DOTALL)))
    return found


def in_textgrid(text: str, reading: Reading) -> list[str]:
    if text.startswith("{"):
        tiers = json.loads(text)["tiers"]
        pairs = tiers.items() if isinstance(tiers, dict) else [(tier["name"], tier) for tier in tiers]
        labels = [(name, [entry[-1] for entry in tier["entries"]]) for name, tier in pairs]
    else:
        blocks = re.split(r'"(?:IntervalTier|TextTier)"', text)[1:]
        quoted = [re.findall(r'"((?:[^"]|"")*)"', block) for block in blocks]
        labels = [(name, texts) for name, *texts in quoted]
    said = [
        text for name, texts in labels if not left_out(name.replace('""', '"'), reading) for text in texts
    ]
    return " ".join(said).replace('""', '"').split()


def in_ohms(text: str, _: Reading) -> list[str]:
    captions = re.search(r"<vtt_transcript><!\[CDATA\[(.*?)\]\]>", text, re.DOTALL)
    if captions:
        lines = re.sub(r"(?m)^NOTE\n.*|^.*-->.*|<c\.\d+>\d+</c[.\d]*>", "", captions[1])
        return words(lines.replace("not said", ""))
    found = re.search(r"<transcript>(.*?)(?:\[\[footnotes\]\]|</transcript>)", text, re.DOTALL)
    said = found[1] if found and found[1] != "No transcript." else ""
    return re.sub(r"(?m)^[A-Z]+:|\[\[footnote\]\]\d+\[\[/footnote\]\]", "", said).split()


def in_table(text: str, _: Reading) -> list[str]:
    text = text.lstrip("\ufeff")
    header = text.splitlines()[0].lower()
    delimiter = next(each for each in "\t;," if each in header)
    names = header.split(delimiter)
    column = next(names.index(name) for name in ("text", "transkript", "transcript") if name in names)
    if delimiter == "\t":
        return " ".join(line.split("\t")[column] for line in text.splitlines()[1:]).split()
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    return " ".join(row[column] for row in list(rows)[1:]).split()


def in_tei(text: str, _: Reading) -> list[str]:
    """By letters: whether two annotated words are written together is for the reader to find."""
    said = " ".join(re.findall(r"<u\b[^>]*>(.*?)</u>", text, re.DOTALL))
    return list("".join(words(re.sub(r"(?s)<(note|vocal|kinesic|incident|corr)\b.*?</\1>", "", said))))


COUNTERS: dict[str, Callable[[str, Reading], list[str]]] = dict(
    zip(FORMATS, (in_transcriber, in_elan, in_textgrid, in_ohms, in_table, in_table, in_tei), strict=True)
)


def read(path: Path) -> tuple[str, Source, Reading] | None:
    """Our format's name, and what it says; None if it is none of ours, or refused."""
    try:
        source = read_source(path, path.parent)
        head = Head(source.text[:LENGTH])
        formats = [each for each in FORMATS.values() if each.sniff(head)]
        assert len(formats) <= 1
        return (formats[0].name, source, formats[0].read(source)) if formats else None
    except InputError:
        return None


def compared(path: Path) -> bool:
    """Whether there was something to compare: words in are words out, whatever their order."""
    if (found := read(path)) is None:
        return False
    name, source, reading = found
    said = [word for cue in reading.cues for word in cue.text.split()]
    if name == "tei":
        said = list("".join(said))
    assert sorted(said) == sorted(COUNTERS[name](source.text, reading))
    return True


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_word_is_lost(path: Path) -> None:
    assert compared(path) != path.with_name(path.stem + ".error").exists()


@pytest.mark.skipif(not CORPUS.exists(), reason="the real files are not here")
def test_no_word_of_real_files_is_lost() -> None:
    assert sum(compared(path) for path in REAL) >= 5


XML_PIECES = {
    "transcriber": (
        '<Trans><Speakers><Speaker id="a" name="Ann"/><Speaker id="b"/></Speakers><Episode>',
        "</Episode></Trans>",
        [
            '<Section type="report" topic="t" startTime="0" endTime="9">',
            *(
                '<Turn speaker="a b" startTime="0" endTime="9">',
                '<Turn speaker="x">',
                "</Turn>",
                "</Section>",
            ),
            *(
                '<Sync time="1.5"/>',
                '<Sync time="-"/>',
                "<Sync/>",
                '<Who nb="2"/>',
                '<Who nb="0"/>',
                "<Event/>",
            ),
        ],
    ),
    "elan": (
        '<ANNOTATION_DOCUMENT><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="t" TIME_VALUE="9"/></TIME_ORDER>',
        "</ANNOTATION_DOCUMENT>",
        [
            *('<TIER TIER_ID="A">', '<TIER TIER_ID="B" PARENT_REF="A">', '<TIER TIER_ID="A" PARENT_REF="B">'),
            *("</TIER>", "<ANNOTATION>", "</ANNOTATION>", "</ALIGNABLE_ANNOTATION>", "</REF_ANNOTATION>"),
            '<ALIGNABLE_ANNOTATION ANNOTATION_ID="a" TIME_SLOT_REF1="t" TIME_SLOT_REF2="u">',
            '<REF_ANNOTATION ANNOTATION_ID="b" ANNOTATION_REF="c" PREVIOUS_ANNOTATION="a">',
            '<REF_ANNOTATION ANNOTATION_ID="c" ANNOTATION_REF="b">',
            *("<ANNOTATION_VALUE>", "</ANNOTATION_VALUE>"),
        ],
    ),
    "ohms": (
        "<ROOT><record><interviewee>Ann</interviewee><accession/>",
        "</record></ROOT>",
        [
            *("<sync>1:|2(9)|0(0)|3|x", "</sync>", "<transcript>", "</transcript>", "<vtt_transcript>"),
            *("</vtt_transcript>", "00:01.000 --> 00:00.500\n", "&lt;v Ann&gt;", "ANN: ", "[[footnote]]1"),
            *("<index><point><time>", "</time></point></index>", "[[/footnote]]", "[[footnotes]]", "\n\n"),
        ],
    ),
    "tei": (
        '<TEI><timeline><when xml:id="T" interval="2"/><when absolute="1:00"/></timeline><text>',
        "</text></TEI>",
        [
            *(
                '<u who="#a" start="#T">',
                '<u who="a b" end="#T">',
                "</u>",
                "<seg>",
                "</seg>",
                "<div>",
                "</div>",
            ),
            *("<head>", "</head>", '<anchor synch="#T"/>', "<note>", "</note>", '<w join="right">', "</w>"),
            *("<pc>", "</pc>", "<choice>", "</choice>", '<annotationBlock who="#b">', "</annotationBlock>"),
        ],
    ),
}


def cues_or_refusal(name: str, content: str) -> None:
    try:
        source = from_bytes(content.encode("utf-8", "replace"), uri="made", name="made")
        reading = FORMATS[name].read(source)
    except InputError:
        return
    assert reading.cues or reading.chapters
    for cue in reading.cues:
        assert cue.text == " ".join(cue.text.split()) != ""
        assert cue.start_ms is None or cue.start_ms >= 0
        assert cue.end_ms is None or cue.start_ms is None or cue.end_ms >= cue.start_ms
        assert all(0 <= offset < len(cue.text) for offset, _ in cue.marks)


def nested(pieces: list[str]) -> Iterator[str]:
    """The pieces with every element closed that was opened, so that more than the parser is tried."""
    opened: list[str] = []
    for piece in pieces:
        if piece.startswith("</"):
            if opened and opened[-1] in piece:
                opened.pop()
                yield piece
            continue
        yield piece
        for closes, tag in re.findall(r"<(/?)(\w+)(?:\s[^>]*)?(?<!/)>", piece):
            if not closes:
                opened.append(tag)
            elif opened and opened[-1] == tag:
                opened.pop()
    yield from (f"</{tag}>" for tag in reversed(opened))


@pytest.mark.parametrize("name", XML_PIECES)
@given(data=st.data())
def test_any_elements_are_read_or_refused(name: str, data: st.DataObject) -> None:
    begins, ends, pieces = XML_PIECES[name]
    letters = st.text(st.characters(exclude_characters="<&", exclude_categories=("Cc", "Cs")), max_size=9)
    chosen = data.draw(st.lists(st.sampled_from(pieces) | letters, max_size=40))
    cues_or_refusal(name, begins + "".join(chosen if data.draw(st.booleans()) else nested(chosen)) + ends)


GRID_PIECES = [
    '"IntervalTier"',
    '"TextTier"',
    '"words"',
    '"phones"',
    '"Ann"',
    '""""',
    "0",
    "1.5",
    "99999999",
    '"',
]
HEADERS = {
    "oral_history_csv": ["TIMECODE\tSPEAKER\tTRANSCRIPT\n", "Band\tTimecode\tSprecher\tTranskript\n"],
    "csv_table": ["start,end,speaker,text\n", "Von;Sprecher;Text\n", "start_ms\tspeaker\ttext\n"],
}
CELLS = ["\t", ";", ",", "\n", '"', "0:01", "00:00:05.12", "7", "-1", "1e9", "nan", "Hello", " "]


@given(pieces=st.lists(st.sampled_from(GRID_PIECES) | st.text(max_size=5), max_size=40))
def test_any_grid_is_read_or_refused(pieces: list[str]) -> None:
    cues_or_refusal("textgrid", '"ooTextFile"\n"TextGrid"\n0 1 <exists> 2\n' + " ".join(pieces))


@pytest.mark.parametrize("name", HEADERS)
@given(data=st.data(), cells=st.lists(st.sampled_from(CELLS) | st.text(max_size=5), max_size=40))
def test_any_table_is_read_or_refused(name: str, data: st.DataObject, cells: list[str]) -> None:
    cues_or_refusal(name, data.draw(st.sampled_from(HEADERS[name])) + "".join(cells))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["entries", "type"]), inner),
    max_leaves=9,
)


@given(tiers=json_values, entries=st.lists(st.lists(json_values, max_size=3), max_size=3))
def test_any_json_grid_is_read_or_refused(tiers: object, entries: object) -> None:
    for value in (
        tiers,
        [{"class": "IntervalTier", "name": "Ann", "entries": entries}],
        {"Ann": {"entries": entries}},
    ):
        cues_or_refusal("textgrid", json.dumps({"start": 0, "end": 1, "tiers": value}))


@given(content=st.binary() | st.text().map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for format in FORMATS.values():
        with suppress(InputError):
            format.read(from_bytes(content, uri="made", name="made"))
