"""Tariff files."""

import pytest

from firmwatt.accounting.metered.clock import make_calendar
from firmwatt.accounting.metered.tariff import read_tariff
from firmwatt.errors import InputFaults
from tests.accounting.meter_files import YEAR_2025, write_csv

CALENDAR = make_calendar(YEAR_2025, 24 * 14, "UTC")
BASE = {"charge": ["c"], "kind": ["energy"], "usd": [50.0]}


def _applies(tmp_path, calendar=CALENDAR, **columns):
    return read_tariff(write_csv(tmp_path / "t.csv", BASE | columns), calendar).charges[0].applies


def test_spans(tmp_path):
    assert _applies(tmp_path).all()
    assert _applies(tmp_path, hours=["16-21"])[:24].nonzero()[0].tolist() == [16, 17, 18, 19, 20]
    assert _applies(tmp_path, hours=["22-6"])[:24].nonzero()[0].tolist() == [0, 1, 2, 3, 4, 5, 22, 23]
    assert _applies(tmp_path, hours=["7"])[:24].nonzero()[0].tolist() == [7]
    assert not _applies(tmp_path, months=["6-9"]).any()
    assert _applies(tmp_path, months=["11-2"]).all()
    # 1 January 2025 is a Wednesday.
    assert (_applies(tmp_path, weekdays=["1-5"]).reshape(14, 24)[:, 0].nonzero()[0] + 1).tolist() == [
        1, 2, 3, 6, 7, 8, 9, 10, 13, 14,
    ]  # fmt: skip


def test_hours_are_local(tmp_path):
    seoul = make_calendar(YEAR_2025, 24, "Asia/Seoul")
    assert _applies(tmp_path, seoul, hours=["9-10"]).nonzero()[0].tolist() == [0]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"kind": ["power"]}, "kind: 'power' is unknown. Known: energy, demand, fixed. [FW654]"),
        ({"usd": [None]}, "usd: it is empty. Write USD per MWh. [FW653]"),
        (
            {"hours": ["4pm"]},
            "hours: '4pm' is no span of hours. Write spans within 0-24, such as 1-3, with a blank between two. [FW654]",
        ),
        (
            {"months": ["0-3"]},
            "months: '0-3' is no span of months. "
            "Write spans within 1-12, such as 1-3, with a blank between two. [FW654]",
        ),
    ],
)
def test_messages(tmp_path, columns, message):
    with pytest.raises(InputFaults) as raised:
        _applies(tmp_path, **columns)
    assert str(raised.value) == f"{tmp_path}/t.csv:2:1 {message}"
