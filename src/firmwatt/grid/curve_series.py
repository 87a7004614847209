"""`CurveSeries`: the hours of the markets that answer the load: other customers, carbon-free plants, maintenance."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from firmwatt.errors import Fault, InputFaults
from firmwatt.grid.balance import HYDRO_FOLLOWS, TAKEN_UP_SHARE, Sky, fleet_wind, hourly_load, relative
from firmwatt.grid.demand_file import Demand, read_demand
from firmwatt.grid.synthesis import first_site, skies_over
from firmwatt.resource.availability import Weather
from firmwatt.scenario.case import Case
from firmwatt.scenario.supply_curve import CleanFleet, SupplyCurve
from firmwatt.timegrid import FloatArray, utc_stamps
from firmwatt.units import HOURS_PER_YEAR

MAINTENANCE: Final = (1.07, 1.05, 0.87, 0.82, 0.92, 1.07, 1.10, 1.10, 1.05, 0.94, 0.95, 1.06)
"""Availability of dispatchable plants by month over the year's mean: they are mended in spring and autumn. ERCOT's
Seasonal Assessments of Resource Adequacy: of 63.4 GW of thermal plants 19.5 GW are out in March and April and 16 GW in
May (spring 2023, RTO Insider), 13.7 GW in autumn (2016, Natural Gas Intelligence), some 5 GW in summer (recalled);
winter and the months between are own estimates."""
COMMON_YEAR: Final = 2001
MOST_LISTED: Final = 12


@dataclass(frozen=True, slots=True, eq=False)
class CurveSeries:
    """Hourly series of the markets that answer the load, UTC.

    Attributes
    ----------
    curves : (markets,)
    market_of_region : (regions,) index into `curves`, -1 for a price-taker
    background_mw : (markets, years, weather_years, 8760) MW, >= 0
        Load of all other customers.
    clean_mw : (markets, years, weather_years, 8760) MW, >= 0
        What the carbon-free plants can give that stand whatever the programme does.
    solar_share, wind_share : (markets, weather_years, 8760) 0-1
        Output of one added megawatt.
    """

    curves: tuple[SupplyCurve, ...]
    market_of_region: tuple[int, ...]
    background_mw: FloatArray
    clean_mw: FloatArray
    solar_share: FloatArray
    wind_share: FloatArray


def curve_series(case: Case, weather: Weather) -> CurveSeries | None:
    """Return the hours of the markets of a case, None where all its regions are price-takers.

    Parameters
    ----------
    case
    weather
        Of `case.sites`, in their order. A market has the sky of the first site of its first region.

    Raises
    ------
    InputFaults
        If a demand file cannot be used.
    """
    curves, market_of_region = curves_of(case)
    if not curves:
        return None
    first = [case.regions[market_of_region.index(at)] for at in range(len(curves))]
    programme = case.programme
    shape = (len(curves), len(programme.planning_years), len(programme.weather_years), HOURS_PER_YEAR)
    background, clean = np.empty(shape), np.empty(shape)
    solar, wind = np.empty((shape[0], *shape[2:])), np.empty((shape[0], *shape[2:]))
    for at, (region, curve) in enumerate(zip(first, curves, strict=True)):
        own = _own_demand(curve, programme.planning_years)
        for w, sky in enumerate(skies_over(case, first_site(case, region.name), weather)):
            solar[at, w] = _of_factor(sky.solar, curve.clean.solar_factor)
            wind[at, w] = _of_factor(fleet_wind(sky.wind), curve.clean.wind_factor)
            for y, year in enumerate(programme.planning_years):
                load = curve.mean_demand_mw[y] * hourly_load(region, year, sky.temperature_c) if own is None else own[y]
                background[at, y, w] = load
                shares = Sky(sky.temperature_c, solar[at, w], wind[at, w])
                clean[at, y, w] = clean_output_mw(curve.clean, y, relative(load), shares)
    return CurveSeries(curves, market_of_region, background, clean, solar, wind)


def curves_of(case: Case) -> tuple[tuple[SupplyCurve, ...], tuple[int, ...]]:
    """Return the markets of a case, and for each region the index of its own, -1 for a price-taker."""
    by_name = {region.curve.market: region.curve for region in case.regions if region.curve is not None}
    names = list(by_name)
    indices = tuple(-1 if region.curve is None else names.index(region.curve.market) for region in case.regions)
    return tuple(by_name.values()), indices


def clean_output_mw(fleet: CleanFleet, year: int, load: FloatArray, sky: Sky) -> FloatArray:
    """Return (8760,) MW that a market's carbon-free plants can give, trade and storage counted.

    Parameters
    ----------
    fleet
    year : index of the planning year
    load : (8760,) mean 1
    sky
        With the shares of the market's own solar and wind.

    Notes
    -----
    Of the swings around the mean, batteries, pumped hydro and trade take up `TAKEN_UP_SHARE`, as in the synthesis of
    prices for price-takers.
    """
    output = (
        fleet.solar_mw[year] * sky.solar
        + fleet.wind_mw[year] * sky.wind
        + fleet.steady_mw[year]
        + fleet.hydro_mw[year] * relative(load**HYDRO_FOLLOWS)
    )
    return np.asarray(output.mean() + (1.0 - TAKEN_UP_SHARE) * (output - output.mean()), dtype=np.float64)


def maintenance_factor() -> FloatArray:
    """Return (8760,) availability of dispatchable plants over its mean of the year.

    Examples
    --------
    >>> factor = maintenance_factor()
    >>> round(float(factor[0]), 2), round(float(factor[24 * 100]), 2)
    (1.07, 0.82)
    """
    month = utc_stamps(COMMON_YEAR).astype("datetime64[M]").astype(np.int64) % 12
    return np.asarray(np.array(MAINTENANCE)[month], dtype=np.float64)


def _of_factor(share: FloatArray, factor: float) -> FloatArray:
    """Return (8760,) 0-1 a share scaled to a mean, as far as its peaks allow."""
    return np.asarray(np.clip(factor * relative(share), 0.0, 1.0), dtype=np.float64)


def _own_demand(curve: SupplyCurve, years: tuple[int, ...]) -> FloatArray | None:
    """Return (years, 8760) MW, the last whole year of the user's demand file with the market's growth, or None."""
    path = curve.demand_file
    if path is None:
        return None
    demand = read_demand(path)
    area = _area(path, demand, curve.demand_area)
    at = {stamp: hour for hour, stamp in enumerate(demand.stamps)}
    for measured in sorted({int(year) for year in demand.year}, reverse=True):
        hours = [at.get(stamp, -1) for stamp in utc_stamps(measured)]
        if min(hours) >= 0:
            growth = [(1.0 + curve.demand_growth_per_year) ** (year - measured) for year in years]
            return np.outer(growth, demand.demand_mw[area][hours])
    problem = "it has no whole calendar year in UTC."
    raise InputFaults([Fault(str(path), 0, 0, "", problem, "Give each hour of at least one.", "FW323")])


def _area(path: Path, demand: Demand, name: str) -> int:
    """Return the column of the area asked for.

    Raises
    ------
    InputFaults
        There is no such column, or several and none is named.
    """
    if name in demand.areas:
        return demand.areas.index(name)
    if not name and len(demand.areas) == 1:
        return 0
    listed = f"{', '.join(demand.areas[:MOST_LISTED])}{' …' if len(demand.areas) > MOST_LISTED else ''}"
    problem = f"there is no column '{name}'." if name else f"it has {len(demand.areas)} areas and none is named."
    raise InputFaults([Fault(str(path), 1, 1, name, problem, f"Write as `demand_area` one of: {listed}.", "FW323")])
