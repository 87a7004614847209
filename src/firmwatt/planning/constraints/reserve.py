"""Adequacy by class capacity credit.

Equations
---------
For site s and planning year y, with κ the capacity credit:

- `Σ_{on site} κ · installed + Σ storage credit + κ_grid · firm connection >= (1 + margin) · peak PUE · it[s, y]`
- storage credit: `credit <= a_i · power + b_i · energy` for each line of the concave envelope of the credit by
  duration, which is exact for a credit per MW that rises with duration and bends down.

A firm grid megawatt pays its capacity price and counts here with the grid's credit: nobody pays twice for the same
megawatt, since own reserve replaces grid firmness. Outages are simulated afterwards.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from firmwatt.lp.model import Positions
from firmwatt.planning.columns import Columns
from firmwatt.planning.frame import Frame
from firmwatt.scenario.assets import Delivery


def add_reserve(frame: Frame, columns: Columns) -> None:
    """Add the reserve rows, if the scenario asks for a margin."""
    reliability, case, builder = frame.case.reliability, frame.case, frame.builder
    if reliability.reserve_margin is None:
        return
    rows = builder.border_rows("reserve", {"site": frame.site_names, "year": frame.year_labels}, lower=0.0)
    need = (1.0 + reliability.reserve_margin) * frame.inputs.load.peak_pue[:, None]
    builder.put(rows, columns.computing.capacity.installed, -need)
    builder.put(rows, columns.connection.firm.installed, reliability.grid_capacity_credit)
    for index, asset in enumerate(case.supply):
        if asset.delivery == Delivery.ON_SITE:
            row = rows[case.site_index(asset.site)]
            builder.put(row, columns.supply.capacity.installed[index], asset.capacity_credit)
    if case.storage:
        home = [case.site_index(asset.site) for asset in case.storage]
        builder.put(rows[home], _add_storage_credit(frame, columns), 1.0)


def credit_lines(points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    """Return (a, b) of the lines `credit <= a + b · hours` whose least value is the concave envelope of the points.

    The envelope starts at (0, 0) and stays level after the last point.

    Examples
    --------
    >>> credit_lines(((4.0, 0.6), (8.0, 0.8)))
    [(0.0, 0.15), (0.4, 0.05), (0.8, 0.0)]
    """
    hull: list[tuple[float, float]] = [(0.0, 0.0)]
    for point in sorted(points):
        while len(hull) > 1 and _slope(hull[-2], point) >= _slope(hull[-2], hull[-1]):
            hull.pop()
        hull.append(point)
    lines = []
    for left, right in pairwise(hull):
        slope = _slope(left, right)
        lines.append((round(left[1] - slope * left[0], 12), round(slope, 12)))
    return [*lines, (max(credit for _, credit in hull), 0.0)]


def _slope(left: tuple[float, float], right: tuple[float, float]) -> float:
    return (right[1] - left[1]) / (right[0] - left[0])


def _add_storage_credit(frame: Frame, columns: Columns) -> Positions:
    storage, builder = frame.case.storage, frame.builder
    names = tuple(asset.name for asset in storage)
    coords = {"storage": names, "year": frame.year_labels}
    most = [[(asset.max_mw + asset.existing_mw)] for asset in storage]
    credit = builder.border_columns("storage_credit_mw", coords, upper=most)
    for index, asset in enumerate(storage):
        lines = credit_lines(asset.capacity_credit_by_duration)
        labels = {"line": tuple(map(str, range(len(lines)))), "year": frame.year_labels}
        rows = builder.border_rows(f"storage_credit/{asset.name}", labels, upper=0.0)
        level, slope = np.array(lines).T[..., None]
        builder.put(rows, credit[index], 1.0)
        builder.put(rows, columns.storage.power.installed[index], -level)
        builder.put(rows, columns.storage.energy.installed[index], -slope)
    return credit
