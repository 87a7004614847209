"""A campus of like engines with a constant load, for tests of the room."""

from __future__ import annotations

import numpy as np

from firmwatt.reliability.system import System, Unit, one_load

ENGINE = Unit("engine", 10.0, 0.03, 50.0)


def campus(units: int, load_mw: float = 100.0, hours: int = 8760, **changes: object) -> System:
    """Return so many engines of 10 MW and 97 % against a constant load."""
    return one_load((ENGINE,) * units, np.full((1, hours), load_mw), **changes)
