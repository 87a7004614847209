"""Green Button XML (NAESB ESPI): interval readings of usage points, as utilities hand them out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import numpy as np

from firmwatt.accounting.account import Finding
from firmwatt.accounting.metered.table_file import file_sha256
from firmwatt.errors import Fault, InputFaults, unreadable
from firmwatt.timegrid import FloatArray, IntArray
from firmwatt.units import KWH_PER_MWH

_ESPI: Final = "{http://naesb.org/espi}"
_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_WATT_HOURS: Final = "72"
_REVERSE: Final = "19"
"""Flow direction of energy that is delivered to the grid: left out and told."""


@dataclass(frozen=True, slots=True, eq=False)
class GreenButton:
    """The readings of a Green Button file.

    Attributes
    ----------
    sha256
    meters : (meters,)
        Titles of the usage points with readings, or `usage_point_1` and so on; a title that comes again gets a number.
    meter : (rows,) the place of each row's meter
    seconds : (rows,) UTC since 1970, start of the interval
    amount_kwh : (rows,)
    findings
    """

    sha256: str
    meters: tuple[str, ...]
    meter: IntArray
    seconds: IntArray
    amount_kwh: FloatArray
    findings: tuple[Finding, ...]


def is_green_button(path: Path) -> bool:
    """Return whether a file is taken for Green Button XML: by its ending."""
    return path.suffix.lower() == ".xml"


def read_green_button(path: Path) -> GreenButton:
    """Return the interval readings of a Green Button file.

    Raises
    ------
    InputFaults
        If the file cannot be read, is no XML, holds a document type (which could name other files), or no reading of
        energy in watt-hours.

    Notes
    -----
    `kWh = value · 10^powerOfTenMultiplier / 1000` where the reading type's unit (`uom`) is 72, watt-hours; blocks of
    other units are told and left out. The start of an interval is UTC by the standard. Blocks belong to the usage
    point whose links they carry, or to the only one.
    """
    try:
        text, digest = path.read_bytes(), file_sha256(path)
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise _fault(path, "it declares a document type.", "Take the declaration out: Green Button needs none.")
        root = ET.fromstring(text)
    except (OSError, ET.ParseError) as error:
        problem = unreadable(error)
        raise _fault(path, problem, "Give the XML that the utility hands out.") from error
    entries = [(_links(entry), entry) for entry in root.iter(f"{_ATOM}entry")]
    points = [(links, entry) for links, entry in entries if entry.find(f".//{_ESPI}UsagePoint") is not None]
    types = [(links, entry) for links, entry in entries if entry.find(f".//{_ESPI}ReadingType") is not None]
    names = _names([entry for _, entry in points])
    rows: list[tuple[int, int, float]] = []
    left_out = {"unit": 0, "reverse": 0}
    for links, entry in entries:
        blocks = entry.findall(f".//{_ESPI}IntervalBlock")
        if not blocks:
            continue
        reading_type = _of(links, types, entries)
        why = _why_left_out(reading_type)
        for block in blocks:
            read = list(_readings(block, _power_of_ten(reading_type)))
            if why:
                left_out[why] += len(read)
            else:
                rows += [(_point(links, points), start, kwh) for start, kwh in read]
    if not rows:
        raise _fault(path, "it holds no reading in watt-hours (uom 72).", "Ask for interval data of energy.")
    point, seconds, amount = zip(*rows, strict=True)
    used, meter = np.unique(np.array(point), return_inverse=True)
    findings = tuple(
        Finding("left_out", path.name, count, f"{count} readings are {words}.", "Left out.")
        for key, words in (("unit", "of another unit than watt-hours"), ("reverse", "energy given to the grid"))
        if (count := left_out[key])
    )
    meters = tuple(names[place] for place in used)
    return GreenButton(digest, meters, meter.astype(np.int64), np.array(seconds), np.array(amount), findings)


def _links(entry: Element) -> tuple[str, ...]:
    return tuple(link.get("href", "") for link in entry.findall(f"{_ATOM}link"))


def _names(points: list[Element]) -> list[str]:
    """Return a name for each usage point, none twice."""
    titles = [(point.findtext(f"{_ATOM}title") or "").strip() for point in points]
    names = [title or f"usage_point_{place + 1}" for place, title in enumerate(titles)] or ["usage_point_1"]
    return [name if names.count(name) == 1 else f"{name} {place + 1}" for place, name in enumerate(names)]


def _of(
    links: tuple[str, ...], types: list[tuple[tuple[str, ...], Element]], entries: list[tuple[tuple[str, ...], Element]]
) -> Element | None:
    """Return the reading type of a block: the one that its meter reading links to, or the only one."""
    if len(types) <= 1:
        return types[0][1] if types else None
    readings = [found for found, entry in entries if entry.find(f".//{_ESPI}MeterReading") is not None]
    near = next((found for found in readings if any(_is_below(link, found) for link in links)), ())
    return next((entry for found, entry in types if set(found) & set(near)), types[0][1])


def _is_below(link: str, ancestors: tuple[str, ...]) -> bool:
    """Return whether a link is that of a block of a meter reading with some links."""
    return any(link.startswith(f"{ancestor}/IntervalBlock") for ancestor in ancestors)


def _point(links: tuple[str, ...], points: list[tuple[tuple[str, ...], Element]]) -> int:
    """Return the usage point whose link is the beginning of one of a block's."""
    for place, (found, _) in enumerate(points):
        if any(f"{own}/" in f"{link}/" for own in found for link in links if "UsagePoint/" in own):
            return place
    return 0


def _why_left_out(reading_type: Element | None) -> str:
    if reading_type is None:
        return ""
    if _said(reading_type, "uom", _WATT_HOURS) != _WATT_HOURS:
        return "unit"
    return "reverse" if _said(reading_type, "flowDirection", "") == _REVERSE else ""


def _power_of_ten(reading_type: Element | None) -> int:
    return 0 if reading_type is None else int(_said(reading_type, "powerOfTenMultiplier", "0"))


def _said(reading_type: Element, name: str, default: str) -> str:
    return reading_type.findtext(f".//{_ESPI}ReadingType/{_ESPI}{name}", default).strip()


def _readings(block: Element, power: int) -> list[tuple[int, float]]:
    found = []
    for reading in block.findall(f"{_ESPI}IntervalReading"):
        start = reading.findtext(f"{_ESPI}timePeriod/{_ESPI}start")
        value = reading.findtext(f"{_ESPI}value")
        if start is not None and value is not None:
            found.append((int(start), float(value) * 10.0**power / KWH_PER_MWH))
    return found


def _fault(path: Path, problem: str, remedy: str) -> InputFaults:
    return InputFaults([Fault(str(path), 0, 0, "", problem, remedy, "FW651")])
