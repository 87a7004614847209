"""Fans and pumps: electric power per kW of heat that they move; and the share of heat that needs no chiller."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from firmwatt.timegrid import FloatArray

Amount = float | FloatArray
"""A parameter of a plant: one value, or (samples, 1) draws that broadcast against the hours."""

AIR_KJ_PER_KG_K: Final = 1.006
WATER_KJ_PER_KG_K: Final = 4.186
WATER_KG_PER_M3: Final = 997.0
_W_PER_KW: Final = 1000.0


def fan_kw_per_kw(
    flow_kg_per_kj: ArrayLike, density_kg_per_m3: ArrayLike, pressure_pa: Amount, efficiency: Amount
) -> FloatArray:
    """Return the power of a fan or pump per kW of heat: `flow / density x pressure / efficiency`.

    Parameters
    ----------
    flow_kg_per_kj : kg/s per kW of heat, see `air_flow_kg_per_kj`
    density_kg_per_m3 : of the air or water moved
    pressure_pa : Pa, rise over the fan or pump
    efficiency : 0-1, of fan or pump with its motor and drive

    Returns
    -------
    kW/kW
    """
    volume = np.asarray(flow_kg_per_kj, dtype=np.float64) / np.asarray(density_kg_per_m3, dtype=np.float64)
    return np.asarray(volume * (np.asarray(pressure_pa) / efficiency / _W_PER_KW), dtype=np.float64)


def pump_kw_per_kw(temperature_difference_c: Amount, pressure_pa: Amount, efficiency: Amount) -> FloatArray:
    """Return the power of a water pump per kW of heat carried at a temperature difference.

    Examples
    --------
    >>> round(float(pump_kw_per_kw(7.5, 143650.0, 0.7)), 4)
    0.0066
    """
    return fan_kw_per_kw(water_flow_kg_per_kj(temperature_difference_c), WATER_KG_PER_M3, pressure_pa, efficiency)


def air_flow_kg_per_kj(temperature_difference_c: Amount) -> FloatArray:
    """Return the kg/s of air that carry a kW of heat at a temperature difference."""
    return np.asarray(1.0 / (AIR_KJ_PER_KG_K * np.asarray(temperature_difference_c, dtype=np.float64)))


def water_flow_kg_per_kj(temperature_difference_c: Amount) -> FloatArray:
    """Return the kg/s of water that carry a kW of heat at a temperature difference."""
    return np.asarray(1.0 / (WATER_KJ_PER_KG_K * np.asarray(temperature_difference_c, dtype=np.float64)))


def flow_factor(load_share: Amount, least_flow_share: Amount) -> FloatArray:
    """Return what fans and pumps draw per kW of heat at a load, over their draw at full load.

    Notes
    -----
    Flow follows the load down to a least flow and power the cube of the flow (variable speed):
    `max(load, least)³ / load`. Fans that cannot slow down have a least flow of 1: their draw per kW grows.

    Examples
    --------
    >>> [round(float(flow_factor(load, 0.5)), 3) for load in (1.0, 0.8, 0.5, 0.25)]
    [1.0, 0.64, 0.25, 0.5]
    """
    load = np.asarray(load_share, dtype=np.float64)
    return np.asarray(np.maximum(load, least_flow_share) ** 3 / load)


def free_share(cooled_c: ArrayLike, supply_c: Amount, temperature_difference_c: Amount) -> FloatArray:
    """Return the share of the heat that water or air cooled outdoors takes without a chiller.

    Parameters
    ----------
    cooled_c : °C
        Temperature that tower, dry cooler or outdoor air, with its heat exchanger, can reach.
    supply_c : °C
        Set-point of the water or air to the hall.
    temperature_difference_c : K, > 0
        From supply to return.

    Returns
    -------
    0-1: all up to the supply set-point, none above the return, linear between

    Examples
    --------
    >>> free_share([15.0, 20.0, 25.0, 30.0], 20.0, 10.0).tolist()
    [1.0, 1.0, 0.5, 0.0]
    """
    above = np.asarray(supply_c) + temperature_difference_c - np.asarray(cooled_c, dtype=np.float64)
    return np.clip(above / temperature_difference_c, 0.0, 1.0)


def outdoor_flow_share(approach_c: Amount, head_room_c: FloatArray, least: Amount) -> FloatArray:
    """Return the share of a cooler's design air flow that still meets the set-point when the air is colder.

    Parameters
    ----------
    approach_c : K, > 0
        Between the air and the water leaving, at design flow.
    head_room_c : K
        Between the air and the set-point of the water.
    least : 0-1
        Least share that the fans can run at.
    """
    return np.clip(approach_c / np.maximum(head_room_c, approach_c), least, 1.0)
