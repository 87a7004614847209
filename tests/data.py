"""Real data for tests: found by `FIRMWATT_DATA`, skipped with a reason where absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def data_path(relative: str) -> Path:
    """Return the path of a file or folder of real data; skip the test, or fail where CI asks for it, if absent."""
    root = os.environ.get("FIRMWATT_DATA", "")
    path = Path(root) / relative
    if root and path.exists():
        return path
    reason = f"needs the real data {relative}: set FIRMWATT_DATA to the folder that holds it"
    if os.environ.get("FIRMWATT_REQUIRE_DATA") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
