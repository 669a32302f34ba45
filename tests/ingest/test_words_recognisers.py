"""Speech to text: no word is lost or invented, whichever recogniser wrote, and odd files are refused.

The words expected are counted here, from other places of a file than those that the readers take them from
wherever it says them twice.
"""

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import registry
from ingest.errors import InputError
from ingest.files.source import Source, from_bytes
from ingest.head import LENGTH, Head
from ingest.labels import understand
from ingest.readers.languages import tag
from ingest.reading import Reading, spoken

HERE = Path(__file__).parents[1] / "formats"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
NAMES = (
    *(
        "assemblyai",
        "aws_transcribe",
        "azure_speech",
        "bbc_kaldi",
        "deepgram",
        "elevenlabs",
        "digital_paper_edit",
        "google_speech",
    ),
    *(
        "ibm_watson",
        "rev_ai",
        "rttm",
        "sentence_metadata",
        "speechmatics",
        "whisper",
        "whisper_tsv",
        "word_list",
    ),
)
OURS = {format.name: format for format in registry.formats() if format.name in NAMES}
GOLDEN = sorted(
    path
    for name in NAMES
    for path in (HERE / name).iterdir()
    if not path.name.endswith((".reading.json", ".error")) and not path.with_suffix(".error").exists()
)
FOLDERS = ("stt-json", "whisper-openai", "whisperx", "assemblyai-strato", "rttm")
REAL = sorted(
    path
    for name in FOLDERS
    for path in (CORPUS / name).rglob("*")
    if path.suffix in (".json", ".xz", ".rttm")
)


def strings(value: list[Any], key: str) -> list[str]:
    return [one[key] for one in value if isinstance(one, dict) and isinstance(one.get(key), str)]


def printed(raw: str, key: str) -> list[str]:
    """The strings that stand behind `key` anywhere."""
    return [json.loads(found) for found in re.findall(rf'"{key}":\s*("(?:[^"\\]|\\.)*")', raw)]


def of_whisper(raw: str) -> list[str]:
    value = json.loads(raw)
    for key in ("transcription", "segments"):
        if isinstance(pieces := value.get(key), list):
            return [
                text.replace("[SPEAKER_TURN]", "")
                for text in strings(pieces, "text") or ["".join(strings(pieces[0]["words"], "word"))]
            ]
    chunks = value.get("speakers") or value.get("chunks") or [value]
    return ["".join(strings(chunks, "text"))]


def of_azure(raw: str) -> list[str]:
    value = json.loads(raw)
    return strings([one["nBest"][0] for one in value.get("recognizedPhrases", ())], "display") or strings(
        value["combinedPhrases"], "text"
    )


def of_elevenlabs(raw: str) -> list[str]:
    value = json.loads(raw)
    return strings(value.get("transcripts") or [value], "text")


def of_aws(raw: str) -> list[str]:
    return printed(raw, "content") if raw.startswith("[") else printed(raw, "transcript")[:1]


def of_speechmatics(raw: str) -> list[str]:
    value = json.loads(raw)
    said = strings(value["words"], "name") if "words" in value else printed(raw, "content")
    return [word for word in said if re.search(r"\w", word)]


def of_rev(raw: str) -> list[str]:
    return ["".join(strings(one["elements"], "value")) for one in json.loads(raw)["monologues"]]


def of_word_list(raw: str) -> list[str]:
    return [one.get("text") or one["word"] for one in json.loads(raw)]


def of_tsv(raw: str) -> list[str]:
    return [re.sub(r"^-?\d+\t-?\d+\t", "", line) for line in raw.splitlines()[1:]]


EXPECTED: dict[str, Callable[[str], list[str]]] = {
    "assemblyai": lambda raw: [
        json.loads(raw).get("text") or " ".join(strings(json.loads(raw)["sentences"], "text"))
    ],
    "aws_transcribe": of_aws,
    "bbc_kaldi": lambda raw: strings(json.loads(raw).get("retval", {}).get("words", []), "punct"),
    "azure_speech": of_azure,
    "elevenlabs": of_elevenlabs,
    "deepgram": lambda raw: strings(
        [c["alternatives"][0] for c in json.loads(raw)["results"]["channels"]], "transcript"
    ),
    "digital_paper_edit": lambda raw: printed(raw, "text"),
    "google_speech": lambda raw: printed(raw, "transcript"),
    "ibm_watson": lambda raw: [text.replace("%HESITATION", "") for text in printed(raw, "transcript")],
    "rev_ai": of_rev,
    "rttm": lambda raw: [],
    "sentence_metadata": lambda raw: [],
    "speechmatics": of_speechmatics,
    "whisper": of_whisper,
    "whisper_tsv": of_tsv,
    "word_list": of_word_list,
}


def source_of(content: bytes) -> Source:
    return from_bytes(content, uri="it", name="it")


def claims(source: Source) -> list[str]:
    head = Head(source.text[:LENGTH])
    return [format.name for format in registry.formats() if not format.fallback and format.sniff(head)]


def letters(words: list[str]) -> list[str]:
    return [bare for word in words if (bare := re.sub(r"\W", "", word))]


def check_words(path: Path) -> None:
    source = source_of(path.read_bytes())
    (name,) = claims(source)
    assert name in NAMES
    reading = OURS[name].read(source)
    check(reading)
    found = " ".join(cue.text for cue in reading.cues).split()
    wanted = " ".join(EXPECTED[name](source.text)).split()
    assert len(found) == len(wanted)
    if not any(warning.code == "words_unlike_text" for warning in reading.warnings):
        assert Counter(letters(found)) == Counter(letters(wanted))


def check(reading: Reading) -> None:
    """What holds of every reading."""
    assert reading.cues or reading.spans
    for cue in reading.cues:
        assert cue.text
        assert cue.text == spoken(cue.text)
        offsets = [offset for offset, _ in cue.marks]
        assert offsets == sorted(set(offsets))
        assert all(0 < offset < len(cue.text) for offset in offsets)
        assert cue.confidence is None or 0 <= cue.confidence <= 1
        assert cue.end_ms is None or (cue.start_ms is not None and cue.start_ms <= cue.end_ms)
    assert len(reading.warnings) <= 5


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_golden_words(path: Path) -> None:
    check_words(path)


@pytest.mark.skipif(not REAL, reason="the real files are not here")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_real_words(path: Path) -> None:
    check_words(path)


def test_a_repetition_is_dropped_though_every_result_names_voices() -> None:
    words = [
        {"word": word, "startTime": f"{n}s", "speakerTag": 1} for n, word in enumerate(("a", "b", "c", "d"))
    ]
    results = [{"alternatives": [{"words": said}]} for said in (words[:2], words[2:], words)]
    reading = OURS["google_speech"].read(source_of(json.dumps({"results": results}).encode()))
    assert [cue.text for cue in reading.cues] == ["a b c d"]


@pytest.mark.parametrize("printed", ["ch_0", "Channel 0", "Channel 0 Speaker 1", "spk_0", "speaker_1", "S12"])
def test_a_recogniser_names_nobody(printed: str) -> None:
    assert understand(printed).kind == "anonymous"


@pytest.mark.parametrize("printed", ["1:02:03.500", "01:02:03,5", "1:02:03.500000", 3723.5, "3723.5"])
def test_times(printed: object) -> None:
    segments = [{"start": printed, "end": None, "text": "Noon."}]
    reading = OURS["whisper"].read(source_of(json.dumps({"segments": segments}).encode()))
    assert (reading.cues[0].start_ms, reading.warnings) == (3_723_500, ())


def test_a_whole_text_longer_than_the_head_is_whispers() -> None:
    said = "gulls again and again " * 4_000
    value = {"text": said, "segments": [{"start": 0, "end": 2, "text": said}], "language": "en"}
    source = source_of(json.dumps(value).encode())
    assert claims(source) == ["whisper"]
    assert OURS["whisper"].read(source).cues[0].end_ms == 2_000


def test_a_long_word_among_long_punctuation_takes_no_square_of_time() -> None:
    segments = [
        {"start": 0, "text": "." * 200_000, "words": [{"word": "." * 100_000 + "x", "start": 0}] * 20}
    ]
    reading = OURS["whisper"].read(source_of(json.dumps({"segments": segments}).encode()))
    assert [warning.code for warning in reading.warnings] == ["words_unlike_text"]


def test_json_nested_without_end_is_refused() -> None:
    source = source_of(b'{"segments": ' + b"[" * 100_000)
    with pytest.raises(InputError, match="nested deeper"):
        OURS["whisper"].read(source)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("en", "en"),
        ("en_us", "en-US"),
        ("Arabic", "ar"),
        ("eng", "en"),
        ("zh-hant-TW", "zh-Hant-TW"),
        ("jw", "jv"),
    ]
    + [(nothing, None) for nothing in ("auto", "und", "", "?", None, 7, "en-")],
)
def test_languages(printed: object, expected: str | None) -> None:
    assert tag(printed) == expected


STRANGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(
        ["1e400", "-1", "nan", "5.25", "\ud800", " \x00", "Gull", [], {}, [[]], [{}], [None, 1, "x"]]
    ),
)


def bent(value: Any, data: st.DataObject) -> Any:
    """The value with some of what it holds exchanged for something strange, left out, or said twice."""
    chance = data.draw(st.integers(0, 30))
    if chance == 0:
        return data.draw(STRANGE)
    if isinstance(value, dict):
        return {key: bent(held, data) for key, held in value.items() if data.draw(st.integers(0, 30))}
    if isinstance(value, list):
        held = [bent(one, data) for one in value]
        return held * 2 if chance == 1 else held
    return value


@pytest.mark.parametrize(
    "path", [p for p in GOLDEN if p.suffix == ".json"], ids=lambda p: f"{p.parent.name}/{p.name}"
)
@given(data=st.data())
def test_any_values_give_cues_or_are_refused(path: Path, data: st.DataObject) -> None:
    source = source_of(json.dumps(bent(json.loads(path.read_text()), data)).encode())
    try:
        reading = OURS[path.parent.name].read(source)
    except InputError:
        return
    check(reading)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_any_bytes_give_cues_or_are_refused(name: str, data: st.DataObject) -> None:
    content = data.draw(st.sampled_from([path.read_bytes() for path in GOLDEN if path.parent.name == name]))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(content))] * 2)))
    try:
        source = source_of(content[:start] + data.draw(st.binary(max_size=20)) + content[end:])
        reading = OURS[name].read(source)
    except InputError:
        return
    check(reading)
