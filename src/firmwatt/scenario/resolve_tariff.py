"""Make the `Tariff` of a connection from the catalogue table `tariffs`."""

from __future__ import annotations

from collections.abc import Callable

from firmwatt.catalog import loader as catalog
from firmwatt.scenario.defaults import Defaults
from firmwatt.scenario.tariff import Tariff
from firmwatt.units import KW_PER_MW, MONTHS_PER_YEAR

TARIFFS = "tariffs"
SUMMER, MIDDLE, WINTER = "summer", "spring_autumn", "winter"
BANDS = ("light", "middle", "peak")
MONTHS, HOURS = range(1, 13), range(24)


def resolve_tariff(key: str, where: str, capacity_price_usd_per_mw_year: float, defaults: Defaults) -> Tariff:
    """Return a tariff of the catalogue.

    Parameters
    ----------
    key
    where
        Dotted name of the connection that names it.
    capacity_price_usd_per_mw_year
        Of the region; the price of demand where the tariff has none of its own.
    defaults
    """

    def number(parameter: str) -> float:
        return defaults.number(None, f"{where}.tariff.{parameter}", TARIFFS, key, parameter)

    has_energy = catalog.find(TARIFFS, key, f"{SUMMER}_peak_usd_per_mwh") is not None
    charge = "demand_charge_usd_per_mw_year"
    has_charge = catalog.find(TARIFFS, key, charge) is not None
    demand_charge = number(charge) if has_charge else capacity_price_usd_per_mw_year
    least, months = number("least_billed_share"), 0.0
    if catalog.find(TARIFFS, key, "collateral_months") is not None:
        months = number("collateral_months")
    return Tariff(
        key,
        tuple(tuple(_price(key, month, hour, number) for hour in HOURS) for month in MONTHS) if has_energy else None,
        demand_charge,
        least,
        months / MONTHS_PER_YEAR * least * demand_charge / KW_PER_MW,
    )


def _price(key: str, month: int, hour: int, number: Callable[[str], float]) -> float:
    season = (
        SUMMER
        if month in _numbers(key, "summer_months")
        else WINTER
        if month in _numbers(key, "winter_months")
        else MIDDLE
    )
    band = next((band for band in BANDS[1:] if hour in _numbers(key, f"{season}_{band}_hours")), BANDS[0])
    return number(f"{season}_{band}_usd_per_mwh") + number("levies_usd_per_mwh")


def _numbers(key: str, parameter: str) -> tuple[int, ...]:
    return tuple(int(number) for number in catalog.get(TARIFFS, key, parameter).text.split(","))
