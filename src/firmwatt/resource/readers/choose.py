"""Which reader a weather file needs, by its name and its first characters."""

from __future__ import annotations

from pathlib import Path

from firmwatt.resource.readers.epw import read_epw
from firmwatt.resource.readers.nsrdb import read_nsrdb
from firmwatt.resource.readers.open_meteo import read_open_meteo
from firmwatt.resource.readers.plain import read_plain
from firmwatt.resource.readers.pvgis import TIME as PVGIS_TIME
from firmwatt.resource.readers.pvgis import read_pvgis
from firmwatt.resource.readers.record import FileWeather, read_text


def read_weather_file(path: Path) -> FileWeather:
    """Return the weather of a file in any format that is known: EPW, NSRDB, PVGIS, Open-Meteo or plain CSV.

    Parameters
    ----------
    path
        A text file; `.gz` is unpacked.

    Raises
    ------
    InputFaults
        If the file cannot be read; an unknown format is read, and reported, as what its name says or as plain CSV.
    """
    text = read_text(path)
    first = text[: text.find("\n")]
    if first.startswith("LOCATION,") or ".epw" in path.suffixes:
        return read_epw(path)
    if text.lstrip().startswith("{"):
        return read_pvgis(path) if '"tmy_hourly"' in text else read_open_meteo(path)
    if "Time Zone" in first and "," in first:
        return read_nsrdb(path)
    return read_pvgis(path) if f"\n{PVGIS_TIME}" in text else read_plain(path)
