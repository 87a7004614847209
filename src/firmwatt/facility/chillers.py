"""Chillers: heat moved per unit of electricity, by temperatures and part load, after public reference curves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from firmwatt.facility.movers import Amount
from firmwatt.facility.psychrometrics import ZERO_CELSIUS_K
from firmwatt.timegrid import FloatArray

_REFERENCE_CHILLED_C: Final = 6.67
_REFERENCE_CONDENSER_C: Final = 29.44
"""Leaving chilled water and entering condenser water at which AHRI 550/590 rates a chiller."""
_CONDENSER_RISE_K: Final = 5.0
_HEAT_EXCHANGER_K: Final = 2.0
_INTERNAL_LIFT_K: Final = 17.0
"""What a machine loses inside, as lift; fitted on the reference curve, worst error 6 %, root mean square 2 %."""
LEAST_CONDENSER_WATER_C: Final = 12.8
"""Chillers need some lift: no colder condenser water is let in (end of the manufacturers' EnergyPlus data sets)."""
LEAST_PART_LOAD: Final = 0.1


@dataclass(frozen=True, slots=True)
class ReferenceCurve:
    """Electric input of a machine cooled by outdoor air, over that at its rating point, as EnergyPlus writes it.

    Attributes
    ----------
    coefficients : (6,)
        Of 1, x, x², y, y², xy with x the cold side and y the outdoor air, °C.
    rating_c : (2,)
        x and y at which the curve is 1.
    cold_side_c, outdoor_c : (2,)
        Where the curve is valid; beyond, the value at the end is taken.
    part_load : (3,)
        Input over full-load input against part load: of 1, plr, plr².
    """

    coefficients: tuple[float, float, float, float, float, float]
    rating_c: tuple[float, float]
    cold_side_c: tuple[float, float]
    outdoor_c: tuple[float, float]
    part_load: tuple[float, float, float]

    def input_ratio(self, cold_side_c: ArrayLike, outdoor_c: ArrayLike) -> FloatArray:
        """Return electric input per heat moved, over that at the rating point."""
        cold = np.clip(np.asarray(cold_side_c, dtype=np.float64), *self.cold_side_c)
        outdoor = np.clip(np.asarray(outdoor_c, dtype=np.float64), *self.outdoor_c)
        return self._value(cold, outdoor) / self._value(*(np.asarray(point) for point in self.rating_c))

    def _value(self, cold: FloatArray, outdoor: FloatArray) -> FloatArray:
        one, x, xx, y, yy, xy = self.coefficients
        return np.asarray(one + cold * (x + xx * cold) + outdoor * (y + yy * outdoor + xy * cold), dtype=np.float64)


AIR_COOLED_CHILLER: Final = ReferenceCurve(
    coefficients=(0.5961915, -0.0099496, 0.0007888, 0.0004506, 0.0004875, -0.0007623),
    rating_c=(6.67, 35.0),
    cold_side_c=(5.0, 10.0),
    outdoor_c=(12.7, 51.67),
    part_load=(0.141, 0.655, 0.203),
)
"""ASHRAE 90.1-2010 path A, air-cooled, as in the prototype buildings (OpenStudio Standards); condenser fans inside."""

DIRECT_EXPANSION: Final = ReferenceCurve(
    coefficients=(0.342414409, 0.034885008, -0.0006237, 0.004977216, 0.000437951, -0.000728028),
    rating_c=(19.4, 35.0),
    cold_side_c=(12.8, 23.9),
    outdoor_c=(18.0, 46.1),
    part_load=(0.0, 1.162, -0.162),
)
"""EnergyPlus's air-source DX coil (example AirflowNetwork_MultiZone_House, curve I); x is the wet bulb of the air
that the coil draws in. Its compressors switch on and off: 1/(0.85 + 0.15 plr), here as a quadratic within 1 %."""

CENTRIFUGAL_PART_LOAD: Final = (0.222903, 0.313387, 0.463710)
"""Electric input over full-load input against part load, of EnergyPlus's reference centrifugal chiller."""


def chiller_cop(
    reference_cop: Amount, chilled_water_c: ArrayLike, condenser_water_c: ArrayLike, part_load_ratio: Amount
) -> FloatArray:
    """Return the heat moved per unit of electricity by a water-cooled centrifugal chiller.

    Parameters
    ----------
    reference_cop : > 0
        At full load, chilled water leaving at 6.67 °C, condenser water entering at 29.44 °C (AHRI 550/590).
    chilled_water_c, condenser_water_c : °C
        Leaving the evaporator; entering the condenser, where less than `LEAST_CONDENSER_WATER_C` is not let in.
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
    reference = _carnot_with_losses(_REFERENCE_CHILLED_C, _REFERENCE_CONDENSER_C)
    condenser = np.maximum(np.asarray(condenser_water_c, dtype=np.float64), LEAST_CONDENSER_WATER_C)
    lift_effect = _carnot_with_losses(chilled_water_c, condenser) / reference
    return np.asarray(reference_cop * lift_effect / part_load_effect(CENTRIFUGAL_PART_LOAD, part_load_ratio))


def outdoor_cop(
    curve: ReferenceCurve, reference_cop: Amount, cold_side_c: ArrayLike, outdoor_c: ArrayLike, part_load_ratio: Amount
) -> FloatArray:
    """Return the heat moved per unit of electricity by a machine whose condenser stands in outdoor air.

    Parameters
    ----------
    curve
    reference_cop : > 0
        At full load and the curve's rating point.
    cold_side_c, outdoor_c : °C
        Chilled water leaving, or wet bulb of the air at the coil; outdoor dry bulb.
    part_load_ratio : 0.1-1

    Examples
    --------
    >>> round(float(outdoor_cop(AIR_COOLED_CHILLER, 2.96, 6.67, 35.0, 1.0)), 2)
    2.96
    """
    ratio = curve.input_ratio(cold_side_c, outdoor_c) * part_load_effect(curve.part_load, part_load_ratio)
    return np.asarray(reference_cop / ratio)


def part_load_effect(part_load: tuple[float, float, float], ratio: Amount) -> FloatArray:
    """Return input per heat at a part load over that at full load; loads below `LEAST_PART_LOAD` count as that."""
    constant, linear, square = part_load
    share = np.clip(np.asarray(ratio, dtype=np.float64), LEAST_PART_LOAD, 1.0)
    return np.asarray((constant / share + linear + square * share) / (constant + linear + square))


def _carnot_with_losses(chilled_water_c: ArrayLike, condenser_water_c: ArrayLike) -> FloatArray:
    evaporator = np.asarray(chilled_water_c, dtype=np.float64) - _HEAT_EXCHANGER_K
    condenser = np.asarray(condenser_water_c, dtype=np.float64) + _CONDENSER_RISE_K + _HEAT_EXCHANGER_K
    return np.asarray((evaporator + ZERO_CELSIUS_K) / (np.maximum(condenser - evaporator, 0.0) + _INTERNAL_LIFT_K))
