"""How far over the network a request may go: the time that light and detours take there and back."""

from __future__ import annotations

from typing import Final

from firmwatt.catalog import loader
from firmwatt.scenario.case import Site
from firmwatt.scenario.resolve_sites import great_circle_km

TABLE: Final = "network"
DEFAULT: Final = "default"


def round_trip_ms(first: Site, second: Site) -> float:
    """Return the time there and back between two sites, milliseconds.

    Notes
    -----
    Great circle × detour of the cables × 2 over the speed of light in fibre, and the switches at both ends. The detour
    depends on the continents: from Europe to East Asia cables run by the Red Sea and Singapore.
    """

    def row(key: str, parameter: str) -> float:
        return loader.get(TABLE, key, parameter).number

    here, there = ((site.latitude_deg, site.longitude_deg) for site in (first, second))
    one_way_km = great_circle_km(here, there) * row(_route(first, second), "route_factor")
    return row(DEFAULT, "switching_ms") + 2.0 * one_way_km / row(DEFAULT, "fibre_km_per_ms")


def _route(first: Site, second: Site) -> str:
    """Return the key of the continents between which a route runs, told by the sites' time zones."""
    key = "_".join(sorted(site.time_zone.partition("/")[0].lower() for site in (first, second)))
    return key if key in loader.keys(TABLE) else DEFAULT


def within_reach(home: Site, others: tuple[Site, ...], most_ms: float | None) -> tuple[Site, ...]:
    """Return the sites to which work of a home may move; the home itself is always within reach."""
    if most_ms is None:
        return others
    return tuple(site for site in others if site.name == home.name or round_trip_ms(home, site) <= most_ms)
