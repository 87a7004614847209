"""What waits for time alone: sites whose building or grid connection comes after a year in which it is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from firmwatt.planning.computing_start import CURTAILABLE, FIRM, earliest_start, power_sources
from firmwatt.planning.plan import OnlineDates, Plan
from firmwatt.report.limits import LimitLine
from firmwatt.report.numbers import power
from firmwatt.report.programme import Gap
from firmwatt.report.text import say
from firmwatt.scenario.case import Case, Site

MOST_SITES = 3
LEAST_SHARE = 0.01
"""Of what a site asks for in a year: less is not missed."""


def wait_lines(plan: Plan, gap: Gap) -> tuple[LimitLine, ...]:
    """Return a line for each of the sites where most megawatts wait for a date, the most first."""
    found = sorted(_waits(plan, gap), key=lambda each: -each[0])
    return tuple(line for _, line in found[:MOST_SITES])


def _waits(plan: Plan, gap: Gap) -> Iterator[tuple[float, LimitLine]]:
    """Yield megawatts that are missing at a site in the last year that ends before its slower step, and their line."""
    for index, site in enumerate(plan.inputs.case.sites):
        what, dates = max(_steps(plan.inputs.case, site).items(), key=lambda step: step[1].p50)
        asked, energised = gap.asked_mw[index], gap.energised_mw[index]
        short = [y for y in range(len(gap.years)) if asked[y] - energised[y] > LEAST_SHARE * asked[y]]
        before = [y for y in short if gap.years[y] < dates.p50.year]
        if not before:
            continue
        months = {luck: f"{day:%Y-%m}" for luck, day in (("p10", dates.p10), ("p50", dates.p50), ("p90", dates.p90))}
        missing_mw = float(asked[before[-1]] - energised[before[-1]])
        value = say("wait.missing", mw=power(missing_mw), year=str(gap.years[before[-1]]))
        yield missing_mw, LimitLine(say(f"wait.{what}", site=gap.sites[index], **months), value, None)


def _steps(case: Case, site: Site) -> dict[str, OnlineDates]:
    """Return when the building stands, and when the grid's first new megawatts come where any are offered."""
    grid = [source.dates for source in power_sources(case, site) if source.name in (FIRM, CURTAILABLE)]
    connection = {"connection": min(grid, key=lambda dates: dates.p50)} if grid else {}
    return {"building": earliest_start(case, site).building, **connection}
