"""Virtual contracts cover own use and no more, however well they pay."""

import pytest

from firmwatt.scenario.assets import Delivery
from tests.golden.kit import World, case, golden_plan, site, supply


def test_a_contract_that_pays_stops_at_own_use() -> None:
    # Strike 10 against a price of 50 would be signed without end; 5 MW of load allow 5 MW.
    wind = supply(delivery=Delivery.VIRTUAL, strike_usd_per_mwh=10.0)
    plan = golden_plan(case(site(firm_mw=(9.0,)), supply=(wind,)), World([[5.0, 5.0]], price=[50.0, 50.0]))
    assert plan.supply_mw[0, 0] == pytest.approx(5.0)
    assert plan.solution.primal_objective == pytest.approx(5 * 8760 * (50 - 40))


def test_what_is_contracted_already_is_granted() -> None:
    # 20 MW stand against 5 MW of load: they stay, and 5 MW more may be signed.
    wind = supply(delivery=Delivery.VIRTUAL, strike_usd_per_mwh=10.0, existing_mw=20.0)
    plan = golden_plan(case(site(firm_mw=(9.0,)), supply=(wind,)), World([[5.0, 5.0]], price=[50.0, 50.0]))
    assert plan.supply_mw[0, 0] == pytest.approx(25.0)
