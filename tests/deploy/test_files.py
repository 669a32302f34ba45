"""The unit and the container file: read as they are read, and run as far as they can be here."""

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.deploy.proxy import free_port
from tests.web.test_serve import PODARCHIVE

ROOT = Path(__file__).parents[2]
CONTAINER = ROOT / "deploy/Containerfile"
UNIT = ROOT / "deploy/podarchive.service"


def instructions():
    """(instruction, the rest of its line) in order."""
    text = re.sub(r"\\\n", " ", CONTAINER.read_text(encoding="utf-8"))
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [tuple(line.split(None, 1)) for line in lines]


def of(name):
    return [rest for instruction, rest in instructions() if instruction == name]


def served(arguments, archive):
    """The arguments of `podarchive serve`, on a port that is free and with an archive of ours."""
    swapped = {"8001": str(free_port()), "/data/archive.db": str(archive), "0.0.0.0": "127.0.0.1"}
    return [swapped.get(each, each) for each in arguments]


def test_it_is_made_of_instructions_that_there_are_in_an_order_that_works():
    names = [name for name, _ in instructions()]
    known = {
        "FROM",
        "WORKDIR",
        "COPY",
        "RUN",
        "ENV",
        "USER",
        "VOLUME",
        "EXPOSE",
        "HEALTHCHECK",
        "STOPSIGNAL",
        "ENTRYPOINT",
    }
    assert set(names) <= known
    assert names[0] == "FROM"
    last = instructions()[len(names) - 1 - names[::-1].index("FROM") :]
    kinds = [name for name, _ in last]
    assert kinds.index("USER") < kinds.index("ENTRYPOINT")
    assert kinds.index("RUN") < kinds.index("USER")
    for image in of("FROM"):
        assert re.fullmatch(r"docker\.io/library/python:3\.1[12]-slim-bookworm( AS build)?", image)


def test_what_it_copies_is_there_and_is_all_that_is_packaged():
    copied = {name for rest in of("COPY") if not rest.startswith("--from") for name in rest.split()[:-1]}
    assert [name for name in copied if not (ROOT / name).exists()] == []
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {package.partition(".")[0] for package in project["tool"]["setuptools"]["packages"]}
    needed |= {path.partition("/")[0] for path in project["tool"]["setuptools"]["package-dir"].values()}
    needed |= {project["project"]["readme"], *project["project"]["license-files"], "pyproject.toml"}
    assert needed <= copied


def test_it_does_not_run_as_root():
    (user,) = of("USER")
    assert user == "10001"
    assert any(f"--uid {user}" in rest for rest in of("RUN"))


def test_its_healthcheck_tells_a_server_from_none(filled_archive):
    (check,) = of("HEALTHCHECK")
    command = json.loads(check.partition("CMD ")[2])
    assert command[:2] == ["python", "-c"]
    (entry,) = of("ENTRYPOINT")
    started = json.loads(entry)
    assert started[0] == "podarchive"
    arguments = served(started[1:], filled_archive)
    port = arguments[arguments.index("--port") + 1]
    asked = [sys.executable, "-c", command[2].replace("8001", port)]
    assert subprocess.run(asked, capture_output=True, timeout=60).returncode != 0
    with subprocess.Popen(
        [*PODARCHIVE, *arguments, "--address", "https://x.example/pods/"], stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert "is at http://127.0.0.1:" in server.stdout.readline()
            ran = subprocess.run(asked, capture_output=True, timeout=60)
            assert ran.returncode == 0, ran.stderr
        finally:
            server.kill()


def test_the_installed_command_is_the_one_that_it_starts(tmp_path):
    # The pip of this environment builds as the image does: from what is copied, and from nothing else.
    source = tmp_path / "source"
    source.mkdir()
    for rest in of("COPY"):
        if not rest.startswith("--from"):
            *names, _ = rest.split()
            for name in names:
                found = ROOT / name
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(found, source / name, ignore=ignored) if found.is_dir() else shutil.copy(
                    found, source
                )
    (install,) = [rest for rest in of("RUN") if rest.endswith("--no-build-isolation .")]
    words = shlex.split(install)
    assert words[1:4] == ["-m", "pip", "install"]
    target = tmp_path / "installed"
    command = [sys.executable, *words[1:], "--no-deps", "--no-index", "--target", target]
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode:
        pytest.skip("this environment has no pip of its own")
    ran = subprocess.run(command, cwd=source, capture_output=True, text=True, timeout=600)
    assert ran.returncode == 0, ran.stderr
    environment = {**os.environ, "PYTHONPATH": str(target)}
    program = "import ingest.cli, archive.web; print(ingest.cli.__file__, archive.web.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
        check=True,
    )
    assert found.stdout.count(str(target)) == 2
    for folder in ("templates", "static", "words"):
        assert any((target / "archive/web" / folder).iterdir())


def test_the_unit_says_what_systemd_knows():
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(UNIT, encoding="utf-8")
    assert set(parser) == {"DEFAULT", "Unit", "Service", "Install"}
    service = parser["Service"]
    assert service["User"] != "root"
    assert service["NoNewPrivileges"] == "yes"
    if shutil.which("systemd-analyze"):
        ran = subprocess.run(["systemd-analyze", "verify", UNIT], capture_output=True, text=True, timeout=60)
        assert "Unknown" not in ran.stderr


def test_what_the_unit_starts_answers(filled_archive):
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(UNIT, encoding="utf-8")
    program, *arguments = shlex.split(parser["Service"]["ExecStart"])
    assert program.endswith("/bin/podarchive")
    there = str(filled_archive)
    arguments = [
        "--port=0" if each == "8001" else there if each.endswith("archive.db") else each for each in arguments
    ]
    arguments.remove("--port")
    with subprocess.Popen([*PODARCHIVE, *arguments], stdout=subprocess.PIPE, text=True) as server:
        try:
            address = re.search(r"http://\S+/", server.stdout.readline())[0]
            with urllib.request.urlopen(f"{address}robots.txt", timeout=60) as response:
                assert b"https://pods.example.org/sitemap.xml" in response.read()
        finally:
            server.kill()


def test_the_steps_lead_to_where_the_unit_and_the_proxy_look():
    (steps,) = re.findall(r"```sh\n(.*?)```", (ROOT / "deploy/README.md").read_text(encoding="utf-8"), re.S)
    unit = UNIT.read_text(encoding="utf-8")
    proxy = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    paths = set(re.findall(r"/(?:opt|var)/[\w./-]*[\w]", steps))
    places = {"/opt/podarchive", "/var/lib/podarchive", "/opt/podarchive/bin/podarchive"}
    assert paths == {*places, "/var/lib/podarchive/archive.db", "/opt/podarchive/bin/python"}
    assert all(place in unit for place in places)
    assert [name for name in re.findall(r"deploy/\S+", steps) if not (ROOT / name).is_file()] == []
    assert "-d pods.example.org" in steps
    assert "/etc/letsencrypt/live/pods.example.org/" in proxy
    # It is installed as the image is, which is tried.
    quiet = [rest.replace("--no-cache-dir --quiet ", "") for rest in of("RUN") if " pip install " in rest]
    assert re.findall(r"^sudo (/opt/podarchive/bin/python -m pip .*)$", steps, re.M) == quiet
