"""Files of certificates: what they may hold, and a message for everything that they may not."""

from __future__ import annotations

import pandas as pd
import pytest

from firmwatt.errors import InputFaults
from firmwatt.registry.certificate_file import read_certificates, single_certificate
from tests.registry.books import GIVEN, HOURS, seconds, written


def faults(path, **given):
    with pytest.raises(InputFaults) as raised:
        read_certificates(path, GIVEN | given)
    return str(raised.value).replace(str(path), path.name).splitlines()


def test_an_hourly_file_becomes_whole_watt_hours(tmp_path):
    rows = read_certificates(written(tmp_path, HOURS), GIVEN).rows
    assert rows["energy_wh"].tolist() == [100_000, 200_500, 50_000]
    assert rows["starts_s"].tolist()[0] == seconds("2025-06-01T10:00")
    assert (rows["ends_s"] - rows["starts_s"]).tolist() == [3600] * 3
    assert rows["instrument"].tolist() == ["gc"] * 3
    assert rows["account"].tolist() == ["acme"] * 3


def test_sources_are_those_of_the_catalogue_however_they_are_written(tmp_path):
    rows = read_certificates(written(tmp_path, HOURS.replace("windy,wind", "windy,Onshore Wind")), GIVEN).rows
    assert rows["source"].tolist() == ["solar", "solar", "wind_onshore"]


def test_an_offset_is_read_and_parquet_is_the_same(tmp_path):
    table = pd.DataFrame(
        {"timestamp": ["2025-06-01T10:00+09:00"], "contract": ["a"], "source": ["wind"], "energy_kwh": [1.0]}
    )
    table.to_parquet(tmp_path / "c.parquet")
    rows = read_certificates(tmp_path / "c.parquet", GIVEN).rows
    assert rows["starts_s"].tolist() == [seconds("2025-06-01T01:00")]


def test_periods_are_months_and_years(tmp_path):
    text = "period,contract,source,energy_kwh\n2024,a,wind,1\n2024-12,b,solar,2\n"
    rows = read_certificates(written(tmp_path, text), GIVEN | {"instrument": "rec"}).rows
    spans = list(zip(rows["starts_s"], rows["ends_s"], strict=True))
    assert spans[0] == (seconds("2024-01-01"), seconds("2025-01-01"))
    assert spans[1] == (seconds("2024-12-01"), seconds("2025-01-01"))


def test_every_fault_of_a_file_is_told(tmp_path):
    text = (
        "timestamp,contract,source,energy_kwh\n"
        "2025-06-01T10:30Z,sunny,solar,1\n"
        "yesterday,sunny,solar,1\n"
        "2025-06-01T11:00Z,,solar,1\n"
        "2025-06-01T12:00Z,sunny,solr,1\n"
        "2025-06-01T13:00Z,sunny,solar,-1\n"
        "2025-06-01T14:00Z,sunny,solar,0.0001\n"
        "2025-06-01T15:00Z,sunny,solar,1\n"
        "2025-06-01T15:00Z,sunny,solar,2\n"
    )
    assert faults(written(tmp_path, text)) == [
        "certificates.csv:2:1 timestamp: '2025-06-01T10:30Z' does not begin an hour. "
        "Write the start of an hour, such as 2025-01-31T23:00Z. [FW602]",
        "certificates.csv:3:1 timestamp: 'yesterday' is no time. Write UTC such as 2025-01-31T23:00Z. [FW602]",
        "certificates.csv:4:1 contract: it is empty. Write the contract. [FW604]",
        "certificates.csv:5:1 source: 'solr' is unknown. Nearest: solar, smr, oil. [FW604]",
        "certificates.csv:6:1 energy_kwh: '-1' is no energy in kWh here. "
        "Write kWh with at most three decimals. [FW603]",
        "certificates.csv:7:1 energy_kwh: '0.0001' is finer than a watt-hour. "
        "Write kWh with at most three decimals. [FW603]",
        "certificates.csv:9:1 contract: 'sunny' has this certificate twice: instrument, region, timestamp and serial "
        "are the same. Delete the line, or tell the certificates apart in a column certificate. [FW605]",
    ]


def test_a_period_that_is_none(tmp_path):
    text = "period,contract,source,energy_kwh\n2024-13,a,wind,1\n"
    assert faults(written(tmp_path, text), instrument="go") == [
        "certificates.csv:2:1 period: '2024-13' is no period. Write a year or a month, such as 2025 or 2025-03. [FW602]"
    ]


def test_hourly_certificates_are_granular_and_others_are_not(tmp_path):
    text = "period,contract,source,energy_kwh\n2024,a,wind,1\n"
    assert faults(written(tmp_path, text), instrument="gc") == [
        "certificates.csv:2:1 instrument: 'gc' does not go with the column period. "
        "Granular certificates (gc) have a timestamp, all others a period. [FW604]"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "timestamp,source\n2025-06-01T10:00Z,wind\n",
            "certificates.csv:1:1 contract: the column is missing. Add the column contract. [FW601]",
        ),
        (
            "contract,source,energy_kwh\na,wind,1\n",
            "certificates.csv:1:1 timestamp: there is neither a column timestamp nor period. "
            "Give timestamp (granular certificates) or period (2025 or 2025-03), one of the two. [FW601]",
        ),
        (
            "timestamp,contract,source,energy_kwh\n",
            "certificates.csv:1:1: it has no rows. Write one row for each of the certificates. [FW601]",
        ),
        (
            "",
            "certificates.csv: it cannot be read (EmptyDataError). "
            "Give a CSV or Parquet file of certificates that exists. [FW601]",
        ),
    ],
)
def test_a_file_that_lacks_something(tmp_path, text, message):
    assert faults(written(tmp_path, text))[0] == message


def test_a_region_that_nobody_gives(tmp_path):
    assert faults(written(tmp_path, HOURS), region=None) == [
        "certificates.csv:1:1 region: neither a column nor an option gives it. "
        "Add the column region, or give --region. [FW601]"
    ]


def test_a_single_certificate_has_no_lines():
    words = {
        "timestamp": "2025-06-01T10:00Z", "contract": "a", "source": "wnd", "energy_kwh": "1", "region": "pjm",
        "account": "acme",
    }  # fmt: skip
    with pytest.raises(InputFaults, match=r"^certificate source: 'wnd' is unknown. Nearest: wind\. \[FW604\]$"):
        single_certificate(words)
    assert single_certificate(words | {"source": "wind"}).rows["energy_wh"].tolist() == [1000]


def test_a_solar_plants_nights_are_counted_and_are_no_certificates(tmp_path):
    text = HOURS.rstrip("\n") + "\n2025-06-01T23:00Z,sunny,solar,0\n"
    found = read_certificates(written(tmp_path, text), GIVEN)
    assert (len(found.rows), found.empty_rows) == (3, 1)
    dark = "timestamp,contract,source,energy_kwh\n2025-06-01T23:00Z,sunny,solar,0.0\n"
    assert faults(written(tmp_path, dark)) == [
        "certificates.csv energy_kwh: no row has energy. Write kWh from 0.001 up in one of them. [FW603]"
    ]
