"""The systems of a site in a planning year: its plants as units, its grid connection, its batteries and its load."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.catalog import loader as catalog
from firmwatt.errors import InputFaults, UserError
from firmwatt.operation.dispatch import Dispatch
from firmwatt.planning.sampled import sampled_series
from firmwatt.reliability.system import CommonCause, Curtailable, Store, System, Unit
from firmwatt.reliability.typical_year import unfold
from firmwatt.reliability.weather_outages import temperature_bins, with_weather
from firmwatt.resource.weather import site_weather
from firmwatt.scenario.assets import AvailabilityKind, Delivery, SupplyAsset
from firmwatt.scenario.case import Case, WorkClass
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_DAY, HOURS_PER_YEAR

CLASSES = (WorkClass.INTERACTIVE, WorkClass.BATCH, WorkClass.TRAINING)
"""In the order of protection: training is shed first."""
TABLE = "outages"
GAS_SUPPLY, GRID, WITHHELD = "gas_supply", "grid_connection", "curtailable_connection"
"""Keys of the table, and names of what fails in common."""
LEAST_MW = 1e-3
"""Less is the solver's rounding: no plant where it stands alone, no shortfall where a load exceeds its supply by it."""
MOST_UNITS_OF_ONE_PLANT = 50
"""A plant of more units is taken as so many larger ones, which errs on the side of caution."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A plant, a connection or a battery: capacity that changes only when something comes online.

    Attributes
    ----------
    mw : (chains, hours)
    outage_rate, repair_hours : of one unit
    cause : name of the common cause of its units, empty for none
    unit_mw : size of one unit
    store : what it is if it is a battery, per megawatt of it
    """

    name: str
    mw: FloatArray
    outage_rate: float
    repair_hours: float
    unit_mw: float
    cause: str = ""
    store: Store | None = None


def site_systems(
    dispatch: Dispatch,
    site: int,
    year: int,
    grid_availability: float | None = None,
    leave_out: str = "",
    temperature_c: FloatArray | None = None,
) -> tuple[System, ...]:
    """Return the stretches of a planning year between which the site's capacity changes.

    Parameters
    ----------
    site, year
        Indices of the site and of the planning year.
    grid_availability : 0-1
        Of the grid connection; None takes the catalogue's.
    leave_out
        Name of a plant that follows the weather and is taken away.
    temperature_c : (weather_years, 8760) °C, or None
        At the site: plants then fail more often in the cold and the heat, and as often as before over the year.

    Raises
    ------
    UserError
        If the grid's availability is no fraction.

    Notes
    -----
    Plants that follow the weather give what they gave in the plan's weather; all others fail as their technology in the
    catalogue table `outages`. Physical contracts come through the connection and count with it; what a neighbour
    could send over a link is left out. All gas plants of a site hang on one gas supply, both parts of its connection on
    one line. In the hours in which the grid calls by contract, the curtailable part of the connection is gone.
    """
    time = dispatch.plan.inputs.time
    blocks = [
        *_plants(dispatch, site, year),
        *_connections(dispatch, site, year),
        *_batteries(dispatch, site, year),
    ]
    standing = np.array([unfold(time, block.mw, year)[0] for block in blocks]).reshape(len(blocks), HOURS_PER_YEAR)
    fleets, fleet_of_hour = np.unique(np.round(standing, 6), axis=1, return_inverse=True)
    load = _load(dispatch, site, year)
    variable = _variable(dispatch, site, year, leave_out) - _withheld(dispatch, site, year)
    day = np.arange(HOURS_PER_YEAR) // HOURS_PER_DAY
    causes = _causes(grid_availability)
    parts = []
    for number, capacities in enumerate(fleets.T):
        inside = np.flatnonzero(fleet_of_hour == number)
        parts.append(
            System(
                units=tuple(unit for block, mw in zip(blocks, capacities, strict=True) for unit in _units(block, mw)),
                stores=tuple(
                    _store(block.store, mw) for block, mw in zip(blocks, capacities, strict=True) if block.store
                ),
                curtailable=Curtailable(),
                classes=tuple(CLASSES),
                load_mw=load[..., inside],
                variable_mw=variable[..., inside] + LEAST_MW,
                weather_probability=np.array(time.weather_probability),
                day=day[inside],
                causes=causes,
            )
        )
    if temperature_c is None:
        return tuple(parts)
    bins = temperature_bins(temperature_c)
    of_parts = [bins[:, fleet_of_hour == number] for number in range(len(parts))]
    technologies = {asset.name: asset.technology for asset in dispatch.plan.inputs.case.supply}
    return with_weather(parts, of_parts, technologies)


def site_temperatures(case: Case) -> FloatArray | None:
    """Return (sites, weather_years, 8760) °C of a case's weather, None where a weather file of it cannot be read."""
    try:
        return site_weather(case).temperature_c
    except InputFaults:
        return None


def largest_plant_unit(parts: tuple[System, ...], dispatch: Dispatch, site: int) -> Unit | None:
    """Return the unit of the site's largest plant that can fail, or None where it has none."""
    own = {asset.name for asset in dispatch.plan.inputs.case.supply if _is_at(dispatch, asset, site)}
    units = [unit for unit in parts[-1].units if unit.name in own]
    total = {name: sum(unit.mw for unit in units if unit.name == name) for name in own}
    return max(units, key=lambda unit: (total[unit.name], unit.mw), default=None)


def _is_at(dispatch: Dispatch, asset: SupplyAsset, site: int) -> bool:
    is_own = asset.delivery == Delivery.ON_SITE
    return is_own and dispatch.plan.inputs.case.site_index(asset.site) == site


def _plants(dispatch: Dispatch, site: int, year: int) -> list[_Block]:
    """Return the plants on site whose availability is a matter of outages, not of weather."""
    plan, blocks = dispatch.plan, []
    for index, asset in enumerate(plan.inputs.case.supply):
        if not _is_at(dispatch, asset, site) or asset.availability_kind != AvailabilityKind.FLAT:
            continue
        share = plan.supply_online_share[index]
        standing = asset.existing_mw + share * (plan.supply_mw[index, year] - asset.existing_mw)
        size = asset.unit_mw or catalog.get("technologies", asset.technology, "unit_mw").number
        rate = catalog.get(TABLE, asset.technology, "forced_outage_rate").number
        repair = catalog.get(TABLE, asset.technology, "mean_time_to_repair_hours").number
        blocks.append(_Block(asset.name, standing, rate, repair, size, GAS_SUPPLY if asset.is_gas else ""))
    return blocks


def _connections(dispatch: Dispatch, site: int, year: int) -> list[_Block]:
    """Return the firm and the curtailable part of the grid connection, each one unit on the same line."""
    plan = dispatch.plan
    connection, name = plan.inputs.case.sites[site].connection, plan.inputs.case.sites[site].name
    share = plan.connection_online_share[site]
    firm = connection.energised_mw + share * (plan.connection_firm_mw[site, year] - connection.energised_mw)
    curtailable = plan.curtailable_online_share[site] * plan.connection_curtailable_mw[site, year]
    hours = catalog.get(TABLE, WITHHELD, "mean_time_to_repair_hours").number
    return [
        _Block(f"{name}/{GRID}", firm, 0.0, 1.0, np.inf, GRID),
        _Block(f"{name}/{WITHHELD}", curtailable, connection.curtailable_energy_share, hours, np.inf, GRID),
    ]


def _causes(grid_availability: float | None) -> tuple[CommonCause, ...]:
    """Return what fails in common on a site: its gas supply and its line to the grid."""
    if grid_availability is not None and not 0.0 <= grid_availability <= 1.0:
        raise UserError(f"--grid-availability: {grid_availability:g} cannot be. Write a fraction such as 0.9998.")
    found = []
    for key in (GAS_SUPPLY, GRID):
        rate = catalog.get(TABLE, key, "forced_outage_rate").number
        repair = catalog.get(TABLE, key, "mean_time_to_repair_hours").number
        is_given = key == GRID and grid_availability is not None
        found.append(CommonCause(key, 1.0 - (grid_availability or 0.0) if is_given else rate, repair))
    return tuple(found)


def _batteries(dispatch: Dispatch, site: int, year: int) -> list[_Block]:
    plan, blocks = dispatch.plan, []
    for index, asset in enumerate(plan.inputs.case.storage):
        mw = float(plan.storage_mw[index, year])
        if plan.inputs.case.site_index(asset.site) != site or mw < LEAST_MW:
            continue
        share = plan.storage_online_share[index]
        standing = asset.existing_mw + share * (mw - asset.existing_mw)
        duration = float(plan.storage_mwh[index, year]) / mw
        store = Store(asset.name, 1.0, duration, asset.charge_efficiency, asset.discharge_efficiency)
        blocks.append(_Block(asset.name, standing, 0.0, 1.0, np.inf, store=store))
    return blocks


def _load(dispatch: Dispatch, site: int, year: int) -> FloatArray:
    """Return (classes, weather_years, 8760) the metered load by class of work."""
    plan = dispatch.plan
    served = dispatch.it_power_mw[:, site]
    it_load = served.sum(axis=0)
    pue = np.divide(dispatch.metered_mw[site], it_load, out=np.ones_like(it_load), where=it_load > 0.0)
    by_class = np.zeros((len(CLASSES), *it_load.shape))
    for pool, megawatts in zip(plan.inputs.load.it.pools, served, strict=True):
        by_class[CLASSES.index(pool.work_class)] += megawatts * pue
    return unfold(plan.inputs.time, np.maximum(by_class, 0.0), year)


def _variable(dispatch: Dispatch, site: int, year: int, leave_out: str) -> FloatArray:
    """Return (weather_years, 8760) what the site's own sun and wind can give."""
    total = np.zeros(dispatch.metered_mw.shape[1:])
    for asset, available in zip(dispatch.plan.inputs.case.supply, dispatch.available_mw, strict=True):
        is_counted = asset.name != leave_out and asset.availability_kind != AvailabilityKind.FLAT
        if is_counted and _is_at(dispatch, asset, site):
            total += available
    return unfold(dispatch.plan.inputs.time, total, year)


def _withheld(dispatch: Dispatch, site: int, year: int) -> FloatArray:
    """Return (weather_years, 8760) MW that the grid calls away by the contract of the site."""
    plan = dispatch.plan
    called = sampled_series(plan.inputs).called_share[site]
    stands = plan.curtailable_online_share[site] * plan.connection_curtailable_mw[site, year]
    return unfold(plan.inputs.time, called * stands, year)


def _units(block: _Block, mw: float) -> list[Unit]:
    """Return whole units and, last, what is left of one."""
    if block.store is not None or mw < LEAST_MW:
        return []
    size = min(max(block.unit_mw, mw / MOST_UNITS_OF_ONE_PLANT), mw)
    whole = int(mw / size + 1e-9)
    rest = mw - whole * size
    sizes = [size] * whole + ([rest] if rest > LEAST_MW else [])
    return [
        Unit(block.name, float(megawatts), block.outage_rate, block.repair_hours, block.cause) for megawatts in sizes
    ]


def _store(one_mw: Store, mw: float) -> Store:
    return Store(one_mw.name, mw, mw * one_mw.mwh, one_mw.charge_efficiency, one_mw.discharge_efficiency)
