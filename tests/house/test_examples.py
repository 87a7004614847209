"""Command lines of the documents work as they are written, on the files of docs/examples."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.cli.command import run
from tests.house.source import ROOT
from tools.make_examples import files

PAGES = ("start", "account", "assurance", "certificates", "demand", "facility", "label", "reliability")
OWN = {
    "runs/": "a saved run, which takes minutes; tests/cli plans smaller ones",
    "greenbutton.xml": "a file of the reader's utility; tests/accounting/metered reads such files",
    "frankfurt.epw": "a weather file of the reader's; tests/resource/readers reads such files",
    "sweeps/": "a sweep, which takes minutes; tests/cli/test_sweep.py sweeps smaller ones",
    "firmwatt plan ": "takes minutes; tests/cli/test_plan.py",
    "firmwatt contracts ": "takes minutes; tests/cli/test_contracts.py",
    "demand.csv": "hourly demand of the reader's areas; tests/cli/test_headroom.py",
    "broken.yaml": "ends with exit code 2; the page is generated",
    " --vary ": "takes minutes; tests/cli/test_sweep.py",
}
BLOCK = re.compile(r"```[a-z]*\n(.*?)```", re.DOTALL)


def _lines(page: str) -> list[str]:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    joined = "\n".join(BLOCK.findall(text)).replace("\\\n", " ")
    lines = [line.removeprefix("$ ").split(" #")[0].strip() for line in joined.splitlines()]
    return [line for line in lines if line.startswith("firmwatt ") and not any(word in line for word in OWN)]


def test_examples_are_what_their_program_writes() -> None:
    folder = ROOT / "docs" / "examples"
    assert {name: (folder / name).read_text(encoding="utf-8") for name in files()} == files()


@pytest.mark.parametrize("page", PAGES)
def test_the_lines_of_a_page_run(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in (tmp_path, tmp_path / "docs" / "examples"):
        shutil.copytree(ROOT / "docs" / "examples", folder, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    lines = _lines(page)
    assert lines
    for line in lines:
        assert run(*shlex.split(line)[1:]) == 0, f"{line}\n{capsys.readouterr().err}"
