"""`SiteLoad`: what each megawatt of computing draws at the meter, hour by hour."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from firmwatt.demand.it_load import ItLoad
from firmwatt.facility.plant import FacilityFactors
from firmwatt.timegrid import FloatArray


@dataclass(frozen=True, slots=True)
class SiteLoad:
    """IT load with the building around it.

    Attributes
    ----------
    it
        The computing asked for.
    pue : (sites, weather_years, 8760) >= 1
        Metered energy over IT energy, from the hour's weather.
    wue_l_per_kwh : (sites, weather_years, 8760) litres drawn on site per kWh of IT energy
    peak_pue : (sites,)
        Highest hourly PUE; utility megawatts over IT megawatts in the design.
    asked_it_mw : (sites, years) MW of IT capacity asked for at each year's end
    reused_kwh_per_kwh : (sites, weather_years, 8760) heat delivered to others per kWh of IT energy; a single 0
        where no site delivers any
    """

    it: ItLoad
    pue: FloatArray
    wue_l_per_kwh: FloatArray
    peak_pue: FloatArray
    asked_it_mw: FloatArray
    reused_kwh_per_kwh: FloatArray = field(default_factory=lambda: np.zeros(()))

    def at_the_meter_mw(self, it_mw: FloatArray) -> FloatArray:
        """Return (sites, years) MW at the meter in the worst hour of IT capacity (sites, years)."""
        metered: FloatArray = it_mw * self.peak_pue[:, None]
        return metered


def build_site_load(it_load: ItLoad, factors: FacilityFactors) -> SiteLoad:
    """Return the IT load with what each kW of it draws at the meter."""
    return SiteLoad(
        it_load,
        factors.pue,
        factors.wue_l_per_kwh,
        factors.peak_pue,
        factors.asked_it_mw,
        factors.reused_kwh_per_kwh,
    )
