"""Figures per megawatt-hour of power used: the books of a plan made comparable between plans of different length."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.accounting.clock import yearly_sum
from firmwatt.accounting.ledger import Ledger
from firmwatt.operation.dispatch import Dispatch
from firmwatt.planning.plan import Plan
from firmwatt.planning.sampled import sampled_series
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_YEAR, KG_PER_TONNE, MONTHS_PER_YEAR

COMPUTING_CAPITAL = ("it_capital", "building_capital")
"""Kinds of cost that are no cost of power."""
LEAST_MW = 0.5
"""A connection smaller than this is a solver's rounding."""


@dataclass(frozen=True, slots=True)
class LevelisedFigures:
    """What one megawatt-hour at the meter costs and emits, over all years that a plan stands for.

    Attributes
    ----------
    cost_usd_per_mwh
        Present value of all cost of power and of lost computing over the present value of energy; chips and buildings
        are left out. Infinite, as all that is counted per MWh, where no power is used.
    lost_compute_usd_per_mwh
        Of it, the value of lost computing.
    carbon_kg_per_mwh
        Scope 1 and location-based Scope 2.
    water_m3_per_mwh
        On site and at the power plants.
    curtailed_hours_per_year
        Hours of full power that the grid may withhold from the curtailable megawatts, by a share of energy or by the
        calls of a contract: the plan does without them.
    lost_compute_share : 0-1 of the computing asked for
    value_usd_per_month
        What the computing served in a month is worth, less the cost of its power.
    """

    cost_usd_per_mwh: float
    lost_compute_usd_per_mwh: float
    carbon_kg_per_mwh: float
    water_m3_per_mwh: float
    curtailed_hours_per_year: float
    lost_compute_share: float
    value_usd_per_month: float


def levelised_figures(dispatch: Dispatch, ledger: Ledger) -> LevelisedFigures:
    """Return the figures of a plan.

    Notes
    -----
    Money is discounted, and so is the energy that it is divided by; carbon, water, hours and computing are plain means
    over the calendar years of the horizon.
    """
    worth, years = (
        ledger.present_value_factor,
        np.asarray(dispatch.plan.inputs.time.years_represented, dtype=np.float64),
    )
    metered = ledger.energy_mwh["metered"]
    power = sum(usd.sum(axis=0) for kind, usd in ledger.cost_usd_per_year.items() if kind not in COMPUTING_CAPITAL)
    lost_usd = ledger.cost_usd_per_year["lost_compute"].sum(axis=0)
    carbon_t = (ledger.scope1_t + ledger.scope2_location_t).sum(axis=0)
    water_m3 = (ledger.water_site_m3 + ledger.water_power_m3).sum(axis=0)
    arrived, lost = (ledger.compute_mwh[name].sum(axis=0) for name in ("arrived", "lost"))
    discounted_mwh, plain_mwh = float(worth @ metered), float(years @ metered)
    value = np.array([pool.value_of_lost_compute_usd_per_mwh for pool in dispatch.plan.inputs.load.it.pools])
    earned = value @ ledger.compute_mwh["served"] - (power - lost_usd)
    return LevelisedFigures(
        cost_usd_per_mwh=_per_mwh(float(worth @ power), discounted_mwh),
        lost_compute_usd_per_mwh=_per_mwh(float(worth @ lost_usd), discounted_mwh),
        carbon_kg_per_mwh=_per_mwh(float(years @ carbon_t) * KG_PER_TONNE, plain_mwh),
        water_m3_per_mwh=_per_mwh(float(years @ water_m3), plain_mwh),
        curtailed_hours_per_year=float(years @ _withheld_hours(dispatch.plan)) / float(years.sum()),
        lost_compute_share=float(years @ lost) / float(years @ arrived),
        value_usd_per_month=float(years @ earned) / float(years.sum()) / MONTHS_PER_YEAR,
    )


def _per_mwh(amount: float, energy_mwh: float) -> float:
    return amount / energy_mwh if energy_mwh > 0.0 else float("inf")


def _withheld_hours(plan: Plan) -> FloatArray:
    """Return (years,) hours, as of all curtailable megawatts at once, that the grid may withhold them."""
    share = np.array([[site.connection.curtailable_energy_share] for site in plan.inputs.case.sites])
    connected = plan.connection_curtailable_mw
    called_hours = yearly_sum(plan.inputs.time, sampled_series(plan.inputs).called_share)
    withheld_mwh = ((HOURS_PER_YEAR * share + called_hours) * connected).sum(axis=0)
    total = connected.sum(axis=0)
    hours: FloatArray = np.divide(withheld_mwh, total, out=np.zeros_like(total), where=total > LEAST_MW)
    return hours
