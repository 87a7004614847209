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


def test_a_file_that_is_not_what_its_name_says_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "site.epw"
    path.write_text("hello\n")
    with pytest.raises(InputFaults) as caught:
        read_weather_file(path)
    told = f"{path}:1:1: the first line does not begin with 'LOCATION'. Give an EPW file. [FW301]"
    assert str(caught.value) == told
