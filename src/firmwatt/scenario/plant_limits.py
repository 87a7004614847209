"""Between what values a plant's parameter makes sense, told by the name that it has in the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

_BY_NAME: Final[Mapping[str, tuple[float, float]]] = {
    "design_load_share": (0.05, 1.0),
    "distribution_loss_share": (0.0, 0.9),
    "sensible_heat_ratio": (0.5, 1.0),
    "chiller_reference_cop": (0.5, 30.0),
    "chiller_part_load_ratio": (0.01, 1.0),
    "cycles_of_concentration": (1.1, 100.0),
    "tower_liquid_gas_ratio": (0.05, 10.0),
}
_BY_ENDING: Final[Mapping[str, tuple[float, float]]] = {
    "_efficiency": (0.05, 1.0),
    "_effectiveness": (0.0, 1.0),
    "_pressure_pa": (0.0, 5e6),
    "_difference_c": (0.5, 60.0),
    "_approach_c": (0.1, 40.0),
    "_c": (-40.0, 90.0),
}
_SHARE: Final = (0.0, 1.0)


def limits(parameter: str) -> tuple[float, float]:
    """Return the least and the most that a parameter may be.

    Examples
    --------
    >>> limits("air_fan_efficiency"), limits("supply_water_temperature_c"), limits("liquid_share")
    ((0.05, 1.0), (-40.0, 90.0), (0.0, 1.0))
    """
    if parameter in _BY_NAME:
        return _BY_NAME[parameter]
    return next((span for ending, span in _BY_ENDING.items() if parameter.endswith(ending)), _SHARE)


def outside(parameters: Mapping[str, ArrayLike]) -> tuple[str, ...]:
    """Return a sentence for each parameter that lies outside its limits, in alphabetic order."""
    found = []
    for name in sorted(parameters):
        least, most = limits(name)
        values = np.atleast_1d(np.asarray(parameters[name], dtype=np.float64))
        wrong = values[~((values >= least) & (values <= most))]
        if len(wrong):
            found.append(f"{name} {wrong[0]:g} lies outside {least:g} to {most:g}.")
    return tuple(found)
