"""Capacity credit: what firm capacity an asset replaces, and what more load it carries, at equal unserved energy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from firmwatt.errors import UserError
from firmwatt.reliability.convolution import unserved_energy_mwh, weather_tables
from firmwatt.reliability.monte_carlo import DEFAULT_OPTIONS, SimulationOptions, simulate
from firmwatt.reliability.system import Curtailable, Store, System, Unit

TOLERANCE = 1e-5
"""Of the bisection, relative to the capacity."""
CURTAILABLE = "curtailable"
"""Name of the load that may wait."""
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


def capacity_credit(parts: Sequence[System], name: str, options: SimulationOptions = DEFAULT_OPTIONS) -> CapacityCredit:
    """Return the credit of all units and stores of one name, or of the load that may wait (`curtailable`).

    Parameters
    ----------
    parts
        The stretches of a year, with the asset in them.
    name
    options
        As `credit_between`.

    Raises
    ------
    UserError
        If nothing has that name, or nothing lacks even without it.
    """
    if name == CURTAILABLE and any(part.curtailable.mw > 0.0 for part in parts):
        firm = [replace(part, curtailable=Curtailable()) for part in parts]
        return credit_between(name, max(part.curtailable.mw for part in parts), parts, firm, options)
    named = [thing for part in parts for thing in _things(part)]
    if name not in {thing.name for thing in named}:
        known = ", ".join(dict.fromkeys(thing.name for thing in named))
        raise UserError(f"--credit: there is no '{name}'. Known: {known}.")
    capacity = max(sum(thing.mw for thing in _things(part) if thing.name == name) for part in parts)
    return credit_between(name, capacity, parts, [_idle(part, name) for part in parts], options)


def credit_between(
    name: str,
    capacity_mw: float,
    parts_with: Sequence[System],
    parts_without: Sequence[System],
    options: SimulationOptions = DEFAULT_OPTIONS,
) -> CapacityCredit:
    """Return what the difference between two years is worth.

    Parameters
    ----------
    name, capacity_mw : of what only the first year has
    parts_with, parts_without
        The stretches of the years.
    options
        Of the simulation, where something is stored or rationed; every year of it is drawn with the same numbers.

    Raises
    ------
    UserError
        If the year without the asset lacks nothing.

    Notes
    -----
    Bisection on the expected unserved energy, which falls as firm capacity rises.
    """
    lacking_with, lacking_without = _shortfall(parts_with, options), _shortfall(parts_without, options)
    most_eue = lacking_without(0.0)
    if most_eue < LEAST_EUE_MWH:
        raise UserError(f"--credit: without '{name}' nothing is lacking. Ask for more load, so that it matters.")
    if capacity_mw == 0.0:
        return CapacityCredit(name, 0.0, 0.0, 0.0)
    firm = _firm_mw(lacking_without, lacking_with(0.0), 0.0, capacity_mw)
    carried = -_firm_mw(lacking_with, most_eue, -capacity_mw, 0.0)
    return CapacityCredit(name, capacity_mw, firm, carried)


def _things(part: System) -> tuple[Unit | Store, ...]:
    return (*part.units, *part.stores)


def _idle(part: System, name: str) -> System:
    """Return the system in which what has the name gives nothing; its draws stay as they are."""
    units = tuple(replace(unit, mw=0.0) if unit.name == name else unit for unit in part.units)
    stores = tuple(replace(store, mw=0.0, mwh=0.0) if store.name == name else store for store in part.stores)
    return replace(part, units=units, stores=stores)


def _shortfall(parts: Sequence[System], options: SimulationOptions) -> Callable[[float], float]:
    """Return the function from firm megawatts added to the unserved energy of a year."""
    if all(part.is_memoryless for part in parts):
        tables = [weather_tables(part) for part in parts]
        return lambda firm_mw: sum(map(unserved_energy_mwh, tables, parts, [firm_mw] * len(parts)))
    fixed = replace(options, least_years=options.most_years)
    return lambda firm_mw: simulate([part.with_firm(firm_mw) for part in parts], fixed).eue_mwh_per_year


def _firm_mw(lacking: Callable[[float], float], wanted_mwh: float, least_mw: float, most_mw: float) -> float:
    """Return the firm capacity at which a system lacks what is wanted."""
    tolerance = (most_mw - least_mw) * TOLERANCE
    while most_mw - least_mw > tolerance:
        middle = 0.5 * (least_mw + most_mw)
        if lacking(middle) > wanted_mwh:
            least_mw = middle
        else:
            most_mw = middle
    return 0.5 * (least_mw + most_mw)
