"""Views that others do not test by themselves: losses, upstream, marginal, water."""

import pytest

from firmwatt.accounting.account_views import compute_views, loss_share
from firmwatt.accounting.energy_source import energy_source
from firmwatt.accounting.rule_sets import load_rules, rules_by_view
from tests.accounting.meter_files import dispatch_hours, instrument

RULES = rules_by_view(load_rules("ghgp-2015"))


def _views(hours, fuel=None):
    return compute_views(hours, fuel or {}, RULES, is_exempt=False)


def test_losses_take_the_catalogue_where_the_grid_file_says_nothing():
    hours = dispatch_hours([95.0], carbon_intensity_kg_per_mwh=400.0)
    assert loss_share(hours) == 0.05
    assert _views(hours).losses_kg.sum() == pytest.approx(5.0 * 400.0)


def test_upstream_of_what_is_claimed_and_of_the_rest():
    hours = dispatch_hours(
        [10.0], instruments=[instrument("wind", [4.0])], on_site=[("solar", [1.0]), ("gas", [2.0])],
        upstream_kg_per_mwh=50.0,
    )  # fmt: skip
    found = _views(hours)
    assert found.upstream_claimed_kg == pytest.approx(4 * energy_source("wind").upstream_kg_per_mwh)
    assert found.upstream_unclaimed_kg == pytest.approx(3 * 50.0)
    assert found.upstream_on_site_kg == pytest.approx(energy_source("solar").upstream_kg_per_mwh)
    assert found.combustion.upstream_kg == pytest.approx(2 * energy_source("gas").upstream_kg_per_mwh)


def test_marginal_factors_stand_apart():
    hours = dispatch_hours([10.0], instruments=[instrument("wind", [14.0])], marginal_kg_per_mwh=600.0)
    found = _views(hours)
    assert (found.caused_kg.sum(), found.avoided_kg.sum()) == (6000.0, 8400.0)
    assert found.location_kg is None


def test_market_by_region_adds_up():
    hours = dispatch_hours([10.0], instruments=[instrument("gas", [4.0], emission=300.0)], residual_kg_per_mwh=500.0)
    found = _views(hours)
    assert found.market_by_region_kg(hours).sum() == pytest.approx(found.market_kg) == pytest.approx(4 * 300 + 6 * 500)
    none = _views(dispatch_hours([10.0]))
    assert none.market_kg is None
    assert none.market_by_region_kg(dispatch_hours([10.0])) is None
