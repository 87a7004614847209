from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from firmwatt.errors import InputFaults
from firmwatt.resource.readers.epw import read_epw
from firmwatt.resource.sun import sun_path
from tests.data import data_path

HEADER = "LOCATION,Town,TX,USA,TMY,1,30.0,-97.0,-6.0,150.0\n" + "NOTE\n" * 7


def row(month: int, day: int, hour: int, temperature: str = "20.0") -> str:
    cells = [str(c) for c in (2001, month, day, hour, 0, "?")]
    cells += [temperature, "10.0", "50", "100000", "0", "0", "300", "400", "500", "100"]
    return ",".join([*cells, "0", "0", "0", "0", "180", "4.0", *["0"] * 13])


def a_year() -> list[str]:
    lengths = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return [row(m, d, h) for m, n in enumerate(lengths, 1) for d in range(1, n + 1) for h in range(1, 25)]


def test_marks_for_missing_become_gaps_and_units_ours(tmp_path: Path) -> None:
    rows = a_year()
    rows[10] = row(1, 1, 11, "99.9")
    path = tmp_path / "a.epw"
    path.write_text(HEADER + "\n".join(rows) + "\n")
    weather = read_epw(path)
    assert weather.series["temperature_c"] == pytest.approx(np.full(8760, 20.0))
    assert weather.series["relative_humidity"][0] == 0.5
    assert weather.wind_height_m == 10.0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("time,temperature\n1,2\n", "the first line does not begin with 'LOCATION'"),
        (HEADER + "1,2,3\n", r"a\.epw:9:1: the row has 3 fields\. An EPW row has 35"),
        (HEADER, "there is no time zone or no row"),
        (HEADER + row(1, 1, 1), "it has 1 of the 8760 hours; the first missing is 01-01 01:00"),
        (HEADER + row(1, 1, 1, "warm"), r"a\.epw:9:1 temperature_c: 'warm' is not a number"),
    ],
)
def test_broken_files_are_answered_with_the_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "a.epw"
    path.write_text(text)
    with pytest.raises(InputFaults, match=message):
        read_epw(path)


@pytest.mark.parametrize(
    ("file", "latitude", "longitude", "mean_c"),
    [
        ("USA_AZ_Phoenix-Sky.Harbor.epw.gz", 33.43, -112.0, 24.7),
        ("USA_VA_Leesburg.Exec.epw.gz", 39.08, -77.56, 13.8),
        ("USA_TX_Dallas-Fort.Worth.epw.gz", 32.9, -97.02, 19.8),
    ],
)
def test_real_files_stand_under_the_sun_in_utc(file: str, latitude: float, longitude: float, mean_c: float) -> None:
    series = read_epw(data_path(f"us_weather_epw/{file}")).series
    assert series["temperature_c"].mean() == pytest.approx(mean_c, abs=0.1)
    clear = sun_path(latitude, longitude, 200.0).clear_ghi_w_per_m2
    fit = [np.corrcoef(np.roll(series["ghi_w_per_m2"], shift), clear)[0, 1] for shift in (-1, 0, 1)]
    assert int(np.argmax(fit)) == 1


def test_cells_that_are_no_numbers_are_told_of_all_columns(tmp_path: Path) -> None:
    rows = a_year()
    rows[4] = rows[4].replace(",20.0,", ",warm,")
    rows[2] = rows[2].replace(",4.0,", ",calm,")
    path = tmp_path / "a.epw"
    path.write_text(HEADER + "\n".join(rows) + "\n")
    with pytest.raises(InputFaults) as caught:
        read_epw(path)
    remedy = "is not a number. Write a number, or leave the cell empty where it is missing. [FW302]"
    assert str(caught.value).splitlines() == [
        f"{path}:11:1 wind_speed_m_per_s: 'calm' {remedy}",
        f"{path}:13:1 temperature_c: 'warm' {remedy}",
    ]
