"""Water drawn at a site, by cooling and by plants."""

import pytest

from tests.golden.kit import World, case, column, golden_plan, site, supply


def test_cooling_and_plant_share_the_water() -> None:
    # 2 l per kWh of IT and 1,000 l per MWh generated: 3 m3 for each MWh of IT served; 131,400 m3 allow 5 MW all year.
    plant = supply(water_l_per_mwh=1_000.0)
    home = site(water_limit_m3_per_year=3 * 5 * 8760.0)
    plan = golden_plan(case(home, supply=(plant,)), World([[10.0, 10.0]], wue=2.0))
    assert column(plan, "served_mw").sum() == pytest.approx(10.0)


def test_water_is_counted_per_megawatt_hour_of_it_not_of_the_meter() -> None:
    home = site(water_limit_m3_per_year=2 * 5 * 8760.0, firm_mw=(100.0,))
    plan = golden_plan(case(home), World([[10.0, 10.0]], wue=2.0, pue=1.5))
    assert column(plan, "served_mw").sum() == pytest.approx(10.0)
