"""The documentation is true: what it tells people to type works, and what it shows is what they get."""

import re
import shutil
import tomllib

import pytest

from archive.search.language import understand
from tests import docs

README = (docs.ROOT / "README.md").read_text(encoding="utf-8")
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    *(f"docs/{path.name}" for path in sorted((docs.ROOT / "docs").glob("*.md"))),
)
CONTRIBUTING = (docs.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CHANGELOG = (docs.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
MAKEFILE = (docs.ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z]+):.*## ", MAKEFILE, flags=re.MULTILINE)
TEXTS = {page: (docs.ROOT / page).read_text(encoding="utf-8") for page in PAGES}
EXAMPLES = sorted(
    {
        each
        for text in TEXTS.values()
        for each in re.findall(r"^\$ (podarchive .+)$", text, flags=re.MULTILINE)
    }
)
QUESTIONS = [(page, question) for page, text in TEXTS.items() for question in docs.questions(text)]
SEARCHES = [
    found
    for page in ("docs/researcher.md", "docs/fan.md")
    for found in re.findall(r"^\| `(.+?)` \|", TEXTS[page], flags=re.MULTILINE)
]


def section(page, heading):
    return re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", page, flags=re.MULTILINE | re.DOTALL)[1]


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)


def test_two_commands_set_everything_up():
    (shell,) = blocks(section(README, "Set up"), "sh")
    assert [line.split("#")[0].strip() for line in shell.splitlines()] == ["make demo", "make test"]


def test_make_lists_what_it_can_make():
    assert set(TARGETS) >= {"bench", "demo", "docs", "format", "help", "lint", "migration", "test"}
    assert "DEFAULT_GOAL := help" in MAKEFILE


@pytest.mark.parametrize("page", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_make_command_is_a_target(page):
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", page, flags=re.MULTILINE))
    assert named
    assert named <= set(TARGETS)


@pytest.mark.parametrize("command", EXAMPLES)
def test_every_example_runs(command):
    assert docs.run(command).strip()


@pytest.mark.parametrize("name", docs.commands())
def test_every_command_is_explained(name):
    assert f"podarchive {name} " in section(README, "Use")
    assert f"<code>podarchive {name}</code>" in README


def test_five_questions_are_answered():
    assert len([page for page, _ in QUESTIONS if page == "README.md"]) == 5


@pytest.mark.parametrize(("page", "question"), QUESTIONS)
def test_every_answer_is_the_demo_archives(page, question):
    answer = docs.answer(question, page)
    assert len(answer.splitlines()) > 2, "no rows"
    assert f"\n{answer}\n<!-- [[[end]]]" in TEXTS[page]


def test_there_is_a_page_for_each():
    assert {"docs/host.md", "docs/researcher.md", "docs/fan.md"} <= set(PAGES)
    for page in PAGES[2:]:
        assert f"]({page})" in README


@pytest.mark.parametrize("search", SEARCHES)
def test_every_search_shown_is_understood_whole(search):
    assert understand(search).left_out == ()


@pytest.mark.parametrize("picture", ["search.png", "episode.png"])
def test_pictures_are_small_and_shown(picture):
    assert 10_000 < (docs.ROOT / "docs" / picture).stat().st_size < 200_000
    assert f"](docs/{picture})" in README


def test_the_sidecar_shown_is_the_one_that_is_bundled():
    (shown,) = [tomllib.loads(block) for block in blocks(README, "toml") if "[podcast]" in block]
    bundled = tomllib.loads((docs.ROOT / docs.INTERVIEW).with_suffix(".toml").read_text(encoding="utf-8"))
    assert shown["podcast"] == bundled["podcast"]
    assert shown["episode"] == bundled["episode"]
    assert shown["person"][0].items() <= bundled["person"][1].items()


def test_the_correction_shown_fits(tmp_path):
    """Undone, and then taken from the README again."""
    shutil.copytree(docs.checkout(), tmp_path, dirs_exist_ok=True)
    file = f"{docs.INTERVIEW.removesuffix('.txt')}.corrections.toml"
    (shown,) = [block for block in blocks(README, "toml") if "[[turn]]" in block]
    (tmp_path / file).write_text(shown, encoding="utf-8")

    def states():
        listed = docs.run(f"podarchive correct {docs.ARCHIVE} --list", tmp_path).splitlines()
        return [" ".join(line.split()[1:2]) for line in listed if " 0:18 " in line]

    assert states() == ["holds"]
    docs.run(f"podarchive correct {docs.ARCHIVE} --undo 2", tmp_path)
    assert states() == ["undone"]
    docs.run(f"podarchive correct {docs.ARCHIVE} {file}", tmp_path)
    assert states()[-1] == "holds"


def test_the_map_names_every_module_and_no_other():
    there = {
        path.name
        for folder in ("archive", "ingest", "migrations")
        for path in (docs.ROOT / folder).rglob("*.py")
        if path.name != "__init__.py"
    }
    the_map = section(CONTRIBUTING, "The map of the house")
    assert set(re.findall(r"^ +(\w+\.py)\b", the_map, flags=re.MULTILINE)) == there
    named = re.findall(r"`((?:archive|ingest|migrations|tests)/[\w/.]+)`", CONTRIBUTING)
    assert [name for name in named if not (docs.ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_into_the_project_leads_somewhere(page):
    text, folder = TEXTS[page], (docs.ROOT / page).parent
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert links
    headings = {
        f"#{line.lstrip('# ').lower().replace(' ', '-')}" for line in text.splitlines() if line[:1] == "#"
    }
    assert [link for link in links if link not in headings and not (folder / link).exists()] == []


def test_the_changelog_begins_with_this_version():
    from archive import __version__

    assert re.search(r"^## (\S+)", CHANGELOG, flags=re.MULTILINE)[1] == __version__
    project = tomllib.loads((docs.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
