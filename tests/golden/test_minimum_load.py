"""A plant that runs all the time runs at its minimum load at the least."""

import pytest

from tests.golden.kit import World, case, column, golden_plan, site, storage, supply


def test_energy_nobody_needs_has_to_go_somewhere() -> None:
    # 10 MW stand and run at 4 at the least; by night 1 MW is needed, so 3 MWh are stored and come back by day.
    reactor = supply("reactor", existing_mw=10.0, max_mw=0.0, minimum_load_share=0.4, variable_om_usd_per_mwh=5.0)
    plan = golden_plan(case(supply=(reactor,), storage=(storage(),)), World([[1.0, 8.0]]))
    assert column(plan, "generation_mw")[0] == pytest.approx([4.0, 5.0])
    assert plan.storage_mwh[0, 0] == pytest.approx(3.0)


def test_new_megawatts_have_a_minimum_load_too() -> None:
    # The grid buys at nothing and the site may sell 2 MW: of a plant with half of it always on, 6 MW can stand.
    home = site(sale_limit_mw=2.0, firm_mw=(10.0,))
    plant = supply("plant", minimum_load_share=0.5, min_mw=6.0)
    plan = golden_plan(case(home, supply=(plant,)), World([[1.0, 1.0]]))
    assert column(plan, "generation_mw")[0] == pytest.approx([3.0, 3.0])
    assert column(plan, "sale_mw")[0] == pytest.approx([2.0, 2.0])
