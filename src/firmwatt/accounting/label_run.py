"""Where requests are served according to a plan: its own dispatch gives PUE, water and carbon of a site and hour."""

from __future__ import annotations

from difflib import get_close_matches

import numpy as np

from firmwatt.accounting.carbon import count_emissions
from firmwatt.accounting.clock import yearly_sum
from firmwatt.accounting.flows import Flows, read_flows
from firmwatt.accounting.label_place import Place, check_hour, nearest_climate, plant_factors
from firmwatt.accounting.matching import matched_mw
from firmwatt.catalog import loader
from firmwatt.errors import UserError
from firmwatt.operation.dispatch import Dispatch
from firmwatt.scenario.case import Site
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_YEAR, KG_PER_TONNE


def place_of_run(dispatch: Dispatch, site: str | None, year: int | None, hour: int | None) -> Place:
    """Return what serving at a site of a plan means.

    Parameters
    ----------
    dispatch
    site
        Name of the site; None takes the first.
    year
        A planning year; None takes the first in which the site serves anything.
    hour : 0 to 8759, UTC
        The nearest hour that the plan looked at, mean of its weather years; None takes the year.

    Returns
    -------
    place
        Its sums over a year are the plan's: IT energy times `pue` is what the meters count, and so for water on site,
        emissions (stacks on site and the grid's average on all that comes through the connection) and water at
        power plants. Its intervals are those of plants like the site's in the typical year of its climate.

    Raises
    ------
    UserError
        If the run has no such site or year, or the site serves nothing then.
    """
    flows = read_flows(dispatch)
    at = _site_index(flows, site)
    it_mw = dispatch.it_power_mw.sum(axis=0)[at]
    weight = _weights(flows, _year_index(flows, year, it_mw), hour)
    it_mwh = float((it_mw * weight).sum())
    metered_mwh = float((dispatch.metered_mw[at] * weight).sum())
    if it_mwh <= 0.0:
        raise UserError(f"site {flows.case.sites[at].name} serves nothing at that time. Ask for another year or hour.")
    here = flows.case.sites[at]
    wue = flows.time.sample(dispatch.plan.inputs.load.wue_l_per_kwh)[at]
    emission_kg, water_l = (float((hourly * weight).sum()) for hourly in (_emission_kg(flows, at), _water_l(flows, at)))
    year_index = int(flows.time.chain_year[np.flatnonzero(weight.any(axis=1))[0]])
    pue_factors, wue_factors = _plant_factors(here, hour)
    matched = matched_mw(flows, np.arange(len(flows.case.sites)))[at]
    return Place(
        region=here.region,
        climate_place=here.place or here.name,
        plant=here.cooling.plant,
        pue=metered_mwh / it_mwh,
        wue_l_per_kwh=float((wue * it_mw * weight).sum()) / it_mwh,
        intensity_kg_per_mwh=emission_kg / metered_mwh,
        water_l_per_mwh=water_l / metered_mwh,
        market_intensity_kg_per_mwh=_market_kg(flows, at, year_index, weight) / metered_mwh,
        matched_share=float((matched * weight).sum()) / metered_mwh,
        pue_factors=pue_factors,
        wue_factors=wue_factors,
        year=flows.time.planning_years[year_index],
    )


def _plant_factors(site: Site, hour: int | None) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the factors to the ends of the intervals of PUE and WUE: one each where the scenario gives a value."""
    if site.cooling.pue_constant is not None:
        return (1.0, 1.0), (1.0, 1.0)
    where = nearest_climate(site.latitude_deg, site.longitude_deg)
    plant, given = site.cooling.plant, site.cooling.parameters
    rows = loader.group("cooling", plant)
    overrides = tuple((name, value) for name, value in given.items() if value != rows[name].number)
    return plant_factors(where, plant, hour, overrides)


def _market_kg(flows: Flows, at: int, year_index: int, weight: FloatArray) -> float:
    """Return the market-based kg of some hours: the site's stacks, and grid energy at the rate of its year's contracts.

    Notes
    -----
    Yearly matching knows no hour, so each MWh through the connection carries the mean of the year.
    """
    grid = flows.import_mw[at] + flows.physical_mw[at]
    year_mwh = float(yearly_sum(flows.time, grid[None])[0, year_index])
    year_kg = KG_PER_TONNE * float(count_emissions(flows).scope2_market_t[at, year_index])
    rate = year_kg / year_mwh if year_mwh > 0.0 else 0.0
    stack = np.array([asset.emission_kg_per_mwh for asset in flows.case.supply]).reshape(-1, 1, 1)
    on_site = flows.by_site(stack * flows.generation_where(flows.is_on_site))[at]
    return float(((on_site + rate * grid) * weight).sum())


def _emission_kg(flows: Flows, at: int) -> FloatArray:
    """Return (chains, hours) kg in an hour of one site: its stacks, and the grid's average on its connection."""
    stack = np.array([asset.emission_kg_per_mwh for asset in flows.case.supply]).reshape(-1, 1, 1)
    on_site = flows.by_site(stack * flows.generation_where(flows.is_on_site))[at]
    through_grid = flows.import_mw[at] + flows.physical_mw[at]
    return np.asarray(on_site + flows.average_intensity_kg_per_mwh[at] * through_grid)


def _water_l(flows: Flows, at: int) -> FloatArray:
    """Return (chains, hours) litres in an hour at the plants that feed one site."""
    own = np.array([asset.water_l_per_mwh for asset in flows.case.supply]).reshape(-1, 1, 1)
    region = flows.case.regions[flows.case.region_index(flows.case.sites[at].region)]
    generated = flows.by_site(own * flows.generation_where(~flows.is_virtual))[at]
    return np.asarray(generated + region.water_l_per_mwh * flows.import_mw[at])


def _weights(flows: Flows, year: int, hour: int | None) -> FloatArray:
    """Return (chains, hours) how much each hour of the plan counts for a year, or for one hour of it."""
    time = flows.time
    weight = np.broadcast_to(time.chain_hour_weight[:, None], (time.chains, time.period_hours)).copy()
    weight[time.chain_year != year] = 0.0
    if hour is None:
        return weight
    check_hour(hour)
    gap = np.abs((time.hour_of_year - hour + HOURS_PER_YEAR // 2) % HOURS_PER_YEAR - HOURS_PER_YEAR // 2)
    period, inside = np.unravel_index(int(gap.argmin()), gap.shape)
    is_hour = np.zeros(time.shape, dtype=bool)
    is_hour[:, :, period, inside] = True
    weight[~is_hour.reshape(weight.shape)] = 0.0
    return weight


def _site_index(flows: Flows, site: str | None) -> int:
    names = [each.name for each in flows.case.sites]
    if site is None:
        return 0
    if site in names:
        return names.index(site)
    near = get_close_matches(site, names, n=3, cutoff=0.4)
    raise UserError(f"site '{site}' is not in the run. Nearest: {', '.join(near or names)}.")


def _year_index(flows: Flows, year: int | None, it_mw: FloatArray) -> int:
    years = flows.time.planning_years
    if year is None:
        served = [float(it_mw[flows.time.chain_year == index].sum()) for index in range(len(years))]
        return next((index for index, mw in enumerate(served) if mw > 0.0), 0)
    if year not in years:
        raise UserError(f"year {year} is not in the run. It has {', '.join(map(str, years))}.")
    return years.index(year)
