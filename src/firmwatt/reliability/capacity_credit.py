"""Capacity credit: what firm capacity an asset replaces, and what more load it carries, at equal unserved energy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from firmwatt.errors import UserError
from firmwatt.reliability.convolution import unserved_energy_mwh
from firmwatt.reliability.monte_carlo import DEFAULT_OPTIONS, SimulationOptions, simulate
from firmwatt.reliability.outage_table import build_outage_table
from firmwatt.reliability.system import Store, System, Unit

LEAST_EUE_MWH = 1e-9
"""Below it a system lacks too little to measure a credit by."""


@dataclass(frozen=True, slots=True)
class CapacityCredit:
    """What an asset is worth to a system.

    Attributes
    ----------
    name
    capacity_mw : nameplate
    equivalent_firm_mw : MW that never fails and leaves the same energy unserved as the asset
    load_carrying_mw : MW of constant load that the asset lets the system carry at unchanged unserved energy (ELCC)
    """

    name: str
    capacity_mw: float
    equivalent_firm_mw: float
    load_carrying_mw: float


def capacity_credit(system: System, name: str, options: SimulationOptions = DEFAULT_OPTIONS) -> CapacityCredit:
    """Return the credit of all units and stores of one name.

    Parameters
    ----------
    system
        With the asset in it.
    name
    options
        Of the simulation, where something is stored or rationed; both sides of a comparison see the same draws.

    Raises
    ------
    UserError
        If nothing has that name, or the system lacks no energy even without the asset.

    Notes
    -----
    Bisection on the expected unserved energy, which falls as firm capacity rises.
    """
    units = tuple(unit for unit in system.units if unit.name != name)
    stores = tuple(store for store in system.stores if store.name != name)
    named: list[Unit | Store] = [*system.units, *system.stores]
    capacity = sum(thing.mw for thing in named if thing.name == name)
    if len(units) == len(system.units) and len(stores) == len(system.stores):
        known = ", ".join(dict.fromkeys(thing.name for thing in named))
        raise UserError(f"--credit: there is no '{name}'. Known: {known}.")
    base = replace(system, units=units, stores=stores)
    lacking_with, lacking_without = _shortfall(system, options), _shortfall(base, options)
    most_eue = lacking_without(0.0)
    if most_eue < LEAST_EUE_MWH:
        raise UserError(f"--credit: without '{name}' nothing is lacking. Ask for more load, so that it matters.")
    if capacity == 0.0:
        return CapacityCredit(name, 0.0, 0.0, 0.0)
    firm = _firm_mw(lacking_without, lacking_with(0.0), 0.0, capacity)
    carried = -_firm_mw(lacking_with, most_eue, -capacity, 0.0)
    return CapacityCredit(name, capacity, firm, carried)


def _shortfall(system: System, options: SimulationOptions) -> Callable[[float], float]:
    """Return the function from firm megawatts added to the unserved energy of a year."""
    if system.is_memoryless:
        table = build_outage_table(system.units)
        return lambda firm_mw: unserved_energy_mwh(table, system, firm_mw)
    fixed = replace(options, least_years=options.most_years)
    return lambda firm_mw: simulate([system.with_firm(firm_mw)], fixed).eue_mwh_per_year


def _firm_mw(lacking: Callable[[float], float], wanted_mwh: float, least_mw: float, most_mw: float) -> float:
    """Return the firm capacity at which a system lacks what is wanted."""
    tolerance = (most_mw - least_mw) * 1e-7
    while most_mw - least_mw > tolerance:
        middle = 0.5 * (least_mw + most_mw)
        if lacking(middle) > wanted_mwh:
            least_mw = middle
        else:
            most_mw = middle
    return 0.5 * (least_mw + most_mw)
