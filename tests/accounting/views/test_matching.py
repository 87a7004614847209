"""Hourly score, yearly match and RE100 by hand; the worked figures of the method."""

from datetime import date

import numpy as np
import pytest

from firmwatt.accounting.metered.grid_factors import SHARE
from firmwatt.accounting.rule_sets import Renewable, load_rules
from firmwatt.accounting.views.matching import match_carbon_free, renewable_matched_mwh
from tests.accounting.meter_files import dispatch_hours, instrument

RE100 = load_rules("re100-2025").renewable


@pytest.mark.parametrize(("contracted", "score"), [(40.0, 0.58), (120.0, 1.0), (0.0, 0.3)])
def test_the_worked_score(contracted, score):
    found = match_carbon_free(dispatch_hours([100.0], instruments=[instrument("wind", [contracted])], **{SHARE: 0.3}))
    assert found.score_mwh.sum() / 100.0 == pytest.approx(score, abs=1e-12)


def test_excess_is_never_carried():
    found = match_carbon_free(dispatch_hours([100, 100], instruments=[instrument("solar", [200, 0])]))
    assert found.matched_mwh.tolist() == [[100, 0]]
    assert found.surplus_mwh.tolist() == [[100, 0]]
    assert found.annual_matched_mwh == 200.0
    assert found.fully_matched_share == 0.5
    assert found.score_mwh is None


def test_plants_on_the_site_count_and_the_grid_share_only_for_purchases():
    hours = dispatch_hours([100.0], on_site=[("solar", [30.0]), ("gas", [50.0])], **{SHARE: 0.5})
    found = match_carbon_free(hours)
    assert found.matched_mwh.sum() == 30.0
    assert found.score_mwh.sum() == pytest.approx(30.0 + 0.5 * 20.0)


@pytest.mark.parametrize(
    ("store", "matched"),
    [
        (None, 100.0),
        (([50, 0], [0, 40]), 140.0),  # charged from what the sun has too much
        (([50, 0], [0, 90]), 150.0),  # gives back no more than it took
    ],
)
def test_a_store_shifts_clean_energy_and_makes_none(store, matched):
    found = match_carbon_free(dispatch_hours([100, 100], on_site=[("solar", [200, 0])], store=store))
    assert found.matched_mwh.sum() == pytest.approx(matched)
    assert found.annual_matched_mwh == 200.0


def test_a_store_that_charges_from_the_grid_gives_back_nothing_clean():
    found = match_carbon_free(dispatch_hours([100, 100], store=([50, 0], [0, 40])))
    assert found.matched_mwh.sum() == 0.0


def test_nuclear_is_carbon_free_and_never_renewable():
    hours = dispatch_hours([100.0], instruments=[instrument("nuclear", [100.0])])
    assert match_carbon_free(hours).matched_mwh.sum() == 100.0
    assert renewable_matched_mwh(hours, RE100).sum() == 0.0


def test_certificates_of_a_year_count_in_the_yearly_match_only():
    hours = dispatch_hours([100, 100], instruments=[instrument("wind", [0, 0], periods=[(0, 8760, 150.0)])])
    found = match_carbon_free(hours)
    assert (found.matched_mwh.sum(), found.annual_matched_mwh) == (0.0, 150.0)
    assert renewable_matched_mwh(hours, RE100).sum() == 150.0


@pytest.mark.parametrize(
    ("commissioned", "matched"),
    [(None, 80.0), (2015, 80.0), (2010, 80.0), (2009, 15.0), (1960, 15.0)],
)
def test_old_plants_cover_the_exempt_share_only(commissioned, matched):
    hours = dispatch_hours([100.0], instruments=[instrument("hydro", [80.0], commissioned=commissioned)])
    assert renewable_matched_mwh(hours, RE100).sum() == pytest.approx(matched)


def test_old_and_young_together():
    instruments = [instrument("hydro", [80.0], commissioned=1960), instrument("wind", [50.0], commissioned=2024)]
    hours = dispatch_hours([100.0], instruments=instruments, on_site=[("solar", [10.0])])
    assert renewable_matched_mwh(hours, RE100).sum() == pytest.approx(10 + 50 + 15)


def test_contracts_from_before_the_limit_are_left_as_they_are():
    for signed, matched in ((date(2023, 12, 31), 80.0), (date(2024, 1, 1), 15.0)):
        old = instrument("hydro", [80.0], commissioned=1960, signed=signed)
        found = renewable_matched_mwh(dispatch_hours([100.0], instruments=[old]), RE100)
        assert found.sum() == pytest.approx(matched)


def test_no_more_than_the_load_and_no_age_limit_where_there_is_none():
    hours = dispatch_hours([100.0], instruments=[instrument("hydro", [130.0], commissioned=1960)])
    assert renewable_matched_mwh(hours, Renewable(sources=("hydro",))).tolist() == [[100.0]]
    assert np.shape(renewable_matched_mwh(hours, RE100)) == (1, 1)
