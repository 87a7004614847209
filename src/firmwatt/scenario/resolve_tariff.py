"""Make the `Tariff` of a connection from the catalogue table `tariffs`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from firmwatt.catalog import loader as catalog
from firmwatt.scenario.defaults import Defaults
from firmwatt.scenario.schema_sites import TariffTerms
from firmwatt.scenario.tariff import EVERY_MONTH, ByDayMonthHour, Tariff
from firmwatt.units import KW_PER_MW, MONTHS_PER_YEAR

TARIFFS = "tariffs"
SUMMER, MIDDLE, WINTER = "summer", "spring_autumn", "winter"
BANDS = ("light", "middle", "peak")
WORKING_DAY, SATURDAY, SUNDAY = range(3)
DAYS, HOURS = (WORKING_DAY, SATURDAY, SUNDAY), range(24)

Cell = TypeVar("Cell", float, bool)


def resolve_tariff(
    key: str, where: str, capacity_price_usd_per_mw_year: float, defaults: Defaults, terms: TariffTerms | None = None
) -> Tariff:
    """Return a tariff of the catalogue, with the user's terms where there are any.

    Parameters
    ----------
    key
    where
        Dotted name of the connection that names it.
    capacity_price_usd_per_mw_year
        Of the region; the price of demand where the tariff has none of its own.
    defaults
    terms
    """
    own = TariffTerms() if terms is None else terms

    def number(parameter: str, otherwise: float | None = None) -> float:
        given = getattr(own, parameter, None)
        if given is None and otherwise is not None and catalog.find(TARIFFS, key, parameter) is None:
            return otherwise
        return defaults.number(given, f"{where}.tariff.{parameter}", TARIFFS, key, parameter)

    demand_charge = number("demand_charge_usd_per_mw_year", capacity_price_usd_per_mw_year)
    least, months = number("least_billed_share"), number("collateral_months", 0.0)
    has_energy = catalog.find(TARIFFS, key, f"{SUMMER}_peak_usd_per_mwh") is not None
    bands = _words(key, "counted_bands")
    relief_share = number("relief_share", 0.0)
    return Tariff(
        name=key,
        energy_usd_per_mwh=_table(lambda *at: _price(key, at, number)) if has_energy else None,
        demand_charge_usd_per_mw_year=demand_charge,
        least_billed_share=least,
        collateral_usd_per_kw=months / MONTHS_PER_YEAR * least * demand_charge / KW_PER_MW,
        ratchet_share=number("ratchet_share", 0.0),
        ratchet_months=own.ratchet_months or _numbers(key, "ratchet_months") or EVERY_MONTH,
        counted_hours=_table(lambda *at: _metered_band(key, *at) in bands) if bands else None,
        relief_usd_per_mwh=_table(lambda *at: _relief(key, at, relief_share, number)) if relief_share else None,
        relief_last_year=int(number("relief_last_year", 0.0)),
    )


def _table(cell: Callable[[int, int, int], Cell]) -> ByDayMonthHour[Cell]:
    """Return a value for each kind of day, month and hour."""
    return tuple(tuple(tuple(cell(day, month, hour) for hour in HOURS) for month in EVERY_MONTH) for day in DAYS)


def _price(key: str, at: tuple[int, int, int], number: Callable[[str], float]) -> float:
    day, month, hour = at
    band = _metered_band(key, day, month, hour)
    if day == SATURDAY and band == BANDS[-1]:
        band = (*_words(key, "saturday_peak_billed_as"), band)[0]
    return number(f"{_season(key, month)}_{band}_usd_per_mwh") + number("levies_usd_per_mwh")


def _relief(key: str, at: tuple[int, int, int], share: float, number: Callable[[str], float]) -> float:
    """Return what is taken off the price without levies in the hours of a weekend that have a relief."""
    day, month, hour = at
    is_relieved = day != WORKING_DAY and _season(key, month) == MIDDLE and hour in _numbers(key, "relief_hours")
    return share * (_price(key, at, number) - number("levies_usd_per_mwh")) if is_relieved else 0.0


def _season(key: str, month: int) -> str:
    if month in _numbers(key, "summer_months"):
        return SUMMER
    return WINTER if month in _numbers(key, "winter_months") else MIDDLE


def _metered_band(key: str, day: int, month: int, hour: int) -> str:
    """Return the band in which energy and demand of an hour are metered; a Sunday may have one alone."""
    if day == SUNDAY and (band := _words(key, "sunday_band")):
        return band[0]
    season = _season(key, month)
    return next((band for band in BANDS[1:] if hour in _numbers(key, f"{season}_{band}_hours")), BANDS[0])


def _numbers(key: str, parameter: str) -> tuple[int, ...]:
    return tuple(map(int, _words(key, parameter)))


def _words(key: str, parameter: str) -> tuple[str, ...]:
    row = catalog.find(TARIFFS, key, parameter)
    return () if row is None else tuple(row.text.split(","))
