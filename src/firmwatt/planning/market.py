"""`MarketOutcome`: what the markets that answer the load do in a plan, and what follows for all customers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.grid.curve_series import CurveSeries
from firmwatt.scenario.assets import AvailabilityKind
from firmwatt.scenario.case import Case
from firmwatt.scenario.supply_curve import CurveExpansion
from firmwatt.timegrid import FloatArray, IntArray, TimeGrid

FORGONE = ("demand_response", "lost_load")
"""Steps that are no generation: customers forgo their load."""
SLOPE_OVER = 0.045
SLOPE = ((0.015, 0.125), (0.015, 0.375), (0.015, 0.625), (0.015, 0.875))
"""Where demand for capacity slopes: up to 4.5 % beyond the margin some is paid, down to 1.5 % below it not yet all;
tranches as share of the margin's capacity and of the highest price. After PJM's variable resource requirement curve
of 2026/2027, which falls from the cap at 99 % to nothing at about 104.5 % (recalled and rounded, not read again)."""
IDLE_MW = 1.0
"""A step that gives less than this does not run: a solver's rounding on a market of gigawatts."""


@dataclass(frozen=True, slots=True, eq=False)
class MarketOutcome:
    """What the markets of a plan do, with the programme's load or without any.

    Attributes
    ----------
    price_usd_per_mwh : (markets, chains, hours)
        Dual of the market's balance, undiscounted: what one more megawatt-hour costs all together.
    capacity_price_usd_per_mw_year : (markets, years)
        Dual of the reserve margin, undiscounted; 0 where there is none.
    step_mw : (markets, steps, chains, hours) MW, steps in the order of each market's curve
    flat_mw : (flat expansions, chains, hours) MW
    expansion_mw, expansion_build_mw : (expansions, years) MW, in the order of `expansions`
    shortage_mw : (markets, tranches, years) MW of credited capacity that is missing, by `shortage_tranches`
    ready_price_usd_per_mwh : (markets that pay for ready plants, chains, hours)
        Dual of what stands ready, undiscounted: the part of the price that is scarcity.
    short_mw : (markets that pay for ready plants, steps, chains, hours) MW that do not stand ready
    drawn_mw : (markets, chains, hours) MW
        What the programme takes from the market, less what it sells and what its virtual contracts feed in.
    reserved_mw : (markets, years) MW of the programme's firm connections for which the margin is held
    cost_usd
        Present value of all that the markets' plants cost: steps, additions, shortage, and the risk of plants that do
        not stand ready.
    """

    price_usd_per_mwh: FloatArray
    capacity_price_usd_per_mw_year: FloatArray
    step_mw: FloatArray
    flat_mw: FloatArray
    expansion_mw: FloatArray
    expansion_build_mw: FloatArray
    shortage_mw: FloatArray
    ready_price_usd_per_mwh: FloatArray
    short_mw: FloatArray
    drawn_mw: FloatArray
    reserved_mw: FloatArray
    cost_usd: float


@dataclass(frozen=True, slots=True)
class PlacedExpansion:
    """An addition and its market, by index."""

    market: int
    expansion: CurveExpansion
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class MarketIntensity:
    """Carbon of the markets' hours, each (markets, chains, hours).

    Attributes
    ----------
    average_kg_per_mwh, marginal_kg_per_mwh : kg/MWh, >= 0
    carbon_free_share : 0-1
    emission_kg : kg in the hour
    """

    average_kg_per_mwh: FloatArray
    marginal_kg_per_mwh: FloatArray
    carbon_free_share: FloatArray
    emission_kg: FloatArray


def expansions(series: CurveSeries) -> tuple[PlacedExpansion, ...]:
    """Return the additions of all markets, market by market."""
    return tuple(
        PlacedExpansion(at, expansion, f"{curve.market}/{expansion.technology}")
        for at, curve in enumerate(series.curves)
        for expansion in curve.expansions
    )


def flat_expansions(series: CurveSeries) -> tuple[int, ...]:
    """Return the indices of the additions that have a step of their own in every hour."""
    return tuple(i for i, each in enumerate(expansions(series)) if each.expansion.kind is AvailabilityKind.FLAT)


def expansion_share(series: CurveSeries, time: TimeGrid, maintained: FloatArray) -> FloatArray:
    """Return (expansions, chains, hours) 0-1 what one added megawatt can give.

    Parameters
    ----------
    series, time
    maintained : (chains, hours)
        Availability of dispatchable plants over its mean of the year.
    """
    by_kind = {AvailabilityKind.SOLAR: time.sample(series.solar_share)}
    by_kind[AvailabilityKind.WIND_ONSHORE] = time.sample(series.wind_share)
    placed = expansions(series)
    share = [
        by_kind[each.expansion.kind][each.market]
        if each.expansion.kind in by_kind
        else np.minimum(each.expansion.availability * maintained, 1.0)
        for each in placed
    ]
    return np.array(share).reshape(len(placed), time.chains, time.period_hours)


def asked_capacity_mw(series: CurveSeries) -> FloatArray:
    """Return (markets, years) MW of credited capacity that is paid for other customers' load, at whatever price."""
    over = np.array([SLOPE_OVER if curve.is_demand_sloped else 0.0 for curve in series.curves])
    return np.asarray(((1.0 + over) * margin_factor(series))[:, None] * peak_mw(series), dtype=np.float64)


def peak_mw(series: CurveSeries) -> FloatArray:
    """Return (markets, years) MW of other customers' peak, for which capacity is held.

    Notes
    -----
    Capacity is bought for the peak that is expected, not for that of the year which is drawn: where the catalogue knows
    how far measured peaks lie above the mean, it is that times the mean; else the highest hour.
    """
    highest, mean = series.background_mw.max(axis=(2, 3)), series.background_mw.mean(axis=(2, 3))
    over = [curve.peak_over_mean for curve in series.curves]
    found = [highest[at] if each is None else each * mean[at] for at, each in enumerate(over)]
    return np.array(found, dtype=np.float64)


def shortage_tranches(series: CurveSeries) -> tuple[FloatArray, FloatArray]:
    """Return how much capacity may be missing at which price, the cheapest first.

    Returns
    -------
    width_mw : (markets, tranches, years) MW, infinite in the last
    price_usd_per_mw_year : (markets, tranches, years)
    """
    required = margin_factor(series)[:, None] * peak_mw(series)
    sloped = np.array([curve.is_demand_sloped for curve in series.curves], dtype=np.float64)
    highest = np.array([curve.shortage_price_usd_per_mw_year for curve in series.curves])
    shares = np.array([share for _, share in SLOPE])
    width = (sloped[:, None] * np.array([part for part, _ in SLOPE]))[:, :, None] * required[:, None, :]
    last = np.full((len(sloped), 1, required.shape[1]), np.inf)
    price = highest[:, None, :] * np.concatenate([shares, [1.0]])[:, None]
    return np.concatenate([width, last], axis=1), price


def reserve_need_mw(series: CurveSeries) -> FloatArray:
    """Return (markets, years) MW of credited capacity that is paid for and does not stand."""
    standing = np.array(
        [
            np.asarray(curve.clean.firm_mw)
            + sum(step.capacity_credit * np.asarray(step.capacity_mw) for step in curve.steps)
            for curve in series.curves
        ]
    )
    return np.asarray(asked_capacity_mw(series) - standing, dtype=np.float64)


def margin_factor(series: CurveSeries) -> FloatArray:
    """Return (markets,) credited megawatts held for a megawatt of load, 0 where the market holds none."""
    return np.array([0.0 if c.reserve_margin is None else 1.0 + c.reserve_margin for c in series.curves])


def margin_markets(series: CurveSeries) -> tuple[int, ...]:
    """Return the indices of the markets that hold a reserve margin."""
    return tuple(at for at, curve in enumerate(series.curves) if curve.reserve_margin is not None)


def market_of_site(case: Case, series: CurveSeries | None) -> IntArray:
    """Return (sites,) the market that answers each site's load, -1 where its region is a price-taker."""
    if series is None:
        return np.full(len(case.sites), -1)
    return np.array([series.market_of_region[case.region_index(site.region)] for site in case.sites])


def margin_of_site(case: Case, series: CurveSeries | None) -> FloatArray:
    """Return (sites,) credited megawatts that each site's market holds for a megawatt of load; 0: a fixed price."""
    market = market_of_site(case, series)
    if series is None:
        return np.zeros(len(market))
    return np.where(market >= 0, margin_factor(series)[market], 0.0)


def market_intensity(series: CurveSeries, time: TimeGrid, outcome: MarketOutcome) -> MarketIntensity:
    """Return the carbon of the markets' hours.

    Notes
    -----
    The mean is all that the steps emit over all that is generated: load of everybody less what customers forgo. The
    marginal rate is that of the dearest step that runs, 0 where none does.
    """
    background = time.sample_by_year(series.background_mw)
    emission, forgone = np.zeros_like(background), np.zeros_like(background)
    dearest, marginal, fossil = (
        np.full_like(background, -np.inf),
        np.zeros_like(background),
        np.zeros_like(background),
    )
    placed = expansions(series)
    runs = [
        (at, step.running_cost_usd_per_mwh, step.emission_kg_per_mwh, outcome.step_mw[at, k], step.name in FORGONE)
        for at, curve in enumerate(series.curves)
        for k, step in enumerate(curve.steps)
    ]
    runs += [
        (
            each.market,
            each.expansion.running_cost_usd_per_mwh,
            each.expansion.emission_kg_per_mwh,
            outcome.flat_mw[k],
            False,
        )
        for k, i in enumerate(flat_expansions(series))
        for each in (placed[i],)
    ]
    for at, cost, rate, mw, is_forgone in runs:
        if is_forgone:
            forgone[at] += mw
            continue
        emission[at] += rate * mw
        fossil[at] += mw
        leads = (mw > IDLE_MW) & (cost > dearest[at])
        dearest[at] = np.where(leads, cost, dearest[at])
        marginal[at] = np.where(leads, rate, marginal[at])
    generated = np.maximum(background + outcome.drawn_mw - forgone, fossil)
    generated = np.maximum(generated, IDLE_MW)
    return MarketIntensity(emission / generated, marginal, 1.0 - fossil / generated, emission)
