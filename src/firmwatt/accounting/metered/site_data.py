"""What no meter says of a data centre, from a file: floor area, installed power, set points, traffic, redundancy."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from firmwatt.accounting.account import InputFile
from firmwatt.accounting.metered.table_file import Layout, TableFile, read_table_file
from firmwatt.errors import Fault, InputFaults

LAYOUT: Final = Layout(words=("field", "value"), numbers=(), required=("field", "value"), aliases=(("name", "field"),))
NUMBERS: Final[Mapping[str, tuple[float, float]]] = {
    "installed_it_power_kw": (0.0, math.inf),
    "floor_area_m2": (0.0, math.inf),
    "computer_room_area_m2": (0.0, math.inf),
    "backup_generator_kwh": (0.0, math.inf),
    "battery_capacity_kw": (0.0, math.inf),
    "potable_water_m3": (0.0, math.inf),
    "waste_heat_temperature_c": (-20.0, 200.0),
    "intake_temperature_c": (-20.0, 60.0),
    "cooling_degree_days": (0.0, 10_000.0),
    "server_capacity": (0.0, math.inf),
    "storage_petabytes": (0.0, math.inf),
    "bandwidth_in_gb_per_s": (0.0, math.inf),
    "bandwidth_out_gb_per_s": (0.0, math.inf),
    "traffic_in_exabytes": (0.0, math.inf),
    "traffic_out_exabytes": (0.0, math.inf),
}
"""Field → the least and the highest value that can be."""
TEXTS: Final = (
    "name", "operator", "location", "type", "in_operation_since", "electrical_redundancy", "cooling_redundancy",
    "grid_functions", "refrigerants",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SiteData:
    """Facts of a data centre by the name of the field; what the file does not say is absent."""

    file: InputFile
    numbers: Mapping[str, float]
    texts: Mapping[str, str]


def read_site_data(path: Path) -> SiteData:
    """Return the facts of a CSV file.

    Parameters
    ----------
    path
        Columns `field` (of `NUMBERS` or `TEXTS`) and `value`; a field without a value is not known.

    Raises
    ------
    InputFaults
        If the file cannot be read, a field is unknown or stands twice, or a value cannot be.
    """
    table = read_table_file(path, LAYOUT)
    faults: list[Fault] = []
    numbers: dict[str, float] = {}
    texts: dict[str, str] = {}
    for row in range(table.rows):
        field, value = table.text("field", row).lower(), table.text("value", row)
        if field in {*numbers, *texts}:
            faults.append(table.fault(row, "field", f"'{field}' stands twice.", "Keep one of them.", "FW654"))
        elif field not in NUMBERS and field not in TEXTS:
            faults.append(table.fault(row, "field", f"'{field}' is unknown.", _nearest(field), "FW654"))
        elif field in TEXTS:
            texts |= {field: value} if value else {}
        elif value:
            numbers[field] = _number(table, row, field, faults)
    rooms, floor = numbers.get("computer_room_area_m2"), numbers.get("floor_area_m2")
    if not faults and rooms is not None and floor is not None and rooms > floor:
        problem = f"computer_room_area_m2 {rooms:g} is above floor_area_m2 {floor:g}."
        faults.append(Fault(str(path), 0, 0, "value", problem, "The rooms are part of the floor.", "FW653"))
    if faults:
        raise InputFaults(faults)
    return SiteData(InputFile("site_data", str(path), table.sha256, table.rows), numbers, texts)


def _number(table: TableFile, row: int, field: str, faults: list[Fault]) -> float:
    text, (least, most) = table.text("value", row), NUMBERS[field]
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not least <= number <= most or math.isinf(number):
        span = f"{least:g} or more" if math.isinf(most) else f"{least:g} to {most:g}"
        faults.append(table.fault(row, "value", f"'{text}' is no {field}.", f"Write a number, {span}.", "FW653"))
    return number


def _nearest(field: str) -> str:
    known = (*NUMBERS, *TEXTS)
    near = get_close_matches(field, known, n=2, cutoff=0.5)
    return f"Nearest: {', '.join(near)}." if near else f"Known: {', '.join(known)}."
