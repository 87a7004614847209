"""Wind power from wind speed: a reference turbine's curve in a wind farm, at hub height and the air's density."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from firmwatt.timegrid import FloatArray

STANDARD_DENSITY_KG_PER_M3: Final = 1.225
TURBULENCE_SHARE: Final = 0.10
"""Spread of the speed over the turbines of a farm and within the hour, as a share of the speed (IEC 61400-1 class C
is 0.12 at 15 m/s)."""


@dataclass(frozen=True, slots=True)
class Turbine:
    """A turbine and the farm around it.

    Attributes
    ----------
    hub_height_m : m
    cut_in_m_per_s, rated_m_per_s, cut_out_m_per_s : m/s
    shear_exponent : of the power law from the height of the wind to the hub
    loss_share : 0-1
        Wakes, outages, electrical and environmental losses of the farm.
    """

    hub_height_m: float
    cut_in_m_per_s: float
    rated_m_per_s: float
    cut_out_m_per_s: float
    shear_exponent: float
    loss_share: float


ONSHORE: Final = Turbine(110.0, 4.0, 9.8, 25.0, 0.143, 0.15)
"""IEA Wind Task 37 reference: 3.4 MW, 130 m rotor (Bortolotti et al. 2019, NREL/TP-5000-73492, table 1). Losses as in
NREL's Annual Technology Baseline (15 %, recalled)."""
OFFSHORE: Final = Turbine(150.0, 3.0, 10.6, 25.0, 0.11, 0.16)
"""IEA Wind 15 MW reference, 240 m rotor (Gaertner et al. 2020, NREL/TP-5000-75698, table ES-1). Losses as in NREL's
Annual Technology Baseline (16 %, recalled)."""


def wind_availability(
    wind_speed_m_per_s: FloatArray,
    wind_height_m: float,
    density_kg_per_m3: FloatArray,
    turbine: Turbine,
) -> FloatArray:
    """Return the share of a farm's capacity that the wind gives.

    Parameters
    ----------
    wind_speed_m_per_s : (...,) m/s, >= 0
        At `wind_height_m`.
    wind_height_m : m above ground, > 0
    density_kg_per_m3 : (...,)
        At the ground; the speed is scaled by the cube root of the density (IEC 61400-12-1).
    turbine

    Returns
    -------
    share : (...,) 0-1
    """
    at_hub = wind_speed_m_per_s * (turbine.hub_height_m / wind_height_m) ** turbine.shear_exponent
    effective = at_hub * np.cbrt(density_kg_per_m3 / STANDARD_DENSITY_KG_PER_M3)
    speeds, shares = farm_curve(turbine)
    return np.asarray((1.0 - turbine.loss_share) * np.interp(effective, speeds, shares), dtype=np.float64)


def farm_curve(turbine: Turbine) -> tuple[FloatArray, FloatArray]:
    """Return (speeds,) m/s and (speeds,) 0-1: the turbine's curve smeared over the speeds within a farm and an hour.

    Notes
    -----
    Between cut-in and rated the share is (v/rated)³: constant power coefficient. The smearing is a normal kernel
    with a spread of `TURBULENCE_SHARE` of the speed.
    """
    speeds = np.arange(0.0, 40.0, 0.1)
    is_turning = (speeds >= turbine.cut_in_m_per_s) & (speeds <= turbine.cut_out_m_per_s)
    single = np.where(is_turning, np.minimum((speeds / turbine.rated_m_per_s) ** 3, 1.0), 0.0)
    spread = np.maximum(TURBULENCE_SHARE * speeds, 0.05)[:, None]
    weight = np.exp(-0.5 * ((speeds[None, :] - speeds[:, None]) / spread) ** 2)
    return speeds, (weight @ single) / weight.sum(axis=1)
