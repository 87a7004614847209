"""Energy balance at each site's meter.

Equation
--------
For site s in chain-hour h:

`Σ generation + import_firm + import_curtailable + discharge + Σ arriving flows
 - charge - sale - Σ sent flows - Σ_j PUE[s, h] · served[j, s, h] = 0`

Its dual is the value of one more megawatt-hour at the site in that hour.
"""

from __future__ import annotations

import numpy as np

from firmwatt.planning.columns import Columns, put_generation, put_metered_load
from firmwatt.planning.frame import Frame

ROWS = "balance"


def add_balance(frame: Frame, columns: Columns) -> None:
    """Add the balance of every site and hour."""
    builder, case = frame.builder, frame.case
    rows = builder.stage_rows(ROWS, {"site": frame.site_names}, lower=0.0, upper=0.0)
    put_generation(frame, columns, np.ones(len(case.supply)), rows)
    put_metered_load(frame, columns, rows, -1.0)
    connection, storage = columns.connection, columns.storage
    builder.put(rows, connection.import_firm, 1.0)
    builder.put(rows, connection.import_curtailable, 1.0)
    builder.put(rows, connection.sale, -1.0)
    if case.storage:
        home = [case.site_index(asset.site) for asset in case.storage]
        builder.put(rows[home], storage.charge, -1.0)
        builder.put(rows[home], storage.discharge, 1.0)
    for index, link in enumerate(case.links):
        sender, receiver = rows[case.site_index(link.from_site)], rows[case.site_index(link.to_site)]
        for flow, start, end in (
            (columns.link.forward[index], sender, receiver),
            (columns.link.backward[index], receiver, sender),
        ):
            builder.put(start, flow, -1.0)
            builder.put(end, flow, 1.0 - link.loss_share)
