"""`import firmwatt` and `firmwatt --help` stay quick because heavy libraries load when they are needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("pandas", "pvlib", "xarray", "numba", "highspy", "scipy", "pyarrow", "pypsa")

LOADED = "import sys\nsys.stderr.write(' '.join(name for name in {heavy!r} if name in sys.modules))"
ASK_FOR_HELP = "from firmwatt.cli.app import main\ntry:\n    main({words!r})\nexcept SystemExit:\n    pass\n"


def _heavy_libraries(script: str) -> list[str]:
    """Run a script in a fresh interpreter; return the heavy libraries that it loaded."""
    ended = subprocess.run(
        [sys.executable, "-c", f"{script}\n{LOADED.format(heavy=HEAVY)}"], capture_output=True, text=True, check=True
    )
    return ended.stderr.split()


@pytest.mark.parametrize("script", ["import firmwatt", "import firmwatt.cli.app"])
def test_importing_loads_nothing_heavy(script: str) -> None:
    assert _heavy_libraries(script) == []


@pytest.mark.parametrize("words", [["--help"], ["plan", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    assert _heavy_libraries(ASK_FOR_HELP.format(words=words)) == []


def test_the_check_would_see_a_heavy_library() -> None:
    assert _heavy_libraries("import scipy") == ["scipy"]
