"""`Ledger`: cost, carbon, water and matching of one plan and its dispatch, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from firmwatt.accounting.markets import MarketBooks
from firmwatt.accounting.weather_years import WeatherBooks
from firmwatt.timegrid import FloatArray

COST_KINDS = (
    "it_capital",
    "building_capital",
    "supply_capital",
    "storage_capital",
    "tax_credit",
    "link_capital",
    "connection_capital",
    "fixed_om",
    "variable_om",
    "fuel",
    "storage_wear",
    "energy_purchase",
    "delivery",
    "grid_capacity",
    "demand_response",
    "contract",
    "energy_sale",
    "carbon_price",
    "lost_compute",
)
"""Kinds of cost in the order in which reports list them; sales and what the grid pays
for load that bends (`demand_response`) are negative, `contract` is strike less market value
for virtual and strike for physical and on-site deliveries."""


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """The books.

    Attributes
    ----------
    planning_years, present_value_factor : (years,)
    cost_usd_per_year : kind → (sites, years) USD in one calendar year, undiscounted
        Links are booked half and half on the sites that they join.
    total_usd
        Present value of all kinds over the horizon, expected over the weather draws.
    energy_mwh : name → (years,) MWh in one calendar year
        `metered`, `it`, `grid_import` (own purchases), `sale`, `generation/<technology>` (on site and physical),
        `contract/<technology>` (virtual, no part of the balance), `curtailment/<technology>` (of sun and wind),
        `storage_charge`, `storage_discharge`, `link_loss`.
    compute_mwh : `arrived`, `served`, `lost` → (pools, years) MWh of IT energy
    scope1_t, scope2_location_t, scope2_market_t, scope3_t : (sites, years) tonnes CO2e a year
    carbon_free_share_annual, carbon_free_share_hourly, re100_share : (years,) 0-1 company-wide
    site_carbon_free_share_hourly : (sites, years) 0-1
    water_site_m3, water_power_m3 : (sites, years) m3 a year
    peak_mw : (regions, years) highest coincident import of the region's sites, own purchases and physical contracts
    peak_hour_of_year : (regions, years)
    capital_spent_usd : (years,) overnight capital (with no interest) of what is built in each planning year
    markets
        Books of the markets that answer the load; what others pay and earn more is part of `total_usd`.
    weather
        Books of the weather draws; None where there is but one.
    """

    planning_years: tuple[int, ...]
    present_value_factor: FloatArray
    cost_usd_per_year: Mapping[str, FloatArray]
    total_usd: float
    energy_mwh: Mapping[str, FloatArray]
    compute_mwh: Mapping[str, FloatArray]
    scope1_t: FloatArray
    scope2_location_t: FloatArray
    scope2_market_t: FloatArray
    scope3_t: FloatArray
    carbon_free_share_annual: FloatArray
    carbon_free_share_hourly: FloatArray
    re100_share: FloatArray
    site_carbon_free_share_hourly: FloatArray
    water_site_m3: FloatArray
    water_power_m3: FloatArray
    peak_mw: FloatArray
    peak_hour_of_year: FloatArray
    capital_spent_usd: FloatArray
    markets: MarketBooks | None = None
    weather: WeatherBooks | None = None

    @property
    def objective_usd(self) -> float:
        """Return the expected cost and what the dearest weather draws add: equals the optimiser's objective."""
        return self.total_usd + (0.0 if self.weather is None else self.weather.adjustment_usd)
