"""`Weather` and `Availability`: the sky over each site as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass

from firmwatt.timegrid import FloatArray


@dataclass(frozen=True, slots=True)
class Weather:
    """Hourly weather of some places, UTC, free of gaps.

    Attributes
    ----------
    temperature_c, pressure_pa : (places, weather_years, 8760)
    relative_humidity : (places, weather_years, 8760) 0-1
    ghi_w_per_m2, dni_w_per_m2, dhi_w_per_m2 : (places, weather_years, 8760)
        Global horizontal, direct normal, diffuse horizontal irradiance, mean of the hour.
    wind_speed_m_per_s : (places, weather_years, 8760)
        At `wind_height_m`.
    wind_height_m : (places,) m above ground
    """

    temperature_c: FloatArray
    relative_humidity: FloatArray
    pressure_pa: FloatArray
    ghi_w_per_m2: FloatArray
    dni_w_per_m2: FloatArray
    dhi_w_per_m2: FloatArray
    wind_speed_m_per_s: FloatArray
    wind_height_m: FloatArray


@dataclass(frozen=True, slots=True)
class Availability:
    """What share of each supply asset's capacity is there in each hour.

    Attributes
    ----------
    share : (supply assets in the order of `Case.supply`, weather_years, 8760) 0-1
    """

    share: FloatArray
