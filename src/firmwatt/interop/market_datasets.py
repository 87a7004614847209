"""The markets that answer the load, in `plan.nc` and `dispatch.nc`, and back again without loss.

They have the dimensions `market`, `market_step` (a market's steps, cheapest first), `market_addition` (what markets may
add), `market_turbine` (those additions that run in hours of their own), `market_tranche` (missing capacity, cheapest
first), `paying_market` (those that pay for plants that stand ready) and `ready_step` (those that do not, dearest
first). Names that end in `_without` tell what the markets do without the programme.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from firmwatt.grid.curve_series import CurveSeries, curves_of
from firmwatt.planning.market import MarketOutcome, expansions, flat_expansions, market_intensity
from firmwatt.planning.operating_reserve import paying_markets
from firmwatt.planning.plan import Plan
from firmwatt.scenario.case import Case
from firmwatt.timegrid import FloatArray, TimeGrid

Arrays = dict[str, tuple[tuple[str, ...], FloatArray]]

SERIES, SHARES = ("market", "year", "weather_year", "hour"), ("market", "weather_year", "hour")
YEARLY, ADDED = ("market", "year"), ("market_addition", "year")
HOURS = ("year", "weather_year", "hour")
WITHOUT = "_without"


def market_plan_arrays(plan: Plan) -> Arrays:
    """Return what `plan.nc` holds of the markets; nothing where all regions are price-takers."""
    series, planned, without = plan.inputs.curves, plan.markets, plan.inputs.without
    if series is None or planned is None or without is None:
        return {}
    arrays: Arrays = {
        "market_background_mw": (SERIES, series.background_mw),
        "market_clean_mw": (SERIES, series.clean_mw),
        "market_solar_share": (SHARES, series.solar_share),
        "market_wind_share": (SHARES, series.wind_share),
    }
    for outcome, end in ((planned, ""), (without, WITHOUT)):
        arrays |= {
            f"market_capacity_price_usd_per_mw_year{end}": (YEARLY, outcome.capacity_price_usd_per_mw_year),
            f"market_shortage_mw{end}": (("market", "market_tranche", "year"), outcome.shortage_mw),
            f"market_reserved_mw{end}": (YEARLY, outcome.reserved_mw),
            f"market_addition_mw{end}": (ADDED, outcome.expansion_mw),
            f"market_addition_build_mw{end}": (ADDED, outcome.expansion_build_mw),
            f"market_cost_usd{end}": ((), np.array(outcome.cost_usd)),
        }
    return arrays


def market_hour_arrays(plan: Plan) -> Arrays:
    """Return what `dispatch.nc` holds of the markets; nothing where all regions are price-takers."""
    series, planned, without = plan.inputs.curves, plan.markets, plan.inputs.without
    if series is None or planned is None or without is None:
        return {}
    time, arrays = plan.inputs.time, Arrays()
    for outcome, end in ((planned, ""), (without, WITHOUT)):
        seen = market_intensity(series, time, outcome)
        for name, values in (
            ("price_usd_per_mwh", outcome.price_usd_per_mwh),
            ("drawn_mw", outcome.drawn_mw),
            ("average_intensity_kg_per_mwh", seen.average_kg_per_mwh),
            ("marginal_intensity_kg_per_mwh", seen.marginal_kg_per_mwh),
        ):
            arrays[f"market_{name}{end}"] = (("market", *HOURS), _unchained(time, values))
        arrays[f"market_step_mw{end}"] = (("market", "market_step", *HOURS), _unchained(time, outcome.step_mw))
        ready = _unchained(time, outcome.ready_price_usd_per_mwh)
        arrays[f"market_ready_price_usd_per_mwh{end}"] = (("paying_market", *HOURS), ready)
        short = _unchained(time, outcome.short_mw)
        arrays[f"market_short_mw{end}"] = (("paying_market", "ready_step", *HOURS), short)
        arrays[f"market_turbine_mw{end}"] = (("market_turbine", *HOURS), _unchained(time, outcome.flat_mw))
    return arrays


def market_coords(plan: Plan) -> dict[str, object]:
    """Return the names along the dimensions of the markets."""
    series = plan.inputs.curves
    if series is None:
        return {}
    placed = expansions(series)
    names = np.array([each.name for each in placed], dtype=np.str_)
    return {
        "market": [curve.market for curve in series.curves],
        "market_addition": names,
        "market_turbine": names[list(flat_expansions(series))],
        "paying_market": [series.curves[at].market for at in paying_markets(series)],
    }


def read_curves(case: Case, data: xr.Dataset) -> CurveSeries | None:
    """Return the hours of the markets that `plan.nc` holds."""
    if "market_background_mw" not in data:
        return None
    curves, market_of_region = curves_of(case)
    names = ("background_mw", "clean_mw", "solar_share", "wind_share")
    return CurveSeries(curves, market_of_region, *(_array(data, f"market_{name}") for name in names))


def read_outcome(data: xr.Dataset, hours: xr.Dataset, time: TimeGrid, end: str = "") -> MarketOutcome | None:
    """Return what the markets do in a plan that was saved, or with `_without` what they do without the programme."""
    if "market_background_mw" not in data:
        return None

    def by_hour(name: str) -> FloatArray:
        values = _array(hours, f"market_{name}{end}")
        return values.reshape(*values.shape[:-3], time.chains, time.period_hours)

    return MarketOutcome(
        price_usd_per_mwh=by_hour("price_usd_per_mwh"),
        capacity_price_usd_per_mw_year=_array(data, f"market_capacity_price_usd_per_mw_year{end}"),
        step_mw=by_hour("step_mw"),
        flat_mw=by_hour("turbine_mw"),
        expansion_mw=_array(data, f"market_addition_mw{end}"),
        expansion_build_mw=_array(data, f"market_addition_build_mw{end}"),
        shortage_mw=_array(data, f"market_shortage_mw{end}"),
        ready_price_usd_per_mwh=by_hour("ready_price_usd_per_mwh"),
        short_mw=by_hour("short_mw"),
        drawn_mw=by_hour("drawn_mw"),
        reserved_mw=_array(data, f"market_reserved_mw{end}"),
        cost_usd=float(data[f"market_cost_usd{end}"]),
    )


def _unchained(time: TimeGrid, values: FloatArray) -> FloatArray:
    years, weather_years, periods, hours = time.shape
    return values.reshape(*values.shape[:-2], years, weather_years, periods * hours)


def _array(data: xr.Dataset, name: str) -> FloatArray:
    return np.asarray(data[name].to_numpy(), dtype=np.float64)
