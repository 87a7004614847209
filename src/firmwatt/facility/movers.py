"""Fans, pumps and chillers: electric power per kW of heat that they move."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from firmwatt.facility.psychrometrics import ZERO_CELSIUS_K
from firmwatt.timegrid import FloatArray

AIR_KJ_PER_KG_K: Final = 1.006
WATER_KJ_PER_KG_K: Final = 4.186
WATER_KG_PER_M3: Final = 997.0
_W_PER_KW: Final = 1000.0

_REFERENCE_CHILLED_C: Final = 6.67
_REFERENCE_CONDENSER_C: Final = 29.44
"""Leaving chilled water and entering condenser water at which AHRI 550/590 rates a chiller."""
_CONDENSER_RISE_K: Final = 5.0
_HEAT_EXCHANGER_K: Final = 2.0
_INTERNAL_LIFT_K: Final = 17.0
"""What a machine loses inside, as lift; fitted on the reference curve, worst error 6 %, root mean square 2 %."""
_PART_LOAD: Final = (0.222903, 0.313387, 0.463710)
"""Electric input over full-load input against part load, of EnergyPlus's reference centrifugal chiller."""


def fan_kw_per_kw(
    flow_kg_per_kj: ArrayLike, density_kg_per_m3: ArrayLike, pressure_pa: float, efficiency: float
) -> FloatArray:
    """Return the power of a fan or pump per kW of heat: `flow / density x pressure / efficiency`.

    Parameters
    ----------
    flow_kg_per_kj : kg/s per kW of heat, see `flow_kg_per_kj`
    density_kg_per_m3 : of the air or water moved
    pressure_pa : Pa, rise over the fan or pump
    efficiency : 0-1, of fan or pump with its motor and drive

    Returns
    -------
    kW/kW
    """
    volume = np.asarray(flow_kg_per_kj, dtype=np.float64) / np.asarray(density_kg_per_m3, dtype=np.float64)
    return volume * (pressure_pa / efficiency / _W_PER_KW)


def pump_kw_per_kw(temperature_difference_c: float, pressure_pa: float, efficiency: float) -> float:
    """Return the power of a water pump per kW of heat carried at a temperature difference.

    Examples
    --------
    >>> round(pump_kw_per_kw(7.5, 143650.0, 0.7), 4)
    0.0066
    """
    return float(
        fan_kw_per_kw(water_flow_kg_per_kj(temperature_difference_c), WATER_KG_PER_M3, pressure_pa, efficiency)
    )


def air_flow_kg_per_kj(temperature_difference_c: float) -> float:
    """Return the kg/s of air that carry a kW of heat at a temperature difference."""
    return 1.0 / (AIR_KJ_PER_KG_K * temperature_difference_c)


def water_flow_kg_per_kj(temperature_difference_c: float) -> float:
    """Return the kg/s of water that carry a kW of heat at a temperature difference."""
    return 1.0 / (WATER_KJ_PER_KG_K * temperature_difference_c)


def chiller_cop(
    reference_cop: float, chilled_water_c: ArrayLike, condenser_water_c: ArrayLike, part_load_ratio: float
) -> FloatArray:
    """Return the heat moved per unit of electricity by a water-cooled centrifugal chiller.

    Parameters
    ----------
    reference_cop : > 0
        At full load, chilled water leaving at 6.67 °C, condenser water entering at 29.44 °C (AHRI 550/590).
    chilled_water_c, condenser_water_c : °C
        Leaving the evaporator; entering the condenser.
    part_load_ratio : 0.1-1
        Load over capacity of the machines that run.

    Returns
    -------
    broadcast shape, > 0

    Notes
    -----
    `COP = COP_ref x g / g_ref / (f(plr) / plr)` with `g = T_evaporator / (lift + 17 K)`: Carnot's limit with losses
    inside the machine, between an evaporator 2 K below and a condenser 7 K above their waters. It follows EnergyPlus's
    biquadratic curve within 6 % where that is valid (5-10 °C chilled, 24-35 °C condenser water) and, unlike the
    curve, may be carried to the 18-24 °C of a data centre; there it has not been measured.

    References
    ----------
    EnergyPlus, `Chiller:Electric:EIR` with the centrifugal reference curves of DOE-2.1E, part load by the quadratic
    0.222903, 0.313387, 0.463710. Rating point: AHRI 550/590 and ASHRAE 90.1.

    Examples
    --------
    >>> round(float(chiller_cop(6.28, 6.67, 29.44, 1.0)), 2)
    6.28
    """
    constant, linear, square = _PART_LOAD
    input_share = constant + linear * part_load_ratio + square * part_load_ratio**2
    reference = _carnot_with_losses(_REFERENCE_CHILLED_C, _REFERENCE_CONDENSER_C)
    lift_effect = _carnot_with_losses(chilled_water_c, condenser_water_c) / reference
    return reference_cop * lift_effect * (part_load_ratio / input_share)


def _carnot_with_losses(chilled_water_c: ArrayLike, condenser_water_c: ArrayLike) -> FloatArray:
    evaporator = np.asarray(chilled_water_c, dtype=np.float64) - _HEAT_EXCHANGER_K
    condenser = np.asarray(condenser_water_c, dtype=np.float64) + _CONDENSER_RISE_K + _HEAT_EXCHANGER_K
    return (evaporator + ZERO_CELSIUS_K) / (np.maximum(condenser - evaporator, 0.0) + _INTERNAL_LIFT_K)


def free_share(cooled_c: ArrayLike, supply_c: float, temperature_difference_c: float) -> FloatArray:
    """Return the share of the heat that water cooled outdoors takes without a chiller.

    Parameters
    ----------
    cooled_c : °C
        Temperature that tower or dry cooler, with its heat exchanger, can reach.
    supply_c : °C
        Set-point of the water to the hall.
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
    above = supply_c + temperature_difference_c - np.asarray(cooled_c, dtype=np.float64)
    return np.clip(above / temperature_difference_c, 0.0, 1.0)
