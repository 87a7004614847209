"""Virtual contracts cover own use: a programme is no trader.

Equation
--------
For each matching group and planning year: `Σ_h w · Σ new virtual generation <= Σ_h w · metered load`, where new is
what was not already contracted on the decision date.

Without it a contract that is cheaper than the market would be signed without end, for money alone.
"""

from __future__ import annotations

import numpy as np

from firmwatt.planning.columns import (
    Columns,
    group_of_sites,
    matching_groups,
    put_metered_load,
    put_virtual_generation,
    yearly_virtual_mwh,
)
from firmwatt.planning.frame import Frame
from firmwatt.scenario.assets import Delivery


def add_contract_limit(frame: Frame, columns: Columns) -> None:
    """Add one row for each group and year, if there are virtual contracts to sign.

    What existing contracts generate is granted on top of the load, so that they alone never make a plan infeasible.
    """
    virtual = np.array([float(asset.delivery == Delivery.VIRTUAL) for asset in frame.case.supply])
    if not any(asset.max_mw > 0.0 for asset in frame.case.supply if asset.delivery == Delivery.VIRTUAL):
        return
    coords = {"group": tuple(label for label, _ in matching_groups(frame)), "year": frame.year_labels}
    existing = columns.supply.capacity.existing[:, None, None] * columns.supply.usable_share
    granted = yearly_virtual_mwh(frame, columns, existing)
    rows = frame.builder.border_rows("contract_limit", coords, upper=granted)
    by_site = frame.columns_by_chain(rows)[group_of_sites(frame)]
    put_virtual_generation(frame, columns, virtual, by_site, frame.hour_weight)
    put_metered_load(frame, columns, by_site, -frame.hour_weight)
