"""Physical contracts share the firm connection; the grid may withhold energy from curtailable megawatts."""

import pytest

from firmwatt.scenario.assets import Delivery
from tests.golden.kit import World, case, column, golden_plan, site, supply


def test_physical_energy_needs_firm_megawatts() -> None:
    # Free wind of 20 MW elsewhere, 12 MW of connection at 100 USD per MW and year; 20 MW asked.
    wind = supply(delivery=Delivery.PHYSICAL, existing_mw=20.0, max_mw=0.0)
    home = site(firm_mw=(12.0,), capacity_price_usd_per_mw_year=100.0, delivery_charge_usd_per_mwh=1.0)
    plan = golden_plan(case(home, supply=(wind,)), World([[20.0, 20.0]], price=[50.0, 50.0]))
    assert column(plan, "generation_mw")[0] == pytest.approx([12.0, 12.0])
    assert column(plan, "lost_mw")[0] == pytest.approx([8.0, 8.0])
    assert plan.solution.primal_objective == pytest.approx(12 * 100 + 12 * 8760 + 8 * 8760 * 1000)


def test_curtailable_energy_is_withheld_where_it_is_dear() -> None:
    # 10 MW curtailable, a quarter of the year's energy withheld: 5 of 20 MW-hours, in the hour that costs 90.
    home = site(curtailable_mw=(10.0,), curtailable_energy_share=0.25)
    plan = golden_plan(case(home), World([[10.0, 10.0]], price=[30.0, 90.0]))
    assert column(plan, "import_curtailable_mw")[0] == pytest.approx([10.0, 5.0])
    assert plan.solution.primal_objective == pytest.approx(4380 * (10 * 30 + 5 * 90 + 5 * 1000))
