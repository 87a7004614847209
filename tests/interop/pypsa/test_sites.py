"""Connection, computing and the work that waits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.interop.pypsa.solved import assert_same_optimum, busy_case
from tests.worlds import simple_inputs


def test_sale_and_curtailable_megawatts(tmp_path):
    case = busy_case()
    connection = replace(
        case.sites[0].connection, curtailable_energy_share=0.4, capacity_price_usd_per_mw_year=200_000.0
    )
    sites = tuple(replace(site, sale_limit_mw=15.0, connection=connection) for site in case.sites)
    network = assert_same_optimum(
        simple_inputs(replace(case, sites=sites)), tmp_path, "curtailable_energy", "sale_limit"
    )
    assert network.links_t.p0["south/sale"].sum() > 1.0


def test_the_backlog_is_a_store_below_zero_that_closes_in_each_chain(tmp_path):
    inputs = simple_inputs(busy_case())
    pools = tuple(replace(pool, occupancy=1.2) for pool in inputs.load.it.pools)
    inputs = replace(inputs, load=replace(inputs.load, it=replace(inputs.load.it, pools=pools)))
    network = assert_same_optimum(inputs, tmp_path, "it_limit")
    backlog = -network.stores_t.e["embed/north/backlog"]
    assert backlog.max() > 1.0
    assert backlog.min() >= -1e-6
    in_chain = network.stores_t.p["embed/north/backlog"].groupby("period").sum()
    assert in_chain.to_numpy() == pytest.approx(np.zeros(10), abs=1e-6)
