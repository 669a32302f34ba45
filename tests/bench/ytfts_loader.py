"""For the Python of yt-fts's own environment: load FOLDER into DATABASE with it, and print the seconds taken.

Only the loader is timed: not the start of Python, nor the making of empty tables.
"""

import contextlib
import io
import sys
from time import perf_counter
from unittest.mock import patch

from yt_fts import db_utils
from yt_fts.download import download_handler

folder, database, channel = sys.argv[1:]
with (
    patch.object(db_utils, "get_db_path", lambda: database),
    patch.object(download_handler, "get_db_path", lambda: database),
):
    db_utils.make_db(database)
    db_utils.add_channel_info(channel, "A channel", "https://example.org")
    handler = download_handler.DownloadHandler()
    handler.tmp_dir = folder
    with contextlib.redirect_stdout(io.StringIO()):
        began = perf_counter()
        handler.vtt_to_db()
        seconds = perf_counter() - began
print(seconds)
