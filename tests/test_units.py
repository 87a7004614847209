from __future__ import annotations

import pytest

from firmwatt import units


def test_heat_of_a_kilowatt_hour_follows_from_the_defined_btu() -> None:
    # The International Table BTU is 1055.05585262 J by definition (ISO 31-4), a kilowatt-hour 3.6 MJ.
    assert pytest.approx(3.6e6 / 1055.05585262, rel=1e-8) == units.BTU_PER_KWH


def test_hours_agree_with_one_another() -> None:
    assert units.HOURS_PER_YEAR == 365 * units.HOURS_PER_DAY
    assert units.HOURS_PER_WEEK == 7 * units.HOURS_PER_DAY


def test_a_heat_rate_of_one_btu_per_kwh_in_mmbtu_per_mwh() -> None:
    assert pytest.approx(1000 / 1e6) == units.MMBTU_PER_MWH_PER_BTU_PER_KWH
