"""Hours that an air permit allows a plant to run, as NOx permits of turbines and engines do.

Equation
--------
For supply asset a with a permit and planning year y: `Σ_h w · generation[a, h] <= hours · installed[a, y]`.
"""

from __future__ import annotations

import numpy as np

from firmwatt.planning.columns import Columns
from firmwatt.planning.frame import Frame


def add_run_hours(frame: Frame, columns: Columns) -> None:
    """Add a row for each delivered asset with a permit and each planning year."""
    assets, supply = frame.case.supply, columns.supply
    limited = [k for k, i in enumerate(supply.delivered) if assets[i].run_hours_limit_per_year is not None]
    if not limited:
        return
    chosen = [supply.delivered[k] for k in limited]
    coords = {"asset": tuple(assets[i].name for i in chosen), "year": frame.year_labels}
    rows = frame.builder.border_rows("run_hours", coords, upper=0.0)
    frame.builder.put(frame.columns_by_chain(rows), supply.generation[limited], frame.hour_weight)
    hours = np.array([[assets[i].run_hours_limit_per_year] for i in chosen], dtype=np.float64)
    frame.builder.put(rows, supply.capacity.installed[chosen], -hours)
