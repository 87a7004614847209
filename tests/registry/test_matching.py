"""A load is matched hour by hour or over the year, each certificate and each hour once."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.errors import UserError
from firmwatt.registry.database import reading, writing
from firmwatt.registry.lots import Selection
from firmwatt.registry.matching import ANNUAL, HOURLY, HourlyLoad, match
from firmwatt.registry.verify import verify_ledger
from tests.registry.books import seconds, taken_in


def load(*kwh, region="ercot", start="2025-06-01T10:00", beneficiary="campus"):
    hours = seconds(start) + 3600 * np.arange(len(kwh), dtype=np.int64)
    return HourlyLoad(beneficiary, region, hours, np.array([1000 * each for each in kwh], dtype=np.int64))


def matched(database, asked, basis=HOURLY, **choice):
    with writing(database) as connection:
        found = match(connection, "acme", asked, basis, Selection(**choice))
    with reading(database) as connection:
        assert verify_ledger(connection).faults == ()
    return found


def test_the_same_hour_and_region_match_and_the_same_call_changes_nothing(tmp_path):
    _, database = taken_in(tmp_path)
    first = matched(database, load(60, 220, 70))
    assert (first.new_wh, first.before_wh, first.full_hours, first.hours) == (280_000, 0, 2, 3)
    assert first.matched_share == pytest.approx(280 / 350)
    assert first.contracts.to_dict("list") == {
        "timestamp": ["2025-06-01T10:00Z", "2025-06-01T11:00Z", "2025-06-01T11:00Z"],
        "contract": ["sunny", "sunny", "windy"],
        "source": ["solar", "solar", "wind"],
        "energy_kwh": [60.0, 200.5, 19.5],
        "kind": ["certificate"] * 3,
        "region": ["ercot"] * 3,
    }
    again = matched(database, load(60, 220, 70))
    assert (again.new_wh, again.before_wh) == (0, 280_000)
    assert again.contracts.equals(first.contracts)


def test_another_load_gets_what_is_left(tmp_path):
    _, database = taken_in(tmp_path)
    matched(database, load(60, 220, 70))
    other = matched(database, load(100, 100, beneficiary="office"))
    assert other.new_wh == 40_000 + 30_500


def test_another_region_or_hour_gets_nothing(tmp_path):
    _, database = taken_in(tmp_path)
    assert matched(database, load(100, 100, region="pjm")).new_wh == 0
    assert matched(database, load(100, 100, start="2025-06-01T12:00")).new_wh == 0
    assert matched(database, load(0, 300), source="wind").new_wh == 50_000


def test_a_year_matches_whatever_the_hour(tmp_path):
    _, database = taken_in(tmp_path)
    found = matched(database, load(100, 100, 90, start="2025-01-01T00:00"), ANNUAL)
    assert (found.new_wh, found.full_hours) == (290_000, None)
    assert found.contracts.to_dict("list") == {
        "period": ["2025"],
        "contract": ["sunny"],
        "source": ["solar"],
        "energy_kwh": [290.0],
        "kind": ["certificate"],
        "region": ["ercot"],
    }
    assert matched(database, load(100, 100, 90, start="2025-01-01T00:00"), ANNUAL).new_wh == 0
    assert matched(database, load(500, start="2024-12-31T23:00"), ANNUAL).new_wh == 0
    record = found.record()
    assert (record["load_kwh"], record["retired_now_kwh"], record["matched_share"]) == (290.0, 290.0, 1.0)


def test_a_year_counts_what_its_hours_were_matched_with(tmp_path):
    _, database = taken_in(tmp_path)
    hourly = matched(database, load(60, 220, 70))
    annual = matched(database, load(60, 220, 70), ANNUAL)
    assert (annual.before_wh, annual.new_wh) == (hourly.new_wh, 70_000)
    assert annual.contracts["energy_kwh"].sum() == 70.0
    assert matched(database, load(60, 220, 70), ANNUAL).new_wh == 0


def test_a_yearly_certificate_serves_a_year_and_no_hour(tmp_path):
    text = "period,contract,source,energy_kwh\n2025,farm,wind,400\n"
    _, database = taken_in(tmp_path, text, instrument="rec")
    assert matched(database, load(100, 100)).new_wh == 0
    assert matched(database, load(100, 100), ANNUAL).new_wh == 200_000


def test_a_load_without_hours(tmp_path):
    _, database = taken_in(tmp_path)
    with pytest.raises(UserError, match=r"^campus: the load has no hours. Give at least one\.$"):
        matched(database, load())
