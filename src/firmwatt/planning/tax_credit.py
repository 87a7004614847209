"""What an investment tax credit gives back of each vintage's capital; plan and books both ask here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from firmwatt.planning.roadmap import storage_dates, supply_dates, years_before
from firmwatt.scenario.assets import StorageAsset, SupplyAsset
from firmwatt.timegrid import FloatArray


def capital_kept_share(asset: SupplyAsset | StorageAsset, decision_date: date, years: Sequence[int]) -> FloatArray:
    """Return (years,) 0-1, the share of the capital of what is built in each year that stays to be paid.

    Parameters
    ----------
    asset
    decision_date
    years
        Planning years, rising.

    Notes
    -----
    A vintage is online on 1 January of its year, or at P50 of its lead time where that is later, and its construction
    began `construction_years` before. The credit comes back with the annuities, not in the first year.

    References
    ----------
    Internal Revenue Code, sections 45Y and 48E as amended by Public Law 119-21 (catalogue table `tax_credits`). A
    production credit may be chosen instead of the investment credit; it is not modelled.
    """
    credit = asset.tax_credit
    if credit is None:
        return np.ones(len(years))
    if isinstance(asset, SupplyAsset):
        dates = supply_dates(asset, decision_date)
    else:
        dates = storage_dates(asset, decision_date)
    online = [max(dates.p50, date(year, 1, 1)) for year in years]
    return np.array([1.0 - credit.share_on(years_before(day, asset.construction_years), day) for day in online])
