"""All files of a request."""

import pytest

from firmwatt.accounting.account import AccountRequest
from firmwatt.accounting.metered.files import read_files
from firmwatt.errors import UserError
from tests.accounting.meter_files import request, stamps, write_csv


def _wind(path, name):
    return write_csv(path, {"period": ["2025"], "contract": [name], "source": ["wind"], "energy_kwh": [1]})


def test_every_file_is_an_input_with_its_hash(tmp_path):
    asked = request(
        tmp_path, [1000.0, 2000.0],
        contracts=_wind(tmp_path / "c.csv", "x"), certificates=_wind(tmp_path / "go.csv", "y"),
        grid=write_csv(tmp_path / "g.csv", {"period": ["2025"], "carbon_intensity_kg_per_mwh": [400]}),
        tariff=write_csv(tmp_path / "t.csv", {"charge": ["e"], "kind": ["energy"], "usd": [50]}),
        use=write_csv(tmp_path / "u.csv", {"period": ["2025"], "consumer": ["a"], "use": [1]}),
        assets=write_csv(tmp_path / "a.csv", {"asset": ["h100"], "kind": ["chip"], "count": [8]}),
    )  # fmt: skip
    files = read_files(asked)
    assert [file.role for file in files.inputs] == [
        "meters", "contracts", "certificates", "grid", "tariff", "use", "assets",
    ]  # fmt: skip
    assert all(len(file.sha256) == 64 for file in files.inputs)
    assert files.peak_mw.tolist() == [[1.0, 2.0]]
    assert len(files.steps) == 8
    (partial,) = [f for f in files.findings if f.kind == "partial_year"]
    assert partial.message == "2 of 8760 hours of 2025."


def test_a_leap_year_is_whole(tmp_path):
    meters = write_csv(
        tmp_path / "m.csv",
        {"timestamp": stamps("2024-01-01", 8784), "meter": ["dc"] * 8784, "energy_kwh": [1.0] * 8784},
    )
    files = read_files(AccountRequest(meters))
    assert files.hours.calendar.hours == 8784
    assert "partial_year" not in [f.kind for f in files.findings]


def test_an_unknown_time_zone(tmp_path):
    with pytest.raises(UserError) as raised:
        read_files(request(tmp_path, [1.0], time_zone="Mars"))
    assert str(raised.value).startswith("--time-zone 'Mars' is unknown.")
