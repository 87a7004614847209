from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from firmwatt.errors import InputFaults
from firmwatt.resource.readers.open_meteo import read_open_meteo
from firmwatt.timegrid import utc_stamps
from tests.data import data_path


def answer(**changes: Any) -> dict[str, Any]:
    made = {
        "utc_offset_seconds": 32400,
        "hourly_units": {"time": "iso8601", "temperature_2m": "°F", "shortwave_radiation": "W/m²"},
        "hourly": {
            "time": [f"{stamp}:00" for stamp in utc_stamps(2023)],
            "temperature_2m": [50.0] * 8760,
            "shortwave_radiation": [800.0 if hour == 13 else 0.0 for hour in range(8760)],
        },
    }
    return made | changes


def test_units_clock_and_the_hour_before_are_settled(tmp_path: Path) -> None:
    path = tmp_path / "o.json"
    path.write_text(json.dumps(answer()))
    series = read_open_meteo(path).series
    assert series["temperature_c"] == pytest.approx(np.full(8760, 10.0))
    assert np.flatnonzero(series["ghi_w_per_m2"]).tolist() == [13 - 1 - 9]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"hourly": {}}, "it is no Open-Meteo answer"),
        ({"hourly_units": {"temperature_2m": "°R", "shortwave_radiation": "W/m²"}}, "the unit '°R' is unknown"),
        ({"utc_offset_seconds": None}, "it is no Open-Meteo answer"),
    ],
)
def test_broken_answers_are_refused(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    path = tmp_path / "o.json"
    path.write_text(json.dumps(answer(**changes)))
    with pytest.raises(InputFaults, match=message):
        read_open_meteo(path)


def test_a_short_column_is_refused(tmp_path: Path) -> None:
    made = answer()
    made["hourly"]["temperature_2m"] = [1.0]
    path = tmp_path / "o.json"
    path.write_text(json.dumps(made))
    with pytest.raises(InputFaults, match="its columns differ in length"):
        read_open_meteo(path)


@pytest.mark.parametrize(("zone", "warmest_utc"), [("KR", 6), ("US-TEX-ERCO", 21), ("DE-LU", 14)])
def test_local_hours_become_utc(zone: str, warmest_utc: int) -> None:
    file = data_path(f"world_price_carbon_weather_2023/weather/{zone}/2023.json.gz")
    series = read_open_meteo(file).series
    by_hour = series["temperature_c"].reshape(365, 24).mean(axis=0)
    assert abs(int(by_hour.argmax()) - warmest_utc) <= 1
    assert 1.0 < series["wind_speed_m_per_s"].mean() < 6.0
    assert 0.3 < series["relative_humidity"].mean() < 0.9
