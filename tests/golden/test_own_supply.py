"""Curtail first: firm megawatts only beside new own supply."""

import pytest

from tests.golden.kit import World, case, column, golden_plan, site, supply
from tests.planning.contracts import contract


def test_firm_megawatts_stand_beside_own_supply() -> None:
    # A plant of 10,000 USD a MW with a credit of one half runs dear; beside 4 MW of it only 2 MW may be firm.
    plant = supply(capacity_credit=0.5, max_mw=4.0, variable_om_usd_per_mwh=2000.0)
    home = site(firm_mw=(20.0,), contract=contract(firm_needs_own_supply=True))
    plan = golden_plan(case(home, supply=(plant,)), World([[6.0, 6.0]], price=[30.0, 30.0]))
    assert column(plan, "connection_firm_mw")[0] == pytest.approx([2.0])
    assert column(plan, "supply_mw")[0] == pytest.approx([4.0])
    assert plan.solution.primal_objective == pytest.approx(4 * 10_000 + 8760 * (2 * 30 + 4 * 1000))


def test_what_is_connected_stays_firm_and_what_stands_does_not_count() -> None:
    # 3 MW are connected already; 4 MW that stand bring no new firm megawatt.
    plant = supply(existing_mw=4.0, max_mw=0.0, variable_om_usd_per_mwh=2000.0)
    home = site(firm_mw=(20.0,), energised_mw=3.0, contract=contract(firm_needs_own_supply=True))
    plan = golden_plan(case(home, supply=(plant,)), World([[6.0, 6.0]], price=[30.0, 30.0]))
    assert column(plan, "connection_firm_mw")[0] == pytest.approx([3.0])
    assert column(plan, "lost_mw")[0] == pytest.approx([3.0, 3.0])


def test_other_contracts_ask_for_no_own_supply() -> None:
    plan = golden_plan(case(site(firm_mw=(20.0,), contract=contract())), World([[6.0, 6.0]], price=[30.0, 30.0]))
    assert "own_supply" not in {block.name for block in plan.lp.row_blocks}
    assert column(plan, "lost_mw")[0] == pytest.approx([0.0, 0.0])
