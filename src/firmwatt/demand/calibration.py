"""A user's own measurements: what they tell of a chip or a model, weighed against what was known before."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from firmwatt.demand.inference import Served
from firmwatt.errors import UserError
from firmwatt.timegrid import FloatArray

NORMAL_95: Final = 1.645
NOISE: Final = 0.08
"""Repeated configurations of the ML.ENERGY benchmark differ by 4 to 19 %: the middle of their logarithms."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What measured rows make of an answer.

    Attributes
    ----------
    energy_factor
        On the energy of the chips.
    low_factor, high_factor
        From the calibrated energy to the ends of its 90 % interval.
    rows
        How many measurements it rests on.
    """

    energy_factor: float
    low_factor: float
    high_factor: float
    rows: int


def calibrate(served: Served, measured_j: FloatArray) -> Calibration:
    """Return the factor that measured rows suggest, and the interval that is left.

    Parameters
    ----------
    served : (rows,)
        What the model says of the measured rows.
    measured_j : (rows,) J per output token of all chips together, > 0

    Returns
    -------
    Calibration

    Raises
    ------
    UserError
        If there is no row, or one is not positive.

    Notes
    -----
    Logarithms are taken as normal: the factor's spread before is that of the interval, a row's is the noise of
    measurement or that of the rows, whichever is more; the factor is their posterior mean. What is left is the
    factor's own spread and that of a single row.

    Examples
    --------
    >>> one = np.array([1.0])
    >>> found = calibrate(Served(one, 0.6 * one, 1.6 * one, one, one), np.array([1.4]))
    >>> 1.25 < found.energy_factor < 1.4, found.high_factor < 1.6
    (True, True)
    """
    if len(measured_j) == 0 or not np.all(measured_j > 0.0):
        raise UserError("calibration needs rows with joules_per_output_token above 0.")
    miss = np.log(measured_j / served.joules_per_output_token)
    prior = float(np.mean(np.log(served.high / served.low))) / (2.0 * NORMAL_95)
    noise = max(NOISE, float(np.std(miss, ddof=1)) if len(miss) > 2 else 0.0)
    weight = len(miss) / (len(miss) + (noise / prior) ** 2)
    left = math.hypot(prior * math.sqrt(1.0 - weight), noise)
    ends = NORMAL_95 * left
    return Calibration(math.exp(weight * float(np.mean(miss))), math.exp(-ends), math.exp(ends), len(miss))


def calibrated(served: Served, found: Calibration) -> Served:
    """Return requests with the factor and the interval of a calibration; times stay as they are."""
    energy = served.joules_per_output_token * found.energy_factor
    return Served(energy, energy * found.low_factor, energy * found.high_factor, served.itl_ms, served.chip_seconds)
