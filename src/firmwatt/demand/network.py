"""How far over the network a request may go: the time that light and detours take there and back."""

from __future__ import annotations

import math
from typing import Final

from firmwatt.catalog import loader
from firmwatt.scenario.case import Site

TABLE: Final = "network"
EARTH_RADIUS_KM: Final = 6371.0


def round_trip_ms(first: Site, second: Site) -> float:
    """Return the time there and back between two sites, milliseconds.

    Notes
    -----
    Great circle × detour of the cables × 2 over the speed of light in fibre, and the switches at both ends.
    """

    def row(parameter: str) -> float:
        return loader.get(TABLE, "default", parameter).number

    one_way_km = great_circle_km(first, second) * row("route_factor")
    return row("switching_ms") + 2.0 * one_way_km / row("fibre_km_per_ms")


def great_circle_km(first: Site, second: Site) -> float:
    """Return the shortest way over the earth between two sites, km."""
    north, south = math.radians(first.latitude_deg), math.radians(second.latitude_deg)
    east = math.radians(second.longitude_deg - first.longitude_deg)
    half = math.sin((south - north) / 2.0) ** 2 + math.cos(north) * math.cos(south) * math.sin(east / 2.0) ** 2
    return 2.0 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))


def within_reach(home: Site, others: tuple[Site, ...], most_ms: float | None) -> tuple[Site, ...]:
    """Return the sites to which work of a home may move; the home itself is always within reach."""
    if most_ms is None:
        return others
    return tuple(site for site in others if site.name == home.name or round_trip_ms(home, site) <= most_ms)
