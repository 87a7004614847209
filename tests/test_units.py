from __future__ import annotations

from firmwatt import units


def test_hours_agree_with_one_another() -> None:
    assert units.HOURS_PER_YEAR == 365 * units.HOURS_PER_DAY
    assert units.HOURS_PER_WEEK == 7 * units.HOURS_PER_DAY


def test_names_say_what_one_unit_is_in_the_other() -> None:
    assert (units.KW_PER_MW, units.KG_PER_TONNE, units.LITRES_PER_M3) == (1e3, 1e3, 1e3)
