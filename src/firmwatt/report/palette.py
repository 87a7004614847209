"""One colour for each thing, the same in every chart; chosen so that neighbours differ for colour-blind readers too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

COLOURS: Final[Mapping[str, str]] = {
    # Technologies.
    "gas_turbine": "#d9925f",
    "combined_cycle": "#b2653b",
    "combined_cycle_ccs": "#e2bb97",
    "fuel_cell": "#8f5468",
    "nuclear_large": "#4d4288",
    "nuclear_restart": "#756ab0",
    "smr": "#a9a0d6",
    "geothermal": "#85694a",
    "enhanced_geothermal": "#b59a79",
    "solar": "#ecc550",
    "wind_onshore": "#4a97bd",
    "wind_offshore": "#25648f",
    "hydro": "#6cbcc9",
    "fusion": "#c04f83",
    "battery_4h": "#3f9b7a",
    "long_duration": "#86c5a4",
    # Flows and kinds of orders.
    "grid_import": "#9aa3ae",
    "discharge": "#3f9b7a",
    "charge": "#a5d3bf",
    "sale": "#c9ced5",
    "lost": "#c8453c",
    "contract": "$muted",
    "connection": "#7d8894",
    "computing": "#46678a",
    "link": "#2f8c8c",
    # Cost, carbon, water, computing.
    "cost/it_capital": "#46678a",
    "cost/building_capital": "#8aa0b5",
    "cost/supply_capital": "#4d4288",
    "cost/storage_capital": "#3f9b7a",
    "cost/tax_credit": "#b8d8a8",
    "cost/link_capital": "#2f8c8c",
    "cost/connection_capital": "#7d8894",
    "cost/fixed_om": "#a9a0d6",
    "cost/variable_om": "#d3cdea",
    "cost/fuel": "#b2653b",
    "cost/storage_wear": "#86c5a4",
    "cost/energy_purchase": "#9aa3ae",
    "cost/delivery": "#c3c9d1",
    "cost/grid_capacity": "#5d6772",
    "cost/demand_response": "#86b56a",
    "cost/contract": "#4a97bd",
    "cost/energy_sale": "#cfe3a8",
    "cost/carbon_price": "#c7a13b",
    "cost/lost_compute": "#c8453c",
    "capital/chips": "#46678a",
    "capital/building": "#8aa0b5",
    "capital/supply": "#4d4288",
    "capital/storage": "#3f9b7a",
    "capital/link": "#2f8c8c",
    "capital/connection": "#7d8894",
    "scope/1": "#b2653b",
    "scope/2_location": "#6d7783",
    "scope/2_market": "#aab3bd",
    "scope/3": "#dcc3a1",
    "compute/served": "#46678a",
    "compute/lost": "#c8453c",
    "water/site": "#4a97bd",
    "water/power": "#a9cfe0",
    "share/hourly": "#25648f",
    "share/annual": "#3f9b7a",
    "share/re100": "#d9925f",
    "promise/hourly": "#25648f",
    "promise/annual": "#3f9b7a",
    "promise/re100": "#d9925f",
    "idle/supply": "#4d4288",
    "idle/storage": "#3f9b7a",
    "idle/connection": "#7d8894",
    "idle/market": "#d9925f",
    "cap/tonne": "#c8453c",
    "cap/rate": "#8f2f7f",
    "weather/expected": "$ink",
    "weather/tail": "#c8453c",
    "load": "$ink",
    "asked": "$ink",
}
SERIES: Final = (
    "#46678a", "#6cbcc9", "#d9925f", "#3f9b7a", "#a9a0d6", "#ecc550",
    "#8f5468", "#25648f", "#b59a79", "#86c5a4", "#c04f83", "#9aa3ae",
)  # fmt: skip
"""For things without a colour of their own, such as sites, in turn."""
RAMPS: Final[Mapping[str, tuple[str, ...]]] = {
    "price": ("#fdf3df", "#f2c879", "#cf8238", "#7a3b12"),
    "intensity": ("#f1eff6", "#c3b9d8", "#8675ad", "#40316d"),
    "load": ("#e8f1f6", "#a9cfe0", "#4a97bd", "#17486b"),
    "matching": ("#f6ece3", "#d7e4c8", "#7fbf9f", "#1f6b50"),
}
"""From the least to the most of each heat map."""


def colour(key: str) -> str:
    """Return the colour of a technology, flow, kind, site or run.

    Examples
    --------
    >>> colour("solar"), colour("site/1")
    ('#ecc550', '#6cbcc9')
    """
    if key in COLOURS:
        return COLOURS[key]
    place = key.rpartition("/")[2]
    return SERIES[(int(place) if place.isdigit() else sum(key.encode())) % len(SERIES)]
