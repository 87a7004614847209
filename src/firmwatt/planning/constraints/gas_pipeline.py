"""Firm gas pipeline capacity at a site.

Equation
--------
For site s in chain-hour h, in MMBtu/h, with `o` the online share of what is added:
`Σ_{gas on site} heat rate · generation[a, h] <= pipeline limit + o[s, h] · added[s, y]`.
"""

from __future__ import annotations

import numpy as np

from firmwatt.planning.columns import Columns, put_generation
from firmwatt.planning.frame import Frame
from firmwatt.scenario.assets import Delivery


def add_gas_pipeline(frame: Frame, columns: Columns) -> None:
    """Add the hourly rows, if any site has a limit."""
    limits = [site.gas_pipeline_limit_mmbtu_per_hour for site in frame.case.sites]
    if all(limit is None for limit in limits):
        return
    upper = np.array([np.inf if limit is None else limit for limit in limits])[:, None, None]
    rows = frame.builder.stage_rows("gas_pipeline", {"site": frame.site_names}, upper=upper)
    heat = [
        asset.heat_rate_mmbtu_per_mwh * (asset.is_gas and asset.delivery == Delivery.ON_SITE)
        for asset in frame.case.supply
    ]
    put_generation(frame, columns, np.array(heat), rows)
    if columns.pipeline is not None:
        added = frame.columns_by_chain(columns.pipeline.capacity.installed)
        frame.builder.put(rows[list(columns.pipeline.sites)], added, -columns.pipeline.online)
