import pytest

from ingest.errors import UnreadableSource
from ingest.feeds.decoding import decode


def feed(title: str, encoding: str | None = None) -> str:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding else ""
    return f"{declared}<rss><channel><title>{title}</title></channel></rss>"


@pytest.mark.parametrize(
    ("title", "encoding"),
    [
        ("中文播客", "big5"),
        ("Пчёлы", "koi8-r"),
        ("Bienchen für Café", "iso-8859-15"),
        ("蜂の巣", "iso-2022-jp"),
    ],
)
def test_what_the_first_line_says(title: str, encoding: str) -> None:
    text = feed(title, encoding)
    assert decode(text.encode(encoding), "feed.xml") == (text, encoding, ())


def test_what_the_server_says_where_the_text_says_nothing() -> None:
    text = feed("Пчёлы")
    assert decode(text.encode("cp1251"), "feed.xml", "windows-1251") == (text, "windows-1251", ())


def test_utf_8_is_utf_8_whatever_is_said_of_it() -> None:
    text = feed("Bienchen für Café", "iso-8859-1")
    assert decode(text.encode(), "feed.xml", "iso-8859-1") == (text, "utf-8", ())


def test_a_byte_order_mark_is_believed() -> None:
    text = feed("Bienchen für Café", "utf-8")
    assert decode(text.encode("utf-16"), "feed.xml")[:2] == (text, "utf-16")


@pytest.mark.parametrize("encoding", ["hex", "zlib", "rot13", "utf-7", "unicode_escape", "nonsense", "big5"])
def test_what_cannot_be_is_told_by_the_letters_and_doubted(encoding: str) -> None:
    text = feed("Bienchen für Café", encoding)
    found, told, doubts = decode(text.encode("cp1252"), "feed.xml")
    assert (found, told) == (text, "cp1252")
    assert doubts


def test_a_picture_is_no_feed() -> None:
    with pytest.raises(UnreadableSource, match=r"^feed.xml: is a picture"):
        decode(b"\x89PNG\r\n\x1a\n", "feed.xml")
