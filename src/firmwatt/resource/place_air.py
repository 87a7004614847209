"""A year of outdoor air at one place: of a weather file, or generated from the place's normals."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from firmwatt.catalog import loader
from firmwatt.errors import UserError
from firmwatt.facility.parts import OutdoorAir
from firmwatt.resource.air import standard_pressure_pa
from firmwatt.resource.climate import place_climate
from firmwatt.resource.readers.choose import read_weather_file
from firmwatt.resource.readers.record import file_fault
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_YEAR

_NEEDED: Final = ("temperature_c", "relative_humidity")


def place_air(place: str | None, file: Path | None, weather_year: int) -> OutdoorAir:
    """Return (8760,) hours UTC of outdoor air.

    Parameters
    ----------
    place
        Key of the catalogue table `places`, for generated weather; beside a file it gives the altitude.
    file
        Weather file in any known format; it goes before the generator.
    weather_year
        Label of the generated year; the same label always gives the same hours.

    Raises
    ------
    UserError
        If neither is given, or the place is unknown; the message names the nearest.
    InputFaults
        If the file cannot be read, or lacks temperature or humidity.
    """
    if file is not None:
        return _file_air(file, 0.0 if place is None else loader.get("places", place, "altitude_m").number)
    if place is None:
        raise UserError("no weather is named. Give --place, or a weather file with --weather.")
    from firmwatt.resource.generator import generate_weather  # noqa: PLC0415 - scipy and pvlib are slow to load

    weather = generate_weather((place_climate(place),), (weather_year,))
    series = (weather.temperature_c, weather.relative_humidity, weather.pressure_pa)
    return OutdoorAir.of_humidity(*(values[0, 0] for values in series))


def _file_air(file: Path, altitude_m: float) -> OutdoorAir:
    series = read_weather_file(file).series
    if missing := [name for name in _NEEDED if name not in series]:
        remedy = "Give a file that has it, such as EPW."
        raise file_fault(file, f"it has no {' and no '.join(missing)}, from which PUE follows.", remedy)
    pressure: FloatArray = series.get("pressure_pa", np.full(HOURS_PER_YEAR, standard_pressure_pa(altitude_m)))
    humidity = np.clip(series["relative_humidity"], 0.0, 1.0)
    return OutdoorAir.of_humidity(series["temperature_c"], humidity, pressure)
