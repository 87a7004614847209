"""What the plan leaves unbuilt and at which cost it would be built, and what whole units change."""

from __future__ import annotations

from firmwatt.planning.plan import Plan
from firmwatt.report.numbers import money, number, power
from firmwatt.report.programme import asset_label
from firmwatt.report.table import Table
from firmwatt.report.text import Text, same, say

LEAST_BUILT_MW = 0.5


def not_built_table(plan: Plan) -> Table:
    """Return each plant that could be built and is not: what it costs, and at which cost it would be built."""
    labels = _labels(plan)
    built = {asset.name: mw.max() for asset, mw in zip(plan.inputs.case.supply, plan.supply_mw, strict=True)}
    rows = tuple(
        (
            labels[each.asset],
            same(f"{number(each.overnight_cost_usd_per_kw)} USD/kW"),
            same(f"{number(each.break_even_usd_per_kw)} USD/kW")
            if each.break_even_usd_per_kw > 0.0
            else say("not_built.at_no_cost"),
            same(str(each.year)),
        )
        for each in plan.break_even
        if built[each.asset] < LEAST_BUILT_MW
    )
    columns = (say("column.asset"), *(say(f"not_built.{name}") for name in ("costs", "would", "in")))
    return Table("not-built", say("not_built.title"), columns, rows, 1)


def whole_units_table(plan: Plan) -> Table:
    """Return what fractions of units became; empty where the plan was not asked for whole units."""
    repair = plan.unit_repair
    if repair is None:
        return Table("whole-units", say("units.title", cost=money(0.0)), (), (), 1)
    labels = _labels(plan)
    rows = tuple(
        (
            labels[build.asset],
            same(str(build.year)),
            same(power(build.planned_mw)),
            same(f"{build.units} × {power(build.unit_mw)}"),
        )
        for build in repair.builds
    )
    columns = (say("column.asset"), *(say(f"units.{name}") for name in ("year", "fractions", "whole")))
    return Table("whole-units", say("units.title", cost=money(repair.cost_usd)), columns, rows, 1)


def _labels(plan: Plan) -> dict[str, Text]:
    return {asset.name: asset_label(asset.name) for asset in plan.inputs.case.supply}
