"""The wheel, installed where there is no checkout, does the same job."""

import importlib.util
import json
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PARTS = ("archive", "ingest", "migrations", "pyproject.toml", "README.md", "LICENSE", "NOTICE")
INTERVIEW = "why-nvidia-builds-open-models"


def run(*command, cwd):
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built from a copy: setuptools leaves its work beside the sources, and packs what it left before."""
    folder = tmp_path_factory.mktemp("wheel")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, folder / part)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", cwd=folder)
    (built,) = (folder / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel, tmp_path_factory):
    """The folder of commands of an environment that has this wheel, and borrows the libraries of ours.

    They come by a path file, so that nothing is fetched. The checkout does not come with them: an editable
    install works by a path file of its own, and those are not followed from there.
    """
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder, with_pip=False)
    paths = {"base": folder, "platbase": folder}
    python = Path(sysconfig.get_path("scripts", vars=paths)) / "python"
    pip = sys.executable if importlib.util.find_spec("pip") else sys._base_executable
    run(
        pip,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        wheel,
        cwd=folder,
    )
    borrowed = Path(sysconfig.get_path("purelib", vars=paths)) / "borrowed.pth"
    borrowed.write_text(sysconfig.get_path("purelib") + "\n")
    return python.parent


def test_the_wheel_holds_what_is_needed_and_nothing_that_could_clash(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"archive", "ingest", "podcast_archive-0.1.0.dist-info"}
    for folder in ("archive", "ingest"):
        kept = [path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()]
        assert [name for name in kept if "__pycache__" not in name and name not in names] == []
    assert {"archive/migrations/env.py", "archive/migrations/script.py.mako"} <= set(names)
    versions = {path.name for path in (ROOT / "migrations/versions").glob("*.py")}
    assert {f"archive/migrations/versions/{name}" for name in versions} <= set(names)
    assert {"LICENSE", "NOTICE"} <= {name.split("/")[-1] for name in names}


def test_the_code_comes_from_the_wheel(elsewhere, tmp_path):
    where = "import archive, archive.migrations, ingest; print(archive.__file__, ingest.__file__)"
    for path in run(elsewhere / "python", "-c", where, cwd=tmp_path).split():
        assert Path(path).is_relative_to(elsewhere.parent)
    found = "import importlib.util as u; print(u.find_spec('migrations'))"
    assert run(elsewhere / "python", "-c", found, cwd=tmp_path) == "None\n"


def test_it_ingests_and_finds(elsewhere, tmp_path):
    """With the interview that the wheel itself carries."""
    samples = "import ingest.samples; print(ingest.samples.__path__[0])"
    interview = Path(run(elsewhere / "python", "-c", samples, cwd=tmp_path).strip()) / f"{INTERVIEW}.txt"
    run(elsewhere / "podarchive", "ingest", "away.db", interview, cwd=tmp_path)
    assert "t=3782" in run(
        elsewhere / "podarchive", "search", "away.db", "intelligence per second", cwd=tmp_path
    )
    run(elsewhere / "podarchive", "check", "away.db", cwd=tmp_path)


def test_datasette_knows_the_plugin(elsewhere, tmp_path):
    plugins = json.loads(run(elsewhere / "python", "-m", "datasette", "plugins", cwd=tmp_path))
    (ours,) = [plugin for plugin in plugins if plugin["name"] == "podcast-archive"]
    assert ours["templates"]
    assert ours["static"]
    assert ours["version"] == "0.1.0"
