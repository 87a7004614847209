"""Site balance: what is generated, bought and discharged is what the meter reads."""

import pytest

from tests.golden.kit import World, case, column, golden_plan, site, supply


def test_metered_load_is_it_load_times_pue() -> None:
    # 40 MW of work at PUE 1.5 read 60 MW at the meter; the plant must be 60 MW: 60 × 10,000 USD a year.
    plan = golden_plan(case(supply=(supply(),)), World(work_mw=[[40.0, 40.0]], pue=1.5))
    assert plan.supply_mw[0, 0] == pytest.approx(60.0)
    assert plan.solution.primal_objective == pytest.approx(600_000.0)


def test_the_dual_of_the_balance_is_the_price_of_the_hour() -> None:
    # Bought from the grid at 30 and 50 USD/MWh, one more megawatt-hour costs just that.
    plan = golden_plan(case(site(firm_mw=(100.0,))), World(work_mw=[[10.0, 20.0]], price=[30.0, 50.0]))
    assert plan.energy_price_usd_per_mwh[0, 0] == pytest.approx([30.0, 50.0])
    assert column(plan, "import_firm_mw")[0] == pytest.approx([10.0, 20.0])
    assert plan.solution.primal_objective == pytest.approx(4380 * (10 * 30 + 20 * 50))
