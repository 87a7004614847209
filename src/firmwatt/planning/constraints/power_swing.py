"""Room for swings within seconds: training machines compute and exchange together, and the connection feels the peak.

Equations
---------
With `x_j` the swing of pool j (how far its power rises above the mean of the hour, per MW of mean load), in each hour
of each site where any pool swings:

- `import_firm + import_curtailable + Σ physical generation + Σ_j x_j · PUE · served[j] <= C + Σ_b o_b · power[b]`

with `C = energised + o · (firm - energised) + o_c · curtailable` and the power of stores at the site, which can ride
through swings whatever they do otherwise. So a connection is sized by the peak and pays for the energy of the mean.
"""

from __future__ import annotations

import numpy as np

from firmwatt.lp.model import Positions
from firmwatt.planning.columns import Columns
from firmwatt.planning.frame import Frame
from firmwatt.scenario.assets import Delivery


def add_power_swing(frame: Frame, columns: Columns) -> None:
    """Add the row of each hour of each site at which any pool swings."""
    computing = columns.computing
    swing = np.array([pool.swing for pool in frame.inputs.load.it.pools])[computing.pool_of]
    for site in np.unique(computing.site_of[swing > 0.0]).tolist():
        rows = _add_site(frame, columns, site)
        for pair in np.flatnonzero((computing.site_of == site) & (swing > 0.0)).tolist():
            drawn = computing.energy_factor[pair] * swing[pair] * frame.series.pue[site]
            frame.builder.put(rows, computing.served[pair], drawn)


def _add_site(frame: Frame, columns: Columns, site: int) -> Positions:
    """Return the rows (chains, hours) of a site, with what comes in and what may."""
    builder, name, link = frame.builder, frame.site_names[site], columns.connection
    online, case = frame.online, frame.case
    stores = [index for index, asset in enumerate(case.storage) if case.site_index(asset.site) == site]
    waiting = (1.0 - online.connection[site]) * link.firm.existing[site]
    for store in stores:
        waiting = waiting + (1.0 - online.storage[store]) * columns.storage.power.existing[store]
    rows: Positions = builder.stage_rows(f"power_swing/{name}", {"site": (name,)}, upper=waiting[None])[0]
    builder.put(rows, link.import_firm[site], 1.0)
    builder.put(rows, link.import_curtailable[site], 1.0)
    for place, asset in enumerate(columns.supply.delivered):
        plant = case.supply[asset]
        if plant.delivery == Delivery.PHYSICAL and case.site_index(plant.site) == site:
            builder.put(rows, columns.supply.generation[place], 1.0)
    builder.put(rows, frame.columns_by_chain(link.firm.installed[site]), -online.connection[site])
    builder.put(rows, frame.columns_by_chain(link.curtailable.installed[site]), -online.curtailable[site])
    for store in stores:
        power = frame.columns_by_chain(columns.storage.power.installed[store])
        builder.put(rows, power, -online.storage[store])
    return rows
