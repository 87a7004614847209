"""The points of a speed-to-power frontier, compared with each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from firmwatt.accounting.levelised import LevelisedFigures
from firmwatt.errors import Reason
from firmwatt.planning.dominance import dominated
from firmwatt.planning.plan import BindingLimit
from firmwatt.planning.stack_dates import StackDates
from firmwatt.planning.stacks import MIXTURE
from firmwatt.units import MONTHS_PER_YEAR

REFERENCES = ("grid_firm", "grid_curtailable")
"""Months are gained over the first of these that delivers, or over the latest stack where the grid alone cannot."""
_DAYS_PER_MONTH = 365.2425 / MONTHS_PER_YEAR


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """One stack that delivers.

    Attributes
    ----------
    stack
        Its name, as `planning.stacks` gives it.
    dates
    figures
    months_gained
        By P50 over the reference; negative where it is later.
    nines
        Of the hours of the last year with all load served, by simulated outages of the stack's plan.
    dominated
        Whether another point is no later, no dearer and no dirtier, and better in one of them.
    """

    stack: str
    dates: StackDates
    figures: LevelisedFigures
    months_gained: float = 0.0
    dominated: bool = False
    nines: float | None = None


@dataclass(frozen=True, slots=True)
class Unreachable:
    """One stack that does not deliver, and why.

    Attributes
    ----------
    stack
    reason : a sentence in English
    kind
        Of the reason: `lacks`, `short`, `never`, `late`, `idle`, `lost` or `infeasible`.
    values
        Name → what the reason says in numbers and dates.
    lacks
        What the scenario does not offer, as the stack names it, or what the plan leaves idle.
    limit
        What stands in the way, where it is known.
    reasons
        Why no plan exists, where none does.
    """

    stack: str
    reason: str
    kind: str
    values: Mapping[str, str] = field(default_factory=dict)
    lacks: tuple[str, ...] = ()
    limit: BindingLimit | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Frontier:
    """What a site can have.

    Attributes
    ----------
    programme : title of the scenario
    site
    asked_mw : MW at the meter
    points : the earliest P50 first
    unreachable
    programme_ko : its title in Korean, empty where the scenario gives none
    lever_months
        Policy lever that was on → stack → months by which it brings P50 earlier, where it moves it.
    """

    programme: str
    site: str
    asked_mw: float
    points: tuple[FrontierPoint, ...]
    unreachable: tuple[Unreachable, ...]
    programme_ko: str = ""
    lever_months: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def compared(points: Sequence[FrontierPoint]) -> tuple[FrontierPoint, ...]:
    """Return the points, the earliest P50 first, with the months that they gain and whether another beats them.

    Notes
    -----
    Compared by P50, cost to a tenth of a dollar and carbon to a kilogram: less is noise of the solver.
    """
    if not points:
        return ()
    latest = max(points, key=lambda point: _ordinal(point.dates.p50))
    by_name = {point.stack: point for point in points}
    reference = next((by_name[name] for name in REFERENCES if name in by_name), latest)
    start = _ordinal(reference.dates.p50)
    criteria = [
        (
            _ordinal(point.dates.p50),
            round(point.figures.cost_usd_per_mwh, 1),
            round(point.figures.carbon_kg_per_mwh),
        )
        for point in points
    ]
    beaten = dominated(np.array(criteria, dtype=np.float64))
    compared = [
        replace(
            point,
            months_gained=(start - _ordinal(point.dates.p50)) / _DAYS_PER_MONTH,
            dominated=bool(is_beaten),
        )
        for point, is_beaten in zip(points, beaten, strict=True)
    ]
    return tuple(sorted(compared, key=_place))


def _place(point: FrontierPoint) -> tuple[int, float, bool]:
    """Return what the points are sorted by; of two alike the one that says what it is made of stands first."""
    return _ordinal(point.dates.p50), round(point.figures.cost_usd_per_mwh, 1), point.stack == MIXTURE


def _ordinal(day: date | None) -> int:
    return date.max.toordinal() if day is None else day.toordinal()
