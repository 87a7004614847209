"""Vendor slots: what all sites together can buy of a technology in a year.

Equation
--------
For technology k and planning year y that follows the last one by n years: `Σ_a build[a, y] <= n · slots[k]`. Slots of
transformers are megawatts that are newly connected to the grid, firm or curtailable.
"""

from __future__ import annotations

from firmwatt.planning.columns import Columns
from firmwatt.planning.frame import Frame
from firmwatt.scenario.assets import TRANSFORMER


def add_vendor_slots(frame: Frame, columns: Columns) -> None:
    """Add a row for each technology with a limit and each planning year."""
    slots = frame.case.vendor_slots_mw_per_year
    if not slots:
        return
    technologies = tuple(slots)
    upper = [[slots[technology] * years for years in frame.years_since_last] for technology in technologies]
    coords = {"technology": technologies, "year": frame.year_labels}
    rows = frame.builder.border_rows("vendor_slots", coords, upper=upper)
    for supply, build in zip(frame.case.supply, columns.supply.capacity.build, strict=True):
        if supply.technology in slots:
            frame.builder.put(rows[technologies.index(supply.technology)], build, 1.0)
    for storage, build in zip(frame.case.storage, columns.storage.power.build, strict=True):
        if storage.technology in slots:
            frame.builder.put(rows[technologies.index(storage.technology)], build, 1.0)
    if TRANSFORMER in slots:
        for connected in (columns.connection.firm, columns.connection.curtailable):
            frame.builder.put(rows[technologies.index(TRANSFORMER)], connected.build, 1.0)
