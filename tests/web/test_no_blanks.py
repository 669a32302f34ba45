"""Words of scripts without blanks between them cannot be counted: no page makes a rate of them."""

import subprocess
import sys

import pytest

from tests.web.site import site, text

TALK = """WEBVTT

00:00:00.000 --> 00:00:20.000
<v 花子>東京へようこそ。今日は船の話をします。船は海の上を走ります。

00:00:20.000 --> 00:00:40.000
<v Ada>Thank you, I came by the night train, and I read a book all the way long to here.
"""


@pytest.fixture(scope="module")
def get(tmp_path_factory):
    folder = tmp_path_factory.mktemp("blanks")
    (folder / "talk.vtt").write_text(TALK, "utf-8")
    command = [sys.executable, "-c", "from ingest.cli import main; main()", "ingest"]
    subprocess.run([*command, folder / "talk.db", folder / "talk.vtt"], check=True, capture_output=True)
    with site(folder / "talk.db") as get:
        yield get


def test_a_voice_has_a_rate_only_where_words_can_be_counted(get):
    voices = {each["name"]: each for each in get("/archive/-/episodes/1.json").json()["voices"]}
    assert voices["花子"]["words_per_minute"] is None
    assert voices["Ada"]["words_per_minute"] == 57
    page = text(get("/archive/episodes/1"))
    assert "花子 20 s 50 % 1 not counted not counted" in page
    assert "Ada 20 s 50 % 1 19 57" in page
    assert "Words are not counted where no blanks are between them." in page


def test_an_episode_does_not_count_what_are_no_words(get):
    assert get("/archive/-/episodes/1.json").json()["counts_words"] is False
    assert " words" not in text(get("/archive/episodes/1")).partition("Everything stored in this row")[0]
