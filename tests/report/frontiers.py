"""A small frontier for tests: three stacks that deliver and two that do not."""

from __future__ import annotations

from datetime import date

from firmwatt.accounting.frontier import Frontier, FrontierPoint, Unreachable, compared
from firmwatt.accounting.levelised import LevelisedFigures
from firmwatt.planning.plan import BindingLimit
from firmwatt.planning.stack_dates import StackDates


def dates(p10: date | None, p50: date | None, p90: date | None) -> StackDates:
    """Return dates whose first power comes with P10 and that must be ordered at once."""
    return StackDates(p10, p50, p90, p10, p50, date(2026, 6, 1), 120.0)


def point(stack: str, when: StackDates, cost: float, carbon: float = 300.0) -> FrontierPoint:
    """Return a point that costs and emits so much a megawatt-hour, and is worth 2 million USD a month."""
    return FrontierPoint(stack, when, LevelisedFigures(cost, 1.5, carbon, 0.8, 87.6, 0.002, 2e6))


EARLY = dates(date(2028, 1, 1), date(2028, 7, 1), date(2029, 7, 1))
GRID = dates(date(2029, 1, 1), date(2030, 7, 1), date(2032, 1, 1))
LATE = dates(date(2032, 1, 1), date(2034, 1, 1), None)
MISSING = (
    Unreachable(
        "bridge_gas",
        "It serves 62% of the computing. The water limit at ashburn binds in 2035.",
        "lost",
        {"served": "62%"},
        limit=BindingLimit(
            "water[site=ashburn, year=2035]", 5e6, "1000 m3/year", "The water limit at ashburn binds in 2035."
        ),
    ),
    Unreachable(
        "relocate_<west>",
        "All its parts add up to 80 of 100 MW.",
        "short",
        {"most": "80", "asked": "100"},
    ),
)


def small_frontier() -> Frontier:
    """Return fuel cells early and dear, the grid later and cheap, reactors late, dear and clean."""
    points = [point("smr", LATE, 110.0, 20.0), point("bridge_fuel_cells", EARLY, 95.0), point("grid_firm", GRID, 60.0)]
    return Frontier("A campus", "ashburn", 100.0, compared(points), MISSING)
