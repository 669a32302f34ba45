"""Texts in scripts without blanks between words, once more with their letters apart, for the index."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_AT_ONCE = 10_000

_LETTERS = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46"
    "\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd\u0ec0-\u0ec6\u0edc-\u0edf"
    "\u1000-\u102a\u103f\u1050-\u1055\u105a-\u105d\u1061\u1065\u1066\u106e-\u1070\u1075-\u1081"
    "\u108e\ua9e0-\ua9e4\ua9e7-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa76\uaa7a\uaa7e\uaa7f"
    "\u1780-\u17b3\u17d7\u17dc"
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d"
    "\U0001b000-\U0001b16f"
    "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\u3105-\u312f\u31a0-\u31bf"
)
_MARKS = (
    "\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d"
    "\u108f\u109a-\u109d\ua9e5\uaa7b-\uaa7d"
    "\u17b4-\u17d3\u17dd"
    "\u302a-\u302f\u3099\u309a\uff9e\uff9f"
)
_LETTER = re.compile(f"[{_LETTERS}][{_MARKS}]*")

_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF10, 0xFF5B) if _WIDE.match(chr(wide))}


def upgrade() -> None:
    op.add_column("utterances", sa.Column("spaced", sa.Text()))
    connection = op.get_bind()
    last = 0
    # Some thousand texts at a time are in memory, of an archive that may have millions.
    while True:
        sql = "select id, text from utterances where id > ? order by id limit ?"
        rows = connection.exec_driver_sql(sql, (last, _AT_ONCE)).fetchall()
        if not rows:
            break
        last = rows[-1][0]
        made = [(spaced, id_) for id_, text in rows if (spaced := _apart(text)) is not None]
        if made:
            connection.exec_driver_sql("update utterances set spaced = ? where id = ?", made)


def _apart(text: str) -> str | None:
    """The text with U+200B around each letter, wide Latin letters narrow; None if that is the text itself."""
    if text.isascii():
        return None
    borders: set[int] = set()
    for letter in _LETTER.finditer(text):
        start, end = letter.span()
        if start and not text[start - 1].isspace():
            borders.add(start)
        if end < len(text) and not text[end].isspace():
            borders.add(end)
    narrow = text.translate(_NARROW) if _WIDE.search(text) else text
    if not borders:
        return None if narrow == text else narrow
    ordered = sorted(borders)
    pairs = zip([0, *ordered], [*ordered, len(text)], strict=True)
    return "\u200b".join(narrow[start:end] for start, end in pairs)
