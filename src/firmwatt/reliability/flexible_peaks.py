"""What flexible compute takes off the peaks of the regions: a run beside the same run whose work never waits.

Without flexibility every hour's work runs when it arrives, at the sites where the plan ran it over the year, and
nothing is lost; own plants, stores and contracts do as they did. So the difference is that of the computing alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.grid.demand_file import Demand
from firmwatt.grid.peaks import AreaPeaks, measure_peaks
from firmwatt.operation.dispatch import Dispatch
from firmwatt.planning.sampled import sampled_series
from firmwatt.reliability.region_load import region_load
from firmwatt.reliability.typical_year import unfold
from firmwatt.timegrid import FloatArray, IntArray

DEAREST_HOURS = 100
LEAST_MW = 1e-6


@dataclass(frozen=True, slots=True)
class FlexiblePeaks:
    """One region, or all together, with and without flexible compute.

    Attributes
    ----------
    peak_mw, peak_mw_without : own peaks
    saved_mw : MW off the own peak; negative where work moved into it
    coincident_saved_mw : off the load in the hour of the system's peak without flexibility
    dearest_mw, dearest_mw_without : mean load in the region's dearest hours, the system's: sum of the regions'
    load_factor, load_factor_without : 0-1
    ramp_up_mw_per_hour, ramp_up_mw_per_hour_without : steepest
    """

    area: str
    peak_mw: float
    peak_mw_without: float
    saved_mw: float
    coincident_saved_mw: float
    dearest_mw: float
    dearest_mw_without: float
    load_factor: float
    load_factor_without: float
    ramp_up_mw_per_hour: float
    ramp_up_mw_per_hour_without: float


def flexible_peaks(dispatch: Dispatch, year: int | None = None) -> tuple[FlexiblePeaks, ...]:
    """Return what flexible compute does to the peaks of each region and, last, of their sum.

    Parameters
    ----------
    year
        Planning year; None takes the last.

    Raises
    ------
    UserError
        If the plan has no such year.
    """
    having = region_load(dispatch, year)
    lacking = Demand(having.areas, having.stamps, np.maximum(having.demand_mw + _postponed(dispatch, year), 0.0))
    hour = int(lacking.demand_mw.sum(axis=0).argmax())
    dear = [_dearest(dispatch, region, year) for region in range(len(having.areas))]
    stress = [
        [float(load[hours].mean()) for load, hours in zip(demand.demand_mw, dear, strict=True)]
        for demand in (having, lacking)
    ]
    loads = [np.vstack([demand.demand_mw, demand.demand_mw.sum(axis=0)]) for demand in (having, lacking)]
    peaks = zip(measure_peaks(having), measure_peaks(lacking), strict=True)
    return tuple(
        _compare(
            pair,
            float(loads[1][at, hour] - loads[0][at, hour]),
            (sum(stress[0]), sum(stress[1])) if at == len(having.areas) else (stress[0][at], stress[1][at]),
        )
        for at, pair in enumerate(peaks)
    )


def _compare(
    pair: tuple[AreaPeaks, AreaPeaks], coincident_saved_mw: float, dearest_mw: tuple[float, float]
) -> FlexiblePeaks:
    has, lacks = pair
    return FlexiblePeaks(
        area=has.area,
        peak_mw=has.own.mw,
        peak_mw_without=lacks.own.mw,
        saved_mw=lacks.own.mw - has.own.mw,
        coincident_saved_mw=coincident_saved_mw,
        dearest_mw=dearest_mw[0],
        dearest_mw_without=dearest_mw[1],
        load_factor=has.load_factor,
        load_factor_without=lacks.load_factor,
        ramp_up_mw_per_hour=has.ramp_up_mw_per_hour,
        ramp_up_mw_per_hour_without=lacks.ramp_up_mw_per_hour,
    )


def _postponed(dispatch: Dispatch, year: int | None) -> FloatArray:
    """Return (regions, 8760) MW at the meter by which work as it arrives exceeds work as it was done."""
    plan = dispatch.plan
    case, time = plan.inputs.case, plan.inputs.time
    position = len(time.planning_years) - 1 if year is None else time.planning_years.index(year)
    inside = time.chain_year == position
    weight = (inside * time.chain_hour_weight)[:, None]
    served = np.einsum("psch,ch->ps", dispatch.served_mw, np.broadcast_to(weight, dispatch.served_mw.shape[2:]))
    total = served.sum(axis=1, keepdims=True)
    share = np.divide(served, total, out=np.zeros_like(served), where=total > LEAST_MW)
    pue = sampled_series(plan.inputs).pue
    arriving = np.einsum("ps,pch->sch", share, dispatch.arrived_mw)
    more = (arriving - dispatch.served_mw.sum(axis=0)) * pue
    by_region = np.zeros((len(case.regions), *more.shape[1:]))
    for site, megawatts in zip(case.sites, more, strict=True):
        by_region[case.region_index(site.region)] += megawatts
    return unfold(time, by_region, position)[:, 0]


def _dearest(dispatch: Dispatch, region: int, year: int | None) -> IntArray:
    """Return the places of the region's dearest hours among those that the plan looked at, laid out over the year."""
    inputs = dispatch.plan.inputs
    time = inputs.time
    position = len(time.planning_years) - 1 if year is None else time.planning_years.index(year)
    price = unfold(time, time.sample_by_year(inputs.grid.price_usd_per_mwh[region : region + 1]), position)[0, 0]
    return np.argsort(-price, kind="stable")[:DEAREST_HOURS]
