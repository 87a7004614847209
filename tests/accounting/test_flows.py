"""Each site meets the series of its own region."""

import numpy as np

from firmwatt.accounting.flows import read_flows
from tests.accounting.two_sites import two_site_dispatch


def test_sites_meet_their_region():
    flows = read_flows(two_site_dispatch())
    assert flows.price_usd_per_mwh[:, 0, 0].tolist() == [40.0, 30.0]
    assert flows.carbon_free_share[:, 3, 1].tolist() == [0.5, 0.2]


def test_physical_energy_comes_through_the_grid_connection_of_its_site():
    flows = read_flows(two_site_dispatch())
    np.testing.assert_allclose(flows.physical_mw[:, 0, 0], [0.0, 5.0])
    assert flows.is_virtual.tolist() == [False, False, False, True]
