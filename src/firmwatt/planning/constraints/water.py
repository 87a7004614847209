"""Water drawn at a site, by cooling and by generation on the site.

Equation
--------
For site s and planning year y, in m3 (1 l/kWh = 1 m3/MWh):
`Σ_h w · (WUE[s, h] · Σ_j served[j, s, h] + Σ_a litres per MWh / 1000 · generation[a, h]) <= water limit`.
"""

from __future__ import annotations

import numpy as np

from firmwatt.planning.columns import Columns, put_generation, put_metered_load
from firmwatt.planning.frame import Frame
from firmwatt.scenario.assets import Delivery
from firmwatt.units import LITRES_PER_M3


def add_water(frame: Frame, columns: Columns) -> None:
    """Add a row for each site and planning year; a site without a limit has a free row, so it is left out."""
    limits = [site.water_limit_m3_per_year for site in frame.case.sites]
    if all(limit is None for limit in limits):
        return
    upper = [[np.inf if limit is None else limit] for limit in limits]
    coords = {"site": frame.site_names, "year": frame.year_labels}
    rows = frame.builder.border_rows("water", coords, upper=upper)
    by_site = frame.columns_by_chain(rows)
    per_metered_mwh = frame.series.wue_l_per_kwh / frame.series.pue
    put_metered_load(frame, columns, by_site, per_metered_mwh * frame.hour_weight)
    litres = np.array([asset.water_l_per_mwh * (asset.delivery == Delivery.ON_SITE) for asset in frame.case.supply])
    put_generation(frame, columns, litres / LITRES_PER_M3, by_site, frame.hour_weight)
