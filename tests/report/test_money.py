"""Capital, parties and build rates on the page equal the books."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.capital import capital_by_kind
from firmwatt.accounting.flows import read_flows
from firmwatt.report.money import budget_table, build_rate_table, capital_chart, parties_table
from tests.report.fabricated import fabricate


@pytest.fixture(scope="module")
def made():
    dispatch = fabricate()
    return dispatch, build_ledger(dispatch)


def with_budget(dispatch, usd):
    case = dispatch.plan.inputs.case
    case = replace(case, programme=replace(case.programme, budget_usd=usd, budget_until_year=2028))
    return replace(dispatch, plan=replace(dispatch.plan, inputs=replace(dispatch.plan.inputs, case=case)))


def test_capital_by_kind_adds_up_to_the_ledger(made):
    dispatch, ledger = made
    by_kind = capital_by_kind(read_flows(dispatch))
    assert list(by_kind)[:2] == ["chips", "building"]
    np.testing.assert_allclose(sum(by_kind.values()), ledger.capital_spent_usd, rtol=1e-12)
    drawn = capital_chart(dispatch, ledger).stacks[0]
    billions = sum(layer.values for layer in drawn)
    np.testing.assert_allclose(billions, ledger.capital_spent_usd / 1e9, rtol=1e-3)


def test_the_budget_is_set_against_chips_buildings_and_power(made):
    dispatch, ledger = made
    table = budget_table(with_budget(dispatch, 1e12))
    assert table.title.en == "Capital up to 2028"
    assert table.columns[-1].en == "Of USD\u00a01\u00a0trillion"
    words = {row[0].en: row for row in table.rows}
    assert words["All"][2].en == "100\u00a0%"
    spent = ledger.capital_spent_usd[:2].sum()
    assert words["All"][3].en == f"{100 * spent / 1e12:.1f}".removesuffix(".0") + "\u00a0%"
    assert len(budget_table(dispatch).columns) == 3


def test_each_party_has_a_row(made):
    table = parties_table(*made, year_index=2)
    assert table.rows[0][0].en == "operator"
    assert {len(row) for row in table.rows} == {len(table.columns)}


def test_build_rates_stand_beside_those_of_countries(made):
    plan = made[0].plan
    rows = {row[0].en: row[2].en for row in build_rate_table(plan).rows}
    assert rows["China, 2024"] == "430"
    years = np.diff(plan.inputs.time.planning_years, prepend=plan.inputs.case.programme.decision_date.year - 1)
    assert float(rows["This plan, generation"]) == pytest.approx(
        float((plan.supply_build_mw.sum(axis=0) / years).max()) / 1e3, rel=0.01
    )
