"""Demand for plants that stand ready, hour by hour: the price of scarcity before any load is lost.

A market holds some megawatts always and pays for more by what they are worth: the price of lost load times the
probability that they are needed before the hour is over. The curve is cut into steps, so that it is linear in a program
and exact in the merit order. What is ready, what is short and what it costs is told here once, for the plan and its
books.

References
----------
ERCOT, Methodology for Implementing Operating Reserve Demand Curve (ORDC) to Calculate Real-Time Reserve Price Adder:
loss-of-load probability 1 - CDF(R - X; μ, σ) above the least reserves X, 1 below.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from firmwatt.grid.curve_series import CurveSeries
from firmwatt.planning.market import FORGONE, expansion_share, expansions, flat_expansions
from firmwatt.scenario.supply_curve import ReserveDemand
from firmwatt.timegrid import FloatArray, TimeGrid

EDGES = (0.3, 0.1, 0.03, 0.01, 0.003, 0.001)
"""Where steps end: probabilities over that of the first megawatt beyond what is always held."""
NORMAL = NormalDist()
Piece = tuple[float, float, bool, FloatArray]
"""A step of a merit order: running cost, emission rate, whether it generates, and its (hours,) megawatts."""


def reserve_steps(demand: ReserveDemand) -> tuple[FloatArray, FloatArray]:
    """Return (steps,) MW and (steps,) USD/MWh of a demand for ready plants, the dearest first.

    Notes
    -----
    The first step is what is always held. A later one has the mean of the curve over its width.

    Examples
    --------
    >>> width, price = reserve_steps(ReserveDemand(3000.0, 0.0, 1000.0, 5000.0, (0.0,)))
    >>> width.round().tolist(), price.round(1).tolist()
    ([3000.0, 1036.0, 608.0, 525.0, 406.0, 392.0, 323.0], [5000.0, 1549.8, 466.8, 148.3, 46.1, 14.7, 4.6])
    """
    first = -demand.mean_mw / demand.spread_mw
    ends = np.array([first, *(-NORMAL.inv_cdf(edge * NORMAL.cdf(-first)) for edge in EDGES)])
    area = np.array([z * NORMAL.cdf(-z) - NORMAL.pdf(z) for z in ends])
    width = np.concatenate([[demand.held_mw], demand.spread_mw * np.diff(ends)])
    share = np.concatenate([[1.0], np.diff(area) / np.diff(ends)])
    return width, demand.price_usd_per_mwh * share


def paying_markets(series: CurveSeries) -> tuple[int, ...]:
    """Return the indices of the markets that pay for plants that stand ready."""
    return tuple(at for at, curve in enumerate(series.curves) if curve.reserve_demand is not None)


def steps_of_markets(series: CurveSeries) -> tuple[FloatArray, FloatArray]:
    """Return `reserve_steps` of the paying markets: (markets, steps) MW and USD/MWh."""
    found = [reserve_steps(curve.reserve_demand) for curve in series.curves if curve.reserve_demand is not None]
    shape = (len(found), 1 + len(EDGES))
    width, price = (np.array([steps[part] for steps in found]).reshape(shape) for part in (0, 1))
    return width, price


def standing_mw(series: CurveSeries, time: TimeGrid, maintained: FloatArray) -> FloatArray:
    """Return (paying markets, chains, hours) MW that plants and batteries can give which stand whatever is decided.

    Parameters
    ----------
    series, time
    maintained : (chains, hours)
        Availability of dispatchable plants over its mean of the year.
    """
    paying = paying_markets(series)
    standing = np.zeros((len(paying), *maintained.shape))
    for place, at in enumerate(paying):
        demand = series.curves[at].reserve_demand
        assert demand is not None  # it pays
        standing[place] += np.array(demand.battery_mw)[time.chain_year, None]
        for step in series.curves[at].steps:
            if step.name not in FORGONE:
                capacity = np.array(step.capacity_mw)[time.chain_year, None]
                standing[place] += capacity * np.minimum(step.availability * maintained, 1.0)
    return standing


def ready_mw(
    series: CurveSeries, time: TimeGrid, maintained: FloatArray, ran: tuple[FloatArray, FloatArray, FloatArray]
) -> FloatArray:
    """Return (paying markets, chains, hours) MW that could run and do not.

    Parameters
    ----------
    series, time, maintained
    ran
        `step_mw`, `flat_mw` and `expansion_mw` of a `MarketOutcome`.
    """
    step_mw, flat_mw, expansion_mw = ran
    ready, share = standing_mw(series, time, maintained), expansion_share(series, time, maintained)
    for place, at in enumerate(paying_markets(series)):
        for k, step in enumerate(series.curves[at].steps):
            if step.name not in FORGONE:
                ready[place] -= step_mw[at, k]
        for k, i in enumerate(flat_expansions(series)):
            if expansions(series)[i].market == at:
                ready[place] += share[i] * expansion_mw[i][time.chain_year, None] - flat_mw[k]
    return ready


def with_reserves(steps: list[Piece], demand: ReserveDemand | None, year: int) -> list[Piece]:
    """Return the steps of a merit order, cut where running on leaves fewer plants ready and so costs more.

    Parameters
    ----------
    steps
    demand
    year : index of the planning year
    """
    if demand is None:
        return steps
    running = sorted((step for step in steps if step[2]), key=lambda step: step[0])
    pieces = [step for step in steps if not step[2]]
    width, price = reserve_steps(demand)
    most = demand.battery_mw[year] + np.sum([mw for *_, mw in running], axis=0)
    ends = [most, *(np.maximum(most - held, 0.0) for held in np.cumsum(width)), np.zeros_like(most)]
    below = np.zeros_like(most)
    for cost, rate, _, mw in running:
        above = below + mw
        for high, low, adder in zip(ends[:-1], ends[1:], [*price, 0.0], strict=True):
            within = np.maximum(np.minimum(above, high) - np.maximum(below, low), 0.0)
            pieces.append((cost + adder, rate, True, within))
        below = above
    return pieces
