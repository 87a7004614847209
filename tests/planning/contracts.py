"""A contract for tests: the grid may call on nothing and pays nothing, but for what a test changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from firmwatt.scenario.case import LoadContract

NO_CALLS = LoadContract("plain", "curtailable", 0.0, 0.0, 0.0, 30.0, 0.0, 0.0, waits_for_upgrade=True,
                        firm_needs_own_supply=False)  # fmt: skip


def contract(**changes: Any) -> LoadContract:
    """Return the contract with some of its terms changed."""
    return replace(NO_CALLS, **changes)
