"""A show on a local server: its feed as text, and what a run over it made of the archive."""

import sqlite3
from contextlib import closing
from html import escape
from pathlib import Path
from typing import Any

from archive.check import check
from archive.outcome import Outcome
from ingest.feeds import refresh as flow
from ingest.feeds.client import Client
from tests.feeds.server import Page

GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
VTT = b"WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ada>Bees dance to say where the flowers are.\n"


def item(number: int, extra: str = "", guid: str | None = None) -> str:
    return (
        f'<item><guid isPermaLink="false">{guid or f"ep-{number}"}</guid><title>Comb {number}</title>'
        f"<description>About comb {number}.</description>{extra}</item>"
    )


def linked(url: str, kind: str = "text/vtt", tag: str = "transcript") -> str:
    return f'<podcast:{tag} url="{escape(url)}" type="{kind}"/>'


def feed(*items: str, title: str = "The Hive Hour", guid: str | None = GUID, channel: str = "") -> bytes:
    named = f"<podcast:guid>{guid}</podcast:guid>" if guid else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
        ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
        ' xmlns:atom="http://www.w3.org/2005/Atom"'
        ' xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel>'
        f"<title>{title}</title><link>https://hive.example.org/</link>{named}{channel}"
        f"{''.join(items)}</channel></rss>\n"
    ).encode()


def page(*items: str, etag: str | None = None, **said: Any) -> Page:
    return Page(feed(*items, **said), etag=etag)


class Archive:
    """An archive at a path, and what was said in its last run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.remarks: list[str] = []
        self.failures: list[str] = []

    def take_in(self, *urls: str, client: Client | None = None, **said: Any) -> list[str]:
        return self._run(flow.take_in, urls, client, said)

    def refresh(self, *names: str, client: Client | None = None, **said: Any) -> list[str]:
        return self._run(flow.refresh, names, client, said | {"again": True})

    def _run(
        self, run: Any, names: tuple[str, ...], client: Client | None, said: dict[str, Any]
    ) -> list[str]:
        self.remarks = []
        order = flow.Order(remark=self.remarks.append, **said)
        with client or Client(allow_private=True, sleep=lambda seconds: None) as asking:
            outcomes: list[Outcome] = list(run(self.path, names, order, asking))
        self.failures = [str(each.error) for each in outcomes if each.error]
        assert check(self.path) == []
        return sorted(each.status for each in outcomes)

    def ask(self, sql: str) -> list[Any]:
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(sql).fetchall()

    def titles(self) -> list[str]:
        return [title for (title,) in self.ask("select title from episodes order by title")]

    def written(self) -> dict[str, int]:
        """The rows of each table, and the highest id that was ever given in it."""
        tables = [name for (name,) in self.ask("select name from sqlite_sequence")]
        return {
            table: self.ask(f"select seq from sqlite_sequence where name = '{table}'")[0][0]
            for table in tables
        }
