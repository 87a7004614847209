"""One catalogue file → its lines as typed cells, with every fault of the file gathered."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from firmwatt.errors import Fault

HEADER: Final = (
    "key", "parameter", "statistic", "value", "unit", "source", "source_year", "confidence", "currency_year", "note",
)  # fmt: skip
REQUIRED: Final = ("key", "parameter", "statistic", "value", "unit", "source", "source_year", "confidence")
STATISTICS: Final = ("central", "low", "high")
CONFIDENCES: Final = ("high", "medium", "low")
TEXT_UNIT: Final = "text"
FIRST_YEAR: Final = 1950
LAST_YEAR: Final = 2100

_REMEDY_IF_EMPTY: Final = {
    "key": "Name the thing that the row describes.",
    "parameter": "Name the quantity, with its unit as a suffix.",
    "statistic": "Write central, low or high.",
    "value": "Write a number, or delete the row.",
    "unit": "Write the unit, such as usd_per_kw, or text.",
    "source": "Cite the document that the value was read in.",
    "source_year": "Write the year in which the source was published.",
    "confidence": "Write high (primary read), medium (secondary) or low (recalled or estimated).",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of a catalogue file: one statistic of one parameter of one key.

    Attributes
    ----------
    line
        Where it stands in the file, counted from 1.
    statistic
        `central`, `low` or `high`.
    value
        Finite number, or text where `unit` is `text`.
    currency_year
        Price year of money, None for everything else.
    """

    line: int
    key: str
    parameter: str
    statistic: str
    value: float | str
    unit: str
    source: str
    source_year: int
    confidence: str
    currency_year: int | None
    note: str


def read_cells(path: Path) -> tuple[list[Cell], list[Fault]]:
    """Return the sound lines of a catalogue file and the faults of the others.

    Parameters
    ----------
    path
        A UTF-8 CSV file whose first line is `HEADER`.

    Returns
    -------
    cells, faults
        In the order of the file. A file with a wrong header gives one fault and no cell.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        header = tuple(next(reader, ()))
        if header != HEADER:
            problem = f"the header is '{','.join(header)}'."
            return [], [Fault(path.name, 1, 1, "", problem, f"Write '{','.join(HEADER)}'.", "FW201")]
        cells: list[Cell] = []
        faults: list[Fault] = []
        for fields in reader:
            _read_line(path.name, reader.line_num, fields, cells, faults)
    return cells, faults


def _read_line(file: str, line: int, fields: list[str], cells: list[Cell], faults: list[Fault]) -> None:
    """Append the line's cell, or its faults."""
    if len(fields) != len(HEADER):
        problem = f"the line has {len(fields)} fields."
        faults.append(Fault(file, line, 1, "", problem, f"Write {len(HEADER)}; quote text that has a comma.", "FW202"))
        return
    text = {name: field.strip() for name, field in zip(HEADER, fields, strict=True)}
    found = [
        Fault(file, line, HEADER.index(name) + 1, f"{_place(text)}.{name}", problem, remedy, code)
        for name, problem, remedy, code in _line_faults(text)
    ]
    faults.extend(found)
    if found:
        return
    is_text = text["unit"] == TEXT_UNIT
    cells.append(
        Cell(
            line=line,
            key=text["key"],
            parameter=text["parameter"],
            statistic=text["statistic"],
            value=text["value"] if is_text else float(text["value"]),
            unit=text["unit"],
            source=text["source"],
            source_year=int(text["source_year"]),
            confidence=text["confidence"],
            currency_year=int(text["currency_year"]) if text["currency_year"] else None,
            note=text["note"],
        )
    )


def _place(text: dict[str, str]) -> str:
    """Return `key.parameter` for a message, with `?` for what is missing."""
    return f"{text['key'] or '?'}.{text['parameter'] or '?'}"


def _line_faults(text: dict[str, str]) -> list[tuple[str, str, str, str]]:
    """Return (column name, problem, remedy, code) for each fault of one line."""
    faults = [(name, "it is empty.", _REMEDY_IF_EMPTY[name], "FW203") for name in REQUIRED if not text[name]]
    for name, allowed in (("statistic", STATISTICS), ("confidence", CONFIDENCES)):
        if text[name] and text[name] not in allowed:
            faults.append((name, f"'{text[name]}' is unknown.", f"Write one of {', '.join(allowed)}.", "FW204"))
    if text["unit"] == TEXT_UNIT and text["statistic"] in STATISTICS[1:]:
        faults.append(("statistic", f"'{text['statistic']}' of text has no meaning.", "Write central.", "FW204"))
    if text["value"] and text["unit"] != TEXT_UNIT and not _is_finite(text["value"]):
        remedy = "Write a finite number, or the unit text for words."
        faults.append(("value", f"'{text['value']}' is not a number.", remedy, "FW205"))
    for name in ("source_year", "currency_year"):
        if text[name] and not _is_year(text[name]):
            remedy = f"Write a year from {FIRST_YEAR} to {LAST_YEAR}."
            faults.append((name, f"'{text[name]}' is not a year.", remedy, "FW206"))
    is_money = "usd" in text["unit"]
    if is_money and not text["currency_year"]:
        faults.append(("currency_year", "it is empty for money.", "Write the price year of the dollars.", "FW207"))
    if text["currency_year"] and text["unit"] and not is_money:
        problem = f"{text['currency_year']} stands beside the unit '{text['unit']}', which is not money."
        faults.append(("currency_year", problem, "Leave it empty.", "FW207"))
    return faults


def _is_finite(text: str) -> bool:
    """Return whether the text is a finite number."""
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _is_year(text: str) -> bool:
    """Return whether the text is a whole number in the range of years that sources and prices may have."""
    return text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR
