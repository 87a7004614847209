"""A pipeline grows, later and for money, where gas is worth it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.capital import capital_spent
from firmwatt.accounting.flows import read_flows
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.plan import Plan
from firmwatt.scenario.assets import LeadStep, PipelineExpansion
from tests.golden.kit import World, case, column, golden_plan, site, supply


def grown(cost_usd: float, years: float, **changes: Any) -> Plan:
    """Return a plan in which an MMBtu/h more costs so much and takes so long; the books agree."""
    # 10 MW at 10 MMBtu/MWh; the pipe brings 80 MMBtu/h. A dearer plant costs 20,000 USD per MW and year more.
    gas = supply("gas", is_gas=True, heat_rate_mmbtu_per_mwh=10.0)
    other = supply("other", overnight_cost_usd_per_kw=300.0)
    step = LeadStep("build", years, years, years)
    home = site(
        gas_pipeline_limit_mmbtu_per_hour=80.0,
        gas_pipeline_expansion=PipelineExpansion(15.0, cost_usd, 10.0, (step,)),
    )
    plan = golden_plan(case(home, supply=(gas, other), **changes), World([[10.0, 10.0]]))
    assert build_ledger(dispatch_from_plan(plan)).total_usd == pytest.approx(plan.solution.primal_objective, rel=1e-9)
    return plan


def test_a_pipeline_grows_as_far_as_it_may_where_that_is_cheaper() -> None:
    # 10 MMBtu/h for one MW cost 10 x 5,000 / 10 = 5,000 USD a year: 15 of them feed 1.5 MW more.
    plan = grown(5000.0, 0.5)
    assert plan.gas_pipeline_added_mmbtu_per_hour == pytest.approx(15.0)
    assert plan.solution.primal_objective == pytest.approx(9.5 * 10_000 + 0.5 * 30_000 + 15 * 500)
    (order,) = (item for item in plan.roadmap if item.asset == "a/gas_pipeline")
    assert (order.kind, order.mw) == ("connection", pytest.approx(15.0 * 0.29307107))
    assert (order.order_by, order.online) == (date(2026, 7, 2), date(2027, 1, 1))


@pytest.mark.parametrize(("cost_usd", "years"), [(25_000.0, 0.5), (5000.0, 2.5)])
def test_a_pipeline_that_is_dear_or_late_stays_as_it_is(cost_usd: float, years: float) -> None:
    plan = grown(cost_usd, years)
    assert plan.gas_pipeline_added_mmbtu_per_hour == pytest.approx(0.0, abs=1e-9)
    assert column(plan, "generation_mw")[0] == pytest.approx([8.0, 8.0])


def test_an_expansion_counts_in_the_budget() -> None:
    # 9.5 + 0.5 MW of plants and 15 MMBtu/h take 950,000 + 150,000 + 75,000 USD; of a million less is left.
    programme = replace(grown(5000.0, 0.5).inputs.case.programme, budget_usd=1e6)
    plan = grown(5000.0, 0.5, programme=programme)
    assert plan.gas_pipeline_added_mmbtu_per_hour is not None
    spent = 1e5 * plan.supply_mw[0, 0] + 3e5 * plan.supply_mw[1, 0]
    spent += 5000.0 * plan.gas_pipeline_added_mmbtu_per_hour[0, 0]
    assert spent == pytest.approx(1e6)
    told = capital_spent(read_flows(dispatch_from_plan(plan)))
    assert sum(each.usd.sum() for each in told) == pytest.approx(spent)
    assert [each.kind for each in told if each.thing == "a/gas_pipeline"] == ["connection"]
