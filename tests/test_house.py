"""The rules of the house that a machine can check. The others are in CONTRIBUTING.md."""

import ast
import graphlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    path for folder in ("archive", "ingest", "migrations") for path in (ROOT / folder).rglob("*.py")
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))

# Written so that this file is not the first to break the rule.
REGISTRIES = re.compile(r"pypi[.]|python[h]osted|npm[j]s|index[-]url|find[-]links")
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "handler", "misc"}


def relative(path):
    return path.relative_to(ROOT).as_posix()


def tracked():
    """Every file that git keeps, or that the next commit may add; elsewhere (an unpacked sdist) all files."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        pytest.skip("no git checkout")
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


def test_the_rules_see_the_modules():
    assert {"archive/schema.py", "ingest/reading.py", "migrations/env.py"} <= {relative(p) for p in MODULES}


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_no_module_is_longer_than_300_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", MODULES + TESTS, ids=relative)
def test_names_say_something(path):
    assert path.stem not in VAGUE


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_every_module_says_what_it_is_for(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or not tree.body


def test_nothing_names_a_package_registry():
    named = {
        relative(path): found.group()
        for path in tracked()
        if (found := REGISTRIES.search(path.read_bytes().decode("utf-8", "replace")))
    }
    assert named == {}


def test_no_module_needs_one_that_needs_it():
    """Also where both are only written, for types: what two need has a module of its own."""
    graph = grimp.build_graph("archive", "ingest", "migrations", cache_dir=None)
    needed = {module: graph.find_modules_directly_imported_by(module) for module in sorted(graph.modules)}
    graphlib.TopologicalSorter(needed).prepare()  # raises a CycleError that names them


def test_the_arrow_points_one_way():
    """`archive` never imports `ingest`: the contract in pyproject.toml, kept."""
    lint = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert lint.returncode == 0, lint.stdout
    assert "archive never imports ingest KEPT" in lint.stdout


def test_every_package_is_installed():
    """setuptools is told the packages by name, so a new folder must be named, or the wheel lacks it."""
    named = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    folders = {relative(path.parent).replace("/", ".") for path in MODULES}
    assert named == {re.sub(r"^migrations", "archive.migrations", folder) for folder in folders}


def test_every_pinned_version_is_exact():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert len(pins) > 20
    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[^\s;=]+", pin)] == []
