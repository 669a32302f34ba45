"""What is kept of a yt-dlp info.json: what it says, none of what expires or must not be shown."""

import hashlib
import json

import pytest

from ingest.files import excerpts

SECRET = "sig-9f8e7d"
INFO = {
    "id": "aB3_dE-gH1j",
    "title": "A bread lecture",
    "formats": [{"url": f"https://example.org/?{SECRET}", "http_headers": {"Cookie": SECRET}}],
    "requested_formats": [{"url": SECRET}],
    "automatic_captions": {"de": [{"url": SECRET}]},
    "subtitles": {"en": [{"url": SECRET}]},
    "requested_subtitles": {"en": {"url": SECRET}},
    "thumbnails": [{"url": SECRET}],
    "http_headers": {"Cookie": SECRET},
    "cookies": SECRET,
    "tags": ["bread", {"url": SECRET}],
    "categories": {"url": SECRET},
    "chapters": [{"start_time": 0, "end_time": 9, "title": "Flour", "url": SECRET}, SECRET],
    "description": "Wir backen — “zweimal”.",
    "webpage_url": "https://www.youtube.com/watch?v=aB3_dE-gH1j",
    "extractor_key": "Youtube",
}


def test_only_what_the_video_says_is_kept() -> None:
    content = json.dumps(INFO).encode()
    kept = excerpts.kept(content)
    held = json.loads(kept)
    assert SECRET.encode() not in kept
    assert held.pop("original_sha256") == hashlib.sha256(content).hexdigest()
    assert held["description"] == INFO["description"]
    assert held["tags"] == ["bread"]
    assert held["chapters"] == [{"start_time": 0, "end_time": 9, "title": "Flour"}]
    assert set(held) <= set(excerpts.KEPT)


def test_the_same_file_gives_the_same_bytes_and_an_excerpt_itself() -> None:
    kept = excerpts.kept(b"\xef\xbb\xbf\n" + json.dumps(INFO).encode())
    assert kept == excerpts.kept(b"\xef\xbb\xbf\n" + json.dumps(INFO).encode())
    assert excerpts.kept(kept) == kept


def test_half_of_a_surrogate_pair_is_kept_as_an_escape() -> None:
    kept = excerpts.kept(json.dumps(INFO | {"title": "bread \ud83d"}).encode())
    assert json.loads(kept)["title"] == "bread \ud83d"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Transcript\n0:00\nHello",
        b'{"segments": [{"start": 0, "text": "Hello"}]}',
        json.dumps([INFO]).encode(),
        json.dumps({"entries": INFO}).encode(),
        json.dumps(INFO).encode()[:-1],
        json.dumps(INFO).encode().replace(b"bread lecture", b"\xff\xfe"),
        json.dumps(INFO).encode().replace(b'"bread"', b"[" * 100_000),
        json.dumps(INFO).encode().replace(b'"cookies": "', b'"cookies": ' + b"9" * 5_000 + b', "x": "'),
    ],
    ids=["empty", "text", "other", "list", "inside", "cut", "bytes", "deep", "number"],
)
def test_anything_else_is_unchanged(content: bytes) -> None:
    assert excerpts.kept(content) is content
