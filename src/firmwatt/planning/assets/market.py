"""The plants of a market that answers the load: steps that stand whatever is decided, and additions that pay.

Equations
---------
For market m in chain-hour h of planning year y, with a the availability of the hour:

- `step[m, k, h] <= a · capacity[m, k, y]`, at the step's running cost
- `flat[e, h] <= a · installed[e, y]` for an addition that burns fuel; sun and wind give what their hour allows
- an addition costs its annuity and its fixed cost, no more is built a year than the market's build rate allows
- a megawatt of credited capacity that the margin lacks costs the shortage price; where demand for capacity slopes, the
  first ones that are missing cost less
- `short[m, j, h] <= width[j]`: plants that do not stand ready (`market_ready`), at what they would be worth

The objective holds what all customers of the market cost together, less what they cost without the programme
(`market_baseline`): the increment is what the programme's load brings about.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.grid.curve_series import CurveSeries, maintenance_factor
from firmwatt.lp.model import Positions
from firmwatt.planning.capacity import CapacityColumns, CapacityTerms, add_capacity
from firmwatt.planning.frame import LOOSE, Frame
from firmwatt.planning.market import (
    PlacedExpansion,
    expansion_share,
    expansions,
    flat_expansions,
    margin_markets,
    shortage_tranches,
)
from firmwatt.planning.operating_reserve import paying_markets, steps_of_markets
from firmwatt.timegrid import FloatArray, TimeGrid
from firmwatt.units import KW_PER_MW


@dataclass(frozen=True, slots=True)
class MarketColumns:
    """Columns of all markets.

    Attributes
    ----------
    step : (markets, steps, chains, hours) positions
    flat : (flat expansions, chains, hours) positions
    added : (expansions, years)
    share : (expansions, chains, hours) 0-1
        What one added megawatt can give.
    shortage : (markets with a margin, tranches, years) positions
    short : (markets that pay for ready plants, steps, chains, hours) positions
    """

    step: Positions
    flat: Positions
    added: CapacityColumns
    share: FloatArray
    shortage: Positions
    short: Positions


def add_markets(frame: Frame) -> MarketColumns | None:
    """Add the columns and own limits of every market of the case; None where all regions are price-takers."""
    series, time = frame.inputs.curves, frame.inputs.time
    if series is None:
        return None
    maintained = maintained_share(time)
    share = expansion_share(series, time, maintained)
    added = _add_expansions(frame, series)
    flat = flat_expansions(series)
    placed = [expansions(series)[i] for i in flat]
    names = {"expansion": tuple(each.name for each in placed)}
    cost = np.array([each.expansion.running_cost_usd_per_mwh for each in placed]).reshape(-1, 1, 1) * frame.hour_value
    most = LOOSE * np.array([_most_mw(frame, each) for each in placed]).reshape(-1, 1, 1)
    columns = frame.builder.stage_columns("market_flat_mw", names, cost=cost, upper=most)
    rows = frame.builder.stage_rows("market_flat_limit", names, upper=0.0)
    chosen = np.array(flat, dtype=np.int64)
    frame.builder.put(rows, columns, 1.0)
    frame.builder.put(rows, frame.columns_by_chain(added.installed[chosen]), -share[chosen])
    return MarketColumns(
        step=_add_steps(frame, series, maintained),
        flat=columns,
        added=added,
        share=share,
        shortage=_add_shortage(frame, series),
        short=_add_short(frame, series),
    )


def maintained_share(time: TimeGrid) -> FloatArray:
    """Return (chains, hours) availability of dispatchable plants over its mean of the year."""
    return time.sample(np.broadcast_to(maintenance_factor(), (len(time.weather_years), 8760)))


def market_names(series: CurveSeries) -> tuple[str, ...]:
    """Return the names of the markets."""
    return tuple(curve.market for curve in series.curves)


def _add_steps(frame: Frame, series: CurveSeries, maintained: FloatArray) -> Positions:
    """Add what the standing plants generate; the names of steps are those of the first market's order of cost."""
    steps = [curve.steps for curve in series.curves]
    running = np.array([[step.running_cost_usd_per_mwh for step in each] for each in steps])[..., None, None]
    capacity = np.array([[step.capacity_mw for step in each] for each in steps])
    usable = np.array([[step.availability for step in each] for each in steps])[..., None, None]
    most = frame.by_chain(capacity) * np.minimum(usable * maintained, 1.0)
    needed = LOOSE * (series.background_mw.max(axis=(1, 2, 3)) + _programme_mw(frame))[:, None, None, None]
    coords = {"market": market_names(series), "step": tuple(map(str, range(running.shape[1])))}
    cost = running * frame.hour_value
    return frame.builder.stage_columns("market_step_mw", coords, cost=cost, upper=np.minimum(most, needed))


def _programme_mw(frame: Frame) -> float:
    """Return more megawatts than the programme can draw at once."""
    load = frame.inputs.load
    return float((load.asked_it_mw.max(axis=1) * load.peak_pue).sum())


def _add_expansions(frame: Frame, series: CurveSeries) -> CapacityColumns:
    placed, years = expansions(series), len(frame.years)
    shape = (len(placed), years)
    always = np.ones(years)
    build = [
        frame.capital_value(
            each.expansion.overnight_cost_usd_per_kw,
            each.expansion.lifetime_years,
            each.expansion.construction_years,
            always,
        )
        for each in placed
    ]
    fixed = [KW_PER_MW * each.expansion.fixed_om_usd_per_kw_year * frame.present_value for each in placed]
    terms = CapacityTerms(
        names=tuple(each.name for each in placed),
        dim="expansion",
        existing=np.zeros(len(placed)),
        lifetime_years=np.array([each.expansion.lifetime_years for each in placed]),
        build_value_usd=np.array(build).reshape(shape),
        standing_value_usd=np.array(fixed).reshape(shape),
        build_upper=np.array([expansion_limit_mw(frame, each) for each in placed]).reshape(shape),
        installed_upper=LOOSE * np.array([[_most_mw(frame, each)] for each in placed]).reshape(-1, 1),
    )
    return add_capacity(frame, "market_mw", terms)


def expansion_limit_mw(frame: Frame, placed: PlacedExpansion) -> FloatArray:
    """Return (years,) MW that may come by the beginning of each planning year; 0 before the lead time is over."""
    is_open = np.asarray(frame.years) >= placed.expansion.earliest_year
    return np.where(is_open, placed.expansion.build_limit_mw_per_year * frame.years_since_last, 0.0)


def _most_mw(frame: Frame, placed: PlacedExpansion) -> float:
    return max(float(expansion_limit_mw(frame, placed).sum()), 1.0)


def _add_shortage(frame: Frame, series: CurveSeries) -> Positions:
    held = list(margin_markets(series))
    width, price = shortage_tranches(series)
    most = LOOSE * (series.background_mw.max(axis=(1, 2, 3)) + _programme_mw(frame))[held, None, None]
    coords = {
        "market": tuple(market_names(series)[at] for at in held),
        "tranche": tuple(map(str, range(price.shape[1]))),
        "year": frame.year_labels,
    }
    cost, upper = price[held] * frame.present_value, np.minimum(width[held], most)
    return frame.builder.border_columns("market_shortage_mw", coords, cost=cost, upper=upper)


def _add_short(frame: Frame, series: CurveSeries) -> Positions:
    width, price = steps_of_markets(series)
    names = tuple(market_names(series)[at] for at in paying_markets(series))
    coords = {"market": names, "step": tuple(map(str, range(price.shape[1])))}
    cost = price[..., None, None] * frame.hour_value
    return frame.builder.stage_columns("market_short_mw", coords, cost=cost, upper=width[..., None, None])
