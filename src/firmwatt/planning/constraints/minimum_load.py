"""The load below which a plant does not run, for plants that run all the time.

Equation
--------
For supply asset a in chain-hour h, with m its minimum load and `available` what its capacity can give:
`generation[a, h] >= m · available[a, h]`. A fraction of a unit is as free as a whole one, and nothing starts or stops.
"""

from __future__ import annotations

import numpy as np

from firmwatt.planning.columns import Columns
from firmwatt.planning.frame import Frame


def add_minimum_load(frame: Frame, columns: Columns) -> None:
    """Add the hourly rows of each delivered asset with a minimum load."""
    assets, supply = frame.case.supply, columns.supply
    running = [k for k, i in enumerate(supply.delivered) if assets[i].minimum_load_share > 0.0]
    if not running:
        return
    chosen = [supply.delivered[k] for k in running]
    share = np.array([assets[i].minimum_load_share for i in chosen]).reshape(-1, 1, 1)
    names = {"asset": tuple(assets[i].name for i in chosen)}
    rows = frame.builder.stage_rows("minimum_load", names, lower=share * supply.usable_existing_mw[chosen])
    frame.builder.put(rows, supply.generation[running], 1.0)
    frame.builder.put(
        rows, frame.columns_by_chain(supply.capacity.installed[chosen]), -share * supply.usable_share[chosen]
    )
