"""`Tariff`: what a load pays for grid energy and for its highest demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

Cell = TypeVar("Cell", float, bool)
ByDayMonthHour = tuple[tuple[tuple[Cell, ...], ...], ...]
"""(3, 12, 24) values by kind of day (working day, Saturday, Sunday), local month and local hour."""

EVERY_MONTH = tuple(range(1, 13))


@dataclass(frozen=True, slots=True)
class Tariff:
    """A retail tariff for a large load.

    Attributes
    ----------
    name
        Key of the table `tariffs`.
    energy_usd_per_mwh : (3, 12, 24), or None where energy has the market's price
    demand_charge_usd_per_mw_year
        On the billed demand of the month, a twelfth of it each month.
    least_billed_share : 0-1 of the connected firm megawatts that are billed at the least
    collateral_usd_per_kw : held for each new kW: some months of the least bill
    ratchet_share : 0-1 of the highest demand of `ratchet_months` that every month is billed for at the least
        0: each month is billed for its own highest draw; 1 with all months: for that of the year.
    ratchet_months : 1-12
    counted_hours : (3, 12, 24) whether the draw of an hour can set the demand, or None where any can
    relief_usd_per_mwh : (3, 12, 24) taken off the price of energy until `relief_last_year`, or None
    """

    name: str
    energy_usd_per_mwh: ByDayMonthHour[float] | None
    demand_charge_usd_per_mw_year: float
    least_billed_share: float
    collateral_usd_per_kw: float = 0.0
    ratchet_share: float = 0.0
    ratchet_months: tuple[int, ...] = EVERY_MONTH
    counted_hours: ByDayMonthHour[bool] | None = None
    relief_usd_per_mwh: ByDayMonthHour[float] | None = None
    relief_last_year: int = 0
