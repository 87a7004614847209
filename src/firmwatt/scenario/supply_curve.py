"""`SupplyCurve`: what supplies a power market besides the programme, year by year, as the resolver settled it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from firmwatt.scenario.assets import AvailabilityKind


@dataclass(frozen=True, slots=True)
class CurveStep:
    """One dispatchable step of a market's supply curve: plants of like cost that stand whatever the programme does.

    Attributes
    ----------
    name : key of the catalogue table `grid_steps`
    capacity_mw : (years,) MW, >= 0
    availability : 0-1, mean over the year
    running_cost_usd_per_mwh : fuel and variable cost, or the price at which customers forgo their load
    emission_kg_per_mwh : kg CO2 at the stack
    capacity_credit : 0-1 of capacity counted towards the reserve margin
    """

    name: str
    capacity_mw: tuple[float, ...]
    availability: float
    running_cost_usd_per_mwh: float
    emission_kg_per_mwh: float
    capacity_credit: float


@dataclass(frozen=True, slots=True)
class CurveExpansion:
    """What may be added to a market's supply beyond the plants that stand whatever the programme does.

    Attributes
    ----------
    technology : key of the catalogue table `technologies`
    kind : `flat` has a step of its own in every hour; solar and wind give what their hour allows
    availability : 0-1, mean over the year
    build_limit_mw_per_year : MW a year
    earliest_year
        First year at whose beginning something decided on the decision date can be online.
    """

    technology: str
    kind: AvailabilityKind
    availability: float
    running_cost_usd_per_mwh: float
    emission_kg_per_mwh: float
    capacity_credit: float
    build_limit_mw_per_year: float
    earliest_year: int
    overnight_cost_usd_per_kw: float
    lifetime_years: float
    construction_years: float
    fixed_om_usd_per_kw_year: float


@dataclass(frozen=True, slots=True)
class CleanFleet:
    """The carbon-free plants of a market that stand whatever the programme does.

    Attributes
    ----------
    solar_mw, wind_mw : (years,) MW of capacity
    solar_factor, wind_factor : 0-1, mean output over capacity
    steady_mw, hydro_mw : (years,) MW, mean output; hydro follows the load
    firm_mw : (years,) MW counted towards the reserve margin
    """

    solar_mw: tuple[float, ...]
    wind_mw: tuple[float, ...]
    solar_factor: float
    wind_factor: float
    steady_mw: tuple[float, ...]
    hydro_mw: tuple[float, ...]
    firm_mw: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ReserveDemand:
    """What a market pays for plants that stand ready beyond those that run: less, the more of them there are.

    Attributes
    ----------
    held_mw : megawatts that are always held; load is lost before they are touched
    mean_mw, spread_mw : mean and standard deviation of what is missing when the hour comes, normally distributed
    price_usd_per_mwh : price of a megawatt-hour of load that is lost
    battery_mw : (years,) MW of batteries that count as ready

    Notes
    -----
    With R megawatts ready, one more is worth the price times the probability that more than `R - held_mw` is missing.
    """

    held_mw: float
    mean_mw: float
    spread_mw: float
    price_usd_per_mwh: float
    battery_mw: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SupplyCurve:
    """A power market that the programme's load moves. Regions with the same `market` share it.

    Attributes
    ----------
    market : key of the catalogue table `grid_fleets`
    mean_demand_mw : (years,) MW of all other customers
    demand_file, demand_area
        Hourly demand of the user's own, which grows from its own year; `mean_demand_mw` is not read then.
    demand_growth_per_year : fraction a year
    clean
    steps : by rising running cost
    expansions
    reserve_margin : share of the peak by which credited capacity must exceed it; None: no such market
    shortage_price_usd_per_mw_year : (years,) what a missing credited megawatt costs; capacity never costs more
    is_demand_sloped
        Whether less is paid for capacity the more there is beyond the margin, as in the auctions of PJM and MISO.
    peak_over_mean
        Peak for which the margin is held, over the mean demand; None: the highest hour of the series.
    reserve_demand : None: nothing is paid for plants that stand ready
    """

    market: str
    mean_demand_mw: tuple[float, ...]
    demand_file: Path | None
    demand_area: str
    demand_growth_per_year: float
    clean: CleanFleet
    steps: tuple[CurveStep, ...]
    expansions: tuple[CurveExpansion, ...]
    reserve_margin: float | None
    shortage_price_usd_per_mw_year: tuple[float, ...]
    is_demand_sloped: bool = False
    peak_over_mean: float | None = None
    reserve_demand: ReserveDemand | None = None
