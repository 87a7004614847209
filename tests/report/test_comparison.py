"""What differs between runs in words, tables and pictures."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.interop.compare import CapacityDifference, FigureDifference, RunSide, compare_runs
from firmwatt.report.comparison import (
    comparison_tables,
    cost_by_run,
    difference_sentence,
    emissions_by_run,
    energised_by_run,
    facts_table,
    hourly_share_by_run,
    is_noise,
    sources_by_run,
)
from tests.report.fabricated import fabricate, sampled_grid


def side(name: str, **kinds: object) -> RunSide:
    dispatch = fabricate(**kinds)
    return RunSide(name, dispatch, build_ledger(dispatch))


@pytest.fixture(scope="module")
def runs() -> list[RunSide]:
    return [side("base"), side("half", scale=0.5)]


def test_what_a_solver_leaves_of_nothing_is_no_row():
    gap = 100.0
    assert is_noise(FigureDifference("cost_usd", "fuel", 5e6, 5e6 + 99.0), gap)
    assert not is_noise(FigureDifference("cost_usd", "fuel", 5e6, 5e6 + 101.0), gap)
    assert is_noise(FigureDifference("energy_mwh", "sale", 0.0, 0.01), gap)
    assert not is_noise(FigureDifference("re100_share", "re100_share", 0.3, 0.31), gap)


def test_a_run_differs_in_nothing_from_itself(runs):
    assert comparison_tables(compare_runs(runs[0], runs[0])) == ()
    assert difference_sentence(runs[0], runs[0]).en == (
        "Against base, base costs as much over the horizon, has as much of energised power in 2030, and emits "
        "as much in that year (Scope 1 and location-based Scope 2)."
    )


def test_what_a_solver_leaves_of_a_difference_is_as_much(runs):
    dispatch = runs[0].dispatch
    plan = replace(dispatch.plan, it_mw=dispatch.plan.it_mw * 1.0001)
    told = difference_sentence(runs[0], RunSide("near", replace(dispatch, plan=plan), runs[0].ledger)).en
    assert "has as much of energised power in 2030" in told


def test_the_sentence_says_by_how_much(runs):
    told = difference_sentence(*runs)
    assert told.en.startswith("Against base, half costs USD")
    assert "less over the horizon, has " in told.en
    assert "감소" in told.ko


def test_tables_name_the_runs_and_hold_every_difference(runs):
    found = compare_runs(*runs)
    tables = {table.name: table for table in comparison_tables(found)}
    assert [column.en for column in tables["power_gap"].columns] == ["Site", "Year", "base", "half", "Change"]
    assert len(tables["power_gap"].rows) == len(found.power_gap) > 0


def test_figures_and_assets_are_named_in_words_of_both_languages(runs):
    found = compare_runs(*runs)
    grid = CapacityDifference("north/grid_curtailable", "connection", "north", 2030, None, 40.0)
    line = CapacityDifference("north-south", "link", "", 2030, None, 10.0)
    tables = {table.name: table for table in comparison_tables(replace(found, capacities=(grid, line)))}
    assert not [row[0] for row in tables["figures"].rows if set("_/") & set(row[0].en) or row[0].en == row[0].ko]
    assert [row[0].ko for row in tables["capacities"].rows] == ["North · 계통 접속(제한 가능)", "North–South · 송전선"]


def test_what_a_solver_leaves_of_a_plant_is_no_row(runs):
    grown = CapacityDifference("pjm_solar", "supply", "", 2030, 100.0, 300.0)
    crumb = CapacityDifference("pjm_wind", "supply", "", 2030, None, 0.01)
    tables = {table.name: table for table in comparison_tables(replace(compare_runs(*runs), capacities=(crumb, grown)))}
    assert [row[0].en for row in tables["capacities"].rows] == ["PJM Solar"]


def test_facts_stand_side_by_side(runs):
    table = facts_table(runs)
    assert [column.en for column in table.columns] == ["", "base", "half"]
    energised = [float(cell.en.split("\u00a0")[0]) for cell in table.rows[0][1:]]
    assert energised[1] < energised[0] * (1000 if "MW" in table.rows[0][2].en else 1)


def test_only_figures_of_a_year_name_another_year(runs):
    early = side("early", time=sampled_grid((2025, 2026, 2027, 2029)))
    rows = {row[0].en: row[2].en for row in facts_table([runs[0], early]).rows}
    year = next(label for label in rows if label.startswith("Emissions in ")).removeprefix("Emissions in ")
    assert rows[f"Emissions in {year}"].endswith(" (2027)")
    assert "(" not in rows["Power cost"] + rows["Total present value"]


def test_a_figure_of_another_kind_keeps_its_own_name(runs):
    never = side("never", scale=1.0, lost_share=0.0)
    plan = never.dispatch.plan
    less = replace(never, dispatch=replace(never.dispatch, plan=replace(plan, it_mw=0.9 * plan.it_mw)))
    facts = facts_table([runs[0], less]).rows[1]
    assert facts[0].en == "Complete in"
    assert facts[2].en == "2027 (All work served from)"
    assert facts[2].ko == "2027 (연산이 모두 처리되는 해)"


def test_pictures_show_each_run_over_the_years_that_all_have(runs):
    shorter = side("short", time=sampled_grid((2027, 2028)))
    lines = energised_by_run([runs[0], shorter])
    assert lines.years == (2027, 2028)
    assert [line.name.en for line in lines.lines] == ["base", "short", "Asked for: base"]
    for chart in (cost_by_run(runs), sources_by_run(runs), emissions_by_run(runs)):
        assert len(chart.stacks) == 2
        base, half = (sum(layer.values.sum() for layer in stack) for stack in chart.stacks)
        assert 0 < half < base
    share = hourly_share_by_run(runs)
    np.testing.assert_allclose(share.lines[0].values, 100 * runs[0].ledger.carbon_free_share_hourly)


def test_a_catalogue_row_that_differs_is_named(runs):
    case = runs[0].dispatch.plan.inputs.case
    dear = replace(case, policy=replace(case.policy, carbon_price_usd_per_tonne=(10.0,) * 4))
    plan = runs[0].dispatch.plan
    other = replace(runs[0].dispatch, plan=replace(plan, inputs=replace(plan.inputs, case=dear)))
    table = comparison_tables(compare_runs(runs[0], RunSide("dear", other, runs[0].ledger)))[0]
    assert [cell.en for cell in table.rows[0]][:1] == ["policy.carbon_price_usd_per_tonne"]
