"""Documents say what the code does: commands, fields, faults, links and generated pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.house.source import PACKAGE, ROOMS, ROOT, project_files
from tools import docs
from tools.pages import commands, faults, scenario

COMMANDS = commands.all_commands()
PAGES = sorted(path for path in project_files() if path.suffix == ".md")
WRITTEN = [path for path in PAGES if path.name != "CHANGELOG.md"]
EVERY_OPTION = {"--help", "--debug", "--version"}
CODE = re.compile(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)|src=\"([^\"]+)\"")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _code_lines(path: Path) -> Iterator[str]:
    for block, span in CODE.findall(path.read_text(encoding="utf-8")):
        yield from (line.removeprefix("$ ").strip() for line in (block or span).splitlines())


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_each_command_and_option_has_help(name: str, command: object) -> None:
    assert commands.summary(command).endswith("."), f"{name} has no sentence of help"
    silent = [parameter.name for parameter in commands.shown(command) if not parameter.help]
    assert not silent, f"{name}: {silent} have no help"


@pytest.mark.parametrize("section", scenario.sections(), ids=lambda section: section.place or "file")
def test_each_scenario_field_has_a_description(section: scenario.Section) -> None:
    rows = [scenario.row(section, name, field) for name, field in section.node["properties"].items()]
    assert section.node.get("description")
    assert not [name for name, *_, meaning in rows if not meaning]


def test_each_number_of_a_scenario_has_a_unit_or_is_a_count() -> None:
    without = {
        f"{section.place}.{name}"
        for section in scenario.sections()
        for name, field in section.node["properties"].items()
        if (line := scenario.row(section, name, field))[1].startswith("number") and not line[2]
    }
    assert without <= {"solve.relative_gap"}


def test_each_fault_code_is_documented() -> None:
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    assert not [code for code in faults.codes_in_the_source() if code not in page]


@pytest.mark.parametrize("page", docs.PAGES)
def test_generated_pages_are_up_to_date(page: str) -> None:
    assert not docs.is_stale(page), f"{page} is stale: run `make docs`\n{''.join(docs.difference(page)[:40])}"


@pytest.mark.parametrize("path", WRITTEN, ids=_name)
def test_commands_in_the_documents_exist(path: Path) -> None:
    first_words = {name.split()[0] for name, _ in COMMANDS}
    named = {
        found[1] for line in _code_lines(path) if (found := re.match(r"(?:\.venv/bin/)?firmwatt ([a-z][a-z-]*)", line))
    }
    assert named <= first_words
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    asked = {found[1] for line in _code_lines(path) if (found := re.match(r"make ([a-z]+)", line))}
    assert asked <= targets


@pytest.mark.parametrize("path", WRITTEN, ids=_name)
def test_options_in_the_documents_belong_to_their_command(path: Path) -> None:
    named = {name: EVERY_OPTION | _options(command) for name, command in COMMANDS}
    wrong = [
        f"{option} of `firmwatt {name}`"
        for line in _whole_lines(path)
        for name in [_command(line, named)]
        for option in re.findall(r"(?<=\s)--[a-z][a-z-]+", line)
        if option not in named.get(name, EVERY_OPTION)
    ]
    assert not wrong


def _options(command: Any) -> set[str]:
    return {word for parameter in command.params for word in (*parameter.opts, *parameter.secondary_opts)}


def _whole_lines(path: Path) -> Iterator[str]:
    """Yield the calls of `firmwatt` on a page, continued lines joined and comments left out."""
    for block, span in CODE.findall(path.read_text(encoding="utf-8").replace("\\\n", " ")):
        for line in (block or span).splitlines():
            call = line.removeprefix("$ ").split(" #")[0].strip()
            if call.startswith("firmwatt ") and " --" in call:
                yield call


def _command(line: str, named: Mapping[str, set[str]]) -> str:
    """Return the command of a line: two words where there is such a one, else the first."""
    words = line.split()[1:]
    return " ".join(words[:2]) if " ".join(words[:2]) in named else words[0]


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_links_lead_somewhere(path: Path) -> None:
    targets = [first or second for first, second in LINK.findall(path.read_text(encoding="utf-8"))]
    local = [target for target in targets if not target.startswith(("http:", "https:", "mailto:"))]
    assert not [target for target in local if not (path.parent / target).exists()]


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_links_lead_to_headings_that_are_there(path: Path) -> None:
    targets = re.findall(r"\]\(([^)\s:]*)#([^)\s]+)\)", path.read_text(encoding="utf-8"))
    assert not [
        f"{file}#{name}" for file, name in targets if name not in _anchors((path.parent / file) if file else path)
    ]


def _anchors(path: Path) -> set[str]:
    """Return the names by which the headings of a page can be reached."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_contributing_lists_the_rooms_in_their_order() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = [line for line in text.splitlines() if line.startswith("| `")]
    listed = [room for line in table for room in re.findall(r"`([a-z_]+)(?:\.py|/)`", line.split("|")[1])]
    present = {path.stem for path in PACKAGE.iterdir()}
    assert listed == [room for room in ROOMS if room in present]


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert not [path.name for path in (ROOT / "docs" / "decisions").glob("*.md") if path.name not in index]


def test_every_page_is_reached_from_the_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert not [path.name for path in (ROOT / "docs").glob("*.md") if path.name not in index and path.stem != "index"]


def test_no_file_holds_a_path_of_one_machine() -> None:
    homes = re.compile("|".join(f"/{folder}/" for folder in ("work", "home/[a-z]+", "Users/[A-Za-z]+", "root")))
    held = {}
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found = [match for match in homes.findall(text) if path.suffix != ".js"]
        if found:
            held[_name(path)] = found[:3]
    assert not held


def test_documents_that_files_name_exist() -> None:
    named = re.compile(r"\b([A-Z][A-Z_]+\.md)\b")
    texts = [
        path for path in project_files() if path.suffix in {".py", ".md", ".csv", ".yaml", ".toml", ".html", ".j2"}
    ]
    missing = {
        f"{_name(path)}: {name}"
        for path in texts
        for name in named.findall(path.read_text(encoding="utf-8"))
        if not (ROOT / name).exists()
    }
    assert not missing
