"""What an account holds, chosen and taken oldest first."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from firmwatt.errors import UserError
from firmwatt.registry.database import reading
from firmwatt.registry.lots import Selection, energy_wh, held, moved_rows, share_by_hour, take_oldest, vintage_span
from firmwatt.registry.posting import HOLDER, account
from tests.registry.books import seconds, taken_in


def stock(*lots):
    """Return rows of `held`: (start hour, held Wh) each of one hour."""
    starts = np.array([3600 * hour for hour, _ in lots], dtype=np.int64)
    return pd.DataFrame(
        {
            "lot_id": np.arange(1, len(lots) + 1),
            "held_wh": [wh for _, wh in lots],
            "starts_s": starts,
            "ends_s": starts + 3600,
        }
    )


def test_the_oldest_goes_first_and_the_last_in_part():
    taken = take_oldest(stock((0, 5), (1, 10), (2, 10)), 12, "acme", Selection())
    assert taken["taken_wh"].tolist() == [5, 7]


def test_nobody_takes_more_than_there_is():
    with pytest.raises(UserError) as raised:
        take_oldest(stock((0, 5_000)), 12_000, "acme", Selection(source="solar", region="pjm"))
    assert str(raised.value) == (
        "acme: holds 5 kWh in certificates of solar pjm, 12 kWh are asked for. "
        "No certificate is used twice: ask for less, or import or receive more."
    )


def test_an_hour_is_met_by_certificates_of_that_hour_alone():
    shared = share_by_hour(stock((0, 5), (1, 10), (1, 10), (3, 9)), np.array([3600, 7200]), np.array([14, 100]))
    assert shared["lot_id"].tolist() == [2, 3]
    assert shared["taken_wh"].tolist() == [10, 4]


def test_a_certificate_longer_than_an_hour_serves_no_hour():
    year = stock((0, 100)).assign(ends_s=3600 * 8760)
    assert not len(share_by_hour(year, np.array([0, 3600]), np.array([50, 50])))


def test_choices_narrow_what_is_held(tmp_path):
    _, database = taken_in(tmp_path)
    span = {"from_s": seconds("2025-06-01T11:00"), "to_s": seconds("2025-06-01T12:00")}
    with reading(database) as connection:
        own = account(connection, HOLDER, "acme", is_new=False)
        found = [
            held(connection, own, choice)["held_wh"].tolist()
            for choice in (Selection(), Selection(source="wind"), Selection(**span), Selection(region="pjm"))
        ]
    assert found == [[100_000, 200_500, 50_000], [50_000], [200_500, 50_000], []]
    assert str(Selection(source="wind", **span)) == "wind from 2025-06-01T11:00Z to 2025-06-01T12:00Z"


@pytest.mark.parametrize("mwh", [0.0, -1.0, float("nan")])
def test_energy_that_is_none(mwh):
    with pytest.raises(UserError) as raised:
        energy_wh(mwh)
    assert str(raised.value) == f"--mwh: {mwh:g} is no energy. Write more than none, such as 12.5."


def test_energy_that_is_too_fine():
    with pytest.raises(UserError) as raised:
        energy_wh(1.0000005)
    assert str(raised.value) == "--mwh: 1.0000005 is finer than a watt-hour. Write at most six decimals."


def test_a_vintage_that_is_none():
    with pytest.raises(UserError) as raised:
        vintage_span("2025-13")
    assert str(raised.value) == "--vintage: '2025-13' is no year or month. Write such as 2025 or 2025-03."


def test_rows_for_programs():
    taken = stock((0, 5)).assign(taken_wh=3, instrument="gc", contract="a", source="wind", region="pjm")
    assert moved_rows(taken) == [
        {
            "instrument": "gc", "contract": "a", "source": "wind", "region": "pjm",
            "start_utc": "1970-01-01T00:00Z", "end_utc": "1970-01-01T01:00Z", "energy_wh": 3,
        }
    ]  # fmt: skip
