"""`GridSeries`: each region's price and carbon by hour, as a price-taker meets them."""

from __future__ import annotations

from dataclasses import dataclass

from firmwatt.timegrid import FloatArray


@dataclass(frozen=True, slots=True)
class GridSeries:
    """Hourly series of the regions in the order of `Case.regions`, UTC.

    Attributes
    ----------
    price_usd_per_mwh : (regions, years, weather_years, 8760)
        Wholesale energy price; may be negative.
    average_intensity_kg_per_mwh : (regions, years, weather_years, 8760) >= 0
        Mean emission rate of all generation: for accounts.
    marginal_intensity_kg_per_mwh : (regions, years, weather_years, 8760) >= 0
        Emission rate of the plant that follows the load: for decisions.
    carbon_free_share : (regions, years, weather_years, 8760) 0-1
    """

    price_usd_per_mwh: FloatArray
    average_intensity_kg_per_mwh: FloatArray
    marginal_intensity_kg_per_mwh: FloatArray
    carbon_free_share: FloatArray
