"""Solar power from irradiance: single-axis tracking modules and an inverter, by pvlib."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from pvlib import iam, inverter, irradiance, pvsystem, temperature, tracking

from firmwatt.resource.sun import SunPath
from firmwatt.timegrid import FloatArray


@dataclass(frozen=True, slots=True)
class SolarPlant:
    """A solar plant with horizontal north-south axes that follow the sun and step back from shading.

    Attributes
    ----------
    dc_ac_ratio : > 0
        Module capacity over inverter capacity (the plant's nominal one).
    loss_share : 0-1
        Soiling, mismatch, wiring, availability …, on the module side.
    most_tilt_deg : degrees
    ground_cover_ratio : 0-1
    power_change_per_k : 1/K
    inverter_efficiency : 0-1
    albedo : 0-1
    """

    dc_ac_ratio: float = 1.3
    loss_share: float = 0.14
    most_tilt_deg: float = 60.0
    ground_cover_ratio: float = 0.35
    power_change_per_k: float = -0.0035
    inverter_efficiency: float = 0.96
    albedo: float = 0.2


TRACKING_PLANT: Final = SolarPlant()
"""Losses and inverter of PVWatts version 5 (Dobos 2014, NREL/TP-6A20-62641); ratio of recent US utility plants (LBNL
Utility-Scale Solar 2024 edition: 1.3); temperature coefficient of crystalline silicon data sheets."""


@dataclass(frozen=True, slots=True)
class Sky:
    """What a solar plant feels of the weather, each (8760,) UTC.

    Attributes
    ----------
    ghi_w_per_m2, dni_w_per_m2, dhi_w_per_m2 : W/m2
    temperature_c : °C
    wind_speed_m_per_s : m/s, near the modules
    """

    ghi_w_per_m2: FloatArray
    dni_w_per_m2: FloatArray
    dhi_w_per_m2: FloatArray
    temperature_c: FloatArray
    wind_speed_m_per_s: FloatArray


def solar_availability(sky: Sky, sun: SunPath, plant: SolarPlant = TRACKING_PLANT) -> FloatArray:
    """Return the share of a plant's inverter capacity that the sun gives.

    Parameters
    ----------
    sky, sun
    plant

    Returns
    -------
    share : (8760,) 0-1

    Notes
    -----
    Hay-Davies transposition, physical incidence loss of the beam, Faiman module temperature, PVWatts modules and
    inverter.

    References
    ----------
    pvlib python, doi 10.21105/joss.05994; PVWatts 5, NREL/TP-6A20-62641.
    """
    plane = _plane_irradiance(sky, sun, plant)
    module_c = temperature.faiman(plane, sky.temperature_c, sky.wind_speed_m_per_s)
    dc = pvsystem.pvwatts_dc(plane, module_c, plant.dc_ac_ratio, plant.power_change_per_k) * (1.0 - plant.loss_share)
    efficiency = plant.inverter_efficiency
    ac = inverter.pvwatts(dc, 1.0 / efficiency, eta_inv_nom=efficiency)
    return np.clip(np.nan_to_num(np.asarray(ac, dtype=np.float64)), 0.0, 1.0)


def _plane_irradiance(sky: Sky, sun: SunPath, plant: SolarPlant) -> FloatArray:
    """Return (8760,) W/m2 that reaches the cells."""
    track = tracking.singleaxis(
        sun.zenith_deg,
        sun.azimuth_deg,
        axis_azimuth=180.0,
        max_angle=plant.most_tilt_deg,
        gcr=plant.ground_cover_ratio,
    )
    day_of_year = np.arange(len(sun.zenith_deg)) // 24 + 1
    parts = irradiance.get_total_irradiance(
        np.nan_to_num(track["surface_tilt"]),
        np.nan_to_num(track["surface_azimuth"], nan=90.0),
        np.minimum(sun.zenith_deg, 89.9),
        sun.azimuth_deg,
        sky.dni_w_per_m2,
        sky.ghi_w_per_m2,
        sky.dhi_w_per_m2,
        dni_extra=irradiance.get_extra_radiation(day_of_year),
        albedo=plant.albedo,
        model="haydavies",
    )
    beam = np.nan_to_num(parts["poa_direct"]) * iam.physical(np.clip(np.nan_to_num(track["aoi"], nan=90.0), 0.0, 90.0))
    is_up = sun.zenith_deg < 90.0
    return np.where(is_up, np.maximum(beam + np.nan_to_num(parts["poa_diffuse"]), 0.0), 0.0)
