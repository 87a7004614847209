"""Charts as data: they can be written as JSON, carry legends, and hold the numbers given."""

import json
from dataclasses import replace
from datetime import date

import numpy as np

from firmwatt.accounting.books import build_ledger
from firmwatt.report.charts import Figure, heat_figure, roadmap_figure, week_figure, year_figure
from firmwatt.report.heat_maps import HeatMap
from firmwatt.report.programme import programme_gap, roadmap_bars
from firmwatt.report.text import same, say
from firmwatt.report.weeks import typical_and_worst_week
from firmwatt.report.years import emissions_chart, gap_chart
from tests.report.fabricated import fabricate, sampled_grid


def is_json(figure: Figure) -> bool:
    return bool(json.dumps(figure.option, default=lambda text: {"en": text.en, "ko": text.ko}, allow_nan=False))


def test_year_figure_has_a_bar_for_each_layer_and_a_line() -> None:
    figure = year_figure("gap", gap_chart(programme_gap(fabricate().plan)), say("chart.gap"))
    assert [one["type"] for one in figure.option["series"]] == ["bar", "bar", "bar", "line"]
    assert figure.option["xAxis"]["data"] == ["2027", "2028", "2030", "2035"]
    assert [key.mark for key in figure.legend] == ["patch", "patch", "patch", "stroke"]
    assert is_json(figure)


def test_two_stacks_share_one_legend() -> None:
    dispatch = fabricate()
    chart = emissions_chart(build_ledger(dispatch), dispatch.plan.inputs.case.policy)
    figure = year_figure("emissions", chart, say("chart.emissions"))
    assert len({one["stack"] for one in figure.option["series"]}) == 2
    assert len(figure.legend) == len({key.name.en for key in figure.legend})


def test_a_cap_is_a_dashed_line_in_steps() -> None:
    dispatch = fabricate()
    policy = replace(dispatch.plan.inputs.case.policy, carbon_cap_tonne=(4e6, 3e6, 2e6, 1e6))
    figure = year_figure("emissions", emissions_chart(build_ledger(dispatch), policy), say("chart.emissions"))
    cap = figure.option["series"][-1]
    assert (cap["type"], cap["lineStyle"]["type"], cap["step"]) == ("line", "dashed", "middle")
    assert figure.legend[-1].mark == "dash"


def test_week_figure_puts_uses_below_the_axis() -> None:
    figure = week_figure(typical_and_worst_week(fabricate(), 0)[0])
    series = {one["name"].en: one for one in figure.option["series"]}
    assert max(series["Storage in"]["data"]) <= 0.0
    assert min(series["Grid"]["data"]) >= 0.0
    assert len(figure.option["xAxis"]["data"]) == 168
    assert is_json(figure)


def test_hours_that_are_no_week_are_not_called_one() -> None:
    week, hours = (typical_and_worst_week(fabricate(time=grid), 0)[0] for grid in (None, sampled_grid(hours=48)))
    assert [week_figure(one).title.en for one in (week, hours)] == ["A typical week of 2027", "Typical hours of 2027"]


def test_heat_figure_of_a_flat_year_still_has_a_scale() -> None:
    figure = heat_figure(HeatMap("price", 2030, "USD/MWh", np.full((12, 24), 40.0), False))
    scale = figure.option["visualMap"]
    assert scale["max"] > scale["min"]
    assert len(figure.option["series"][0]["data"]) == 288
    assert is_json(figure)


def test_percent_maps_run_from_nothing_to_all() -> None:
    scale = heat_figure(HeatMap("matching", 2030, "%", np.full((12, 24), 40.0), True)).option["visualMap"]
    assert (scale["min"], scale["max"]) == (0.0, 100.0)


def test_roadmap_figure_grows_with_its_orders() -> None:
    bars = roadmap_bars(fabricate().plan)
    few, many = roadmap_figure(bars[:2], 2030, 15), roadmap_figure(bars, 2031, 15)
    assert many.height_px > few.height_px
    row, order, online, *_ = few.option["series"][0]["data"][0]["value"]
    assert row == 0
    assert (online - order) / 86_400_000 == (date(2027, 6, 1) - date(2026, 2, 1)).days
    assert few.notes[0] != same("")
    assert is_json(many)
