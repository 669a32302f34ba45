"""What cog writes into the documentation, from the program itself; `test_docs.py` runs it too.

The examples run in a folder laid out like a checkout after `make demo`, so that a reader can repeat them.
"""

import ast
import asyncio
import atexit
import functools
import html
import json
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import Any

import click

from ingest import identity, merging

ROOT = Path(__file__).parent.parent
ARCHIVE = "demo/archive.db"
INTERVIEW = "ingest/samples/why-nvidia-builds-open-models.txt"
PODARCHIVE = (sys.executable, "-c", "from ingest.cli import main; main(prog_name='podarchive')")


def fresh() -> Path:
    """A folder with the samples and room for the demo archive."""
    folder = Path(tempfile.mkdtemp(prefix="podarchive-docs-")).resolve()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(ROOT / "ingest/samples", folder / "ingest/samples")
    (folder / "demo").mkdir()
    return folder


@functools.cache
def checkout() -> Path:
    """A folder with the samples and the demo archive, made by the command of `make demo`."""
    folder = fresh()
    run(f"podarchive ingest {ARCHIVE} {INTERVIEW}", folder)
    return folder


def run(command: str, folder: Path | None = None) -> str:
    """What `podarchive …` prints, in `checkout()` unless told otherwise; its failure is ours."""
    name, *arguments = shlex.split(command)
    assert name == "podarchive", command
    folder = folder or checkout()
    done = subprocess.run([*PODARCHIVE, *arguments], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout.replace(str(folder), "/home/you/podcast-archive")


def example(command: str, *, start: str = "", lines: int = 100, folder: Path | None = None) -> str:
    """A command with what it prints: `lines` of it, from the one with `start` in it."""
    said = run(command, folder).rstrip().splitlines()
    first = next(place for place, line in enumerate(said) if start in line)
    shown = said[first : first + lines]
    if first:
        shown.insert(0, "…")
    if first + lines < len(said):
        shown.append("…")
    return "\n".join(["```console", f"$ {command}", *shown, "```"])


def commands() -> dict[str, click.Command]:
    from ingest.cli import main

    context = click.Context(main, info_name="podarchive")
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {name: command for name, command in found.items() if command}


def help_texts() -> str:
    """`--help` of every command, and of those inside a group, folded."""
    parts = []
    for name, command in commands().items():
        inner = [f"{name} {each}" for each in getattr(command, "commands", {})]
        said = "\n\n".join(run(f"podarchive {each} --help").rstrip() for each in (name, *inner))
        parts.append(folded(f"<code>podarchive {name}</code>", f"```text\n{said}\n```"))
    return "\n".join(parts)


def names() -> str:
    """By which names sources meet, the strongest first."""
    return table(["name", "is", "joins"], list(identity.table()))


def believed() -> str:
    """Who is believed of each field of an episode, and why: the table of rules of `ingest.merging`."""
    return table(["of", "is believed, the strongest first", "since"], list(merging.table()))


def questions(readme: str) -> dict[str, str]:
    """The questions of the README that are answered by SQL: heading to query."""
    found = {}
    for part in re.split(r"^##+ ", readme, flags=re.MULTILINE):
        heading, _, body = part.partition("\n")
        if query := re.search(r"^```sql\n(.+?)^```", body, flags=re.MULTILINE | re.DOTALL):
            found[heading] = query[1]
    return found


def answer(question: str, page: str = "README.md") -> str:
    """The table that answers a question of that page on the demo archive."""
    query = questions((ROOT / page).read_text(encoding="utf-8"))[question]
    connection = sqlite3.connect(f"file:{checkout() / ARCHIVE}?mode=ro", uri=True)
    try:
        cursor = connection.execute(query)
        rows = cursor.fetchall()
    finally:
        connection.close()
    return table([column[0] for column in cursor.description], rows)


def answered(address: str, *, shown: tuple[str, ...] = (), lines: int = 24) -> str:
    """What the site answers to an address: of JSON the fields `shown`, of all the first `lines`."""
    response = _asked(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    if response.headers["content-type"].startswith("application/json"):
        values = response.json()
        kept = {name: values[name] for name in shown} if shown else values
        language, said = "json", json.dumps(kept, ensure_ascii=False, indent=2).splitlines()
    else:
        language, said = "text", response.text.splitlines()
    if len(said) > lines:
        said = [*said[:lines], "…"]
    return "\n".join([f"`{html.escape(address, quote=False)}`", "", f"```{language}", *said, "```"])


@functools.cache
def _asked(address: str) -> Any:
    from datasette.app import Datasette

    async def ask() -> Any:
        datasette = Datasette([str(checkout() / ARCHIVE)])
        try:
            return await datasette.client.get(address)
        finally:
            await datasette.invoke_shutdown()

    return asyncio.run(ask())


def folded(summary: str, body: str) -> str:
    """A part of the page that opens on a click."""
    return f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>"


def table(head: list[str], rows: list[tuple[object, ...]]) -> str:
    """A Markdown table."""
    cells = [head, ["---"] * len(head), *([_cell(value) for value in row] for row in rows)]
    return "\n".join("| " + " | ".join(row) + " |" for row in cells)


def _cell(value: object) -> str:
    return "" if value is None else str(value).replace("|", "\\|").replace("\n", " ")


def schema() -> str:
    """Every table with its columns, as archive/schema.py declares and explains them."""
    from sqlalchemy.dialects import sqlite

    from archive.schema import metadata
    from archive.views import COLUMNS

    kind = sqlite.dialect().type_compiler_instance.process
    said = table(["column", "what it holds"], [(f"`{name}`", holds) for name, holds in COLUMNS.items()])
    parts = [folded("<code>said</code>: every utterance, with names instead of ids (a view).", said)]
    for each in metadata.tables.values():
        rows = [
            (
                f"`{column.name}`",
                kind(column.type).lower(),
                "" if column.nullable else "always",
                column.comment,
            )
            for column in each.columns
        ]
        columns = table(["column", "type", "known", "what it holds"], rows)
        parts.append(folded(f"<code>{each.name}</code>: {each.comment}", columns))
    return "\n".join(parts)


def house() -> str:
    """The modules, each with what its docstring says first."""
    lines = []
    for top in ("archive", "ingest", "migrations"):
        for folder in [ROOT / top, *sorted(path for path in (ROOT / top).rglob("*") if path.is_dir())]:
            modules = sorted(folder.glob("*.py"))
            if not modules:
                continue
            inside = "  " * len(folder.relative_to(ROOT).parts)
            lines.append(_entry(inside[2:] + folder.name + "/", _purpose(folder / "__init__.py")))
            lines += [
                _entry(inside + path.name, _purpose(path)) for path in modules if path.name != "__init__.py"
            ]
    return "\n".join(["```text", *lines, "```"])


def _purpose(path: Path) -> str:
    """The first sentence of a module's docstring."""
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return re.split(r"(?<=[.])\s", " ".join(said.split("\n\n")[0].split()))[0].rstrip(".:")


def _entry(name: str, purpose: str) -> str:
    return textwrap.fill(f"{name:<29} {purpose}".rstrip(), 110, subsequent_indent=" " * 30)


def formats() -> str:
    """Every format that can be read."""
    from ingest.registry import formats

    return table(
        ["format", "name", "its files", "gives, beside words"],
        [
            (f.title, f"`{f.name}`", " ".join(f"`{name}`" for name in f.names), ", ".join(f.gives))
            for f in formats()
        ],
    )
