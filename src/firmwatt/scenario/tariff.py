"""`Tariff`: what a load pays for grid energy and for its highest demand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tariff:
    """A retail tariff for a large load.

    Attributes
    ----------
    name
        Key of the table `tariffs`.
    energy_usd_per_mwh : (12, 24) by local month and hour, or None where energy has the market's price
    demand_charge_usd_per_mw_year
        On the billed demand, the highest draw of the year.
    least_billed_share : 0-1 of the connected firm megawatts that are billed at the least
    collateral_usd_per_kw : held for each new kW: some months of the least bill
    """

    name: str
    energy_usd_per_mwh: tuple[tuple[float, ...], ...] | None
    demand_charge_usd_per_mw_year: float
    least_billed_share: float
    collateral_usd_per_kw: float = 0.0
