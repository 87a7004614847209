"""What may be built: supply, storage and lines, with their lead times, resolved against the catalogue.

All tuples over years follow `Programme.planning_years`; all money is USD of `Programme.price_year`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Delivery(StrEnum):
    """How an asset's energy reaches a site."""

    ON_SITE = "on_site"
    """Behind the meter of the site."""
    PHYSICAL = "physical"
    """Elsewhere in the site's region; the energy comes through the site's grid connection."""
    VIRTUAL = "virtual"
    """A contract for difference in the region: money and matching only, no energy."""


class AvailabilityKind(StrEnum):
    """What decides how much of an asset's capacity is there in an hour."""

    SOLAR = "solar"
    WIND_ONSHORE = "wind_onshore"
    WIND_OFFSHORE = "wind_offshore"
    FLAT = "flat"
    """The constant `SupplyAsset.availability`."""


TRANSFORMER = "transformer"
"""The step of a load's connection that waits for makers; its slots are megawatts newly connected."""


@dataclass(frozen=True, slots=True)
class LeadStep:
    """One step between the decision and the first megawatt.

    Attributes
    ----------
    name
        `permit`, `procure`, `build`, `connect`, `study`, `upgrade`, `transformer` …
    low_years, central_years, high_years : years, 0 <= low <= central <= high
        P10, P50 and P90 of its length.
    after
        Names of the steps that must be done before it starts.
    """

    name: str
    low_years: float
    central_years: float
    high_years: float
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaxCredit:
    """A tax credit on capital or, where that is worth more, on what is generated, and the dates that it hangs on.

    Attributes
    ----------
    share : 0-1 of the capital, interest during construction included; 0 where only what is generated earns one
    if_begun_by
        (last day on which construction begins, factor 0-1 on the share), rising by date.
    or_in_service_by
        Where given, whole for what is online by this day, whenever begun.
    production_usd_per_mwh
        On what a plant generates in its first `production_years`, instead; 0 for none.
    """

    share: float
    if_begun_by: tuple[tuple[date, float], ...]
    or_in_service_by: date | None = None
    production_usd_per_mwh: float = 0.0
    production_years: float = 0.0

    def phase_on(self, begun: date, online: date) -> float:
        """Return how much 0-1 of the credit something begun and online on two days gets.

        Examples
        --------
        >>> credit = TaxCredit(0.3, ((date(2033, 12, 31), 1.0), (date(2034, 12, 31), 0.75)))
        >>> [credit.phase_on(date(year, 6, 1), date(year + 2, 6, 1)) for year in (2030, 2034, 2035)]
        [1.0, 0.75, 0.0]
        """
        if self.or_in_service_by is not None and online <= self.or_in_service_by:
            return 1.0
        return next((factor for last, factor in self.if_begun_by if begun <= last), 0.0)


@dataclass(frozen=True, slots=True)
class SupplyAsset:
    """Something that makes electricity and may be built, contracted or is announced.

    One asset is one technology or project for one site (on site, physical) or one region (virtual).

    Attributes
    ----------
    name
        Unique, such as `abilene/gas_turbine` or `crane_restart`.
    technology
        Key of the catalogue table `technologies`.
    site
        The site that it serves; for `virtual` the site whose region it stands in.
    max_mw, existing_mw : MW
        Most that may be built (on top of existing); what stands on the decision date.
    min_mw : MW
        What must be built by its first possible year (a committed project).
    earliest_year, latest_year
        First and last year in which it may come online, whatever the lead time.
    fixed_online
        Date of an announced project; it replaces the lead time.
    online_delay_years : low, central, high years added to `fixed_online`
    build_limit_mw_per_year : MW or None
    unit_mw : MW or None
        Size of one unit.
    availability_kind, availability : 0-1
    fuel_cost_usd_per_mmbtu : (years,)
    heat_rate_mmbtu_per_mwh : 0 where no fuel is burnt or bought
    strike_usd_per_mwh : USD/MWh or None
        For contracts: price paid per MWh generated. None: the asset's own costs are paid (capital, fixed, variable).
    emission_kg_per_mwh : kg CO2 at the stack per MWh of electricity
    captured_kg_per_mwh : kg CO2 that is captured and stored underground per MWh of electricity
    upstream_kg_per_mwh : kg CO2e of fuel supply and materials per MWh
    water_l_per_mwh, land_acre_per_mw
    capacity_credit : 0-1 of capacity counted in the reserve row
    is_carbon_free, is_renewable
        For carbon-free and RE100 shares.
    probability : 0-1
        Chance that an announced project comes at all; its megawatts are multiplied by it.
    run_hours_limit_per_year : hours at full load that a permit allows (NOx), or None
    minimum_load_share : 0-1 of what is there that must run in every hour
    owner
        Who owns it and reports its stack; empty for whoever runs the site.
    tax_credit
        None where the law of the scenario gives none.
    """

    name: str
    technology: str
    site: str
    delivery: Delivery
    max_mw: float
    existing_mw: float
    min_mw: float
    earliest_year: int
    latest_year: int
    fixed_online: date | None
    online_delay_years: tuple[float, float, float]
    steps: tuple[LeadStep, ...]
    construction_years: float
    build_limit_mw_per_year: float | None
    unit_mw: float | None
    availability_kind: AvailabilityKind
    availability: float
    overnight_cost_usd_per_kw: float
    lifetime_years: float
    fixed_om_usd_per_kw_year: float
    variable_om_usd_per_mwh: float
    heat_rate_mmbtu_per_mwh: float
    fuel_cost_usd_per_mmbtu: tuple[float, ...]
    is_gas: bool
    strike_usd_per_mwh: float | None
    emission_kg_per_mwh: float
    upstream_kg_per_mwh: float
    water_l_per_mwh: float
    land_acre_per_mw: float
    capacity_credit: float
    is_carbon_free: bool
    is_renewable: bool
    probability: float
    run_hours_limit_per_year: float | None = None
    minimum_load_share: float = 0.0
    owner: str = ""
    captured_kg_per_mwh: float = 0.0
    tax_credit: TaxCredit | None = None


@dataclass(frozen=True, slots=True)
class StorageAsset:
    """Something on a site that takes electricity and gives it back later; power and energy are chosen separately.

    Attributes
    ----------
    charge_efficiency, discharge_efficiency : 0-1
    self_discharge_per_hour : fraction of the level lost in an hour
    power_cost_usd_per_kw, energy_cost_usd_per_kwh : overnight
    wear_cost_usd_per_mwh : per MWh discharged
    duration_hours : (least, most) MWh per MW that may be built
    capacity_credit_by_duration : ((hours, 0-1), …) rising
        Interpolated; applied as credit per MW at the most that the energy built allows.
    owner, tax_credit
        As of supply.
    """

    name: str
    technology: str
    site: str
    max_mw: float
    existing_mw: float
    existing_mwh: float
    earliest_year: int
    steps: tuple[LeadStep, ...]
    construction_years: float
    build_limit_mw_per_year: float | None
    charge_efficiency: float
    discharge_efficiency: float
    self_discharge_per_hour: float
    power_cost_usd_per_kw: float
    energy_cost_usd_per_kwh: float
    lifetime_years: float
    fixed_om_usd_per_kw_year: float
    wear_cost_usd_per_mwh: float
    duration_hours: tuple[float, float]
    capacity_credit_by_duration: tuple[tuple[float, float], ...]
    land_acre_per_mw: float
    owner: str = ""
    tax_credit: TaxCredit | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two sites of one synchronous grid, of the programme's own.

    Attributes
    ----------
    loss_share : 0-1 of the energy sent
    overnight_cost_usd_per_kw : for the whole length
    owner
        Empty for whoever runs the site at its first end.
    """

    name: str
    from_site: str
    to_site: str
    existing_mw: float
    max_mw: float
    loss_share: float
    overnight_cost_usd_per_kw: float
    lifetime_years: float
    steps: tuple[LeadStep, ...]
    construction_years: float
    owner: str = ""


@dataclass(frozen=True, slots=True)
class PipelineExpansion:
    """What may be added to the firm gas pipeline of a site.

    Attributes
    ----------
    max_mmbtu_per_hour
    capital_cost_usd_per_mmbtu_per_hour : overnight
    lifetime_years
    steps
    """

    max_mmbtu_per_hour: float
    capital_cost_usd_per_mmbtu_per_hour: float
    lifetime_years: float
    steps: tuple[LeadStep, ...]
