"""The wheel holds everything that a run needs, and its command works without the source tree."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import firmwatt
from tests.house.source import PACKAGE, ROOT, project_files

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel once."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the wheel into a folder of its own: that is what installing it does."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_the_wheel_is_named_after_the_version(wheel: Path) -> None:
    assert wheel.name == f"firmwatt-{firmwatt.__version__}-py3-none-any.whl"


def test_the_wheel_holds_every_file_of_the_package(installed: Path) -> None:
    expected = {path.relative_to(PACKAGE) for path in project_files() if path.is_relative_to(PACKAGE)}
    held = {path.relative_to(installed / "firmwatt") for path in (installed / "firmwatt").rglob("*") if path.is_file()}
    assert expected <= held
    assert {".py", ".csv", ".yaml", ".js"} <= {path.suffix for path in held}


def test_the_wheel_holds_nothing_else(installed: Path) -> None:
    tops = {path.name for path in installed.iterdir()}
    assert tops == {"firmwatt", f"firmwatt-{firmwatt.__version__}.dist-info"}


def test_the_wheel_says_what_it_installs(installed: Path) -> None:
    information = installed / f"firmwatt-{firmwatt.__version__}.dist-info"
    assert "firmwatt = firmwatt.__main__:run" in (information / "entry_points.txt").read_text()
    metadata = (information / "METADATA").read_text()
    assert "License-Expression: Apache-2.0" in metadata
    assert (information / "licenses" / "LICENSE").is_file()


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["check", "campus"]])
def test_the_command_works_without_the_source_tree(installed: Path, tmp_path: Path, words: list[str]) -> None:
    script = f"import firmwatt; assert firmwatt.__file__.startswith({str(installed)!r})"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    for arguments in (["-c", script], ["-m", "firmwatt", *words]):
        ended = subprocess.run(
            [sys.executable, *arguments], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert (ended.returncode, ended.stderr) == (0, "")
