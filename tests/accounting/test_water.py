"""Water by hand."""

from dataclasses import replace

import numpy as np

from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.water import power_water_m3, site_water_m3, stressed_water_m3
from tests.accounting.two_sites import two_site_dispatch
from tests.cases import two_site_case


def test_cooling_draws_litres_per_kilowatt_hour_of_computing():
    drawn = site_water_m3(read_flows(two_site_dispatch()))
    np.testing.assert_allclose(drawn, [[8760 * 48.0] * 2, [8760 * 32.0 * 0.5] * 2], rtol=1e-12)


def test_power_draws_for_own_plants_and_for_purchases_of_the_grid():
    case = two_site_case()
    supply = tuple(replace(asset, water_l_per_mwh=100.0) for asset in case.supply)
    drawn = power_water_m3(read_flows(two_site_dispatch(replace(case, supply=supply))))
    north, south = 0.1 * 30 + 1.2 * 40, 0.1 * (15 + 5) + 1.2 * 10.3
    np.testing.assert_allclose(drawn, [[8760 * north] * 2, [8760 * south] * 2], rtol=1e-12)


def test_water_of_a_basin_of_high_stress_is_told_apart():
    case = two_site_case()
    stress = (0.4, None)
    sites = tuple(replace(site, water_stress_share=share) for site, share in zip(case.sites, stress, strict=True))
    stressed = stressed_water_m3(replace(case, sites=sites), np.array([[3.0, 4.0], [5.0, 6.0]]))
    np.testing.assert_array_equal(stressed, [[3.0, 4.0], [0.0, 0.0]])
