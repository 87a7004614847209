"""Firm megawatts only beside new own supply, where the contract cuts all other load first.

Equation
--------
For site s and planning year y, with κ the capacity credit, over supply on the site and physical contracts:

`firm[s, y] - energised <= Σ κ · (installed - existing)`

What lies above it must be curtailable: the grid takes it away before it asks anyone else.
"""

from __future__ import annotations

import numpy as np

from firmwatt.planning.columns import Columns
from firmwatt.planning.frame import Frame
from firmwatt.scenario.assets import Delivery

ROWS = "own_supply"


def add_own_supply(frame: Frame, columns: Columns) -> None:
    """Add one row a year for each site whose contract asks for own supply."""
    case, builder = frame.case, frame.builder
    asked = [
        at
        for at, site in enumerate(case.sites)
        if site.connection.contract is not None and site.connection.contract.firm_needs_own_supply
    ]
    if not asked:
        return
    names = tuple(case.sites[at].name for at in asked)
    own = [
        (index, asset)
        for index, asset in enumerate(case.supply)
        if asset.delivery != Delivery.VIRTUAL and case.site_index(asset.site) in asked
    ]
    stands = np.array([case.sites[at].connection.energised_mw for at in asked])[:, None]
    upper = np.repeat(stands, len(frame.years), axis=1)
    for _, asset in own:
        upper[asked.index(case.site_index(asset.site))] -= asset.capacity_credit * asset.existing_mw
    rows = builder.border_rows(ROWS, {"site": names, "year": frame.year_labels}, upper=upper)
    builder.put(rows, columns.connection.firm.installed[asked], 1.0)
    for index, asset in own:
        row = rows[asked.index(case.site_index(asset.site))]
        builder.put(row, columns.supply.capacity.installed[index], -asset.capacity_credit)
