"""The record of an account."""

from firmwatt.accounting.metered_account import account_of_meters
from tests.accounting.meter_files import request


def test_values_by_name(tmp_path):
    kept = account_of_meters(request(tmp_path, [1000.0]))
    assert kept.value("load_mwh") == 1.0
    assert kept.value("pue") is None
    assert kept.value("no_such_figure") is None
    assert (kept.start_utc, kept.end_utc) == ("2025-01-01T00:00Z", "2025-01-01T01:00Z")
