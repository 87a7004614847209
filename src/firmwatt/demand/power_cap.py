"""Power caps and slower clocks: what throttled chips lose in time and save in energy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from firmwatt.catalog import loader
from firmwatt.errors import UserError
from firmwatt.timegrid import FloatArray

TABLE: Final = "power_response"
LEAST_CAP_SHARE: Final = 0.45
"""Of the free power: below it the rows follow no clock any more (a V100 at 100 W)."""


@dataclass(frozen=True, slots=True)
class PowerResponse:
    """How power and time of some work answer to the clock.

    Attributes
    ----------
    static_share : 0-1
        Share of the free power that no clock changes.
    clock_exponent : > 1
        Power of the clock that the rest follows: frequency times voltage squared, and voltage rises with frequency.
    unclocked_share : 0-1
        Share of the free time that no clock changes: waiting for memory.
    """

    static_share: float
    clock_exponent: float
    unclocked_share: float


@dataclass(frozen=True, slots=True)
class Throttled:
    """Relative to free operation; all attributes have one shape.

    Attributes
    ----------
    clock_share, power_factor : 0-1
    time_factor : >= 1
    """

    clock_share: FloatArray
    power_factor: FloatArray
    time_factor: FloatArray

    @property
    def energy_factor(self) -> FloatArray:
        """Energy of the same work."""
        return self.power_factor * self.time_factor


@cache
def power_response(work: str) -> PowerResponse:
    """Return the response of a kind of work.

    Parameters
    ----------
    work
        Key of the table `power_response`: `training` or `decoding`.

    Raises
    ------
    UserError
        If the table has no such key.
    """
    row = {name: loader.get(TABLE, work, name).number for name in PowerResponse.__slots__}
    return PowerResponse(**row)


def throttle_clock(response: PowerResponse, clock_share: FloatArray) -> Throttled:
    """Return what a slower clock does.

    Parameters
    ----------
    response
    clock_share : 0-1
        Of the free clock.

    Notes
    -----
    P/P₀ = s + (1 − s)·f^a and t/t₀ = m + (1 − m)/f, with static share s, exponent a and unclocked share m.

    Examples
    --------
    >>> slower = throttle_clock(power_response("training"), np.array([0.9]))
    >>> slower.energy_factor.round(2).tolist()
    [0.87]
    """
    power = response.static_share + (1.0 - response.static_share) * clock_share**response.clock_exponent
    time = response.unclocked_share + (1.0 - response.unclocked_share) / clock_share
    return Throttled(clock_share, power, time)


def throttle_power(response: PowerResponse, cap_share: FloatArray) -> Throttled:
    """Return what a cap on power does.

    Parameters
    ----------
    response
    cap_share : 0.45 or more
        Cap over what the work draws freely; a cap of one or more changes nothing.

    Raises
    ------
    UserError
        If a cap lies below `LEAST_CAP_SHARE`.
    """
    least = float(np.min(cap_share))
    if not least >= LEAST_CAP_SHARE:
        raise UserError(
            f"a power cap of {least:.2f} of what the work draws lies below {LEAST_CAP_SHARE}, where no measurement "
            "tells what happens. Ask for a higher cap, or pause the work."
        )
    dynamic = (np.minimum(cap_share, 1.0) - response.static_share) / (1.0 - response.static_share)
    return throttle_clock(response, np.asarray(dynamic ** (1.0 / response.clock_exponent), dtype=np.float64))
