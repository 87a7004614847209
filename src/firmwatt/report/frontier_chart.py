"""Where the points of a frontier stand on the picture: time to the right, cost upwards, P10 to P90 as a whisker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import dist, hypot

from firmwatt.accounting.frontier import Frontier, FrontierPoint
from firmwatt.report.numbers import number
from firmwatt.report.programme import name_label
from firmwatt.report.text import Text, same, say

WIDTH, HEIGHT = 760, 460
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 34, 40
RADIUS = 8.0
MOST_TICKS = 6
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_AROUND = sorted(((right, down) for right in range(-3, 4) for down in range(-3, 4)), key=lambda way: hypot(*way))
"""Where a number may stand, in diameters from its point, the nearest first."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One point: places in pixels of the picture, where its number stands beside it, and its name in the list."""

    number: int
    name: Text
    tip: Text
    x: float
    low: float
    high: float
    y: float
    at: tuple[float, float]
    is_best: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of an axis."""

    place: float
    label: str


@dataclass(frozen=True, slots=True)
class FrontierChart:
    """The picture: marks, axes and the line through the points that nothing beats by time and cost."""

    marks: tuple[Mark, ...]
    years: tuple[Tick, ...]
    costs: tuple[Tick, ...]
    path: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def stack_name(stack: str) -> Text:
    """Return the name of a stack in words."""
    kind, is_move, place = stack.partition("relocate_")
    return say("stack.relocate", site=name_label(place)) if is_move and not kind else say(f"stack.{stack}")


def frontier_chart(found: Frontier) -> FrontierChart | None:
    """Return the picture of a frontier, or None where no stack delivers."""
    points = [point for point in found.points if point.dates.p50 is not None]
    if not points:
        return None
    first = min(_day(point.dates.p10, point) for point in points)
    last = max(_day(point.dates.p90, point) for point in points)
    years = range(first.year, last.year + 2)
    start, end = date(years[0], 1, 1).toordinal(), date(years[-1], 1, 1).toordinal()
    costs = [_cost(point) for point in points]
    step = next((size for size in _STEPS if size * MOST_TICKS >= max(costs) - min(costs)), _STEPS[-1])
    least, most = step * int(min(costs) / step), step * (int(max(costs) / step) + 1)

    def x(day: date) -> float:
        return round(LEFT + (WIDTH - RIGHT - LEFT) * (day.toordinal() - start) / (end - start), 1)

    def y(cost: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (cost - least) / (most - least), 1)

    places = _apart([(x(_day(point.dates.p50, point)), y(_cost(point))) for point in points])
    marks = tuple(
        Mark(
            number=place + 1,
            name=stack_name(point.stack),
            tip=_tip(point),
            x=x(_day(point.dates.p50, point)),
            low=x(_day(point.dates.p10, point)),
            high=x(_day(point.dates.p90, point)),
            y=y(_cost(point)),
            at=places[place],
            is_best=not point.dominated,
        )
        for place, point in enumerate(points)
    )
    every = next(size for size in _STEPS if len(years) <= 2 * MOST_TICKS * size)
    return FrontierChart(
        marks=marks,
        years=tuple(Tick(x(date(year, 1, 1)), str(year)) for year in years[::every]),
        costs=tuple(Tick(y(cost), f"{cost:,}") for cost in range(least, most + 1, step)),
        path=_path(marks),
    )


def _apart(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return where the numbers of points stand: on the point, or as near as they cover no other number."""
    taken: list[tuple[float, float]] = []
    for x, y in points:
        near = [(x + 2 * RADIUS * right, y + 2 * RADIUS * down) for right, down in _AROUND]
        free = (place for place in near if all(dist(place, other) >= 2 * RADIUS - 1 for other in taken))
        taken.append(next(free, (x, y)))
    return taken


def _cost(point: FrontierPoint) -> float:
    return max(point.figures.cost_usd_per_mwh, 0.0)


def _day(day: date | None, point: FrontierPoint) -> date:
    """Return a date; where so many draws never come, the last one that there is."""
    known = [found for found in (day, point.dates.p90, point.dates.p50) if found is not None]
    return known[0]


def _path(marks: tuple[Mark, ...]) -> str:
    """Return the line that falls from the earliest best point to the cheapest one."""
    steps: list[Mark] = []
    for mark in sorted((mark for mark in marks if mark.is_best), key=lambda mark: (mark.x, -mark.y)):
        if not steps or mark.y > steps[-1].y:
            steps.append(mark)
    return " ".join(f"{mark.x},{mark.y}" for mark in steps)


def _tip(point: FrontierPoint) -> Text:
    dates, figures = point.dates, point.figures
    return say(
        "frontier.tip",
        p10=_iso(dates.p10),
        p50=_iso(dates.p50),
        p90=_iso(dates.p90),
        cost=number(figures.cost_usd_per_mwh),
        carbon=number(figures.carbon_kg_per_mwh),
    )


def _iso(day: date | None) -> Text:
    return say("frontier.never") if day is None else same(day.isoformat())
