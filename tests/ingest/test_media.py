"""What is read of media files, without ever reading their sound. mutagen is asked too, where it is right."""

import io
import json
import struct
from pathlib import Path
from typing import Any

import mutagen
import pytest

from ingest.errors import UnreadableSource
from ingest.media import LEAST, excerpt, recognise

from . import media_bytes as made

FILES = Path(__file__).parents[3] / "shared" / "corpus" / "media-chapters"

TITLES = made.text("TIT2", "Bees at night") + made.text("TALB", "The Hive Hour")
INTRO = made.chap("a", 0, 5000, made.text("TIT2", "Intro"))
NIGHT = made.chap("b", 5000, 9000, made.text("TIT2", "Night 🐝", encoding=1))
TWO = [
    {"start_ms": 0, "end_ms": 5000, "title": "Intro"},
    {"start_ms": 5000, "end_ms": 9000, "title": "Night 🐝"},
]
STARTS = [{"start_ms": 0, "title": "Intro"}, {"start_ms": 5000, "title": "Night 🐝"}]
VORBIS = (
    *("TITLE=Bees at night", "ALBUM=The Hive Hour", "CHAPTER002=00:00:05.000", "CHAPTER002NAME=Night 🐝"),
    *("Chapter001=00:00:00.000", "CHAPTER001NAME=Intro", "CHAPTER003=noon"),
)


def said(content: bytes) -> dict[str, Any]:
    assert recognise(content[:LEAST])
    found: dict[str, Any] = json.loads(excerpt(io.BytesIO(content), len(content)))
    return found


@pytest.mark.parametrize(
    "begins",
    [
        b"ID3\4\0\0",
        made.FRAME,
        b"\xff\xf1\x50\x80",
        b"\0\0\0\x20ftypM4A ",
        b"OggS\0\2",
        b"fLaC",
        b"RIFF\0\0\0\0WAVE",
    ],
)
def test_a_media_file_is_recognised_by_its_first_bytes(begins: bytes) -> None:
    assert recognise(begins)


@pytest.mark.parametrize(
    "text", ["WEBVTT\n", "ID3 tags are", "ftyp", "", "RIFF and WAVE", "ÿû", "{}", "OggSie"[:3]]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-8-sig"])
def test_text_is_no_media_file(text: str, encoding: str) -> None:
    assert not recognise((text * 20).encode(encoding)[:LEAST])


def test_what_is_no_media_file_is_refused() -> None:
    with pytest.raises(UnreadableSource, match="is no media file"):
        excerpt(io.BytesIO(b"Words."), 6)


def test_id3_chapters_and_tags() -> None:
    found = said(made.mp3(TITLES + made.ctoc("ab") + INTRO + NIGHT))
    assert found["chapters"] == TWO
    assert found["chapter_source"] == "ID3 CHAP"
    assert found["tags"] == {"album": "The Hive Hour", "title": "Bees at night"}
    assert (found["media"], found["mime_type"]) == ("mp3", "audio/mpeg")
    assert "odd" not in found


def test_id3_2_3_has_sizes_of_eight_bits_and_the_date_in_two_frames() -> None:
    picture = made.frame("APIC", bytes(300), 3)
    link = made.frame("WXXX", b"\1" + "a".encode("utf-16") + b"\0\0https://hive.example", 3)
    inside = picture + made.text("TIT2", "Intro", 3, 1) + link
    date = made.text("TYER", "2026", 3, 0) + made.text("TDAT", "0402", 3, 0)
    found = said(made.mp3(made.chap("a", 0, 5000, inside, 3) + date, 3))
    assert found["chapters"] == [
        {"start_ms": 0, "end_ms": 5000, "title": "Intro", "href": "https://hive.example"}
    ]
    assert found["tags"] == {"date": "2026-02-04"}


def test_a_second_tag_adds_what_the_first_does_not_say() -> None:
    found = said(made.id3(made.text("TIT2", "By the host")) + made.mp3(TITLES + INTRO + NIGHT))
    assert found["tags"] == {"album": "The Hive Hour", "title": "By the host"}
    assert found["chapters"] == TWO


def test_id3_2_2() -> None:
    assert said(made.mp3(made.text("TT2", "Bees", 2, 0), 2))["tags"] == {"title": "Bees"}


def test_an_unsynchronised_tag_is_put_together_again() -> None:
    frames = made.text("TIT2", "Bees ÿ", 3, 1) + made.chap("a", 255, 0xFFFF, made.text("TIT2", "a", 3, 1), 3)
    woven = frames.replace(b"\xff", b"\xff\0")
    found = said(made.id3(woven, 3, 0x80) + made.FRAME)
    assert found["tags"]["title"] == "Bees ÿ"
    assert found["chapters"] == [{"start_ms": 255, "end_ms": 0xFFFF, "title": "a"}]


def test_an_unsynchronised_frame_is_put_together_again() -> None:
    body = b"\1" + "Bees".encode("utf-16")
    woven = made.frame("TIT2", len(body).to_bytes(4) + body.replace(b"\xff", b"\xff\0"), 4, 0x03)
    assert said(made.mp3(woven + made.text("TALB", "Hive")))["tags"] == {"album": "Hive", "title": "Bees"}


def test_sizes_of_eight_bits_in_a_2_4_tag_are_seen() -> None:
    """Old versions of iTunes wrote them."""
    body = b"\3" + b"B" * 299
    wrong = made.frame("TIT2", body, size=len(body).to_bytes(4))
    assert said(made.mp3(wrong + made.text("TALB", "Hive")))["tags"] == {"album": "Hive", "title": "B" * 299}


def test_chapters_come_in_the_order_of_time_whatever_the_contents_list() -> None:
    found = said(made.mp3(made.ctoc("b") + NIGHT + INTRO))
    assert found["chapters"] == TWO
    assert found["odd"] == {"not_in_contents": 1}
    assert said(made.mp3(NIGHT + INTRO))["chapters"] == TWO


def test_a_chapter_without_a_time_is_left_out_and_counted() -> None:
    found = said(made.mp3(made.chap("a", 0xFFFFFFFF, 0xFFFFFFFF, b"") + INTRO))
    assert found["chapters"] == TWO[:1]
    assert found["odd"] == {"chapter_without_time": 1}


def test_utf_8_that_calls_itself_latin_1_is_read_and_said() -> None:
    wrong = made.frame("TIT2", b"\0" + "Bienenstöcke".encode())
    found = said(made.mp3(wrong + made.text("TALB", "Bienenstöcke", encoding=0)))
    assert found["tags"] == {"title": "Bienenstöcke", "album": "Bienenstöcke"}
    assert found["odd"] == {"utf8_as_latin1": 1}


def test_a_comment_by_a_machine_is_none() -> None:
    machine = made.frame("COMM", b"\0engiTunNORM\0 00000A")
    person = made.frame("COMM", b"\0eng\0About bees.")
    assert said(made.mp3(machine + person))["tags"] == {"comment": "About bees."}


def test_an_mp3_lasts_as_many_frames_as_its_first_one_says() -> None:
    tag = made.id3(made.text("TLEN", "7000"))
    assert said(tag + made.xing(1000) + made.FRAME)["duration_ms"] == 1000 * 1152 * 1000 // 44_100
    assert said(tag + made.FRAME * 2)["duration_ms"] == 7000
    assert "duration_ms" not in said(made.FRAME * 4)


def test_quicktime_chapters() -> None:
    samples = [made.sample("Intro", "https://hive.example"), made.sample("Night 🐝", codec="utf-16")]
    for wide in (False, True):
        found = said(made.quicktime(samples, [5000, 4000], wide=wide))
        assert found["chapters"] == [{**TWO[0], "href": "https://hive.example"}, TWO[1]]
        assert found["chapter_source"] == "QuickTime text track"
        # As long as the sound, not as the longest track.
        assert (found["duration_ms"], found["mime_type"]) == (12_500, "audio/mp4")


def test_nero_chapters_and_itunes_tags() -> None:
    tags = made.itunes(
        nam="Bees at night", alb="The Hive Hour", day="2026-02-04", desc="Short", ldes="Long one"
    )
    udta = made.atom("udta", made.nero([(0, "Intro"), (5000, "Night 🐝")]), tags)
    found = said(made.quicktime([], [], udta=udta))
    assert found["chapters"] == STARTS
    assert found["chapter_source"] == "Nero chpl"
    assert found["tags"] == {
        **{"album": "The Hive Hour", "date": "2026-02-04"},
        **{"description": "Long one", "title": "Bees at night"},
    }


def test_a_track_that_has_all_of_neros_chapters_is_read_for_their_ends() -> None:
    udta = made.atom("udta", made.nero([(0, "Intro"), (5000, "Night 🐝")]))
    both = said(made.quicktime([made.sample("Intro"), made.sample("Night 🐝")], [5000, 4000], udta=udta))
    assert both["chapters"] == TWO
    fewer = said(made.quicktime([made.sample("Intro")], [5000], udta=udta))
    assert fewer["chapters"] == STARTS


@pytest.mark.parametrize("container", [made.vorbis, made.opus, made.flac])
def test_vorbis_comments(container: Any) -> None:
    found = said(container(made.comments(*VORBIS, "DESCRIPTION=" + "Bees. " * 500)))
    assert found["chapters"] == STARTS
    assert found["chapter_source"] == "Vorbis comments"
    assert found["tags"]["title"] == "Bees at night"
    assert found["tags"]["description"].count("Bees.") == 500
    assert found["odd"] == {"chapter_without_time": 1}
    assert found["duration_ms"] == 10_000


def test_wav() -> None:
    info = b"INFOINAM" + struct.pack("<I", 5) + b"Bees\0\0"
    sound = (b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 16_000, 2, 16)), (b"data", bytes(32_001))
    found = said(made.wav(*sound, (b"LIST", info), (b"id3 ", made.id3(INTRO))))
    assert (found["tags"], found["duration_ms"]) == ({"title": "Bees"}, 2000)
    assert found["chapters"] == TWO[:1]


def _mutagen_chapters(path: Path) -> list[tuple[int, str]]:
    file: Any = mutagen.File(path)
    if path.suffix == ".mp3":
        return sorted((each.start_time, str(each.sub_frames["TIT2"])) for each in file.tags.getall("CHAP"))
    if path.suffix == ".ogg":
        numbers = sorted(
            key[7:10] for key, _ in file.tags if key.lower().startswith("chapter") and len(key) == 10
        )
        clocks = [file.tags[f"chapter{number}"][0].split(":") for number in numbers]
        times = [round(1000 * (int(h) * 3600 + int(m) * 60 + float(s))) for h, m, s in clocks]
        return list(zip(times, (file.tags[f"chapter{n}name"][0] for n in numbers), strict=True))
    return [(round(each.start * 1000), each.title) for each in file.chapters or []]


@pytest.mark.skipif(not FILES.exists(), reason="no real media files here")
def test_real_files_read_as_mutagen_reads_them() -> None:
    paths = sorted(path for path in FILES.iterdir() if path.suffix in {".mp3", ".m4a", ".m4b", ".ogg"})
    assert paths
    for path in paths:
        with path.open("rb") as file:
            found = json.loads(excerpt(file, path.stat().st_size))
        theirs = _mutagen_chapters(path)
        ours = [(each["start_ms"], each["title"]) for each in found["chapters"]]
        # mutagen does not know QuickTime's tracks: where there is nothing else, it sees no chapters.
        assert ours == theirs or (not theirs and found["chapter_source"] == "QuickTime text track"), path.name
        # mutagen leaves out the silence that an encoder adds at both ends of an MP3.
        length = mutagen.File(path).info.length * 1000
        assert found["duration_ms"] == pytest.approx(length, abs=60), path.name
