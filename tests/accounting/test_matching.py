"""Carbon-free shares: the published example, then scopes and RE100 by hand."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.clock import yearly_sum
from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.matching import (
    carbon_free_match_mw,
    clean_supply_mw,
    matched_mw,
    matching_groups,
    score_matching,
)
from tests.accounting.two_sites import two_site_dispatch
from tests.cases import two_site_case
from tests.hand import hand_dispatch


def match(clean, load, purchase, share):
    return carbon_free_match_mw(np.array([clean]), np.array([load]), np.array(purchase), np.array(share))[0]


@pytest.mark.parametrize(("clean", "score"), [(40.0, 0.58), (120.0, 1.0), (0.0, 0.3)])
def test_score_of_a_load_of_100_on_a_grid_that_is_30_percent_carbon_free(clean, score):
    assert match(clean, 100.0, [[100.0]], [[0.3]]) / 100.0 == pytest.approx(score, rel=1e-12)


def test_grid_credit_is_limited_by_the_purchase():
    assert match(40.0, 100.0, [[20.0]], [[0.3]]) == pytest.approx(46.0, rel=1e-12)


def test_the_cleanest_grid_is_credited_first():
    assert match(40.0, 100.0, [[50.0], [40.0]], [[0.2], [0.9]]) == pytest.approx(40 + 40 * 0.9 + 20 * 0.2, rel=1e-12)


def test_hourly_share_sets_each_hour_on_its_own():
    score = score_matching(read_flows(hand_dispatch())).carbon_free_share_hourly
    # 2027: wind 20 alone, then sun 20 + wind 50 less 5 charged or plus 4: above the load of 60.
    first_half = 20 + 40 * 0.5
    assert score[0] == pytest.approx((2 * first_half + 60 + 60) / 240, rel=1e-12)
    assert score[1] == pytest.approx(1.0)


def test_the_hours_that_are_matched_add_up_to_the_score():
    flows = read_flows(hand_dispatch())
    hours = matched_mw(flows, matching_groups(flows.case))
    assert hours.shape == (1, *flows.dispatch.metered_mw.shape[1:])
    load = yearly_sum(flows.time, flows.dispatch.metered_mw).sum(axis=0)
    expected = score_matching(flows).carbon_free_share_hourly * load
    np.testing.assert_allclose(yearly_sum(flows.time, hours)[0], expected, rtol=1e-12)


def test_storage_that_charges_from_the_grid_makes_nothing_clean():
    dispatch = hand_dispatch()
    case = dispatch.plan.inputs.case
    dirty = tuple(replace(asset, is_carbon_free=False) for asset in case.supply)
    inputs = replace(dispatch.plan.inputs, case=replace(case, supply=dirty))
    score = score_matching(read_flows(replace(dispatch, plan=replace(dispatch.plan, inputs=inputs))))
    # 2030: the grid, 55 % carbon-free, brings 35 and 26 of the 60 MW.
    assert score.carbon_free_share_hourly[1] == pytest.approx(0.55 * (35 + 26) / 120, rel=1e-12)


def test_clean_storage_moves_clean_energy_and_two_storages_may_feed_each_other():
    generated, charge, discharge = np.array([[30.0, 0.0, 0.0]]), np.array([[10.0, 8.0, 0.0]]), np.array([[0, 9.0, 7.0]])
    np.testing.assert_allclose(clean_supply_mw(generated, charge, discharge), [[20.0, 1.0, 7.0]], rtol=1e-12)


def test_half_clean_charge_is_half_clean_discharge():
    generated, charge, discharge = np.array([[5.0, 0.0]]), np.array([[10.0, 0.0]]), np.array([[0.0, 8.0]])
    np.testing.assert_allclose(clean_supply_mw(generated, charge, discharge), [[0.0, 4.0]], rtol=1e-12)


def test_annual_share_counts_the_grid_and_is_capped_at_the_load():
    share = score_matching(read_flows(hand_dispatch())).carbon_free_share_annual
    assert share[0] == pytest.approx((40 + 140 + 0.5 * 141) / 240, rel=1e-12) or share[0] == 1.0
    assert share.max() <= 1.0


def test_re100_counts_renewable_plants_and_contracts_only():
    dispatch = hand_dispatch()
    share = score_matching(read_flows(dispatch)).re100_share
    assert share[0] == pytest.approx((2 * 20 + 2 * 20 + 2 * 50) / 240, rel=1e-12)
    case = dispatch.plan.inputs.case
    nuclear = tuple(replace(asset, is_renewable=False) for asset in case.supply)
    inputs = replace(dispatch.plan.inputs, case=replace(case, supply=nuclear))
    without = replace(dispatch, plan=replace(dispatch.plan, inputs=inputs))
    scores = score_matching(read_flows(without))
    assert scores.re100_share.tolist() == [0.0, 0.0]
    assert scores.carbon_free_share_hourly[1] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("scope", "score"),
    [
        # Clean energy: north 25 (virtual wind), south 15 + 5. Purchases: north 40 at 0.5, south 10.3 at 0.2.
        ("site", (25 + 35 * 0.5 + 20 + 10.3 * 0.2) / 100),
        ("region", (25 + 35 * 0.5 + 20 + 10.3 * 0.2) / 100),
        ("company", (45 + 40 * 0.5 + 10.3 * 0.2) / 100),
    ],
)
def test_scope_says_over_what_energy_and_load_are_matched(scope, score):
    case = two_site_case()
    case = replace(case, policy=replace(case.policy, matching_scope=scope))
    matching = score_matching(read_flows(two_site_dispatch(case)))
    np.testing.assert_allclose(matching.carbon_free_share_hourly, score, rtol=1e-12)
    site_scores = matching.site_carbon_free_share_hourly
    np.testing.assert_allclose(site_scores[0], (25 + 35 * 0.5) / 60, rtol=1e-12)
    np.testing.assert_allclose(site_scores[1], (20 + 10.3 * 0.2) / 40, rtol=1e-12)
