from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from firmwatt.errors import InputFaults
from firmwatt.resource.readers.plain import read_plain
from firmwatt.timegrid import utc_stamps


def write(path: Path, header: str, cells: str) -> Path:
    path.write_text("\n".join([header, *(f"{stamp},{cells}" for stamp in utc_stamps(2023))]) + "\n")
    return path


def test_units_in_names_are_converted(tmp_path: Path) -> None:
    header = "time_utc,temperature_f,relative_humidity_percent,pressure_hpa,wind_speed_km_per_h"
    weather = read_plain(write(tmp_path / "w.csv", header, "50,40,1000,36"))
    means = {name: float(values.mean()) for name, values in weather.series.items()}
    assert means == pytest.approx(
        {"temperature_c": 10.0, "relative_humidity": 0.4, "pressure_pa": 1e5, "wind_speed_m_per_s": 10.0}
    )


def test_local_time_dew_point_and_height_are_understood(tmp_path: Path) -> None:
    header = "time_local,utc_offset_hours,temperature_c,dew_point_c,wind_speed_100m_m_per_s"
    weather = read_plain(write(tmp_path / "w.csv", header, "9,20,20,7"))
    assert weather.series["relative_humidity"] == pytest.approx(np.ones(8760))
    assert weather.wind_height_m == 100.0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hour,temperature_c\n", "there is no column time_utc"),
        ("time_local,temperature_c\n", "time_local needs the column utc_offset_hours"),
        (
            "time_utc,temprature_c\n",
            r"w\.csv:1:1 temprature_c: the column 'temprature_c' is unknown\. Did you mean temperature_c\?",
        ),
        ("time_utc,temperature_c\nnoon,3\n", r"w\.csv:2:1 time_utc: 'noon' is no time\. Write 2023-01-01T00:00"),
        ("time_utc,temperature_c\n2023-01-01T00:00,nan\n", "it has 1 of the 8760 hours"),
        (
            "time_local,utc_offset_hours,temperature_c\n2023-01-01T00:00,-6,1\n2023-07-01T00:00,-5,1\n",
            "the offset from UTC changes",
        ),
    ],
)
def test_broken_files_are_answered_with_the_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "w.csv"
    path.write_text(text)
    with pytest.raises(InputFaults, match=message):
        read_plain(path)
