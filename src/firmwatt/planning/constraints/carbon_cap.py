"""Caps on carbon: tonnes a year, or kilograms per metered megawatt-hour.

Equations
---------
For each planning year, with e the stack rate of an asset and i the average intensity of the grid:

- `Σ_h w · (Σ e · generation + i · import) <= 1000 · cap`
- `Σ_h w · (Σ e · generation + i · import) <= rate · Σ_h w · metered load`
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from firmwatt.lp.model import Positions
from firmwatt.planning.columns import Columns, put_generation, put_metered_load
from firmwatt.planning.frame import Frame
from firmwatt.units import KG_PER_TONNE


def add_carbon_cap(frame: Frame, columns: Columns) -> None:
    """Add the caps that the policy asks for."""
    policy = frame.case.policy
    if policy.carbon_cap_tonne is not None:
        limit = KG_PER_TONNE * np.asarray(policy.carbon_cap_tonne)
        _add_rows(frame, columns, "carbon_cap", limit)
    if policy.carbon_intensity_cap_kg_per_mwh is not None:
        rows = _add_rows(frame, columns, "carbon_intensity_cap", 0.0)
        rate = frame.by_chain(np.asarray(policy.carbon_intensity_cap_kg_per_mwh))
        put_metered_load(frame, columns, frame.columns_by_chain(rows), -rate * frame.hour_weight)


def _add_rows(frame: Frame, columns: Columns, name: str, limit_kg: ArrayLike) -> Positions:
    rows = frame.builder.border_rows(name, {"year": frame.year_labels}, upper=limit_kg)
    by_chain = frame.columns_by_chain(rows)
    stack = np.array([asset.emission_kg_per_mwh for asset in frame.case.supply])
    put_generation(frame, columns, stack, by_chain, frame.hour_weight)
    intensity = frame.series.average_intensity_kg_per_mwh * frame.hour_weight
    frame.builder.put(by_chain, columns.connection.import_firm, intensity)
    frame.builder.put(by_chain, columns.connection.import_curtailable, intensity)
    return rows
