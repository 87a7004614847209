"""Land at a site: what stands on it must fit.

Equation
--------
For site s and planning year y: `Σ acres per MW · installed[a, y] <= land limit`, over supply on the site and storage.
"""

from __future__ import annotations

from firmwatt.planning.columns import Columns
from firmwatt.planning.frame import Frame
from firmwatt.scenario.assets import Delivery


def add_land(frame: Frame, columns: Columns) -> None:
    """Add a row for each site with a land limit and each planning year."""
    limited = {site.name: site.land_limit_acre for site in frame.case.sites if site.land_limit_acre is not None}
    if not limited:
        return
    names = tuple(limited)
    upper = [[limited[name]] for name in names]
    rows = frame.builder.border_rows("land", {"site": names, "year": frame.year_labels}, upper=upper)
    for index, asset in enumerate(frame.case.supply):
        if asset.site in limited and asset.delivery == Delivery.ON_SITE:
            columns_of_asset = columns.supply.capacity.installed[index]
            frame.builder.put(rows[names.index(asset.site)], columns_of_asset, asset.land_acre_per_mw)
    for index, storage in enumerate(frame.case.storage):
        if storage.site in limited:
            columns_of_storage = columns.storage.power.installed[index]
            frame.builder.put(rows[names.index(storage.site)], columns_of_storage, storage.land_acre_per_mw)
