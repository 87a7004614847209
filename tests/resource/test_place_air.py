"""A year of outdoor air at one place."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.errors import InputFaults, UserError
from firmwatt.facility.psychrometrics import wet_bulb_c
from firmwatt.resource.place_air import place_air
from tests.data import data_path


def test_generated_air_has_the_normals_of_the_place() -> None:
    """Dublin's mean is about 10 °C; the wet bulb lies below the dry one."""
    air = place_air("dublin", None, 2025)
    assert air.temperature_c.shape == (8760,)
    assert air.temperature_c.mean() == pytest.approx(9.9, abs=1.0)
    assert np.all(air.wet_bulb_c <= air.temperature_c)
    assert np.array_equal(air.temperature_c, place_air("dublin", None, 2025).temperature_c)


def test_a_weather_file_goes_before_the_generator() -> None:
    path = data_path("us_weather_epw/USA_AZ_Phoenix-Sky.Harbor.epw.gz")
    air = place_air("dublin", path, 2025)
    assert air.temperature_c.max() > 40.0


def test_a_file_without_pressure_takes_the_altitudes(tmp_path) -> None:
    path = tmp_path / "air.csv"
    hours = np.datetime_as_string(np.datetime64("2025-01-01T00", "h") + np.arange(8760), unit="m")
    rows = "\n".join(f"{hour},20,0.5" for hour in hours)
    path.write_text(f"time_utc,temperature_c,relative_humidity\n{rows}\n", encoding="utf-8")
    sea, high = place_air(None, path, 2025), place_air("phoenix", path, 2025)
    assert sea.pressure_pa[0] == 101325.0
    assert high.pressure_pa[0] < 98500.0
    assert high.wet_bulb_c[0] == pytest.approx(float(wet_bulb_c(20.0, 0.5, high.pressure_pa[0])))


def test_a_file_without_humidity_is_refused(tmp_path) -> None:
    path = tmp_path / "air.csv"
    hours = np.datetime_as_string(np.datetime64("2025-01-01T00", "h") + np.arange(8760), unit="m")
    rows = "\n".join(f"{hour},20" for hour in hours)
    path.write_text(f"time_utc,temperature_c\n{rows}\n", encoding="utf-8")
    with pytest.raises(InputFaults) as fault:
        place_air(None, path, 2025)
    (only,) = fault.value.faults
    assert only.problem == "it has no relative_humidity, from which PUE follows."


def test_no_weather_at_all_is_told() -> None:
    with pytest.raises(UserError) as fault:
        place_air(None, None, 2025)
    assert str(fault.value) == "no weather is named. Give --place, or a weather file with --weather."


def test_an_unknown_place_is_answered_with_the_nearest() -> None:
    with pytest.raises(UserError, match=r"^catalog climate: there is no key 'dubln'\. Nearest: dublin"):
        place_air("dubln", None, 2025)
