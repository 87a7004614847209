from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from firmwatt.errors import UserError
from firmwatt.resource.sun import sun_path
from firmwatt.resource.weather import site_weather
from firmwatt.scenario.case import Case
from firmwatt.timegrid import utc_stamps
from tests.cases import tiny_case, two_site_case


def write_csv(path: Path, columns: dict[str, np.ndarray]) -> Path:
    lines = [",".join(["time_utc", *columns])]
    lines += [
        ",".join([str(stamp), *(f"{column[hour]:.4f}" for column in columns.values())])
        for hour, stamp in enumerate(utc_stamps(2023))
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def with_file(case: Case, path: Path) -> Case:
    return replace(case, sites=(replace(case.sites[0], weather_file=path), *case.sites[1:]))


def test_the_weather_follows_the_sites() -> None:
    weather = site_weather(two_site_case())
    assert weather.temperature_c.shape == (2, 1, 8760)
    assert weather.temperature_c[1].mean() > weather.temperature_c[0].mean() + 5.0


def test_a_file_replaces_the_generated_hours_of_its_site(tmp_path: Path) -> None:
    case = two_site_case()
    temperature = 10.0 + np.arange(8760) / 1000.0
    site = case.sites[0]
    ghi = 0.7 * sun_path(site.latitude_deg, site.longitude_deg, site.altitude_m).clear_ghi_w_per_m2
    wind = np.full(8760, 3.0)
    file = write_csv(
        tmp_path / "w.csv", {"temperature_c": temperature, "ghi_w_per_m2": ghi, "wind_speed_m_per_s": wind}
    )
    before, after = site_weather(case), site_weather(with_file(case, file))
    assert after.temperature_c[0, 0] == pytest.approx(temperature, abs=1e-3)
    assert after.temperature_c[1] == pytest.approx(before.temperature_c[1])
    assert after.relative_humidity[0] == pytest.approx(before.relative_humidity[0])
    assert after.dni_w_per_m2[0, 0].max() > 300.0
    assert after.wind_speed_m_per_s[0].mean() == pytest.approx(before.wind_speed_m_per_s[0].mean(), rel=0.1)
    assert after.wind_height_m.tolist() == [100.0, 100.0]


def test_a_missing_file_is_the_users_fault(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"none\.csv: it cannot be read"):
        site_weather(with_file(tiny_case(), tmp_path / "none.csv"))


def test_a_site_far_from_any_known_climate_asks_for_a_file() -> None:
    case = tiny_case()
    sydney = replace(case.sites[0], name="sydney", place="", latitude_deg=-33.9, longitude_deg=151.2)
    with pytest.raises(UserError) as caught:
        site_weather(replace(case, sites=(sydney,)))
    assert str(caught.value) == (
        "site sydney weather_file: the climate of tokyo would be taken, which lies 7,829 km away. "
        "Name a weather file (EPW, NSRDB, PVGIS, Open-Meteo or CSV), or correct the coordinates. [FW307]"
    )
