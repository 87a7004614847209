"""Seasons, their exceptions, and the names of areas."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.errors import UserError
from firmwatt.grid.seasonal_peaks import common_name, seasonal_peaks
from firmwatt.timegrid import utc_stamps

MONTH = utc_stamps(2023).astype("datetime64[M]").astype(int) % 12 + 1


def test_shoulder_months_are_held_against_their_season():
    served = seasonal_peaks("area", np.where(np.isin(MONTH, (6, 7, 8)), 90.0, 50.0), MONTH)
    by_month = {month: served[month == MONTH][0] for month in range(1, 13)}
    assert by_month == dict.fromkeys(range(1, 13), 50.0) | dict.fromkeys(range(4, 11), 90.0)


@pytest.mark.parametrize(
    ("area", "month", "raised"), [("AZPS", 11, 1), ("FPL", 3, 1), ("CAISO", 9, 4), ("PJM", 9, None)]
)
def test_the_named_exceptions_count_peaks_outside_the_season(area, month, raised):
    served = seasonal_peaks(area, np.where(month == MONTH, 80.0, 50.0), MONTH)
    assert served.max() == (50.0 if raised is None else 80.0)
    assert raised is None or served[raised == MONTH][0] == 80.0


def test_a_year_without_a_winter_is_told():
    with pytest.raises(UserError) as caught:
        seasonal_peaks("north", np.ones(3000), MONTH[3000:6000])
    assert str(caught.value) == (
        "north: there is no hour in December to February. Give at least one whole year of demand."
    )


@pytest.mark.parametrize(("name", "common"), [("CISO", "CAISO"), ("iso_ne", "ISNE"), ("pjm", "PJM"), ("BPAT", "BPA")])
def test_areas_are_known_by_all_their_names(name, common):
    assert common_name(name) == common
    load = np.where(MONTH == 9, 80.0, 50.0)
    assert (seasonal_peaks(name, load, MONTH) == seasonal_peaks(common, load, MONTH)).all()
