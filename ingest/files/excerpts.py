"""What is kept of a file that is mostly something else: of yt-dlp's `info.json`, what it says of the video.

Nine tenths of such a file are addresses of streams and captions, which are signed for one person and expire
within hours, and the headers and cookies to fetch them with: nothing that an archive should hold or show.
"""

import hashlib
import json
from typing import Any

KEPT = (
    "id",
    "display_id",
    "title",
    "fulltitle",
    "alt_title",
    "description",
    "uploader",
    "uploader_id",
    "channel",
    "channel_id",
    "channel_url",
    "creators",
    "duration",
    "timestamp",
    "upload_date",
    "release_timestamp",
    "release_date",
    "release_year",
    "language",
    "series",
    "series_id",
    "season",
    "season_number",
    "episode",
    "episode_number",
    "episode_id",
    "chapters",
    "tags",
    "categories",
    "live_status",
    "license",
    "webpage_url",
    "extractor",
    "extractor_key",
    "_type",
)
"""The keys that are kept, in this order; all others go, whatever a later yt-dlp may add."""

ORIGINAL = "original_sha256"
"""The key that says what the whole file was."""

LARGEST = 32 * 1024 * 1024
"""Bytes. The longest seen has under two million; a larger file is not looked into."""

_TELLING = (b'"extractor_key"', b'"webpage_url"', b'"id"', b'"title"')
_CHAPTER = ("start_time", "end_time", "title")


def kept(content: bytes) -> bytes:
    """What is stored of `content`: an excerpt if it is an info.json, else `content` itself.

    The same file always gives the same bytes, and an excerpt gives itself.
    """
    begins = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not begins.startswith(b"{") or len(content) > LARGEST or not all(key in content for key in _TELLING):
        return content
    try:
        held = json.loads(content)
    except (ValueError, RecursionError):  # no JSON, or not in UTF-8
        return content
    if not isinstance(held, dict) or ORIGINAL in held or not {"id", "title", "extractor_key"} <= held.keys():
        return content
    excerpt = {key: _plain(key, held[key]) for key in KEPT if key in held}
    excerpt[ORIGINAL] = hashlib.sha256(content).hexdigest()
    text = json.dumps(excerpt, ensure_ascii=False, indent=1) + "\n"
    try:
        return text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which only an escape can hold
        return (json.dumps(excerpt, indent=1) + "\n").encode()


def _plain(key: str, value: Any) -> Any:
    """A value without what may hide in it: texts, numbers, lists of them, chapters' times and titles."""
    if key == "chapters" and isinstance(value, list):
        chapters = [each for each in value if isinstance(each, dict)]
        return [{name: _plain(name, each[name]) for name in _CHAPTER if name in each} for each in chapters]
    if isinstance(value, list):
        return [each for each in value if not isinstance(each, list | dict)]
    return None if isinstance(value, dict) else value
