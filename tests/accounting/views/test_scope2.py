"""Scope 2 by hand: location, market, and the order of factors of what nothing claims."""

import numpy as np
import pytest

from firmwatt.accounting.metered.grid_factors import AVERAGE, FOSSIL, RESIDUAL, SHARE, SUPPLIER
from firmwatt.accounting.rule_sets import load_rules
from firmwatt.accounting.views.claims import claim_purchases
from firmwatt.accounting.views.scope2 import location_kg, market_based
from tests.accounting.meter_files import dispatch_hours, instrument


def _market(hours, rules):
    matching = load_rules(rules).matching
    return market_based(hours, claim_purchases(hours, matching), matching.fallback)


def test_location_does_not_know_contracts():
    bare = dispatch_hours([10, 20], **{AVERAGE: [400, 300]})
    with_contract = dispatch_hours([10, 20], instruments=[instrument("solar", [50, 50])], **{AVERAGE: [400, 300]})
    for hours in (bare, with_contract):
        assert location_kg(hours.purchased_mwh, hours.factor(AVERAGE)).sum() == 10 * 400 + 20 * 300


def test_market_takes_the_instrument_and_the_residual():
    hours = dispatch_hours([10.0, 10.0], instruments=[instrument("gas", [4, 4], emission=500.0)], **{RESIDUAL: 450.0})
    found = _market(hours, "ghgp-2015")
    assert found.claimed_kg.sum() == pytest.approx(8 * 500)
    assert found.unclaimed_kg.sum() == pytest.approx(12 * 450)
    assert found.fallback == "residual"


@pytest.mark.parametrize(
    ("columns", "rules", "fallback", "kg"),
    [
        ({SUPPLIER: 200.0, RESIDUAL: 450.0, AVERAGE: 400.0}, "ghgp-2015", "supplier_rate", 200.0),
        ({RESIDUAL: 450.0, AVERAGE: 400.0}, "ghgp-2015", "residual", 450.0),
        ({AVERAGE: 400.0}, "ghgp-2015", "average", 400.0),
        ({RESIDUAL: 450.0, AVERAGE: 400.0}, "ghgp-draft-2025", "residual", 450.0),
        ({FOSSIL: 700.0, AVERAGE: 400.0}, "ghgp-draft-2025", "fossil", 700.0),
        ({AVERAGE: 400.0, SHARE: 0.2}, "ghgp-draft-2025", "fossil", 500.0),
    ],
)
def test_the_order_of_factors(columns, rules, fallback, kg):
    found = _market(dispatch_hours([1.0], **columns), rules)
    assert found.fallback == fallback
    assert found.unclaimed_kg.sum() == pytest.approx(kg)
    assert found.is_derived is (fallback == "fossil" and FOSSIL not in columns)


def test_the_draft_has_no_figure_where_only_the_average_is_known():
    found = _market(dispatch_hours([1.0], **{AVERAGE: 400.0}), "ghgp-draft-2025")
    assert found.unclaimed_kg is None
    assert found.fallback is None


def test_nothing_unclaimed_needs_no_factor():
    found = _market(dispatch_hours([1.0], instruments=[instrument("wind", [2.0])]), "ghgp-draft-2025")
    assert found.unclaimed_kg is not None
    assert not found.unclaimed_kg.any()


def test_an_hour_without_fossil_plants_takes_the_average():
    found = _market(dispatch_hours([1.0, 1.0], **{AVERAGE: [0.0, 300.0], SHARE: [1.0, 0.5]}), "ghgp-draft-2025")
    np.testing.assert_allclose(found.unclaimed_kg, [[0.0, 600.0]])
