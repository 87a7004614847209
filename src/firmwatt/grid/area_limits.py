"""What lines bring to new load in each area, from a CSV file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from firmwatt.errors import Fault, InputFaults
from firmwatt.grid.csv_rows import read_rows
from firmwatt.grid.seasonal_peaks import common_name

COLUMNS = ("area", "limit_mw")


def read_area_limits(path: Path, areas: Sequence[str]) -> dict[str, float]:
    """Return area → MW of a table with the columns `area, limit_mw`.

    Parameters
    ----------
    path
    areas
        That the demand knows; names may be written as EIA or the operators write them.

    Raises
    ------
    InputFaults
        If the file cannot be read, a column is missing, an area is not known or a limit is no number from 0 up.
    """
    _, rows = read_rows(path, COLUMNS, "Give the columns area, limit_mw.")
    known = {common_name(area) for area in areas}
    faults, limits = [], {}
    for row in rows:
        area, text = row.cells["area"], row.cells["limit_mw"]
        if common_name(area) not in known:
            problem = f"the demand has no area '{area}'."
            faults.append(Fault(str(path), row.line, 1, "area", problem, f"Known: {', '.join(areas)}.", "FW332"))
            continue
        limit = _number(text)
        if limit is None or limit < 0.0:
            problem = f"'{text}' is not a limit in MW."
            faults.append(Fault(str(path), row.line, 2, "limit_mw", problem, "Write a number from 0 up.", "FW331"))
            continue
        limits[area] = limit
    if faults:
        raise InputFaults(faults)
    return limits


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
