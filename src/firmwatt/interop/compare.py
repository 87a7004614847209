"""What differs between two runs, and why: the inputs first, then everything that follows from them.

`compare_runs` is a pure function of two finished runs. It lists only what differs, so that comparing a run with itself
gives an empty comparison. Why two runs differ is told by two lists: the inputs that differ, each with who gave it, and
the limits that bind harder or less.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from firmwatt.accounting.ledger import Ledger
from firmwatt.interop.inputs import IS_THERE, InputValue, input_values
from firmwatt.interop.summary import build_summary
from firmwatt.interop.tables import capacity_table, power_gap_table
from firmwatt.operation.dispatch import Dispatch
from firmwatt.planning.plan import Plan

LEAST_RELATIVE = 1e-6
"""Two figures that differ by less than this share of the larger one are the same."""
FIGURES = (
    "cost_usd", "energy_mwh", "compute_mwh", "emissions_t", "water_m3",
    "carbon_free_share_hourly", "carbon_free_share_annual", "re100_share",
)  # fmt: skip
"""Parts of the summary that are compared figure by figure."""
NULL = "null"
"""Text of an input that is not given; one that a run does not know is as little given."""
WHOLE_UNITS = "whole_units"
"""Field of the one input that no scenario holds: whether the plan was asked for whole units."""
Key = TypeVar("Key", bound=tuple[object, ...])


@dataclass(frozen=True, slots=True)
class RunSide:
    """One of the two runs: what it is called, and what it holds."""

    name: str
    dispatch: Dispatch
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class InputDifference:
    """A resolved input that differs.

    Attributes
    ----------
    field
        Path in the resolved case, such as `sites.abilene.connection.firm_mw`; that of a site or plant alone where only
        one run has it.
    first, second
        Values as text; None where the run does not have it.
    first_from_catalogue, second_from_catalogue
        Table and key of the catalogue row that gave the value; empty where the scenario did.
    """

    field: str
    first: str | None
    second: str | None
    first_from_catalogue: str
    second_from_catalogue: str


@dataclass(frozen=True, slots=True)
class FigureDifference:
    """A figure over the whole horizon that differs.

    Attributes
    ----------
    group
        `total`, or the key of the summary that holds it, such as `cost_usd` or `re100_share`.
    name
    first, second
        In the unit that the group names; shares are 0-1; None where a run does not have the figure.
    """

    group: str
    name: str
    first: float | None
    second: float | None


@dataclass(frozen=True, slots=True)
class CapacityDifference:
    """Megawatts of an asset at the end of a planning year; None where a run knows no such asset or year."""

    asset: str
    kind: str
    site: str
    year: int
    first_mw: float | None
    second_mw: float | None


@dataclass(frozen=True, slots=True)
class DateDifference:
    """When something first comes online; None where a run never builds it."""

    asset: str
    kind: str
    site: str
    first_online: date | None
    second_online: date | None


@dataclass(frozen=True, slots=True)
class GapDifference:
    """Megawatts energised at a site at the end of a planning year; None where a run has no such site or year."""

    site: str
    year: int
    first_energised_mw: float | None
    second_energised_mw: float | None


@dataclass(frozen=True, slots=True)
class LimitDifference:
    """What one more unit of a limit would save, present value; 0 where it costs nothing."""

    name: str
    unit: str
    words: str
    first_usd: float
    second_usd: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between two runs.

    Attributes
    ----------
    first, second
        Names of the runs.
    inputs, figures, capacities, dates, power_gap, limits
    within_gap_usd : USD >= 0
        By how much the two totals may differ only because each plan was solved to a gap and not exactly.
    """

    first: str
    second: str
    inputs: tuple[InputDifference, ...]
    figures: tuple[FigureDifference, ...]
    capacities: tuple[CapacityDifference, ...]
    dates: tuple[DateDifference, ...]
    power_gap: tuple[GapDifference, ...]
    limits: tuple[LimitDifference, ...]
    within_gap_usd: float

    @property
    def is_empty(self) -> bool:
        """Return whether nothing differs."""
        parts = (self.inputs, self.figures, self.capacities, self.dates, self.power_gap, self.limits)
        return not any(parts)


def compare_runs(first: RunSide, second: RunSide) -> Comparison:
    """Return what differs between two runs."""
    plans = (first.dispatch.plan, second.dispatch.plan)
    sides = (first, second)
    return Comparison(
        first=first.name,
        second=second.name,
        inputs=_inputs(*plans),
        figures=tuple(FigureDifference(*key, *pair) for key, pair in _differing(*map(_figures, sides))),
        capacities=tuple(CapacityDifference(*key, *pair) for key, pair in _differing(*map(_capacities, plans))),
        dates=_dates(*plans),
        power_gap=tuple(GapDifference(*key, *pair) for key, pair in _differing(*map(_energised, plans))),
        limits=_limits(*plans),
        within_gap_usd=sum(abs(plan.solution.primal_objective) * plan.solution.relative_gap for plan in plans),
    )


def is_same(first: float | None, second: float | None) -> bool:
    """Return whether two figures are alike up to rounding; None is alike to None only.

    Examples
    --------
    >>> is_same(1.0, 1.0 + 1e-9), is_same(0.0, 1e-9), is_same(None, None)
    (True, False, True)
    """
    if first is None or second is None:
        return first is second
    return abs(first - second) <= LEAST_RELATIVE * max(abs(first), abs(second))


def _differing(
    first: Mapping[Key, float], second: Mapping[Key, float]
) -> Iterator[tuple[Key, tuple[float | None, float | None]]]:
    """Yield (key, values of both sides) where they differ, in the order of the first side, then of the second."""
    for key in dict.fromkeys((*first, *second)):
        pair = first.get(key), second.get(key)
        if not is_same(*pair):
            yield key, pair


def _inputs(first: Plan, second: Plan) -> tuple[InputDifference, ...]:
    values = [{WHOLE_UNITS: _whole_units(plan), **input_values(plan.inputs.case)} for plan in (first, second)]
    found: list[InputDifference] = []
    absent: tuple[str, ...] = ()
    for field in dict.fromkeys((*values[0], *values[1])):
        sides = [side.get(field) for side in values]
        texts = [None if value is None or value.text == NULL else value.text for value in sides]
        if texts[0] == texts[1] or field.startswith(absent):
            continue
        if IS_THERE in texts:
            absent = (*absent, f"{field}.")
        rows = ["" if value is None else value.from_catalogue for value in sides]
        found.append(InputDifference(field, texts[0], texts[1], rows[0], rows[1]))
    return tuple(found)


def _whole_units(plan: Plan) -> InputValue:
    return InputValue("false" if plan.unit_repair is None else "true", "")


def _figures(side: RunSide) -> dict[tuple[str, str], float]:
    summary = build_summary(side.dispatch, side.ledger)
    figures = {("total", "present_value_usd"): side.ledger.total_usd}
    for group in FIGURES:
        content = summary[group]
        named = content if isinstance(content, dict) else {group: content}
        figures |= {(group, name): value for name, value in named.items() if isinstance(value, float)}
    return figures


def _capacities(plan: Plan) -> dict[tuple[str, str, str, int], float]:
    table = capacity_table(plan)
    columns = [table[name].tolist() for name in ("asset", "kind", "site", "year", "mw")]
    return {(asset, kind, site, year): mw for asset, kind, site, year, mw in zip(*columns, strict=True)}


def _energised(plan: Plan) -> dict[tuple[str, int], float]:
    table = power_gap_table(plan)
    columns = [table[name].tolist() for name in ("site", "year", "energised_mw")]
    return {(site, year): mw for site, year, mw in zip(*columns, strict=True)}


def _dates(first: Plan, second: Plan) -> tuple[DateDifference, ...]:
    online = [_first_online(plan) for plan in (first, second)]
    keys = dict.fromkeys((*online[0], *online[1]))
    pairs = {key: (online[0].get(key), online[1].get(key)) for key in keys}
    return tuple(DateDifference(*key, *pair) for key, pair in pairs.items() if pair[0] != pair[1])


def _first_online(plan: Plan) -> dict[tuple[str, str, str], date]:
    online: dict[tuple[str, str, str], date] = {}
    for item in plan.roadmap:
        key = (item.asset, item.kind, item.site)
        online[key] = min(item.online, online.get(key, item.online))
    return online


def _limits(first: Plan, second: Plan) -> tuple[LimitDifference, ...]:
    bound = [{limit.name: limit for limit in plan.binding} for plan in (first, second)]
    found = []
    for name in dict.fromkeys((*bound[0], *bound[1])):
        told = bound[0].get(name) or bound[1][name]
        usd = [side[name].value_usd if name in side else 0.0 for side in bound]
        if not is_same(*usd):
            found.append(LimitDifference(name, told.unit, told.words, usd[0], usd[1]))
    return tuple(sorted(found, key=lambda limit: -abs(limit.second_usd - limit.first_usd)))
