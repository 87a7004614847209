from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from firmwatt.errors import InputFaults
from firmwatt.resource.readers.nsrdb import read_nsrdb
from firmwatt.resource.sun import sun_path
from tests.data import data_path

TOP = "Source,Latitude,Longitude,Time Zone\nNSRDB,35.2,-101.9,-6\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n3,4\n5,6\n", "the first line does not name 'Time Zone'"),
        (TOP + "Year,Month,Day,Hour,Minute,GHI\n2012,1,1,0,30,0\n", "there is no column DNI|there is no column Temp"),
        (
            TOP + "Year,Month,Day,Hour,Minute,GHI,DNI,DHI,Temperature\n2012,1,1,0,30,0,0,0,x\n",
            "4:1 Temperature: 'x' is not a number",
        ),
        (
            TOP + "Year,Month,Day,Hour,Minute,GHI,DNI,DHI,Temperature\n2012,,1,0,30,0,0,0,1\n",
            "it has 0 of the 8760 hours",
        ),
    ],
)
def test_broken_files_are_answered(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "n.csv"
    path.write_text(text)
    with pytest.raises(InputFaults, match=message):
        read_nsrdb(path)


@pytest.mark.parametrize(
    ("file", "latitude", "longitude", "ghi_kwh_per_m2_day"),
    [
        ("34.865371_-116.783023_psmv3_60_tmy.csv.gz", 34.86, -116.78, 5.83),
        ("35.2018863_-101.945027_psmv3_60_2012.csv.gz", 35.2, -101.94, 5.49),
    ],
)
def test_real_files_stand_under_the_sun_in_utc(
    file: str, latitude: float, longitude: float, ghi_kwh_per_m2_day: float
) -> None:
    series = read_nsrdb(data_path(f"us_weather_nrel/{file}")).series
    ghi = series["ghi_w_per_m2"]
    assert ghi.mean() * 0.024 == pytest.approx(ghi_kwh_per_m2_day, abs=0.01)
    path = sun_path(latitude, longitude, 800.0)
    fit = [np.corrcoef(np.roll(ghi, shift), path.clear_ghi_w_per_m2)[0, 1] for shift in (-1, 0, 1)]
    assert int(np.argmax(fit)) == 1
    closed = series["dhi_w_per_m2"] + series["dni_w_per_m2"] * np.maximum(np.cos(np.radians(path.zenith_deg)), 0.0)
    assert np.abs(closed - ghi)[path.zenith_deg < 80.0].mean() < 10.0
    assert 80_000.0 < series["pressure_pa"].mean() < 98_000.0
    assert 0.2 < series["relative_humidity"].mean() < 0.6
