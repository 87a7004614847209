"""What comes through a site's connection, and what the grid may withhold.

Equations
---------
For site s, with `o` the share of time that new megawatts are energised:

- each hour: `import_firm + Σ physical generation <= energised + o · (firm - energised)`
- each planning year: `Σ_h w · import_curtailable <= (1 - withheld share) · Σ_h w · o · curtailable`

The second is the energy budget of a curtailable connection, for which the plan chooses the hours. The hours that the
grid chooses, by the connection's contract, stand in the limit of the import itself (`assets.connection`).
"""

from __future__ import annotations

import numpy as np

from firmwatt.planning.columns import Columns, put_generation
from firmwatt.planning.frame import Frame
from firmwatt.scenario.assets import Delivery


def add_connection_limit(frame: Frame, columns: Columns) -> None:
    """Add the hourly limit that physical contracts share with own purchase, and the curtailable energy budget."""
    _add_shared_limit(frame, columns)
    _add_curtailable_energy(frame, columns)


def _add_shared_limit(frame: Frame, columns: Columns) -> None:
    physical = np.array([float(asset.delivery == Delivery.PHYSICAL) for asset in frame.case.supply])
    if not physical.any():
        return
    online = frame.online.connection
    firm = columns.connection.firm
    waiting = (1.0 - online) * firm.existing[:, None, None]
    rows = frame.builder.stage_rows("connection_limit", {"site": frame.site_names}, upper=waiting)
    put_generation(frame, columns, physical, rows)
    frame.builder.put(rows, columns.connection.import_firm, 1.0)
    frame.builder.put(rows, frame.columns_by_chain(firm.installed), -online)


def _add_curtailable_energy(frame: Frame, columns: Columns) -> None:
    sites, builder = frame.case.sites, frame.builder
    rows = builder.border_rows("curtailable_energy", {"site": frame.site_names, "year": frame.year_labels}, upper=0.0)
    given = 1.0 - np.array([site.connection.curtailable_energy_share for site in sites])[:, None, None]
    by_chain = frame.columns_by_chain(rows)
    builder.put(by_chain, columns.connection.import_curtailable, frame.hour_weight)
    energised = given * frame.online.curtailable * frame.hour_weight
    builder.put(by_chain, frame.columns_by_chain(columns.connection.curtailable.installed), -energised)
