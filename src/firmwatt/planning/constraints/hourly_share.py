"""Hourly carbon-free share: clean energy counts only in the hour in which the load uses it.

Equations
---------
For each matching group G and chain-hour h, m the load matched by own clean energy, r the purchase that is credited
with the grid's carbon-free share g:

- `m <= Σ clean generation - charge + discharge`
- `m + Σ_s r[s] <= metered load`, `r[s] <= import_firm[s] + import_curtailable[s]`
- each planning year: `Σ_h w · (m + Σ_s g · r[s]) >= share · Σ_h w · metered load`

Since m >= 0, storage charges from clean energy only. Excess is never carried to another hour.
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
)
from firmwatt.planning.frame import LOOSE, Frame
from firmwatt.timegrid import IntArray

MATCHED = "matched_mw"


def add_hourly_share(frame: Frame, columns: Columns) -> None:
    """Add hourly matching, if the policy asks for it."""
    share = frame.case.policy.hourly_carbon_free_share
    if share is None:
        return
    builder, groups = frame.builder, matching_groups(frame)
    labels = {"group": tuple(label for label, _ in groups)}
    group_of = group_of_sites(frame)
    most_it = np.maximum(frame.inputs.load.asked_it_mw, columns.computing.capacity.existing[:, None])
    most_load = LOOSE * frame.by_chain(most_it) * frame.series.pue
    most_matched = np.array([most_load[list(sites)].sum(axis=0) for _, sites in groups])
    matched = builder.stage_columns(MATCHED, labels, upper=most_matched)
    credited = builder.stage_columns("grid_credited_mw", {"site": frame.site_names}, upper=most_load)

    load = builder.stage_rows("matched_within_load", labels, upper=0.0)
    builder.put(load, matched, 1.0)
    builder.put(load[group_of], credited, 1.0)
    put_metered_load(frame, columns, load[group_of], -1.0)
    bought = builder.stage_rows("credited_within_import", {"site": frame.site_names}, upper=0.0)
    builder.put(bought, credited, 1.0)
    builder.put(bought, columns.connection.import_firm, -1.0)
    builder.put(bought, columns.connection.import_curtailable, -1.0)
    _add_clean_limit(frame, columns, matched, group_of)

    target = builder.border_rows("hourly_carbon_free", {**labels, "year": frame.year_labels}, lower=0.0)
    by_group = frame.columns_by_chain(target)
    builder.put(by_group, matched, frame.hour_weight)
    builder.put(by_group[group_of], credited, frame.series.carbon_free_share * frame.hour_weight)
    put_metered_load(frame, columns, by_group[group_of], -frame.by_chain(np.asarray(share)) * frame.hour_weight)


def _add_clean_limit(frame: Frame, columns: Columns, matched: Positions, group_of: IntArray) -> None:
    """Bound the matched load by the clean energy of the hour; what existing virtual contracts give is a constant."""
    builder, chosen, case = frame.builder, clean_weight(frame), frame.case
    fixed = np.zeros(matched.shape)
    for asset in (i for i in columns.supply.virtual if chosen[i] != 0.0):
        site = case.site_index(case.supply[asset].site)
        fixed[group_of[site]] += chosen[asset] * columns.supply.usable_existing_mw[asset]
    labels = {"group": tuple(label for label, _ in matching_groups(frame))}
    rows = builder.stage_rows("matched_within_clean", labels, upper=fixed)
    builder.put(rows, matched, 1.0)
    put_generation(frame, columns, chosen, rows[group_of], -1.0)
    put_virtual_generation(frame, columns, chosen, rows[group_of], -1.0)
    if case.storage:
        home = group_of[[case.site_index(asset.site) for asset in case.storage]]
        builder.put(rows[home], columns.storage.charge, 1.0)
        builder.put(rows[home], columns.storage.discharge, -1.0)
