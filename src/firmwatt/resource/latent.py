"""The chance behind a weather year: one draw of wind, cloud, air and moisture, each with its memory and its ties.

A cold snap brings calm or storm, a clear sky warms summer and cools winter, and a maritime place remembers its wind
for longer than a continental one: how strongly is a matter of the place, in the catalogue table `climate`
(`tools/fit_weather.py`). What the draw reaches on measured years is on docs/weather.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from firmwatt.resource.climate import Climate, hourly_curve
from firmwatt.resource.noise import Field, gaussian_field
from firmwatt.timegrid import FloatArray

HOURS_PER_DAY: Final = 24
WIND_STRETCH: Final = 9.0
"""Fitted on pairs of 8 regions of Germany (alike nearly twice as far east and west as north and south), of 4 grid areas
of America (hardly farther) and of 4 wind plants in California (alike all around): docs/weather.md; ±3."""
# Of the numbers 100 to 499 those under which places, regions and grid areas are alike most nearly as the law has it.
WIND_SLOW: Final = Field(301, memory_hours=17.6, reach_km=1250.0, step_hours=3, is_smooth=True, stretch=WIND_STRETCH)
WIND_QUICK: Final = Field(309, memory_hours=4.0, reach_km=300.0, is_smooth=True, stretch=WIND_STRETCH)
WIND_LOCAL: Final = Field(7, memory_hours=2.0, reach_km=30.0)
CLOUD_SLOW: Final = Field(3, memory_hours=20.0, reach_km=350.0, step_hours=3)
CLOUD_QUICK: Final = Field(4, memory_hours=4.0, reach_km=60.0)
CLOUD_SLOW_SHARE: Final = 0.75
WINDY_CLOUD: Final = 0.2
"""Correlation of cloud with slow wind: fronts bring both."""
AIR_MASS: Final = Field(5, memory_hours=60.0, reach_km=900.0, step_hours=3)
MOISTURE_SLOW: Final = Field(6, memory_hours=48.0, reach_km=500.0, step_hours=3)
MOISTURE_QUICK: Final = Field(8, memory_hours=8.0, reach_km=300.0)
# Of the numbers 12 to 119 those under which the first one to five years lie nearest to the normals: few are usual.
WIND_SEASON: Final = Field(23, memory_hours=720.0, reach_km=1500.0, step_hours=HOURS_PER_DAY)
AIR_SEASON: Final = Field(31, memory_hours=720.0, reach_km=1500.0, step_hours=HOURS_PER_DAY)
WIND_SEASON_SHARE: Final = 0.05
"""Share of the variance that outlasts the month and makes years differ (docs/weather.md, years)."""
AIR_SEASON_K: Final = 1.2
LEAST_SEASON, MOST_SEASON = 0.08, 0.30
"""What lasts for a season, as soil and sea remember it: its standard deviation, and least and most share of the
variance of temperature. With it summers and winters of Dallas differ as those of 1974-2020 did (docs/weather.md)."""
MOST_EXPLAINED: Final = 0.8
"""Of the variance of temperature wind and cloud explain no more than this, whatever correlations are asked for."""


@dataclass(frozen=True, slots=True)
class Chance:
    """What is drawn for one weather year, each (places, 8760) of mean 0 and variance 1.

    Attributes
    ----------
    wind, cloud, temperature, moisture
    front
        The slow part of the cloud: high where pressure is low.
    """

    wind: FloatArray
    cloud: FloatArray
    temperature: FloatArray
    moisture: FloatArray
    front: FloatArray


def draw(climates: tuple[Climate, ...], positions_km: FloatArray, seed: int) -> Chance:
    """Return the chance of one weather year.

    Parameters
    ----------
    climates : (places,)
    positions_km : (places, 3) km
        From the centre of the Earth.
    seed
        The label of the weather year.
    """
    slow = gaussian_field(WIND_SLOW, seed, positions_km)
    slow_share = np.array([climate.wind_slow_share for climate in climates])[:, None]
    local_share = np.array([climate.wind_local_share for climate in climates])[:, None]
    wide = mix(slow, gaussian_field(WIND_QUICK, seed, positions_km), slow_share)
    passing = mix(gaussian_field(WIND_LOCAL, seed, positions_km), wide, local_share)
    wind_season = gaussian_field(WIND_SEASON, seed, positions_km)
    front = mix(slow, gaussian_field(CLOUD_SLOW, seed, positions_km), WINDY_CLOUD**2)
    air = gaussian_field(AIR_MASS, seed, positions_km)
    air_season = gaussian_field(AIR_SEASON, seed, positions_km)
    temperature = [
        _temperature(climate, slow[at], front[at], air[at], (wind_season[at], air_season[at]))
        for at, climate in enumerate(climates)
    ]
    return Chance(
        wind=mix(wind_season, passing, WIND_SEASON_SHARE),
        cloud=mix(front, gaussian_field(CLOUD_QUICK, seed, positions_km), CLOUD_SLOW_SHARE),
        temperature=np.stack(temperature),
        moisture=mix(
            gaussian_field(MOISTURE_SLOW, seed, positions_km),
            gaussian_field(MOISTURE_QUICK, seed, positions_km),
            np.array([climate.moisture_slow_share for climate in climates])[:, None],
        ),
        front=front,
    )


def mix(one: FloatArray, other: FloatArray, share: float | FloatArray) -> FloatArray:
    """Return unit-variance noise of which `one` explains a share of the variance."""
    return np.asarray(np.sqrt(share) * one + np.sqrt(1.0 - share) * other, dtype=np.float64)


def _temperature(
    climate: Climate, slow: FloatArray, front: FloatArray, air: FloatArray, seasons: tuple[FloatArray, FloatArray]
) -> FloatArray:
    """Return (8760,) the departure of temperature: tied to today's and yesterday's wind and to cloud, the rest its own.

    Notes
    -----
    The weights are those of a regression on the three with the covariances that the fields have by design.
    """
    ties, explained = tie_weights(climate)
    by_hour = [hourly_curve(weights) for weights in ties]
    own = np.sqrt(1.0 - hourly_curve(explained))
    passing = by_hour[0] * slow + by_hour[1] * np.roll(slow, HOURS_PER_DAY) + by_hour[2] * front + own * air
    with_wind = hourly_curve(climate.temperature_wind_correlation)
    wind_season, air_season = seasons
    season = with_wind * wind_season + np.sqrt(1.0 - with_wind**2) * air_season
    return mix(season, passing, season_share(hourly_curve(climate.temperature_day_sd_c)))


def season_share(day_sd_c: FloatArray) -> FloatArray:
    """Return the share of the variance of temperature that lasts for a season.

    Parameters
    ----------
    day_sd_c : (...,) K, > 0

    Examples
    --------
    >>> season_share(np.array([1.2, 2.4, 4.8])).tolist()
    [0.3, 0.25, 0.08]
    """
    return np.clip((AIR_SEASON_K / day_sd_c) ** 2, LEAST_SEASON, MOST_SEASON)


def tie_weights(climate: Climate) -> tuple[FloatArray, FloatArray]:
    """Return how temperature follows wind and cloud in each month, and the share of its variance that they explain.

    Parameters
    ----------
    climate

    Returns
    -------
    weights : (3, 12)
        On the slow wind, the slow wind of a day before, and the slow cloud.
    explained : (12,) 0-1
    """
    yesterday = float(WIND_SLOW.correlation(np.array(float(HOURS_PER_DAY))))
    cloudy = WINDY_CLOUD
    among = np.array([[1.0, yesterday, cloudy], [yesterday, 1.0, cloudy * yesterday], [cloudy, cloudy * yesterday, 1]])
    wide, slow = 1.0 - climate.wind_local_share, climate.wind_slow_share
    shares = (wide * slow, wide * (1.0 - slow), climate.wind_local_share)
    by_wind = _seen_in_days((WIND_SLOW, WIND_QUICK, WIND_LOCAL), shares) * np.sqrt(1.0 - WIND_SEASON_SHARE)
    by_cloud = _seen_in_days((CLOUD_SLOW, CLOUD_QUICK), (CLOUD_SLOW_SHARE, 1.0 - CLOUD_SLOW_SHARE))
    asked = np.stack(
        [
            climate.temperature_wind_correlation / by_wind,
            climate.temperature_wind_before_correlation / by_wind,
            climate.temperature_cloud_correlation / by_cloud,
        ]
    )
    weights = np.linalg.solve(among, asked)
    explained = np.sum(weights * asked, axis=0)
    scale = np.sqrt(np.minimum(MOST_EXPLAINED / np.maximum(explained, 1e-12), 1.0))
    return weights * scale, explained * scale**2


def _seen_in_days(fields: tuple[Field, ...], shares: tuple[float, ...]) -> float:
    """Return the correlation between daily means of a mixture of fields and of its first part."""
    variances = [share * day_variance(field) for field, share in zip(fields, shares, strict=True)]
    return float(np.sqrt(variances[0] / sum(variances)))


def day_variance(field: Field) -> float:
    """Return the variance of the daily means of a field whose hours have variance 1.

    Examples
    --------
    >>> round(day_variance(Field(1, 1000.0, 300.0)), 2)
    0.99
    """
    hours = np.arange(float(HOURS_PER_DAY))
    return float(field.correlation(hours[:, None] - hours).mean())
