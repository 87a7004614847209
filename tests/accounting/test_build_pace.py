"""What capital is spent on, and how fast a programme builds."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.build_pace import budget_use, build_paces
from firmwatt.accounting.flows import read_flows
from tests.hand import hand_case, hand_dispatch, hand_plan


def test_capital_counts_up_to_the_budget_s_last_year() -> None:
    case = hand_case()
    programme = replace(case.programme, budget_usd=1e9, budget_until_year=2027)
    flows = read_flows(hand_dispatch(hand_plan(replace(case, programme=programme))))
    use, whole = budget_use(flows), budget_use(read_flows(hand_dispatch()))
    home = flows.case.sites[0]
    assert (use.last_year, use.asked_usd, whole.asked_usd) == (2027, 1e9, None)
    assert use.usd_by_kind["chips"] == pytest.approx(52e3 * home.it_capital_usd_per_kw)
    assert use.usd_by_kind["building"] == pytest.approx(52e3 * home.building_capital_usd_per_kw)
    assert use.power_usd == pytest.approx(use.total_usd - use.usd_by_kind["chips"] - use.usd_by_kind["building"])
    gas = flows.case.supply[1]
    assert whole.usd_by_kind["supply"] - use.usd_by_kind["supply"] == pytest.approx(
        50e3 * gas.overnight_cost_usd_per_kw
    )
    assert use.share_of_all(use.total_usd) == 1.0


def test_builds_are_spread_over_the_years_since_the_planning_year_before() -> None:
    # Built in 2027: 30 + 50 + 30 MW, decided in 2026 and so over two years; in 2030 50 MW over three.
    plan = hand_plan()
    assert plan.inputs.time.planning_years == (2027, 2030)
    assert plan.inputs.case.programme.decision_date.year == 2026
    paces = build_paces(plan)
    assert (paces["supply"].mw_per_year, paces["supply"].year) == (pytest.approx(110 / 2), 2027)
    assert (paces["storage"].mw_per_year, paces["storage"].year) == (pytest.approx(5.0), 2027)
    late = build_paces(replace(plan, supply_build_mw=np.array([[0.0, 300.0]])))
    assert (late["supply"].mw_per_year, late["supply"].year) == (pytest.approx(100.0), 2030)
