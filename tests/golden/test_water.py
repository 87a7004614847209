"""Water drawn at a site, by cooling and by plants."""

import pytest

from tests.golden.kit import World, case, column, golden_plan, site, supply


def test_cooling_and_plant_share_the_water() -> None:
    # 2 l per kWh of IT and 1,000 l per MWh generated: 3 m3 for each MWh of IT served; 131,400 m3 allow 5 MW all year.
    plant = supply(water_l_per_mwh=1_000.0)
    home = site(water_limit_m3_per_year=3 * 5 * 8760.0)
    plan = golden_plan(case(home, supply=(plant,)), World([[10.0, 10.0]], wue=2.0))
    assert column(plan, "served_mw").sum() == pytest.approx(10.0)


def test_sites_of_one_basin_share_its_water() -> None:
    # 2 l per kWh of IT at both sites, water for 12 MW all year: of 10 + 10 MW, 8 are lost.
    sites = [site(name, basin="river", firm_mw=(100.0,)) for name in ("a", "b")]
    plan = golden_plan(
        case(*sites, basin_limit_m3_per_year={"river": 2 * 12 * 8760.0, "other": 0.0}), World([[10.0] * 2] * 2, wue=2.0)
    )
    assert column(plan, "lost_mw").sum() == pytest.approx(2 * 8.0)


def test_water_is_counted_per_megawatt_hour_of_it_not_of_the_meter() -> None:
    home = site(water_limit_m3_per_year=2 * 5 * 8760.0, firm_mw=(100.0,))
    plan = golden_plan(case(home), World([[10.0, 10.0]], wue=2.0, pue=1.5))
    assert column(plan, "served_mw").sum() == pytest.approx(10.0)
