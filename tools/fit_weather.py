"""Fit how long a place remembers its wind and how its temperature goes with wind and cloud; fill the table `climate`.

Run from the project's folder: FIRMWATT_DATA=../shared/data python -m tools.fit_weather [--write]

Measured are eight regions of Germany (FINE, wind power), Open-Meteo hours of 2023 at ten places (CC BY 4.0; wind at
10 m), typical years of Phoenix, Dallas and Leesburg (Climate.OneBuilding.Org TMYx 2007-2021), NSRDB at Daggett and the
WIND Toolkit at Amarillo (NREL, 2012, wind at 100 m). They are read, never copied; only the fitted numbers ship. A place
of the catalogue takes the mean of the measured ones, weighed by 1 / (distance + 100 km)²: its own where there is one.
"""

from __future__ import annotations

import argparse
import csv
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from scipy.stats import norm, rankdata

from firmwatt.catalog import loader
from firmwatt.catalog.cells import HEADER
from firmwatt.facility.psychrometrics import saturation_pressure_pa
from firmwatt.resource.climate import EARTH_RADIUS_KM, WIND_LOCAL_SHARE, unit_vector
from firmwatt.resource.latent import MOISTURE_QUICK, MOISTURE_SLOW, WIND_LOCAL, WIND_QUICK, WIND_SLOW
from firmwatt.resource.noise import Field
from firmwatt.resource.readers.choose import read_weather_file
from firmwatt.timegrid import FloatArray
from tools.weather_data import WORLD_ZONES, german_regions, toolkit_year, world_year

TARGET = Path(__file__).parents[1] / "src" / "firmwatt" / "catalog" / "data" / "climate.csv"
LAGS = np.array([3, 6, 9, 12, 18, 24])
MONTH_HOURS = 730
SOFTENING_KM = 100.0
NEAR_KM = 150.0
MAIN_SHARE = 0.5
"""Places with half the weight of the heaviest are named as source."""
SOURCE = "Fit of firmwatt (tools/fit_weather.py, 2026-11-20) on {places}"
SHARE_NOTE = "of wide wind, one year a place, fields of 18 and 4 h; autocorrelation after 3 to 24 h"
MOISTURE_SHARE_NOTE = (
    "fields of 48 and 8 h, one year a place; autocorrelation of moisture after 3 to 24 h without its mean day"
)
TIE_NOTE = "correlation of daily means of one season of one year, harmonics of the year removed; standard error 0.1"
MOISTURE_NOTE = "standard deviation of the logarithm of vapour pressure beside the day's temperature, one year a place"
TIES = ("temperature_wind_correlation", "temperature_wind_before_correlation", "temperature_cloud_correlation")
PARAMETERS = (
    "wind_slow_share",
    "moisture_sd",
    "moisture_slow_share",
    *(f"{tie}_{month}" for tie in TIES for month in ("01", "07")),
)
NOTES = {"wind_slow_share": SHARE_NOTE, "moisture_sd": MOISTURE_NOTE, "moisture_slow_share": MOISTURE_SHARE_NOTE}
Months = tuple[int, ...]
WINTER: Months = (11, 0, 1)
SUMMER: Months = (5, 6, 7)


@dataclass(frozen=True)
class Measured:
    """A year at a place: its name, where it lies, and hours in local time.

    A station that reads whole knots jumps from hour to hour; its wind says nothing about memory. At Frankfurt the
    regions of Germany speak for the wind at 100 m.
    """

    name: str
    latitude_deg: float
    longitude_deg: float
    temperature_c: FloatArray
    wind_m_per_s: FloatArray
    cloud: FloatArray | None = None
    relative_humidity: FloatArray | None = None
    is_memory_known: bool = True


def measured_years(data: Path) -> list[Measured]:
    """Return the measured years."""
    years = []
    for zone in WORLD_ZONES:
        latitude, longitude, series = world_year(data, zone)
        cloud, humidity = series["cloudcover"], series["relative_humidity_2m"] / 100.0
        name = f"Open-Meteo 2023 of {zone}"
        years.append(
            Measured(
                name,
                latitude,
                longitude,
                series["temperature_2m"],
                series["windspeed_10m"] / 3.6,
                cloud,
                humidity,
                zone != "DE-LU",
            )
        )
    for file, where in (
        ("us_weather_epw/USA_AZ_Phoenix-Sky.Harbor.epw.gz", (33.43, -112.01)),
        ("us_weather_epw/USA_TX_Dallas-Fort.Worth.epw.gz", (32.90, -97.02)),
        ("us_weather_epw/USA_VA_Leesburg.Exec.epw.gz", (39.08, -77.57)),
        ("us_weather_nrel/34.865371_-116.783023_psmv3_60_tmy.csv.gz", (34.87, -116.78)),
    ):
        read = read_weather_file(data / file).series
        name = file.split("/")[1].removesuffix(".gz").removesuffix(".epw").removesuffix(".csv")
        years.append(
            Measured(
                name,
                *where,
                read["temperature_c"],
                read["wind_speed_m_per_s"],
                None,
                read["relative_humidity"],
                is_memory_known="epw" not in file,
            )
        )
    temperature, speed = toolkit_year(data)
    return [*years, Measured("WIND Toolkit 2012 at Amarillo", 35.21, -101.94, temperature, speed)]


def slow_share(windiness: FloatArray, local_share: float = WIND_LOCAL_SHARE) -> float:
    """Return the share of slow noise that meets a year's autocorrelation of wind without months and daily cycle."""
    left = windiness
    hours = np.arange(len(left))
    for group in (hours // 2190 * 24 + hours % 24, hours // MONTH_HOURS):
        left = left - (np.bincount(group, left) / np.bincount(group))[group]
    noise = norm.ppf((rankdata(left) - 0.5) / len(left))
    return share_of(np.asarray(noise), WIND_SLOW, WIND_QUICK, local_share)


def share_of(noise: FloatArray, slow: Field, quick: Field, local_share: float = 0.0) -> float:
    """Return the share of the slow one of two fields that meets the autocorrelation of noise without months."""
    seen = np.array([np.corrcoef(noise[lag:], noise[:-lag])[0, 1] for lag in LAGS])
    one, other, local = (_seen_without_months(field, seen) for field in (slow, quick, WIND_LOCAL))
    gap = one - other
    left_over = (seen - local_share * local) / (1.0 - local_share) - other
    return float(np.clip(gap @ left_over / (gap @ gap), 0.05, 0.95))


def _seen_without_months(field: Field, seen: FloatArray) -> FloatArray:
    """Return what a field adds to the autocorrelation of a year whose months' means were taken away.

    Notes
    -----
    With them went some of the field: what is left is (ρ − m) / (1 − m), m being the variance of a month's mean.
    """
    hours = np.arange(float(MONTH_HOURS))
    of_month = float(field.correlation(hours[:, None] - hours).mean())
    return field.correlation(LAGS) - of_month * (1.0 - seen)


def moisture(temperature_c: FloatArray, relative_humidity: FloatArray) -> FloatArray:
    """Return (8760,) the logarithm of vapour pressure beside the day's mean temperature, months removed."""
    day_mean = np.repeat(temperature_c.reshape(365, 24).mean(axis=1), 24)
    vapour = np.maximum(relative_humidity, 0.03) * saturation_pressure_pa(temperature_c)
    left = np.log(vapour / saturation_pressure_pa(day_mean))
    month = np.arange(len(left)) // MONTH_HOURS
    return np.asarray(left - (np.bincount(month, left) / np.bincount(month))[month])


def moisture_slow_share(left: FloatArray) -> float:
    """Return the share of slow noise that meets the autocorrelation of a year's moisture without its mean day."""
    hour = np.arange(len(left)) // 2190 * 24 + np.arange(len(left)) % 24
    return share_of(left - (np.bincount(hour, left) / np.bincount(hour))[hour], MOISTURE_SLOW, MOISTURE_QUICK)


def days(series: FloatArray) -> FloatArray:
    """Return (365,) daily means without the first two harmonics of the year."""
    mean = series.reshape(365, 24).mean(axis=1)
    turn = 2.0 * np.pi * np.arange(365) / 365.0
    waves = np.column_stack([np.ones(365), np.cos(turn), np.sin(turn), np.cos(2 * turn), np.sin(2 * turn)])
    return np.asarray(mean - waves @ np.linalg.lstsq(waves, mean, rcond=None)[0])


def tie(one: FloatArray, other: FloatArray, months: Months, days_before: int = 0) -> float:
    """Return the correlation of one series with the other some days before, in a season."""
    is_in = np.isin((np.arange(365) / (365.0 / 12.0)).astype(int), months)
    is_in[:days_before] = False
    return float(np.corrcoef(one[is_in], np.roll(other, days_before)[is_in])[0, 1])


def fitted(year: Measured) -> dict[str, float]:
    """Return parameter → value of one measured year."""
    temperature, wind = days(year.temperature_c), days(year.wind_m_per_s)
    values = {"wind_slow_share": slow_share(np.log(np.maximum(year.wind_m_per_s, 0.2)))} if year.is_memory_known else {}
    if year.relative_humidity is not None:
        left = moisture(year.temperature_c, year.relative_humidity)
        values |= {"moisture_sd": float(left.std()), "moisture_slow_share": moisture_slow_share(left)}
    for label, months in (("01", WINTER), ("07", SUMMER)):
        values[f"temperature_wind_correlation_{label}"] = tie(temperature, wind, months)
        values[f"temperature_wind_before_correlation_{label}"] = tie(temperature, wind, months, 1)
        if year.cloud is not None:
            values[f"temperature_cloud_correlation_{label}"] = tie(temperature, days(year.cloud), months)
    return values


def distance_to(year: Measured) -> Callable[[str], float]:
    """Return how many km a catalogue place lies from a measured one."""
    there = unit_vector(year.latitude_deg, year.longitude_deg)

    def of(key: str) -> float:
        row = loader.group("places", key)
        here = unit_vector(row["latitude_deg"].number, row["longitude_deg"].number)
        return float(EARTH_RADIUS_KM * np.arccos(np.clip(here @ there, -1.0, 1.0)))

    return of


def rows_of(key: str, years: list[Measured], fits: list[dict[str, float]]) -> list[list[str]]:
    """Return the rows of one place of the catalogue."""
    rows = []
    for parameter in PARAMETERS:
        known = [
            (distance_to(year)(key), year.name, fit[parameter])
            for year, fit in zip(years, fits, strict=True)
            if parameter in fit
        ]
        distance, names, values = (list(column) for column in zip(*sorted(known), strict=True))
        weight = 1.0 / (np.array(distance) + SOFTENING_KM) ** 2
        main = [names[at] for at in range(len(names)) if weight[at] >= MAIN_SHARE * weight.max()]
        source = SOURCE.format(places=" and ".join(main) + f"; nearest {distance[0]:,.0f} km away")
        value = f"{float(weight @ np.array(values) / weight.sum()):.2f}"
        note = NOTES.get(parameter, TIE_NOTE)
        confidence = "medium" if distance[0] < NEAR_KM else "low"
        rows.append(
            [
                key,
                parameter,
                "central",
                value,
                "fraction" if parameter.endswith("_share") else "ratio",
                source,
                "2026",
                confidence,
                "",
                note,
            ]
        )
    return rows


def main() -> None:
    """Print the fits of the measured years; with `--write` put the rows into the catalogue."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the table instead of only printing the fits")
    is_write = parser.parse_args().write
    data = Path(os.environ["FIRMWATT_DATA"])
    years = measured_years(data)
    fits = [fitted(year) for year in years]
    regions = [slow_share(region, 0.0) for region in german_regions(data)]
    years.append(
        replace(years[WORLD_ZONES.index("DE-LU")], name="eight regions of Germany (FINE)", is_memory_known=True)
    )
    fits.append({"wind_slow_share": float(np.mean(regions))})
    for year, fit in zip(years, fits, strict=True):
        print(f"{year.name:45}", " ".join(f"{fit.get(name, np.nan):+.2f}" for name in PARAMETERS))
    if not is_write:
        return
    with TARGET.open(encoding="utf-8", newline="") as file:
        header, *table = list(csv.reader(file))
    assert tuple(header) == HEADER
    kept = [row for row in table if row[1] not in PARAMETERS]
    keys = list(dict.fromkeys(row[0] for row in kept))
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for key in keys:
            writer.writerows([row for row in kept if row[0] == key] + rows_of(key, years, fits))
    print(f"wrote {TARGET.name} on {datetime.now(UTC):%Y-%m-%d}")


if __name__ == "__main__":
    main()
