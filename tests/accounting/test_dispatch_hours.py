"""The one dispatch of an account."""

from dataclasses import replace

import numpy as np

from tests.accounting.meter_files import dispatch_hours


def test_factors_are_zero_in_hours_that_are_left_out():
    hours = replace(dispatch_hours([1.0, 1.0], loss_share=[0.1, np.nan]), is_kept=np.array([[True, False]]))
    assert hours.factor("loss_share").tolist() == [[0.1, 0.0]]
    assert hours.factor("fossil_kg_per_mwh") is None


def test_plants_by_what_they_are():
    hours = dispatch_hours([5.0], on_site=[("solar", [1.0]), ("gas", [2.0])])
    assert hours.on_site_mwh().sum() == 3.0
    assert hours.on_site_mwh(is_carbon_free=True).sum() == 1.0
    assert hours.purchased_mwh.sum() == 2.0
