"""The two stretches of hours that a report shows: a typical week, and the worst."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from types import EllipsisType

import numpy as np

from firmwatt.operation.dispatch import Dispatch
from firmwatt.report.text import Text, say, technology_name
from firmwatt.scenario.assets import Delivery
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_DAY, HOURS_PER_WEEK, HOURS_PER_YEAR

Cut = tuple[EllipsisType, int, slice]
"""Index of (..., chains, hours) that takes some hours of one chain."""
NEGLIGIBLE_MW = 1e-3
NEGLIGIBLE_SHARE = 1e-3
"""Of the load: computing lost below it does not make a week the worst."""
LEAST_DRAWN_SHARE = 5e-3
"""Of the load: a layer that is never higher cannot be seen, and is not drawn."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One coloured layer of a stack.

    Attributes
    ----------
    key
        What its colour is chosen by: a technology, `grid_import`, `charge` …
    values : (positions,)
    """

    key: str
    name: Text
    values: FloatArray


@dataclass(frozen=True, slots=True)
class Week:
    """What ran in one stretch of hours, all sites together.

    Attributes
    ----------
    kind
        `typical` or `worst`.
    start
        First day, UTC.
    sources, uses
        Layers above and below the axis, each (hours,) MW, >= 0.
    load_mw : (hours,) MW at the meter
    lost_mw : (hours,) MW of IT load that is not served
    """

    kind: str
    year: int
    start: date
    reason: Text
    sources: tuple[Layer, ...]
    uses: tuple[Layer, ...]
    load_mw: FloatArray
    lost_mw: FloatArray


@dataclass(frozen=True, slots=True)
class _Window:
    chain: int
    start: int
    stop: int


def typical_and_worst_week(dispatch: Dispatch, year_index: int) -> tuple[Week, ...]:
    """Return the typical and the worst stretch of a planning year, in this order.

    Parameters
    ----------
    year_index
        Position of the year in `TimeGrid.planning_years`.

    Returns
    -------
    tuple
        One week alone where the year has only one stretch of hours.

    Notes
    -----
    A stretch is a calendar week of a full year, or a sampled period (cut into weeks where it is longer). Worst is
    the one that loses most computing, and where none is lost the one with the highest load-weighted energy price.
    Typical is the nearest, in units of the spread over all stretches, to the year's mean of metered load, price and
    generation.
    """
    windows = list(_windows(dispatch, year_index))
    load, price, lost, generation = _hourly_totals(dispatch)
    means = np.array(
        [
            [
                series[window.chain, window.start : window.stop].mean()
                for series in (load, price * load, generation, lost)
            ]
            for window in windows
        ]
    )
    worth = means[:, 1] / np.maximum(means[:, 0], NEGLIGIBLE_MW)
    features = np.column_stack((means[:, 0], worth, means[:, 2]))
    weight = dispatch.plan.inputs.time.chain_hour_weight[[window.chain for window in windows]]
    spread = np.maximum(features.std(axis=0), 1e-9)
    distance = np.square((features - np.average(features, axis=0, weights=weight)) / spread).sum(axis=1)
    is_lost = means[:, 3].max() > NEGLIGIBLE_SHARE * means[:, 0].max() + NEGLIGIBLE_MW
    worst = int(np.argmax(means[:, 3] if is_lost else worth))
    typical = int(np.argmin(np.where(np.arange(len(windows)) == worst, np.inf, distance))) if len(windows) > 1 else 0
    worst_reason = say("chart.worst_by_lost" if is_lost else "chart.worst_by_price")
    week = _week(dispatch, windows[typical], "typical", say("chart.typical_reason"))
    if len(windows) == 1:
        return (week,)
    return (week, _week(dispatch, windows[worst], "worst", worst_reason))


def _windows(dispatch: Dispatch, year_index: int) -> Iterator[_Window]:
    time = dispatch.plan.inputs.time
    length = min(time.period_hours, HOURS_PER_WEEK)
    for chain in np.flatnonzero(time.chain_year == year_index):
        for start in range(0, time.period_hours - length + 1, length):
            yield _Window(int(chain), start, start + length)


def _hourly_totals(dispatch: Dispatch) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return (chains, hours) of metered MW, load-weighted USD/MWh, IT MW not served and MW generated for the sites."""
    load = dispatch.metered_mw.sum(axis=0)
    value = (dispatch.plan.energy_price_usd_per_mwh * dispatch.metered_mw).sum(axis=0)
    price = value / np.maximum(load, NEGLIGIBLE_MW)
    return load, price, dispatch.lost_mw.sum(axis=0), dispatch.generation_mw[_is_delivered(dispatch)].sum(axis=0)


def _is_delivered(dispatch: Dispatch) -> FloatArray:
    supply = dispatch.plan.inputs.case.supply
    return np.array([asset.delivery is not Delivery.VIRTUAL for asset in supply], dtype=bool)


def _week(dispatch: Dispatch, window: _Window, kind: str, reason: Text) -> Week:
    time = dispatch.plan.inputs.time
    cut: Cut = (..., window.chain, slice(window.start, window.stop))
    year = time.planning_years[int(time.chain_year[window.chain])]
    hour = (time.period_start_hour[window.chain % time.periods] + window.start) % HOURS_PER_YEAR
    day = date(2001, 1, 1) + timedelta(days=hour // HOURS_PER_DAY)  # a year without 29 February
    load, lost = dispatch.metered_mw[cut].sum(axis=0), dispatch.lost_mw[cut].sum(axis=0)
    least = max(NEGLIGIBLE_MW, LEAST_DRAWN_SHARE * float(load.max()))
    uses = {"charge": dispatch.charge_mw[cut].sum(axis=0), "sale": dispatch.sale_mw[cut].sum(axis=0)}
    return Week(
        kind=kind,
        year=year,
        start=day.replace(year=year),
        reason=reason,
        sources=tuple(layer for layer in _sources(dispatch, cut) if layer.values.max() > least),
        uses=tuple(Layer(key, say(f"flow.{key}"), mw) for key, mw in uses.items() if mw.max() > least),
        load_mw=load,
        lost_mw=lost if lost.max() > least else np.zeros_like(lost),
    )


def _sources(dispatch: Dispatch, cut: Cut) -> Iterator[Layer]:
    """Yield the layers from the bottom up: generation by technology, the grid, storage."""
    supply = dispatch.plan.inputs.case.supply
    delivered = _is_delivered(dispatch)
    generation = dispatch.generation_mw[cut]
    for technology in dict.fromkeys(asset.technology for asset in supply):
        members = delivered & np.array([asset.technology == technology for asset in supply], dtype=bool)
        if members.any():
            yield Layer(technology, technology_name(technology), generation[members].sum(axis=0))
    imports = dispatch.import_firm_mw[cut].sum(axis=0) + dispatch.import_curtailable_mw[cut].sum(axis=0)
    yield Layer("grid_import", say("flow.grid_import"), imports)
    yield Layer("discharge", say("flow.discharge"), dispatch.discharge_mw[cut].sum(axis=0))
