r"""Headroom: how much new load an area can take below the peaks that it has already served, if the load bends.

Equation
--------
In hour t with demand $D_t$ and the peak $T_t$ of the hour's season, a constant new load L must give up
$c_t(L) = \min(L, \max(0, D_t + L - T_t))$. The headroom at a limit r is the greatest L with
$\sum_t c_t(L) \le r \, L \, H$, H being 8760 hours for each whole year. It knows no network, no reserve but the
one asked for and no outage: an upper bound.

References
----------
Norris, T. H. et al. (2025), Rethinking Load Growth, Nicholas Institute, Duke University.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from firmwatt.errors import UserError
from firmwatt.grid.demand_file import Demand
from firmwatt.grid.event_cover import NO_COVER, Cover, Covered, cover_events
from firmwatt.grid.seasonal_peaks import common_name, seasonal_peaks, served_seasons
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_YEAR

STORE_HOURS: Final = (1, 2, 4, 8)
"""Sizes of a store beside the load, in hours at the load's power."""
UPPER_BOUND: Final = (
    "An upper bound: no transmission, no ramps and no outages; past peaks are taken as what the area can serve again."
)


@dataclass(frozen=True, slots=True)
class Curtailment:
    """How often, how deep and how long a load at the headroom of one limit must bend.

    Attributes
    ----------
    hours_per_year, events_per_year
        An event is a run of hours in which something is given up.
    mean_event_hours, longest_event_hours : hours
    mean_depth_share : 0-1
        Given up over the load, mean over the curtailed hours.
    deepest_share : 0-1
    mwh_per_year, largest_event_mwh : MWh given up
    covered_share : size of `STORE_HOURS` → 0-1
        Of the energy given up, what a store of the load's power would give that is full when each event starts.
    hours_by_month : (12,) curtailed hours a year, January first
    hours_by_hour : (24,) curtailed hours a year by hour of the day, UTC
    covered : by computing that waits, store and backup as asked for
    """

    hours_per_year: float
    events_per_year: float
    mean_event_hours: float
    longest_event_hours: int
    mean_depth_share: float
    deepest_share: float
    mwh_per_year: float
    largest_event_mwh: float
    covered_share: Mapping[int, float]
    hours_by_month: tuple[float, ...]
    hours_by_hour: tuple[float, ...]
    covered: Covered


@dataclass(frozen=True, slots=True)
class LoadInArea:
    """What a given new load has to give up in an area.

    Attributes
    ----------
    load_mw : MW, constant
    given_up_share : 0-1 of its energy
    curtailment
    """

    area: str
    load_mw: float
    given_up_share: float
    curtailment: Curtailment


@dataclass(frozen=True, slots=True)
class AreaHeadroom:
    """Headroom of one area at several limits.

    Attributes
    ----------
    headroom_mw : (limits,) MW, >= 0
    curtailment : (limits,)
    season_mw : season → (limits,) MW, >= 0
        Headroom of each season alone, held against its own peak: most that gives up the limit's share of its energy in
        the months of that season.
    """

    area: str
    headroom_mw: tuple[float, ...]
    curtailment: tuple[Curtailment, ...]
    season_mw: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Margins:
    """What is taken off the room that past peaks leave.

    Attributes
    ----------
    growth : > -1
        Added to the demand before the new load comes; the peaks served so far stay the measure.
    reserve_share : 0-1
        Of each seasonal peak that is kept free.
    transmission_mw : area → MW, >= 0
        Most that lines bring to new load there; areas that are not named have no limit.
    """

    growth: float = 0.0
    reserve_share: float = 0.0
    transmission_mw: Mapping[str, float] = field(default_factory=dict)


NO_MARGINS: Final = Margins()


def measure_headroom(
    demand: Demand, limits: tuple[float, ...], margins: Margins = NO_MARGINS, cover: Cover = NO_COVER
) -> tuple[AreaHeadroom, ...]:
    """Return the headroom of every area at every limit, with what curtailment it needs.

    Parameters
    ----------
    demand
    limits : (limits,) 0-1
        Share of the new load's yearly energy that it may be asked to give up.
    margins

    Raises
    ------
    UserError
        If a limit or a margin is out of range, or the file holds no summer or no winter.
    """
    for limit in limits:
        _check("limit", limit, is_right=0.0 < limit < 1.0)
    hours = _measured_hours(demand)
    found = []
    for index, area in enumerate(demand.areas):
        room = room_mw(demand, index, margins)
        loads = headroom(room, np.array(limits), hours).tolist()
        bends = tuple(curtailment(demand, room, load, hours, cover) for load in loads)
        seasons = {
            season: tuple(headroom(room[inside], np.array(limits), float(inside.sum())).tolist())
            for season, inside in served_seasons(demand.month).items()
        }
        found.append(AreaHeadroom(area, tuple(loads), bends, seasons))
    return tuple(found)


def total_mw(found: Sequence[AreaHeadroom]) -> tuple[float, ...]:
    """Return (limits,) MW the sum over the areas."""
    return tuple(sum(loads) for loads in zip(*(area.headroom_mw for area in found), strict=True))


def place_load(
    demand: Demand, load_mw: Mapping[str, float], margins: Margins = NO_MARGINS, cover: Cover = NO_COVER
) -> tuple[LoadInArea, ...]:
    """Return what constant new loads would have to give up, each alone in its area.

    Parameters
    ----------
    demand
    load_mw : name of an area → MW, > 0
        Names may be written as EIA, the operators or the catalogue's regions write them; areas that the file lacks are
        left out.
    margins

    Raises
    ------
    UserError
        If a load is not positive, and as `measure_headroom`.
    """
    asked = {common_name(area): megawatts for area, megawatts in load_mw.items()}
    hours = _measured_hours(demand)
    found = []
    for index, area in enumerate(demand.areas):
        megawatts = asked.get(common_name(area))
        if megawatts is None:
            continue
        if not megawatts > 0.0:
            raise UserError(f"--load-mw: {megawatts:g} is not above 0. Write megawatts such as 1000.")
        bends = curtailment(demand, room_mw(demand, index, margins), megawatts, hours, cover)
        found.append(LoadInArea(area, megawatts, bends.mwh_per_year / (megawatts * HOURS_PER_YEAR), bends))
    return tuple(found)


def room_mw(demand: Demand, index: int, margins: Margins = NO_MARGINS) -> FloatArray:
    """Return (hours,) MW >= 0, what an area's seasonal peak leaves above its demand."""
    _check("growth", margins.growth, is_right=margins.growth > -1.0)
    _check("reserve share", margins.reserve_share, is_right=0.0 <= margins.reserve_share < 1.0)
    megawatts = demand.demand_mw[index]
    served = seasonal_peaks(demand.areas[index], megawatts, demand.month) * (1.0 - margins.reserve_share)
    lines = {common_name(area): limit for area, limit in margins.transmission_mw.items()}
    most = lines.get(common_name(demand.areas[index]), np.inf)
    room: FloatArray = np.clip(served - megawatts * (1.0 + margins.growth), 0.0, most)
    return room


def _check(name: str, value: float, *, is_right: bool) -> None:
    if not is_right:
        raise UserError(f"{name}: {value:g} cannot be. Write a fraction such as 0.005.")


def headroom(room_mw: FloatArray, limits: FloatArray, measured_hours: float) -> FloatArray:
    """Return (limits,) the greatest constant load that gives up at most each share of its energy.

    Parameters
    ----------
    room_mw : (hours,) MW, >= 0
        Seasonal peak less demand.
    measured_hours : hours, > 0

    Notes
    -----
    The share given up is $(n - S_n / L) / H$ with n the hours whose room lies below L and $S_n$ their rooms' sum. It
    rises with L, so the piece that holds the limit is found by bisection and the load follows from it exactly.

    Examples
    --------
    >>> headroom(np.array([1.0, 3.0, 10.0, 10.0]), np.array([0.25, 0.5]), 4.0).tolist()
    [4.0, 12.0]
    """
    rising = np.sort(room_mw)
    count = np.arange(1.0, len(rising) + 1.0)
    below = np.cumsum(rising)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(rising > 0.0, (count - below / rising) / measured_hours, 0.0)
    piece = np.searchsorted(share, limits, side="right") - 1
    load: FloatArray = below[piece] / (count[piece] - limits * measured_hours)
    return load


def curtailment(
    demand: Demand, room_mw: FloatArray, load_mw: float, measured_hours: float, cover: Cover = NO_COVER
) -> Curtailment:
    """Return what a constant load has to give up where less room than the load is left."""
    given_up = np.clip(load_mw - room_mw, 0.0, load_mw)
    is_short = given_up > 0.0
    if not is_short.any():
        none = dict.fromkeys(STORE_HOURS, 0.0)
        return Curtailment(
            0.0,
            0.0,
            0.0,
            0,
            0.0,
            0.0,
            0.0,
            0.0,
            none,
            (0.0,) * 12,
            (0.0,) * 24,
            cover_events(given_up, load_mw, demand.year, cover),
        )
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_short, [False]))))
    lengths = edges[1::2] - edges[::2]
    energy = np.diff(np.concatenate(([0.0], np.cumsum(given_up)))[edges])[::2]
    years = measured_hours / HOURS_PER_YEAR
    depth = given_up[is_short] / load_mw
    by_month = np.bincount(demand.month[is_short], minlength=13)[1:] / years
    by_hour = np.bincount(demand.hour[is_short], minlength=24) / years
    return Curtailment(
        float(lengths.sum() / years),
        float(len(lengths) / years),
        float(lengths.mean()),
        int(lengths.max()),
        float(depth.mean()),
        float(depth.max()),
        float(energy.sum() / years),
        float(energy.max()),
        {hours: float(np.minimum(energy, hours * load_mw).sum() / energy.sum()) for hours in STORE_HOURS},
        tuple(by_month.tolist()),
        tuple(by_hour.tolist()),
        cover_events(given_up, load_mw, demand.year, cover),
    )


def _measured_hours(demand: Demand) -> float:
    """Return the hours of the file, a leap year counted as 8760."""
    _, counts = np.unique(demand.year, return_counts=True)
    return float(np.minimum(counts, HOURS_PER_YEAR).sum())
