"""The loop over hours of the Monte Carlo simulation: units fail and are repaired, stores fill and empty.

Each year draws its own numbers from the seed and its number alone, so the same years give the same answer in whatever
order and on however many threads they are simulated.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

Array = Any  # a float64 array as Numba sees it
HOURS, ENERGY, DAYS, EVENTS, CURTAILED, CLASSES = range(6)
"""Columns of what a simulated year lacks; the unserved energy of each class follows from the sixth on."""
STORE_MW, STORE_MWH, STORE_CHARGE, STORE_DISCHARGE = range(4)
_LEAST_MW = 1e-6
_GOLDEN, _FIRST_MIX, _SECOND_MIX = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xBF58476D1CE4E5B9),
    np.uint64(0x94D049BB133111EB),
)
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11))
_compiled = njit(cache=True, nogil=True, error_model="numpy", boundscheck=False)


class Supply(NamedTuple):
    """What may serve the load.

    Attributes
    ----------
    mw, forced_outage_rate, up_hours, repair_hours : (units,)
        Common causes come last, as units of 0 MW.
    cause : (units,) place of the common cause of each unit, its own place where there is none
    rate_by_bin : (units, bins) outage rate of the units that follow the weather
    redraw_hours : (units,) mean time between draws of the luck of a unit that follows the weather, 0 for all others
    stores : (stores, 4) MW, MWh, charge and discharge efficiency
    curtailable_mw, curtailable_mwh
    """

    mw: Array
    forced_outage_rate: Array
    up_hours: Array
    repair_hours: Array
    cause: Array
    rate_by_bin: Array
    redraw_hours: Array
    stores: Array
    curtailable_mw: float
    curtailable_mwh: float


class Hours(NamedTuple):
    """What is asked for.

    Attributes
    ----------
    load_mw : (classes, weather_years, hours)
    net_mw : (weather_years, hours) all load less what the weather gives
    weather_up_to : (weather_years,) cumulative probability
    day : (hours,)
    weather_bin : (weather_years, hours)
    """

    load_mw: Array
    net_mw: Array
    weather_up_to: Array
    day: Array
    weather_bin: Array


class State(NamedTuple):
    """Where a simulated year stands.

    Attributes
    ----------
    draws : (1,) the counter of the random numbers
    next_change : (units,) hours after the year's start
    is_up : (units,)
    luck : (units,) 0-1; a unit that follows the weather is out while its luck is below its rate
    level : (stores,) MWh
    """

    draws: Array
    next_change: Array
    is_up: Array
    luck: Array
    level: Array


@_compiled
def simulate_years(supply: Supply, hours: Hours, seed: int, first_year: int, lacking: Array) -> None:
    """Simulate years one after another, each from the steady state with full stores.

    Parameters
    ----------
    seed, first_year
        Both together decide every draw.
    lacking : (years, 5 + classes)
        Written: what each year lacks.
    """
    units = len(supply.mw)
    state = State(
        np.empty(1, dtype=np.uint64),
        np.empty(units),
        np.empty(units, dtype=np.bool_),
        np.empty(units),
        np.empty(len(supply.stores)),
    )
    for row in range(len(lacking)):
        state.draws[0] = _mixed(_mixed(np.uint64(seed) + _GOLDEN) + np.uint64(first_year + row))
        _simulate_year(supply, hours, state, lacking[row])


@_compiled
def _simulate_year(supply: Supply, hours: Hours, state: State, lacking: Array) -> None:
    lacking[:] = 0.0
    weather = min(int(np.searchsorted(hours.weather_up_to, _uniform(state.draws))), len(hours.weather_up_to) - 1)
    _start(supply, state)
    state.level[:] = supply.stores[:, STORE_MWH]
    weather_bin = hours.weather_bin[weather, 0] if hours.weather_bin.shape[1] else 0
    _weather(supply, state, weather_bin)
    capacity, soonest = _stand(supply, state.is_up), state.next_change.min() if len(state.next_change) else np.inf
    budget, last_day, was_short = supply.curtailable_mwh, -1, False
    classes = hours.load_mw.shape[0]
    for hour in range(len(hours.day)):
        if soonest <= hour or hours.weather_bin[weather, hour] != weather_bin:
            weather_bin = hours.weather_bin[weather, hour]
            if soonest <= hour:
                _change(supply, state, hour)
                soonest = state.next_change.min()
            _weather(supply, state, weather_bin)
            capacity = _stand(supply, state.is_up)
        short = _balance(supply.stores, state.level, hours.net_mw[weather, hour] - capacity)
        if short > _LEAST_MW:
            curtailed = min(short, supply.curtailable_mw, budget)
            budget -= curtailed
            lacking[CURTAILED] += curtailed
            short -= curtailed
        if short <= _LEAST_MW:
            was_short = False
            continue
        lacking[HOURS] += 1.0
        lacking[ENERGY] += short
        lacking[EVENTS] += not was_short
        lacking[DAYS] += hours.day[hour] != last_day
        last_day, was_short = hours.day[hour], True
        for part in range(classes - 1, -1, -1):
            shed = min(short, hours.load_mw[part, weather, hour])
            lacking[CLASSES + part] += shed
            short -= shed


@_compiled
def _start(supply: Supply, state: State) -> None:
    """Draw each unit's state and how long it stays in it."""
    for unit in range(len(supply.mw)):
        state.luck[unit] = _uniform(state.draws)
        state.is_up[unit] = state.luck[unit] >= supply.forced_outage_rate[unit]
        mean = supply.up_hours[unit] if state.is_up[unit] else supply.repair_hours[unit]
        if supply.redraw_hours[unit] > 0.0:
            mean = supply.redraw_hours[unit]
        state.next_change[unit] = -mean * np.log(1.0 - _uniform(state.draws))


@_compiled
def _change(supply: Supply, state: State, hour: int) -> None:
    """Fail and repair units up to the start of an hour."""
    for unit in range(len(supply.mw)):
        while state.next_change[unit] <= hour:
            if supply.redraw_hours[unit] > 0.0:
                mean = supply.redraw_hours[unit]
                state.luck[unit] = _uniform(state.draws)
            else:
                state.is_up[unit] = not state.is_up[unit]
                mean = supply.up_hours[unit] if state.is_up[unit] else supply.repair_hours[unit]
            state.next_change[unit] -= mean * np.log(1.0 - _uniform(state.draws))


@_compiled
def _weather(supply: Supply, state: State, weather_bin: int) -> None:
    """Hold the luck of each unit that follows the weather against its rate of the hour."""
    for unit in range(len(supply.mw)):
        if supply.redraw_hours[unit] > 0.0:
            state.is_up[unit] = state.luck[unit] >= supply.rate_by_bin[unit, weather_bin]


@_compiled
def _stand(supply: Supply, is_up: Array) -> float:
    """Return the capacity of the units that are up."""
    capacity = 0.0
    for unit in range(len(supply.mw)):
        if is_up[unit] and is_up[supply.cause[unit]]:
            capacity += supply.mw[unit]
    return capacity


@_compiled
def _balance(stores: Array, level: Array, short: float) -> float:
    """Return what stays short once the stores gave, or filled from what is left over."""
    for store in range(len(stores)):
        power = stores[store, STORE_MW]
        if short > 0.0:
            given = min(power, short, level[store] * stores[store, STORE_DISCHARGE])
            level[store] -= given / stores[store, STORE_DISCHARGE]
            short -= given
        elif short < 0.0:
            room = (stores[store, STORE_MWH] - level[store]) / stores[store, STORE_CHARGE]
            taken = min(power, -short, room)
            level[store] += taken * stores[store, STORE_CHARGE]
            short += taken
    return short


@_compiled
def _uniform(draws: Array) -> float:
    """Return the next number of [0, 1) of a counter that is mixed (SplitMix64)."""
    draws[0] += _GOLDEN
    return float(_mixed(draws[0]) >> _SHIFTS[3]) * 2.0**-53


@_compiled
def _mixed(bits: np.uint64) -> np.uint64:
    bits = (bits ^ (bits >> _SHIFTS[0])) * _FIRST_MIX
    bits = (bits ^ (bits >> _SHIFTS[1])) * _SECOND_MIX
    return bits ^ (bits >> _SHIFTS[2])
