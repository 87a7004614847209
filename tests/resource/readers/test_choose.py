from __future__ import annotations

from pathlib import Path

import pytest

from firmwatt.errors import InputFaults
from firmwatt.resource.readers.choose import read_weather_file


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("LOCATION,a\n", "there is no time zone or no row"),
        ('{"hourly": 1}', "it is no Open-Meteo answer"),
        ('{"outputs": {"tmy_hourly": []}}', "it is no PVGIS answer"),
        ("Source,Time Zone\n1,2\n", "the first line does not name|Give an NSRDB"),
        ("Latitude: 1\ntime(UTC),T2m\n", "there is no column RH"),
        ("something,else\n", "there is no column time_utc"),
    ],
)
def test_each_format_is_told_by_its_beginning(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "file.txt"
    path.write_text(text)
    with pytest.raises(InputFaults, match=message):
        read_weather_file(path)
