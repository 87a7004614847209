"""Water drawn at a site, by cooling and by generation on the site, and from the basin of several sites.

Equation
--------
For site s and planning year y, in m3 (1 l/kWh = 1 m3/MWh):
`drawn[s, y] = Σ_h w · (WUE[s, h] · Σ_j served[j, s, h] + Σ_a litres per MWh / 1000 · generation[a, h]) <= water limit`
and for basin b: `Σ_{s in b} drawn[s, y] <= limit of the basin`.
"""

from __future__ import annotations

import numpy as np

from firmwatt.lp.model import Positions
from firmwatt.planning.columns import Columns, put_generation, put_metered_load
from firmwatt.planning.frame import Frame
from firmwatt.scenario.assets import Delivery
from firmwatt.timegrid import FloatArray
from firmwatt.units import LITRES_PER_M3


def add_water(frame: Frame, columns: Columns) -> None:
    """Add a row for each site and planning year if any site has a limit, and one for each basin with sites in it."""
    sites = frame.case.sites
    limits = [site.water_limit_m3_per_year for site in sites]
    if any(limit is not None for limit in limits):
        upper = [[np.inf if limit is None else limit] for limit in limits]
        rows = frame.builder.border_rows("water", {"site": frame.site_names, "year": frame.year_labels}, upper=upper)
        _put_drawn(frame, columns, rows, np.ones(len(sites)))
    basins = {
        name: limit for name, limit in frame.case.basin_limit_m3_per_year.items() if name in {s.basin for s in sites}
    }
    if basins:
        coords = {"basin": tuple(basins), "year": frame.year_labels}
        rows = frame.builder.border_rows("basin_water", coords, upper=np.array([*basins.values()])[:, None])
        for row, basin in zip(rows, basins, strict=True):
            inside = np.array([site.basin == basin for site in sites], dtype=np.float64)
            _put_drawn(frame, columns, np.tile(row, (len(sites), 1)), inside)


def _put_drawn(frame: Frame, columns: Columns, rows: Positions, chosen: FloatArray) -> None:
    """Add the water of the chosen sites to rows (sites, years)."""
    by_site, weight = frame.columns_by_chain(rows), chosen[:, None, None] * frame.hour_weight
    per_metered_mwh = frame.series.wue_l_per_kwh / frame.series.pue
    put_metered_load(frame, columns, by_site, per_metered_mwh * weight)
    litres = np.array([asset.water_l_per_mwh * (asset.delivery == Delivery.ON_SITE) for asset in frame.case.supply])
    put_generation(frame, columns, litres / LITRES_PER_M3, by_site, weight)
