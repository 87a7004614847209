"""What the page says of the markets."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.markets import KINDS
from firmwatt.interop.compare import RunSide, compare_runs
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.stranded import with_stranded
from firmwatt.report.comparison import comparison_tables
from firmwatt.report.markets import (
    bill_chart,
    market_figures,
    market_table,
    price_chart,
    stranded_chart,
    stranded_figures,
    stranded_table,
)
from firmwatt.report.page import render_report
from firmwatt.report.words import WORDS
from tests.accounting.test_markets import rich_plan
from tests.hand import hand_dispatch


def test_prices_stand_with_and_without_the_programme() -> None:
    ledger = build_ledger(dispatch_from_plan(rich_plan()))
    assert ledger.markets is not None
    chart = price_chart(ledger.markets, (2027,))
    assert [line.name.en for line in chart.lines] == ["R, with", "R, without"]
    assert chart.lines[0].values[0] >= chart.lines[1].values[0]
    for line, state in zip(chart.lines, (ledger.markets.planned, ledger.markets.without), strict=True):
        assert line.values[0] == pytest.approx(state.others_usd[0, 0] / (4380 * (90 + 120)))
    bills = bill_chart(ledger.markets, (2027,))
    others = next(layer for layer in bills.stacks[0] if layer.name.en == "Other customers pay more")
    assert others.values[0] * 1e6 == pytest.approx(ledger.markets.others_more_usd.sum())


def test_the_table_tells_each_market_and_year_in_both_states() -> None:
    table = market_table(build_ledger(dispatch_from_plan(rich_plan())))
    (row,) = table.rows
    assert len(row) == len(table.columns)
    assert row[0].en == "R"
    assert " → " in row[3].en
    assert "USD" in row[8].en
    assert "달러" in row[8].ko


def test_what_is_stranded_is_listed_for_the_last_year() -> None:
    plan = with_stranded(rich_plan(), 0.5)
    table = stranded_table(plan)
    assert plan.stranded is not None
    assert len(table.rows) == len([each for each in plan.stranded.idle if each.year == 2027])
    assert table.title.en.startswith("Idle if 50")
    assert stranded_table(rich_plan()).rows == ()


def test_what_is_stranded_is_drawn_by_kind_and_year() -> None:
    plan = with_stranded(rich_plan(), 0.5)
    chart = stranded_chart(plan)
    assert plan.stranded is not None
    assert chart is not None
    assert sum(layer.values.sum() for layer in chart.stacks[0]) == pytest.approx(
        sum(each.mw for each in plan.stranded.idle), rel=1e-2
    )
    (figure,) = stranded_figures(chart)
    assert [key.name.en for key in figure.legend] == [layer.name.en for layer in chart.stacks[0]]
    assert stranded_chart(rich_plan()) is None
    assert stranded_figures(None) == ()


def test_the_axis_of_prices_fits_them_and_says_so() -> None:
    price, _ = market_figures(build_ledger(dispatch_from_plan(rich_plan())))
    assert price.option["yAxis"]["scale"] is True
    assert "does not begin at zero" in price.notes[0].en


def test_the_page_has_its_section_only_where_there_are_markets() -> None:
    dispatch = dispatch_from_plan(rich_plan())
    page = render_report(dispatch, build_ledger(dispatch))
    assert "What the load does to the grids" in page
    assert "부하가 계통에 미치는 영향" in page
    alone = hand_dispatch()
    ledger = build_ledger(alone)
    assert market_figures(ledger) == ()
    assert market_table(ledger).rows == ()
    assert "What the load does to the grids" not in render_report(alone, ledger)


def test_where_nothing_is_drawn_there_is_no_long_run_rate() -> None:
    ledger = build_ledger(dispatch_from_plan(rich_plan(work=0.0)))
    assert ledger.markets is not None
    rates = ledger.markets.long_run_usd_per_mwh
    text = market_table(ledger).rows[0][8].en
    assert np.isfinite(rates).all() == ("USD" in text)


def test_a_run_on_a_grid_that_answers_is_compared_with_one_at_fixed_prices() -> None:
    plan = rich_plan()
    fixed = replace(plan, inputs=replace(plan.inputs, curves=None, without=None), markets=None)
    sides = [RunSide(name, dispatch, build_ledger(dispatch)) for name, dispatch in (
        ("fixed", dispatch_from_plan(fixed)), ("answers", dispatch_from_plan(plan))
    )]  # fmt: skip
    figures = next(table for table in comparison_tables(compare_runs(*sides)) if table.name == "figures")
    told = {row[0].en: row for row in figures.rows}
    assert {"Other customers pay more", "Owners of plants earn more (below zero)"} <= told.keys()
    assert {f"cost.{kind}" for kind in KINDS} <= WORDS.keys()
