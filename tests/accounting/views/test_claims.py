"""Who claims what: by hour, by month, by year, under an exemption and the legacy clause."""

from datetime import date

import numpy as np
import pytest

from firmwatt.accounting.rule_sets import Matching
from firmwatt.accounting.views.claims import available_mwh, claim_purchases, energy_by_window, windows_of
from tests.accounting.meter_files import YEAR_2025, dispatch_hours, instrument

HOUR, YEAR, MONTH = Matching(period="hour"), Matching(period="year"), Matching(period="month")


def test_by_hour_excess_is_worth_nothing():
    hours = dispatch_hours([10, 10], instruments=[instrument("solar", [15, 2])])
    claims = claim_purchases(hours, HOUR)
    assert claims.claimed_mwh.tolist() == [[10, 2]]
    assert claims.unclaimed_mwh.tolist() == [[0, 8]]
    assert claims.available_mwh.tolist() == [17]


def test_by_year_it_is_spread_over_the_purchases():
    hours = dispatch_hours([10, 30], instruments=[instrument("solar", [20, 0])])
    claims = claim_purchases(hours, YEAR)
    np.testing.assert_allclose(claims.claimed_mwh, [[5, 15]])
    assert claims.matched_by == ("year",)


def test_the_lowest_factor_first_then_certificates_before_contracts_before_suppliers():
    instruments = [
        instrument("gas", [4.0], kind="supplier", emission=300.0),
        instrument("wind", [5.0], kind="contract"),
        instrument("solar", [4.0], kind="certificate"),
        instrument("hydro", [9.0], kind="supplier", emission=0.0),
    ]
    claims = claim_purchases(dispatch_hours([10.0], instruments=instruments), HOUR)
    assert claims.claimed_mwh[:, 0].tolist() == [0.0, 5.0, 4.0, 1.0]


def test_a_certificate_of_a_year_has_no_hour():
    hours = dispatch_hours([10, 10], instruments=[instrument("wind", [0, 0], periods=[(0, 8760, 15.0)])])
    assert claim_purchases(hours, HOUR).claimed_mwh.sum() == 0.0
    assert claim_purchases(hours, MONTH).claimed_mwh.sum() == 0.0
    np.testing.assert_allclose(claim_purchases(hours, YEAR).claimed_mwh, [[7.5, 7.5]])


def test_months_claim_their_own_months():
    load = np.ones((31 + 28) * 24)
    certificates = instrument("wind", np.zeros(len(load)), periods=[(0, 744, 1000.0)])
    hours = dispatch_hours(load, instruments=[certificates])
    assert claim_purchases(hours, MONTH).claimed_mwh.sum() == pytest.approx(744.0)
    assert energy_by_window(certificates, hours, "month").tolist() == [1000.0, 0.0]
    assert energy_by_window(certificates, hours, "year").tolist() == [1000.0]
    assert windows_of(hours, "hour").tolist() == list(range(len(load)))


def test_certificates_of_another_year_claim_nothing():
    hours = dispatch_hours([10.0], instruments=[instrument("wind", [0.0], periods=[(-8784, 0, 15.0)])])
    assert claim_purchases(hours, YEAR).claimed_mwh.sum() == 0.0
    assert available_mwh(hours.instruments[0], hours) == 0.0


def test_a_year_does_not_lend_to_the_next():
    start = YEAR_2025 + 8760 - 1
    hours = dispatch_hours([10, 10], start=start, instruments=[instrument("solar", [20, 0])])
    assert claim_purchases(hours, YEAR).claimed_mwh.tolist() == [[10, 0]]


def test_the_exemption_is_used_only_by_who_asks_for_it():
    rule = Matching(period="hour", exempt_below_mwh_per_year=1e6)
    hours = dispatch_hours([10, 10], instruments=[instrument("solar", [20, 0])])
    assert claim_purchases(hours, rule).claimed_mwh.sum() == 10.0
    assert claim_purchases(hours, rule, is_exempt=True).claimed_mwh.sum() == 20.0
    small = Matching(period="hour", exempt_below_mwh_per_year=1.0)
    assert claim_purchases(hours, small, is_exempt=True).claimed_mwh.sum() == 10.0


def test_the_legacy_clause_needs_the_day_of_signing():
    rule = Matching(period="hour", legacy_signed_before=date(2027, 1, 1))
    for signed, claimed in ((None, 10.0), (date(2020, 1, 1), 20.0), (date(2027, 1, 1), 10.0)):
        hours = dispatch_hours([10, 10], instruments=[instrument("solar", [20, 0], signed=signed)])
        assert claim_purchases(hours, rule).claimed_mwh.sum() == claimed
