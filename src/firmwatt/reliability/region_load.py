"""What the programme draws from each grid region, hour by hour through one year."""

from __future__ import annotations

import numpy as np

from firmwatt.errors import UserError
from firmwatt.grid.demand_file import Demand
from firmwatt.operation.dispatch import Dispatch
from firmwatt.reliability.typical_year import unfold
from firmwatt.scenario.assets import Delivery
from firmwatt.timegrid import utc_stamps


def region_load(dispatch: Dispatch, year: int | None = None) -> Demand:
    """Return the import of each region's sites, physical contracts included, in the first weather year.

    Parameters
    ----------
    year
        Planning year; None takes the last.

    Raises
    ------
    UserError
        If the plan has no such year.

    Notes
    -----
    Sampled days are repeated over the stretch that they stand for, so a ramp at midnight may be one between two days.
    """
    plan = dispatch.plan
    case, time = plan.inputs.case, plan.inputs.time
    chosen = time.planning_years[-1] if year is None else year
    if chosen not in time.planning_years:
        known = ", ".join(map(str, time.planning_years))
        raise UserError(f"--year: the plan does not look at {chosen}. Choose one of {known}.")
    imports = dispatch.import_firm_mw + dispatch.import_curtailable_mw
    load = np.zeros((len(case.regions), *imports.shape[1:]))
    for site, drawn in zip(case.sites, imports, strict=True):
        load[case.region_index(site.region)] += drawn
    for asset, generated in zip(case.supply, dispatch.generation_mw, strict=True):
        if asset.delivery == Delivery.PHYSICAL:
            load[case.region_index(case.sites[case.site_index(asset.site)].region)] += generated
    first_weather = unfold(time, load, time.planning_years.index(chosen))[:, 0]
    return Demand(tuple(region.name for region in case.regions), utc_stamps(chosen), np.maximum(first_weather, 0.0))


def region_peaks_mw(dispatch: Dispatch) -> dict[str, float]:
    """Return region → highest import of the last planning year in MW, where there is any."""
    demand = region_load(dispatch)
    peaks = demand.demand_mw.max(axis=1)
    return {area: float(peak) for area, peak in zip(demand.areas, peaks, strict=True) if peak > 0.0}
