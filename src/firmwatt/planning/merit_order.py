"""The merit order: which steps of a market run in an hour, when the plants that stand are given."""

from __future__ import annotations

import numpy as np

from firmwatt.grid.curve_series import CurveSeries, maintenance_factor
from firmwatt.planning.market import FORGONE, MarketOutcome, expansions
from firmwatt.planning.operating_reserve import Piece, with_reserves
from firmwatt.scenario.assets import AvailabilityKind
from firmwatt.timegrid import FloatArray


def standing_hours(
    series: CurveSeries, outcome: MarketOutcome
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return price, average and marginal intensity and carbon-free share of every hour, without the programme.

    Parameters
    ----------
    series
    outcome
        Its additions stand; its hours are not read.

    Returns
    -------
    each (markets, years, weather_years, 8760)
    """
    found = tuple(np.zeros_like(series.background_mw) for _ in range(4))
    years, weather_years = series.background_mw.shape[1:3]
    for market in range(len(series.curves)):
        for year in range(years):
            for weather in range(weather_years):
                hours = _hours(series, outcome, (market, year, weather))
                for field, values in zip(found, hours, strict=True):
                    field[market, year, weather] = values
    return found[0], found[1], found[2], found[3]


def _hours(
    series: CurveSeries, outcome: MarketOutcome, place: tuple[int, int, int]
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    market, year, weather = place
    factor, placed = maintenance_factor(), expansions(series)
    clean = series.clean_mw[place].copy()
    shares = {AvailabilityKind.SOLAR: series.solar_share, AvailabilityKind.WIND_ONSHORE: series.wind_share}
    steps = [
        (step.running_cost_usd_per_mwh, step.emission_kg_per_mwh, step.name not in FORGONE,
         step.capacity_mw[year] * np.minimum(step.availability * factor, 1.0))
        for step in series.curves[market].steps
    ]  # fmt: skip
    for i, each in enumerate(placed):
        if each.market != market:
            continue
        own, installed = each.expansion, outcome.expansion_mw[i, year]
        if own.kind in shares:
            clean += installed * shares[own.kind][market, weather]
        else:
            most = installed * np.minimum(own.availability * factor, 1.0)
            steps.append((own.running_cost_usd_per_mwh, own.emission_kg_per_mwh, True, most))
    steps = with_reserves(steps, series.curves[market].reserve_demand, year)
    return merit_order(series.background_mw[place], clean, steps)


def merit_order(
    load_mw: FloatArray, clean_mw: FloatArray, steps: list[Piece]
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return price, average and marginal intensity and carbon-free share of hours.

    Parameters
    ----------
    load_mw, clean_mw : (hours,) MW, >= 0
    steps
        Running cost, emission rate, whether it generates (or is load forgone), and its (hours,) megawatts.

    Examples
    --------
    Fifty megawatts of coal before gas, a load of 100 and 20 from the sun; then more sun than load:

    >>> steps = [(20.0, 1000.0, True, np.full(2, 50.0)), (40.0, 400.0, True, np.full(2, 50.0))]
    >>> price, average, marginal, free = merit_order(np.array([100.0, 100.0]), np.array([20.0, 150.0]), steps)
    >>> price.tolist(), average.tolist(), marginal.tolist(), free.round(9).tolist()
    ([40.0, 0.0], [620.0, 0.0], [400.0, 0.0], [0.2, 1.0])
    """
    left = np.maximum(load_mw - clean_mw, 0.0)
    price, marginal, emission, fossil, forgone = (np.zeros_like(left) for _ in range(5))
    for cost, rate, generates, most in sorted(steps, key=lambda step: step[0]):
        given = np.minimum(left, most)
        left = left - given
        price = np.where(given > 0.0, cost, price)
        if generates:
            marginal = np.where(given > 0.0, rate, marginal)
            emission, fossil = emission + rate * given, fossil + given
        else:
            forgone = forgone + given
    generated = np.maximum(load_mw - forgone, np.maximum(fossil, 1e-9))
    return price, emission / generated, marginal, 1.0 - fossil / generated
