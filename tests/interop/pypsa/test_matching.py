"""Hourly matching binds in PyPSA as it binds in the plan."""

from __future__ import annotations

import pytest

from firmwatt.interop.pypsa.matching import has_matching
from firmwatt.planning.model import build_model
from tests.cases import tiny_case
from tests.interop.pypsa.solved import assert_same_optimum, busy_case, with_policy
from tests.worlds import simple_inputs


@pytest.mark.parametrize(("scope", "share"), [("company", 0.97), ("site", 0.9)])
def test_an_hourly_share(tmp_path, scope, share):
    case = with_policy(busy_case(), hourly_carbon_free_share=(0.5, share), matching_scope=scope)
    network = assert_same_optimum(simple_inputs(case), tmp_path, "hourly_carbon_free")
    last = network.stores_t.e.filter(like="hourly carbon-free share").filter(like="2030").loc[20303].iloc[-1]
    assert (last > -1e-3).all()


def test_without_a_share_nothing_is_matched():
    assert not has_matching(build_model(simple_inputs(tiny_case())))
