"""Where the lines of a trajectory stand: years to the right, million tonnes upwards, one picture a scope."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from firmwatt.accounting.trajectory import TONNES_PER_MILLION, ScopePath, Trajectory, Way
from firmwatt.report.numbers import mass, money, number, percent
from firmwatt.report.table import Table
from firmwatt.report.text import Text, joined, same, say

WIDTH, HEIGHT = 420, 250
LEFT, RIGHT, TOP, BOTTOM = 52, 404, 20, 216
MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its kind (`promised`, `reported`, `plan` or `way-1` and on), SVG points, each point with its words."""

    kind: str
    points: str
    dots: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True, slots=True)
class ScopePicture:
    """The picture of one scope, with the sentence that tells it."""

    title: Text
    told: Text
    lines: tuple[Line, ...]
    years: tuple[tuple[float, str], ...]
    amounts: tuple[tuple[float, str], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM


def scope_pictures(found: Trajectory) -> tuple[ScopePicture, ...]:
    """Return the picture of every scope that the pledge covers and the report tells."""
    return tuple(_picture(each, found.ways) for each in found.scopes if each.promised_t)


def scope_name(scope: str) -> Text:
    """Return the name of a scope."""
    return say(f"account.scope.{scope}")


def told_of_scope(path: ScopePath) -> Text:
    """Return the sentence that says how a scope stands beside the pledge."""
    if path.lacking:
        return say(f"account.pledge_{path.lacking}")
    if path.above:
        return say("account.pledge_above", years=", ".join(map(str, path.above)))
    return say("account.pledge_below")


def partial_year(found: Trajectory) -> Text:
    """Return the sentence that says how much of the year an account lacks."""
    return say("account.pledge_partial", hours=f"{found.missing_hours:,}")


def way_kind(index: int) -> str:
    """Return the kind of the line of a way: the first is the plan itself."""
    return f"way-{index}" if index else "plan"


def way_table(found: Trajectory) -> Table:
    """Return what each way emits in its last year, and what it costs more than the cheapest."""
    names = ("way", "location", "market", "hourly", "lost", "cost", "more")
    least = min((way.total_usd for way in found.ways), default=0.0)
    rows = tuple(
        (
            same(way.name),
            *(same(mass(way.path[scope][way.last_year])) for scope in ("scope2_location", "scope2_market")),
            same(percent(way.hourly_share)),
            same(percent(way.lost_share)),
            money(way.total_usd),
            money(way.total_usd - least),
        )
        for way in found.ways
    )
    return Table("ways", say("account.ways"), tuple(say(f"account.column.{name}") for name in names), rows, 1)


def _picture(path: ScopePath, ways: tuple[Way, ...]) -> ScopePicture:
    reported: Mapping[int, float] = {} if path.reported is None else path.reported.emissions_t
    series = {"promised": path.promised_t, "reported": reported, "plan": path.plan_t}
    series |= {way_kind(index): way.path[path.scope] for index, way in enumerate(ways) if index}
    years = sorted({year for values in series.values() for year in values})
    most = max((value for values in series.values() for value in values.values()), default=0.0) / TONNES_PER_MILLION
    step = _step(most)
    top = step * max(math.ceil(most / step), 1)
    first, last = years[0], max(years[-1], years[0] + 1)

    def x(year: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (year - first) / (last - first), 1)

    def y(million_t: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * million_t / top, 1)

    def line(kind: str, values: Mapping[int, float]) -> Line:
        places = [(x(year), y(value / TONNES_PER_MILLION)) for year, value in values.items()]
        words = [f"{year}: {number(value / TONNES_PER_MILLION)}" for year, value in values.items()]
        dots = tuple((*place, word) for place, word in zip(places, words, strict=True))
        return Line(kind, " ".join(f"{left},{up}" for left, up in places), dots)

    marks = range(first, last + 1, max(math.ceil((last - first) / 6), 1))
    return ScopePicture(
        title=joined([scope_name(path.scope), say("account.line.unit")]),
        told=told_of_scope(path),
        lines=tuple(line(kind, values) for kind, values in series.items() if values),
        years=tuple((x(year), str(year)) for year in marks),
        amounts=tuple((y(step * count), number(step * count)) for count in range(round(top / step) + 1)),
    )


def _step(most: float) -> float:
    """Return the distance of the lines of an axis that reaches to an amount.

    Examples
    --------
    >>> [_step(most) for most in (0.0, 0.9, 21.3)]
    [1.0, 0.2, 5.0]
    """
    if most <= 0.0:
        return 1.0
    size = 10.0 ** math.floor(math.log10(most / MOST_TICKS))
    return next(factor * size for factor in (1.0, 2.0, 5.0, 10.0) if factor * size * MOST_TICKS >= most)
