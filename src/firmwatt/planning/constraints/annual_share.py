"""Yearly shares of clean energy: carbon-free (nuclear counts, the grid's own share counts) and RE100 (neither does).

Equations
---------
For each matching group and planning year, with g the carbon-free share of the grid:

- `Σ_h w · (Σ carbon-free generation + g · import) >= share · Σ_h w · metered load`
- `Σ_h w · Σ renewable generation >= share · Σ_h w · metered load`

Generation is on site, physical or virtual. The year's sums are compared: what is too much in one hour makes up for
another, which is what separates these shares from hourly matching.
"""

from __future__ import annotations

import numpy as np

from firmwatt.lp.model import Positions
from firmwatt.planning.columns import (
    Columns,
    clean_weight,
    group_of_sites,
    matching_groups,
    put_generation,
    put_metered_load,
    put_virtual_generation,
    renewable_weight,
    yearly_existing_virtual_mwh,
)
from firmwatt.planning.frame import Frame
from firmwatt.timegrid import FloatArray


def add_annual_share(frame: Frame, columns: Columns) -> None:
    """Add the yearly shares that the policy asks for."""
    policy = frame.case.policy
    if policy.annual_carbon_free_share is not None:
        rows = _add_rows(frame, columns, "annual_carbon_free", policy.annual_carbon_free_share, clean_weight(frame))
        grid = frame.series.carbon_free_share * frame.hour_weight
        frame.builder.put(rows, columns.connection.import_firm, grid)
        frame.builder.put(rows, columns.connection.import_curtailable, grid)
    if policy.re100_share is not None:
        _add_rows(frame, columns, "re100", policy.re100_share, renewable_weight(frame))


def _add_rows(frame: Frame, columns: Columns, name: str, share: tuple[float, ...], chosen: FloatArray) -> Positions:
    """Add one row for each group and year; return (sites, chains, 1) the row of each site's group."""
    coords = {"group": tuple(label for label, _ in matching_groups(frame)), "year": frame.year_labels}
    rows = frame.builder.border_rows(name, coords, lower=-yearly_existing_virtual_mwh(frame, columns, chosen))
    by_site = frame.columns_by_chain(rows)[group_of_sites(frame)]
    put_generation(frame, columns, chosen, by_site, frame.hour_weight)
    put_virtual_generation(frame, columns, chosen, by_site, frame.hour_weight)
    put_metered_load(frame, columns, by_site, -frame.by_chain(np.asarray(share)) * frame.hour_weight)
    return by_site
