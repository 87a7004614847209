"""Peaks of areas, their own and at the system's hour, with load factor and ramps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from firmwatt.grid.demand_file import Demand
from firmwatt.timegrid import FloatArray

SEASONS: Final[Mapping[str, tuple[int, int, int]]] = {
    "winter": (12, 1, 2), "spring": (3, 4, 5), "summer": (6, 7, 8), "autumn": (9, 10, 11),
}  # fmt: skip
SYSTEM: Final = "system"


@dataclass(frozen=True, slots=True)
class Peak:
    """A highest hour.

    Attributes
    ----------
    mw
    hour_utc : its start, such as `2024-07-16T22:00Z`
    """

    mw: float
    hour_utc: str


@dataclass(frozen=True, slots=True)
class AreaPeaks:
    """How one area's load stands against its peaks.

    Attributes
    ----------
    own
        Highest hour of the area.
    coincident_mw
        Its load in the hour of the system's peak.
    by_season : season → highest hour, for the seasons that the series holds
    by_hour_mw : (24,) highest load of each hour of the day, UTC
    load_factor : 0-1, mean over peak
    ramp_up_mw_per_hour, ramp_down_mw_per_hour : MW per hour, >= 0
        Steepest change from one hour to the next.
    """

    area: str
    own: Peak
    coincident_mw: float
    by_season: Mapping[str, Peak]
    by_hour_mw: tuple[float, ...]
    load_factor: float
    ramp_up_mw_per_hour: float
    ramp_down_mw_per_hour: float


def measure_peaks(demand: Demand) -> tuple[AreaPeaks, ...]:
    """Return the peaks of every area and, last, those of their sum, named `system`."""
    total = demand.demand_mw.sum(axis=0)
    hour = int(total.argmax())
    areas = (*zip(demand.areas, demand.demand_mw, strict=True), (SYSTEM, total))
    return tuple(_measure(demand, name, megawatts, hour) for name, megawatts in areas)


def coincidence_factor(peaks: tuple[AreaPeaks, ...]) -> float:
    """Return the system's peak over the sum of the areas' own peaks, 0-1."""
    *areas, system = peaks
    own = sum(area.own.mw for area in areas)
    return system.own.mw / own if own > 0.0 else 1.0


def _measure(demand: Demand, name: str, megawatts: FloatArray, system_hour: int) -> AreaPeaks:
    steps = np.diff(megawatts, prepend=megawatts[:1])
    own = _peak(demand, megawatts, np.ones(len(megawatts), dtype=np.bool_))
    seasons = {season: np.isin(demand.month, months) for season, months in SEASONS.items()}
    return AreaPeaks(
        area=name,
        own=own,
        coincident_mw=float(megawatts[system_hour]),
        by_season={season: _peak(demand, megawatts, inside) for season, inside in seasons.items() if inside.any()},
        by_hour_mw=tuple(float(megawatts[demand.hour == hour].max(initial=0.0)) for hour in range(24)),
        load_factor=float(megawatts.mean() / own.mw) if own.mw > 0.0 else 0.0,
        ramp_up_mw_per_hour=float(max(steps.max(), 0.0)),
        ramp_down_mw_per_hour=float(max(-steps.min(), 0.0)),
    )


def _peak(demand: Demand, megawatts: FloatArray, inside: NDArray[np.bool_]) -> Peak:
    at = int(np.where(inside, megawatts, -1.0).argmax())
    return Peak(float(megawatts[at]), f"{demand.stamps[at].astype('datetime64[m]')}Z")
