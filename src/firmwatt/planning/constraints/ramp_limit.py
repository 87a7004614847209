"""How fast a site may change what it draws from the grid, where its contract sets a limit.

Equations
---------
With the net draw `n = import_firm + import_curtailable + Σ physical generation - sale`, the limit r as a share of what
is connected, `C = energised + o · (firm - energised) + o_c · curtailable`, in each hour after the first of a chain:

- `n[s, h] - n[s, h-1] <= r · C[s, h]`
- `n[s, h-1] - n[s, h] <= r · C[s, h]`

The hours in which the grid calls, and those right after, are free: what the grid orders breaks no limit of the grid.
"""

from __future__ import annotations

import numpy as np

from firmwatt.lp.model import Positions
from firmwatt.planning.columns import Columns
from firmwatt.planning.frame import Frame
from firmwatt.scenario.assets import Delivery

RAMP_UP, RAMP_DOWN = "ramp_up", "ramp_down"


def add_ramp_limit(frame: Frame, columns: Columns) -> None:
    """Add the two rows of each hour of each site whose contract limits the ramp."""
    for at, site in enumerate(frame.case.sites):
        contract = site.connection.contract
        if contract is not None and contract.ramp_share_per_hour is not None:
            _add_site(frame, columns, at, contract.ramp_share_per_hour)


def _add_site(frame: Frame, columns: Columns, site: int, share: float) -> None:
    builder, name = frame.builder, frame.site_names[site]
    connected, called = frame.online.connection[site], frame.series.called_share[site]
    is_free = np.ones_like(called, dtype=np.bool_)
    is_free[:, 1:] = (called[:, 1:] > 0.0) | (called[:, :-1] > 0.0)
    waiting = share * (1.0 - connected) * frame.case.sites[site].connection.energised_mw
    upper = np.where(is_free, np.inf, waiting)[None]
    firm = frame.columns_by_chain(columns.connection.firm.installed[site])
    curtailable = frame.columns_by_chain(columns.connection.curtailable.installed[site])
    for block, sign in ((RAMP_UP, 1.0), (RAMP_DOWN, -1.0)):
        rows = builder.stage_rows(f"{block}/{name}", {"site": (name,)}, upper=upper)[0]
        limited = np.where(is_free, 0.0, 1.0)
        for flow, direction in _flows(frame, columns, site):
            builder.put(rows, flow, sign * direction * limited)
            builder.put(rows[:, 1:], flow[:, :-1], -sign * direction * limited[:, 1:])
        builder.put(rows, firm, -share * connected * limited)
        builder.put(rows, curtailable, -share * frame.online.curtailable[site] * limited)


def _flows(frame: Frame, columns: Columns, site: int) -> list[tuple[Positions, float]]:
    """Return the columns (chains, hours) that make up a site's net draw, with their signs."""
    link, case = columns.connection, frame.case
    flows = [(link.import_firm[site], 1.0), (link.import_curtailable[site], 1.0), (link.sale[site], -1.0)]
    for place, asset in enumerate(columns.supply.delivered):
        plant = case.supply[asset]
        if plant.delivery == Delivery.PHYSICAL and case.site_index(plant.site) == site:
            flows.append((columns.supply.generation[place], 1.0))
    return flows
