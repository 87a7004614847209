"""Tables of units and of stores from CSV files, with every fault by line."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from firmwatt.catalog import loader as catalog
from firmwatt.errors import Fault, InputFaults
from firmwatt.grid.csv_rows import read_rows
from firmwatt.reliability.system import CommonCause, Store, Unit

UNIT_LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    "mw": (0.0, 1e6),
    "forced_outage_rate": (0.0, 1.0),
    "mttr_hours": (1e-3, 1e5),
}
CAUSE_LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    "forced_outage_rate": (0.0, 1.0),
    "mttr_hours": (1e-3, 1e5),
}
STORE_LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    "mw": (0.0, 1e6),
    "mwh": (0.0, 1e9),
    "charge_efficiency": (0.01, 1.0),
    "discharge_efficiency": (0.01, 1.0),
}
"""Column → least and most that it may hold."""
MOST_FAULTS: Final = 20


def read_units(path: Path, causes: Collection[CommonCause] = ()) -> tuple[Unit, ...]:
    """Return the units of a table with the columns `name, mw, forced_outage_rate, mttr_hours`.

    A column `count` may say how many units a row stands for, a column `common_cause` what takes them out together.

    Raises
    ------
    InputFaults
        If the file cannot be read, a column is missing, a cell is out of its range, or a cause is not known.
    """
    units: list[Unit] = []
    names = {cause.name for cause in causes}
    for number, row in enumerate(_rows(path, UNIT_LIMITS)):
        cause = str(row["common_cause"])
        if cause and cause not in names:
            problem = f"there is no common cause '{cause}'."
            remedy = f"Known: {', '.join(sorted(names)) or 'none, for want of --causes FILE'}."
            raise InputFaults([Fault(str(path), number + 2, 1, "common_cause", problem, remedy, "FW332")])
        rate, repair = _number(row, "forced_outage_rate"), _number(row, "mttr_hours")
        units += [Unit(str(row["name"]), _number(row, "mw"), rate, repair, cause)] * int(_number(row, "count"))
    return tuple(units)


def read_weather_curves(path: Path) -> dict[str, str]:
    """Return name of a unit → key of the curve by which it follows the weather, of the column `weather_curve`.

    Raises
    ------
    InputFaults
        As `read_units`, or the catalogue has no such curve.
    """
    known = catalog.keys("weather_outages")
    curves: dict[str, str] = {}
    for number, row in enumerate(_rows(path, UNIT_LIMITS)):
        key = str(row["weather_curve"])
        if key and key not in known:
            problem = f"there is no curve '{key}'."
            remedy = f"Known: {', '.join(known)}."
            raise InputFaults([Fault(str(path), number + 2, 1, "weather_curve", problem, remedy, "FW332")])
        if key:
            curves[str(row["name"])] = key
    return curves


def read_causes(path: Path) -> tuple[CommonCause, ...]:
    """Return the common causes of a table with the columns `name, forced_outage_rate, mttr_hours`.

    Raises
    ------
    InputFaults
        As `read_units`.
    """
    return tuple(
        CommonCause(str(row["name"]), _number(row, "forced_outage_rate"), _number(row, "mttr_hours"))
        for row in _rows(path, CAUSE_LIMITS)
    )


def read_stores(path: Path) -> tuple[Store, ...]:
    """Return the stores of a table with the columns `name, mw, mwh, charge_efficiency, discharge_efficiency`.

    Raises
    ------
    InputFaults
        As `read_units`.
    """
    return tuple(
        Store(
            str(row["name"]),
            _number(row, "mw") * _number(row, "count"),
            _number(row, "mwh") * _number(row, "count"),
            _number(row, "charge_efficiency"),
            _number(row, "discharge_efficiency"),
        )
        for row in _rows(path, STORE_LIMITS)
    )


def _number(row: Mapping[str, str | float], name: str) -> float:
    return float(row[name])


def _rows(path: Path, limits: Mapping[str, tuple[float, float]]) -> list[dict[str, str | float]]:
    """Return the rows with their numbers checked."""
    remedy = f"Give the columns name, {', '.join(limits)} and, if you like, count."
    header, lines = read_rows(path, ("name", *limits), remedy)
    faults: list[Fault] = []
    all_limits = {**limits, "count": (1.0, 1e5)}
    rows: list[dict[str, str | float]] = []
    for each in lines:
        texts = {"count": "1", "common_cause": "", "weather_curve": ""} | each.cells
        row: dict[str, str | float] = {name: texts[name] for name in ("name", "common_cause", "weather_curve")}
        for column, (least, most) in all_limits.items():
            value = _parsed(texts[column])
            if value is None or not least <= value <= most or (column == "count" and value != int(value)):
                kind = "whole number" if column == "count" else "number"
                problem = f"'{texts[column]}' is not a {kind} from {least:g} to {most:g}."
                at = header.index(column) + 1
                faults.append(Fault(str(path), each.line, at, column, problem, "Correct it.", "FW331"))
            else:
                row[column] = value
        rows.append(row)
    if faults:
        raise InputFaults(faults[:MOST_FAULTS])
    return rows


def _parsed(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
