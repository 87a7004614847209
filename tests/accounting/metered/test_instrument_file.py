"""Contracts and certificates: hourly, by period, with what a file says of them."""

from datetime import date

import numpy as np
import pytest

from firmwatt.accounting.metered.clock import make_calendar
from firmwatt.accounting.metered.instrument_file import read_instruments
from firmwatt.errors import InputFaults
from tests.accounting.meter_files import YEAR_2025, stamps, write_csv

CALENDAR = make_calendar(YEAR_2025, 48, "UTC")


def _read(path, role="contracts"):
    return read_instruments(path, role, CALENDAR, None)


def _hourly(tmp_path, **columns):
    rows = len(next(iter(columns.values())))
    table = {"timestamp": stamps("2025-01-01", rows), "contract": ["c"] * rows, "source": ["solar"] * rows}
    return write_csv(tmp_path / "c.csv", table | {"energy_kwh": [1000.0] * rows} | columns)


def test_hours_missing_energy_and_hours_without_a_row(tmp_path):
    (found,) = _read(_hourly(tmp_path, energy_kwh=[1000.0, None, 3000.0])).instruments
    assert found.hourly_mwh[[0, 2, 3]].tolist() == [1.0, 3.0, 0.0]
    assert np.isnan(found.hourly_mwh[1])
    assert (found.name, found.kind, found.source.key, found.commissioned_year) == ("c", "contract", "solar", None)


def test_periods_and_what_a_file_says(tmp_path):
    path = write_csv(
        tmp_path / "c.csv",
        {
            "period": ["2025-01", "2025", "2024"], "contract": ["go"] * 3, "source": ["wind"] * 3,
            "energy_kwh": [1000, 2000, 4000], "kind": ["", "", ""], "commissioned": ["2003-05-01", "", ""],
            "signed": ["2020-06-30", "", ""], "price_usd_per_mwh": [1.5, None, None],
            "emission_kg_per_mwh": [12.0, None, None],
        },
    )  # fmt: skip
    read = _read(path, "certificates")
    (found,) = read.instruments
    assert (found.kind, found.commissioned_year, found.signed) == ("certificate", 2003, date(2020, 6, 30))
    assert (found.price_usd_per_mwh, found.emission_kg_per_mwh) == (1.5, 12.0)
    assert found.periods.tolist() == [[0, 744], [0, 8760], [-8784, 0]]
    assert found.period_mwh.tolist() == [1.0, 2.0, 4.0]
    assert not found.hourly_mwh.any()
    assert [f.message for f in read.findings] == ["1 of 3 periods lie outside the hours of the meters."]


def test_certificates_of_years_long_gone_are_told(tmp_path):
    path = write_csv(
        tmp_path / "c.csv", {"period": ["2019"], "contract": ["go"], "source": ["wind"], "energy_kwh": [1000]}
    )
    assert [f.message for f in _read(path).findings] == ["1 of 1 periods lie outside the hours of the meters."]


def test_prices_that_change_are_weighed_by_energy(tmp_path):
    path = _hourly(tmp_path, energy_kwh=[1000.0, 3000.0, None], price_usd_per_mwh=[40.0, 20.0, 99.0])
    assert _read(path).instruments[0].price_usd_per_mwh == pytest.approx(25.0)
    path = _hourly(tmp_path, energy_kwh=[0.0, 0.0], price_usd_per_mwh=[40.0, 20.0])
    assert _read(path).instruments[0].price_usd_per_mwh == pytest.approx(30.0)


def test_one_contract_in_two_regions_is_two(tmp_path):
    found = _read(_hourly(tmp_path, region=["a", "b"], kind=["ppa", "ppa"])).instruments
    assert [(each.region, each.kind) for each in found] == [("a", "contract"), ("b", "contract")]


def test_hours_and_periods_in_one_file(tmp_path):
    path = write_csv(
        tmp_path / "c.csv",
        {"timestamp": ["2025-01-01T00:00Z", None], "period": [None, "2025"], "contract": ["a", "b"],
         "source": ["wind", "hydro"], "energy_kwh": [1000, 5000], "kind": ["vppa", "certificate"]},
    )  # fmt: skip
    first, second = _read(path).instruments
    assert (first.kind, first.hourly_mwh[0], len(first.period_mwh)) == ("virtual", 1.0, 0)
    assert (second.kind, second.hourly_mwh.sum(), second.period_mwh.tolist()) == ("certificate", 0.0, [5.0])


def test_one_contract_of_two_sources_is_two(tmp_path):
    found = _read(_hourly(tmp_path, source=["solar", "wind", "solar"])).instruments
    assert [(each.source.key, each.hourly_mwh.sum()) for each in found] == [("solar", 2.0), ("wind", 1.0)]


def test_quarter_hours_are_summed_and_rows_outside_are_told(tmp_path):
    times = [*stamps("2025-01-01", 4, 15), "2026-01-01T00:00Z"]
    read = _read(_hourly(tmp_path, timestamp=times))
    assert read.instruments[0].hourly_mwh[0] == 4.0
    assert [f.message for f in read.findings] == ["1 of 5 hourly rows lie outside the hours of the meters."]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"source": ["sollar"]}, "c.csv:2:1 source: 'sollar' is unknown. Nearest: solar. [FW654]"),
        ({"contract": ["c", ""]}, "c.csv:3:1 contract: it is empty. Name the contract. [FW654]"),
        (
            {"energy_kwh": [-1.0]},
            "c.csv:2:1 energy_kwh: -1 is negative. Write what was generated, from 0 up. [FW653]",
        ),
        (
            {"kind": ["loan"]},
            "c.csv:2:1 kind: 'loan' is unknown. Known: certificate, contract, supplier, virtual, on_site. [FW654]",
        ),
        (
            {"commissioned": ["long ago"]},
            "c.csv:2:1 commissioned: 'long ago' is no year. Write one such as 2019. [FW652]",
        ),
        ({"signed": ["June"]}, "c.csv:2:1 signed: 'June' is no date. Write one such as 2019-06-30. [FW652]"),
    ],
)
def test_messages(tmp_path, columns, message):
    rows = len(next(iter(columns.values())))
    with pytest.raises(InputFaults) as raised:
        _read(_hourly(tmp_path, **({"energy_kwh": [1000.0] * rows} | columns)))
    assert str(raised.value) == f"{tmp_path}/{message}"


def test_messages_about_time(tmp_path):
    table = {"contract": ["a"], "source": ["wind"], "energy_kwh": [1]}
    with pytest.raises(InputFaults) as raised:
        _read(write_csv(tmp_path / "c.csv", table))
    assert str(raised.value) == (
        f"{tmp_path}/c.csv:1:1 timestamp: neither timestamp nor period is there. "
        "Add one: hours, or periods such as 2025-03. [FW651]"
    )
    with pytest.raises(InputFaults) as raised:
        _read(write_csv(tmp_path / "c.csv", {"period": ["Q1 2025"], **table}))
    assert str(raised.value) == (
        f"{tmp_path}/c.csv:2:1 period: 'Q1 2025' is no period. "
        "Write a year, month or day such as 2025, 2025-03 or 2025-03-31. [FW652]"
    )


def _told(read):
    return [(found.kind, found.count, found.message, found.treatment) for found in read.findings]


def test_a_contract_that_says_an_hour_twice_is_counted_once(tmp_path):
    hours = ["2025-01-01T00:00Z", "2025-01-01T01:00Z", "2025-01-01T00:00Z"]
    read = _read(_hourly(tmp_path, timestamp=hours))
    assert read.instruments[0].hourly_mwh[:2].tolist() == [1.0, 1.0]
    message = "1 rows repeat a time of their contract, 0 of them with another energy."
    assert _told(read) == [("duplicate", 1, message, "Copies were left out.")]


def test_rows_of_an_hour_that_differ_are_added_and_told(tmp_path):
    hours = ["2025-01-01T00:00Z"] * 3
    read = _read(_hourly(tmp_path, timestamp=hours, energy_kwh=[1000.0, 500.0, 500.0]))
    assert read.instruments[0].hourly_mwh[0] == 1.5
    message = "2 rows repeat a time of their contract, 1 of them with another energy."
    assert _told(read) == [("duplicate", 2, message, "Copies were left out, the others added.")]


def test_certificates_of_one_hour_may_be_alike(tmp_path):
    path = _hourly(tmp_path, timestamp=["2025-01-01T00:00Z"] * 3)
    assert _read(path, "certificates").instruments[0].hourly_mwh[0] == 3.0
    assert _read(_hourly(tmp_path, timestamp=["2025-01-01T00:00Z"] * 3, kind=["go"] * 3)).findings == ()
