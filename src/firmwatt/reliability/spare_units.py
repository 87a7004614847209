"""N + k: how many units more bring a load to the nines that it was promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from firmwatt.errors import UserError
from firmwatt.reliability.convolution import convolve
from firmwatt.reliability.system import System, Unit

MOST_SPARE_UNITS = 60
PATIENCE, LEAST_GAIN_NINES = 10, 0.001
"""So many units that bring no more than this together end the search."""


@dataclass(frozen=True, slots=True)
class SpareStep:
    """What so many units more bring.

    Attributes
    ----------
    spare_units : >= 0
    mw : MW added
    availability : 0-1, share of hours in which the whole load is served
    nines
    """

    spare_units: int
    mw: float
    availability: float
    nines: float


@dataclass(frozen=True, slots=True)
class SpareDesign:
    """How many units more a target takes.

    Attributes
    ----------
    unit_name : what is added
    target_nines
    is_reached
        False where more units help no more: what fails in common stands in the way.
    steps : from what stands on, one unit more each
    """

    unit_name: str
    target_nines: float
    is_reached: bool
    steps: tuple[SpareStep, ...]


def add_spare_units(parts: Sequence[System], unit: Unit, target_nines: float) -> SpareDesign:
    """Return the steps from the units that stand to the first that reaches the target, or to where more help no more.

    Parameters
    ----------
    parts
        The stretches of the year; stores and curtailable load are left out, as they end before a repair does.
    unit
        What is added, one at a time.
    target_nines : > 0, such as 4 for 99.99 % of the hours

    Raises
    ------
    UserError
        If the target is not positive.

    Examples
    --------
    Ten of 97 % are needed, ten stand:

    >>> import numpy as np
    >>> from firmwatt.reliability.system import one_load
    >>> system = one_load((Unit("engine", 10.0, 0.03, 50.0),) * 10, np.full((1, 24), 100.0))
    >>> [round(step.availability, 6) for step in add_spare_units([system], system.units[0], 4.0).steps]
    [0.737424, 0.958651, 0.995154, 0.999534, 0.999961]
    """
    if target_nines <= 0.0:
        raise UserError(f"--target-nines: {target_nines:g} is not above 0. Write 4 for 99.99 %.")
    steps: list[SpareStep] = []
    for spare in range(MOST_SPARE_UNITS + 1):
        found = convolve([replace(part, units=(*part.units, *(unit,) * spare)) for part in parts])
        steps.append(SpareStep(spare, spare * unit.mw, found.availability, found.nines))
        is_idle = spare >= PATIENCE and steps[-1].nines - steps[-1 - PATIENCE].nines < LEAST_GAIN_NINES
        if found.nines >= target_nines or is_idle:
            break
    return SpareDesign(unit.name, target_nines, steps[-1].nines >= target_nines, tuple(steps))
