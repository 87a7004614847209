"""An air permit limits the hours that a plant runs at full load."""

import pytest

from tests.golden.kit import World, case, column, golden_plan, supply


def test_a_permit_of_half_the_year_asks_for_twice_the_plant_or_another() -> None:
    # 10 MW all year: the permitted plant may run 4380 of 8760 hours, so 10 MW of it give 5 MW on average; the other,
    # three times as dear, would cost 5 × 30,000 for the rest; 10 MW more of the permitted one cost 100,000.
    permitted = supply("turbine", run_hours_limit_per_year=4380.0)
    plan = golden_plan(
        case(supply=(permitted, supply("other", overnight_cost_usd_per_kw=300.0))), World([[10.0, 10.0]])
    )
    assert plan.supply_mw[:, 0] == pytest.approx([20.0, 0.0])
    assert plan.solution.primal_objective == pytest.approx(200_000.0)


def test_what_stands_has_its_hours_too() -> None:
    standing = supply("turbine", run_hours_limit_per_year=4380.0, existing_mw=10.0, max_mw=0.0)
    plan = golden_plan(case(supply=(standing,)), World([[10.0, 10.0]]))
    assert column(plan, "generation_mw").sum() == pytest.approx(10.0)
    assert column(plan, "lost_mw").sum() == pytest.approx(10.0)
