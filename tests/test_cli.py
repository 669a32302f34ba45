"""What holds for every command. What each one does is tested beside the part that does it."""

import subprocess
import sys

import click
import pytest

from ingest.cli import main

HEAVY = ("sqlalchemy", "alembic", "datasette", "sqlite_utils")


def commands():
    context = click.Context(main, info_name="podarchive")
    return {name: main.get_command(context, name) for name in main.list_commands(context)}


def podarchive(*arguments):
    return subprocess.run(
        [sys.executable, "-c", "from ingest.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
    )


def test_the_commands():
    assert set(commands()) >= {"check", "correct", "ingest", "search", "serve", "show", "upgrade"}


@pytest.mark.parametrize("name", commands())
def test_every_command_and_option_has_help(name):
    command = commands()[name]
    assert command.help
    assert [p.name for p in command.params if isinstance(p, click.Option) and not p.help] == []


@pytest.mark.parametrize("name", ["", *commands()])
def test_help_comes_without_the_heavy_imports(name):
    """Their import takes longer than the help of a command may."""
    watch = (
        "import sys; from ingest.cli import main\n"
        f"main({[name, '--help'] if name else ['--help']!r}, standalone_mode=False)\n"
        f"print('imported:', [m for m in {HEAVY!r} if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", watch], capture_output=True, text=True, check=True).stdout
    assert said.startswith("Usage: ")
    assert "\\b" not in said, "click's mark for lines that stay as they are, itself printed"
    assert said.endswith("imported: []\n")


@pytest.mark.parametrize("group", [(), ("people",), ("episodes",), ("transcripts",)])
def test_a_list_of_commands_says_in_whole_sentences_what_they_do(group):
    said = podarchive(*group, "--help").stdout.partition("Commands:\n")[2]
    assert said
    assert "..." not in said
    assert all(len(line) <= 80 for line in said.splitlines())


@pytest.mark.parametrize("name", ["check", "upgrade", "serve"])
def test_a_missing_archive_is_one_line_and_exit_code_1(name, tmp_path):
    ran = podarchive(name, str(tmp_path / "nowhere.db"))
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert len(ran.stderr.splitlines()) == 1
    assert ran.stderr.startswith(str(tmp_path / "nowhere.db") + ": ")


def test_the_version_is_the_packages():
    from archive import __version__

    assert __version__ in podarchive("--version").stdout
