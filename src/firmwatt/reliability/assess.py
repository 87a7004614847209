"""Adequacy of a table of units or of every site and year of a plan, by the method that fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from firmwatt.errors import UserError
from firmwatt.grid.demand_file import Demand
from firmwatt.operation.dispatch import Dispatch
from firmwatt.reliability.adequacy import Adequacy, nines
from firmwatt.reliability.capacity_credit import CapacityCredit, capacity_credit, credit_between
from firmwatt.reliability.convolution import convolve
from firmwatt.reliability.monte_carlo import DEFAULT_OPTIONS, SimulationOptions, simulate
from firmwatt.reliability.site_systems import largest_plant_unit, site_systems, site_temperatures
from firmwatt.reliability.spare_units import SpareDesign, add_spare_units
from firmwatt.reliability.system import System
from firmwatt.scenario.assets import AvailabilityKind, Delivery
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_DAY, HOURS_PER_YEAR


class Method(StrEnum):
    """How outages are put together."""

    CHOOSE = "choose"
    """Convolution where it is exact, else Monte Carlo."""
    CONVOLUTION = "convolution"
    MONTE_CARLO = "monte-carlo"


@dataclass(frozen=True, slots=True)
class SiteAdequacy:
    """Adequacy of one site in one planning year.

    Attributes
    ----------
    design
        Spare units for the nines asked for; None where none were asked for or no plant stands there.
    follows_weather
        Whether plants fail more often in the cold and the heat of the plan's weather.
    """

    site: str
    year: int
    adequacy: Adequacy
    design: SpareDesign | None = None
    follows_weather: bool = False


@dataclass(frozen=True, slots=True)
class YearAdequacy:
    """All sites of one planning year together.

    Attributes
    ----------
    eue_mwh_per_year, energy_mwh_per_year
    energy_nines : nines of the energy asked for
    hardest_site : the one with most hours of shortfall
    """

    year: int
    eue_mwh_per_year: float
    energy_mwh_per_year: float
    energy_nines: float
    hardest_site: str


def assess(
    parts: Sequence[System], method: Method = Method.CHOOSE, options: SimulationOptions = DEFAULT_OPTIONS
) -> Adequacy:
    """Return the adequacy of a year that consists of one or more systems after one another.

    Raises
    ------
    UserError
        If the convolution is asked for where something is stored or rationed: it would leave that out.
    """
    is_memoryless = all(part.is_memoryless for part in parts)
    if method is Method.CONVOLUTION and not is_memoryless:
        raise UserError("--method: the convolution knows no storage and no curtailable load. Choose monte-carlo.")
    is_exact = method is Method.CONVOLUTION or (method is Method.CHOOSE and is_memoryless)
    return convolve(parts) if is_exact else simulate(parts, options)


def assess_plan(
    dispatch: Dispatch,
    method: Method = Method.CHOOSE,
    options: SimulationOptions = DEFAULT_OPTIONS,
    grid_availability: float | None = None,
    target_nines: float | None = None,
) -> Iterator[SiteAdequacy]:
    """Yield the adequacy of each site in each planning year in which it has a load.

    Raises
    ------
    UserError
        As `assess`; or the target or the grid's availability is out of range.
    """
    inputs = dispatch.plan.inputs
    weather = site_temperatures(inputs.case)
    for index, site in enumerate(inputs.case.sites):
        temperature = None if weather is None else weather[index]
        for position, year in enumerate(inputs.time.planning_years):
            parts = site_systems(dispatch, index, position, grid_availability, temperature_c=temperature)
            if sum(part.energy_mwh for part in parts) < 1.0:
                continue
            unit = largest_plant_unit(parts, dispatch, index)
            design = None if target_nines is None or unit is None else add_spare_units(parts, unit, target_nines)
            follows = any(part.follows_weather for part in parts)
            yield SiteAdequacy(site.name, year, assess(parts, method, options), design, follows)


def last_year_adequacy(
    dispatch: Dispatch, options: SimulationOptions = DEFAULT_OPTIONS, grid_availability: float | None = None
) -> dict[str, Adequacy]:
    """Return site → its adequacy in the last planning year.

    Raises
    ------
    UserError
        If the grid's availability is out of range.
    """
    case, last = dispatch.plan.inputs.case, len(dispatch.plan.inputs.time.planning_years) - 1
    weather = site_temperatures(case)
    found = {}
    for index, site in enumerate(case.sites):
        temperature = None if weather is None else weather[index]
        parts = site_systems(dispatch, index, last, grid_availability, temperature_c=temperature)
        found[site.name] = assess(parts, options=options)
    return found


def credit_in_plan(
    dispatch: Dispatch,
    name: str,
    options: SimulationOptions = DEFAULT_OPTIONS,
    grid_availability: float | None = None,
) -> CapacityCredit:
    """Return the capacity credit of a plant or battery on site, in the last planning year.

    Parameters
    ----------
    name
        Of an asset, such as `ashburn/fuel_cell`.

    Raises
    ------
    UserError
        If no site has such an asset, or nothing lacks even without it.
    """
    plan, case = dispatch.plan, dispatch.plan.inputs.case
    year = len(plan.inputs.time.planning_years) - 1
    on_site = [asset for asset in case.supply if asset.delivery == Delivery.ON_SITE]
    home = {asset.name: asset.site for asset in on_site} | {store.name: store.site for store in case.storage}
    if name not in home:
        raise UserError(f"--credit: no site has '{name}'. Known: {', '.join(home) or 'none'}.")
    site = case.site_index(home[name])
    weather = site_temperatures(case)
    temperature = None if weather is None else weather[site]
    parts = site_systems(dispatch, site, year, grid_availability, temperature_c=temperature)
    for index, asset in enumerate(case.supply):
        if asset.name == name and asset.availability_kind != AvailabilityKind.FLAT:
            without = site_systems(dispatch, site, year, grid_availability, name, temperature)
            return credit_between(name, float(plan.supply_mw[index, year]), parts, without, options)
    return capacity_credit(parts, name, options)


def sum_by_year(found: Sequence[SiteAdequacy]) -> tuple[YearAdequacy, ...]:
    """Return the sums over the sites of each planning year."""
    sums = []
    for year in sorted({site.year for site in found}):
        sites = [site for site in found if site.year == year]
        eue = sum(site.adequacy.eue_mwh_per_year for site in sites)
        energy = sum(site.adequacy.energy_mwh_per_year for site in sites)
        hardest = max(sites, key=lambda site: site.adequacy.lolh_hours_per_year)
        sums.append(YearAdequacy(year, eue, energy, nines(eue / energy), hardest.site))
    return tuple(sums)


def constant_load(load_mw: float | None) -> FloatArray:
    """Return (1, 8760) a load that never changes; none counts as zero."""
    return np.full((1, HOURS_PER_YEAR), load_mw or 0.0, dtype=np.float64)


def load_by_year(demand: Demand) -> FloatArray:
    """Return (years, hours) the whole load of a file.

    Several calendar years count as equally likely; then 29 February and years that are not whole are left out. A file
    of a single year, or a part of one, is taken as it is.

    Raises
    ------
    UserError
        If the file runs over several years and none is whole.
    """
    load: FloatArray = demand.demand_mw.sum(axis=0)
    years = np.unique(demand.year)
    if len(years) == 1 or len(load) <= HOURS_PER_YEAR + HOURS_PER_DAY:
        return load.reshape(1, -1)
    is_leap_day = np.char.endswith(demand.stamps.astype("datetime64[D]").astype(str), "-02-29")
    rows = [load[(demand.year == year) & ~is_leap_day] for year in years.tolist()]
    whole = [row for row in rows if len(row) == HOURS_PER_YEAR]
    if not whole:
        raise UserError("--load: no calendar year of the file is whole. Give each of its hours once, in UTC.")
    return np.array(whole)
