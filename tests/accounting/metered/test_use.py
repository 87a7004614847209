"""Measured use of consumers."""

import numpy as np
import pytest

from firmwatt.accounting.metered.clock import make_calendar
from firmwatt.accounting.metered.use import read_use
from firmwatt.errors import InputFaults
from tests.accounting.meter_files import YEAR_2025, stamps, write_csv

CALENDAR = make_calendar(YEAR_2025, 31 * 24, "UTC")


def test_hours_and_queries(tmp_path):
    path = write_csv(
        tmp_path / "u.csv",
        {"timestamp": [*stamps("2025-01-01", 2), "2025-01-01T00:00Z", "2026-01-01T00:00Z"],
         "customer": ["a", "a", "b", "b"], "use": [1.0, 2.0, 3.0, 9.0], "queries": [10, 20, 30, 99]},
    )  # fmt: skip
    found = read_use(path, CALENDAR, None)
    assert found.consumers == ("a", "b")
    assert found.use[:, :2].tolist() == [[1.0, 2.0], [3.0, 0.0]]
    assert found.queries.tolist() == [30.0, 30.0]
    assert [f.message for f in found.findings] == ["1 of 4 rows lie outside the hours of the meters."]


def test_periods_are_spread_over_their_hours(tmp_path):
    path = write_csv(
        tmp_path / "u.csv", {"period": ["2025-01", "2025"], "workload": ["a", "b"], "use": [744.0, 8760.0]}
    )
    found = read_use(path, CALENDAR, None)
    np.testing.assert_allclose(found.use, 1.0)
    assert np.isnan(found.queries).all()


def test_messages(tmp_path):
    with pytest.raises(InputFaults) as raised:
        read_use(write_csv(tmp_path / "u.csv", {"period": ["2025"], "consumer": ["a"], "use": [-1]}), CALENDAR, None)
    assert str(raised.value) == f"{tmp_path}/u.csv:2:1 use: -1 is no use. Write a number from 0 up. [FW653]"
    with pytest.raises(InputFaults) as raised:
        read_use(write_csv(tmp_path / "u.csv", {"consumer": ["a"], "use": [1]}), CALENDAR, None)
    assert "neither timestamp nor period is there." in str(raised.value)
    with pytest.raises(InputFaults) as raised:
        read_use(write_csv(tmp_path / "u.csv", {"period": ["x"], "consumer": ["a"], "use": [1]}), CALENDAR, None)
    assert str(raised.value) == (
        f"{tmp_path}/u.csv:2:1 period: 'x' is no period. Write a year or month such as 2025-03. [FW652]"
    )
