"""From the weather at each site to what a kW of IT draws at the meter, in electricity and water."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from firmwatt.facility.cooling import cooling_plant
from firmwatt.facility.heat_reuse import HeatReuse, draw_with_reuse
from firmwatt.facility.parts import OutdoorAir
from firmwatt.scenario.case import Case, Site
from firmwatt.timegrid import FloatArray


class SiteAir(Protocol):
    """The part of the weather that a building feels; `Weather` of the room `resource` has it.

    Attributes
    ----------
    temperature_c, pressure_pa : (sites, weather_years, 8760)
    relative_humidity : (sites, weather_years, 8760) 0-1
    """

    @property
    def temperature_c(self) -> FloatArray:
        """Dry bulb, °C."""

    @property
    def relative_humidity(self) -> FloatArray:
        """0-1."""

    @property
    def pressure_pa(self) -> FloatArray:
        """At the site's altitude, Pa."""


@dataclass(frozen=True, slots=True)
class FacilityFactors:
    """What each kW of IT draws at the meter.

    Attributes
    ----------
    pue : (sites, weather_years, 8760) >= 1
    wue_l_per_kwh : (sites, weather_years, 8760) >= 0
        Litres drawn on site per kWh of IT energy.
    reused_kwh_per_kwh : (sites, weather_years, 8760) >= 0
        Heat delivered to others per kWh of IT energy; a single 0 where no site delivers any.
    peak_pue : (sites,)
        Highest hourly PUE of all weather years: utility megawatts over IT megawatts in the design.
    asked_it_mw : (sites, years) MW
        IT capacity asked for at each year's end.
    """

    pue: FloatArray
    wue_l_per_kwh: FloatArray
    reused_kwh_per_kwh: FloatArray
    peak_pue: FloatArray
    asked_it_mw: FloatArray


def facility_factors(case: Case, weather: SiteAir) -> FacilityFactors:
    """Return PUE and WUE of every site and hour, and the IT megawatts that the programme asks for.

    Parameters
    ----------
    case
    weather
        Places in the order of `case.sites`.

    Returns
    -------
    FacilityFactors

    Raises
    ------
    UserError
        If a site's cooling plant or its parameters are unknown.
    ValueError
        If weather of impossible values makes a PUE below 1 or no number.

    Notes
    -----
    A `pue_constant` or `wue_constant_l_per_kwh` of the user stands in place of the plant's. Megawatts asked for at the
    meter (`asked_basis: utility`) become IT megawatts by the highest hourly PUE, so that the hottest hour still fits.
    """
    pue, wue, reused = (
        np.stack(quantity)
        for quantity in zip(
            *(_site_factors(site, weather, index) for index, site in enumerate(case.sites)), strict=True
        )
    )
    peak_pue = pue.max(axis=(1, 2))
    asked = np.array([site.asked_mw for site in case.sites], dtype=np.float64)
    is_utility = np.array([site.asked_basis == "utility" for site in case.sites])
    asked_it_mw = np.where(is_utility[:, None], asked / peak_pue[:, None], asked)
    return FacilityFactors(pue, wue, reused if np.any(reused) else np.zeros(()), peak_pue, asked_it_mw)


def _site_factors(site: Site, weather: SiteAir, index: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return (weather_years, 8760) PUE, WUE and heat for others of one site."""
    cooling, shape = site.cooling, weather.temperature_c[index].shape
    if cooling.pue_constant is not None and cooling.wue_constant_l_per_kwh is not None:
        return np.full(shape, cooling.pue_constant), np.full(shape, cooling.wue_constant_l_per_kwh), np.zeros(shape)
    series = (weather.temperature_c, weather.relative_humidity, weather.pressure_pa)
    air = OutdoorAir.of_humidity(*(values[index] for values in series))
    reuse = HeatReuse(cooling.heat_reuse_share, cooling.heat_reuse_temperature_c) if cooling.heat_reuse_share else None
    made = draw_with_reuse(cooling_plant(cooling.plant, cooling.parameters), air, None, reuse)
    pue, wue = 1.0 + made.power_kw_per_kw, np.broadcast_to(made.draw.water_l_per_kwh, shape)
    if not (np.all(pue >= 1.0) and np.all(wue >= 0.0)):
        raise ValueError(f"The weather of site {site.name} gives a PUE below 1, a WUE below 0, or no number.")
    if cooling.pue_constant is not None:
        pue = np.full(shape, cooling.pue_constant)
    if cooling.wue_constant_l_per_kwh is not None:
        wue = np.full(shape, cooling.wue_constant_l_per_kwh)
    return pue, wue, np.broadcast_to(made.delivered_kw_per_kw, shape)
