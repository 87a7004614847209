"""Work that must be served and is lost: how much, where and when, what comes too late for it, and what binds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np

from firmwatt.errors import InfeasibleError, Reason
from firmwatt.planning.computing_start import earliest_start
from firmwatt.planning.conflict import IN_THE_WAY, MOST_IN_THE_WAY, amount, limit_reason
from firmwatt.planning.plan import Plan
from firmwatt.planning.roadmap import energised_on
from firmwatt.units import HOURS_PER_YEAR

LOST = "lost_work"
LOST_WORDS: Final = (
    "workloads.{workload}: {missing} MWh of {pool} at {sites} cannot be served in {year}, in {hours} of {year_hours} "
    "hours and up to {lost} of {asked} MW of it. Ask for less or later, add supply that can be online by then, or set "
    "must_serve: false."
)
LATE: Final = {
    "connection": "new megawatts of the grid reach {site} on {date} at the soonest (P50).",
    "building": "the building at {site} stands on {date} at the soonest (P50).",
}
"""What is late → sentence in English."""
_TOLERANCE_MWH = 1.0


def refuse_lost_work(plan: Plan) -> None:
    """Raise if work is lost that must be served.

    Raises
    ------
    InfeasibleError
        The message names the site, the year, the hours and the missing megawatt-hours, what comes too late for them,
        and what binds.
    """
    lost = list(_lost(plan))
    if not lost:
        return
    limits: dict[str, Reason] = {}
    for limit in plan.binding:
        reason = limit_reason(limit)
        if reason.limit != "it_mw" and reason.place.get("year", "") in ("", *(each.place["year"] for each in lost)):
            limits.setdefault(reason.limit, reason)
    raise InfeasibleError([*lost, *_late(plan, lost), *list(limits.values())[:MOST_IN_THE_WAY]])


def _lost(plan: Plan) -> Iterator[Reason]:
    inputs, lp = plan.inputs, plan.lp
    block = lp.col_block("lost_mw")
    assert plan.solution.primal is not None  # read_plan refuses a solution without a point
    lost = plan.solution.primal[block.start : block.start + block.size].reshape(block.shape)
    weight = inputs.time.chain_hour_weight
    for j, pool in enumerate(inputs.load.it.pools):
        for y, year in enumerate(inputs.time.planning_years if pool.must_serve else ()):
            in_year = inputs.time.chain_year == y
            missing = float((lost[j, in_year] * weight[in_year, None]).sum())
            if missing <= _TOLERANCE_MWH:
                continue
            amounts = {
                "missing": missing,
                "hours": float(((lost[j, in_year] > 1e-6) * weight[in_year, None]).sum()),
                "lost_mw": float(lost[j, in_year].max()),
                "asked_mw": float(np.asarray(pool.arrivals_mw)[y].max()),
            }
            place = {
                "workload": pool.workload,
                "pool": pool.name,
                "sites": ", ".join(inputs.case.sites[s].name for s in pool.sites),
                "year": str(year),
            }
            yield Reason(LOST, "", place, amounts, "MWh", _words(place, amounts))


def _words(place: dict[str, str], amounts: dict[str, float]) -> str:
    return LOST_WORDS.format(
        missing=f"{amounts['missing']:,.0f}",
        hours=f"{amounts['hours']:,.0f}",
        year_hours=f"{HOURS_PER_YEAR:,}",
        lost=amount(amounts["lost_mw"]),
        asked=amount(amounts["asked_mw"]),
        **place,
    )


def _late(plan: Plan, lost: list[Reason]) -> Iterator[Reason]:
    """Yield what of the grid and of the building comes in a year of lost work or after it, for each of its sites."""
    case = plan.inputs.case
    first = {name: int(each.place["year"]) for each in reversed(lost) for name in each.place["sites"].split(", ")}
    for site in case.sites:
        if site.name not in first:
            continue
        days = {"connection": energised_on(case, site), "building": earliest_start(case, site).building.p50}
        for what, day in days.items():
            if day > date(first[site.name], 1, 1):
                place = {"site": site.name, "date": day.isoformat()}
                words = IN_THE_WAY.format(words=LATE[what].format(**place))
                yield Reason("late", what, place, {}, "", words)
