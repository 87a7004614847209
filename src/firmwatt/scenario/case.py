"""`Case`: a scenario resolved against the catalogue, every default filled in, every unit settled.

The rooms behind `scenario/` read this record and nothing else of the user's file. All tuples over years follow
`Programme.planning_years`; all money is USD of `Programme.price_year`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from firmwatt.scenario.assets import LeadStep, Link, PipelineExpansion, StorageAsset, SupplyAsset
from firmwatt.scenario.building import Cooling
from firmwatt.scenario.programme import Programme
from firmwatt.scenario.supply_curve import SupplyCurve
from firmwatt.scenario.tariff import Tariff
from firmwatt.scenario.work import RequestVolume, Trace, TrainingVolume


class WorkClass(StrEnum):
    """The classes of computing, by how they bend."""

    INTERACTIVE = "interactive"
    """Served in the hour it arrives; movable within a latency radius."""
    BATCH = "batch"
    """Deferrable up to a deadline, movable."""
    TRAINING = "training"
    """May be throttled or paused, not moved in mid-run."""


@dataclass(frozen=True, slots=True)
class LoadContract:
    """On what terms the grid may call on the curtailable megawatts of a connection.

    Attributes
    ----------
    name
        Key of the catalogue table `contracts`.
    kind
        `firm`, `curtailable`, `interruptible`, `curtail_first`, `demand_response_paid` or `demand_response_unpaid`.
    hours_per_year, events_per_year : most in a year, >= 0
    longest_event_hours : hours, >= 0
    notice_minutes : minutes, >= 0
        From the grid's call until the megawatts must be gone.
    payment_usd_per_mw_year
        To the load, for a megawatt that it can take away.
    payment_usd_per_mwh
        To the load, for a megawatt-hour that it takes away when called.
    waits_for_upgrade
        Whether its megawatts wait for the network upgrade as firm ones do.
    firm_needs_own_supply
        Whether new firm megawatts are had only as far as new own supply, by its capacity credit, stands beside them.
    ramp_share_per_hour : > 0 of the connection, or None for no limit
        How fast the site's exchange with the grid may change from hour to hour, calls apart.
    ride_through_seconds : seconds or None
        For how long a dip of the voltage must be ridden through without leaving the grid.
    largest_trip_mw : MW or None
        Most that may leave the grid at once.
    called_hours_per_year : hours or None
        For how long the grid is taken to call in a year; None: for all hours that it may.
    pays_capacity_price
        Whether its megawatts pay the yearly price of firm ones all the same.
    """

    name: str
    kind: str
    hours_per_year: float
    events_per_year: float
    longest_event_hours: float
    notice_minutes: float
    payment_usd_per_mw_year: float
    payment_usd_per_mwh: float
    waits_for_upgrade: bool
    firm_needs_own_supply: bool
    ramp_share_per_hour: float | None = None
    ride_through_seconds: float | None = None
    largest_trip_mw: float | None = None
    called_hours_per_year: float | None = None
    pays_capacity_price: bool = False


@dataclass(frozen=True, slots=True)
class LoadConnection:
    """A site's connection to the grid as a load, with its own queue.

    Attributes
    ----------
    firm_mw, curtailable_mw : (years,) MW, >= 0
        What may be asked for by the end of each planning year; before `online` the limit of the step is zero.
    energised_mw : MW, >= 0
        Already connected and firm on the decision date; it does not wait for the queue.
    curtailable_energy_share : 0-1
        Share of a year's energy of the curtailable megawatts that the grid may withhold: the plan must do without.
    steps : study, upgrade, transformer, ramp …
    capital_cost_usd_per_kw : of the new connection (substation, line, upgrade)
    capacity_price_usd_per_mw_year
        Yearly price of a firm megawatt (capacity market and demand charge).
    delivery_charge_usd_per_mwh : added to the region's hourly price
    collateral_usd_per_kw : held by the utility for each new kW while it is connected, and given back
    contract
        Terms of the curtailable megawatts; None where the scenario names no contract, only a share of energy.
    tariff
        Replaces capacity price and, where it has energy prices, the hourly price of purchases; None for those.
    """

    firm_mw: tuple[float, ...]
    curtailable_mw: tuple[float, ...]
    energised_mw: float
    curtailable_energy_share: float
    steps: tuple[LeadStep, ...]
    capital_cost_usd_per_kw: float
    lifetime_years: float
    capacity_price_usd_per_mw_year: float
    delivery_charge_usd_per_mwh: float
    contract: LoadContract | None = None
    tariff: Tariff | None = None
    collateral_usd_per_kw: float = 0.0


@dataclass(frozen=True, slots=True)
class Site:
    """A place where computing runs.

    Attributes
    ----------
    asked_mw : (years,) MW
        What the programme wants at the year's end, in `asked_basis` terms: `utility` (at the meter) or `it`.
    steps
        Building the data centre itself (permit, procure, build).
    energised_it_mw : MW
        IT capacity already running on the decision date.
    land_limit_acre, water_limit_m3_per_year, gas_pipeline_limit_mmbtu_per_hour
        None where there is no limit.
    water_stress_share : 0-1, or None where it is not known
        Water withdrawn over what renews itself where the site's comes from.
    gas_pipeline_expansion
        None where the pipeline stays as it is.
    sale_limit_mw : MW
        What the site may sell into the grid at the hourly price; 0 forbids it.
    weather_file
        A file to read instead of the built-in generator.
    backup_test_hours_per_year, backup_outage_hours_per_year : h
        In which backup generators burn fuel.
    backup_fuel_usd_per_l
        0 where they burn none.
    """

    name: str
    place: str
    region: str
    latitude_deg: float
    longitude_deg: float
    altitude_m: float
    time_zone: str
    party: str
    asked_mw: tuple[float, ...]
    asked_basis: str
    energised_it_mw: float
    cooling: Cooling
    connection: LoadConnection
    steps: tuple[LeadStep, ...]
    land_limit_acre: float | None
    water_limit_m3_per_year: float | None
    gas_pipeline_limit_mmbtu_per_hour: float | None
    sale_limit_mw: float
    weather_file: Path | None
    it_capital_usd_per_kw: float
    """Chips, servers and network per kW of IT load, replaced every `it_lifetime_years`."""
    it_lifetime_years: float
    building_capital_usd_per_kw: float
    """Building and power train per kW of IT load."""
    building_lifetime_years: float
    backup_test_hours_per_year: float = 0.0
    backup_outage_hours_per_year: float = 0.0
    backup_fuel_usd_per_l: float = 0.0
    basin: str | None = None
    gas_pipeline_expansion: PipelineExpansion | None = None
    water_stress_share: float | None = None


@dataclass(frozen=True, slots=True)
class Workload:
    """A stream of computing.

    Attributes
    ----------
    work_class
    it_mw : (years,) MW of IT load, mean over the year
        Exactly one of it, `share`, `requests` and `run` is given.
    share : 0-1 of each site's asked IT capacity; None where `it_mw` is given
    utilisation : 0-1, mean load over the IT capacity held for it
    site_share : site name → 0-1, sums to 1
        Where the work is at home (empty: in proportion to the asked megawatts).
    movable_share : 0-1
        Share that may run at any site of `movable_sites`.
    deadline_hours : hours, >= 0
        Work must be done within this many hours of its arrival (0: at once).
    user_time_zones : IANA zone → 0-1, sums to 1
        Where the users live; gives the daily and weekly shape its clock.
    daily_shape : (24,) mean 1, local hour
    weekly_shape : (7,) mean 1, Monday first
    value_of_lost_compute_usd_per_mwh : USD per MWh of IT energy not served
    must_serve
        Whether losing any of it makes the plan infeasible.
    requests, run
        Amounts that `demand/` turns into megawatts.
    trace
        Arrivals in place of daily and weekly shape.
    power_cap_share : 0.45-1 of the power that chips draw freely, or None
        To which the plan may hold them.
    movable_within_ms : milliseconds there and back, or None for no limit
        How far over the network work may move from where it is at home.
    """

    name: str
    work_class: WorkClass
    it_mw: tuple[float, ...] | None
    share: float | None
    utilisation: float
    site_share: Mapping[str, float]
    movable_share: float
    movable_sites: tuple[str, ...]
    deadline_hours: int
    user_time_zones: Mapping[str, float]
    daily_shape: tuple[float, ...]
    weekly_shape: tuple[float, ...]
    value_of_lost_compute_usd_per_mwh: float
    must_serve: bool
    requests: RequestVolume | None = None
    run: TrainingVolume | None = None
    trace: Trace | None = None
    movable_within_ms: float | None = None
    power_cap_share: float | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A grid region as a price-taker sees it, and the market behind it where the load moves the price.

    Attributes
    ----------
    synchronous_grid
        Links join only sites of one synchronous grid.
    mix : fuel → 0-1, the region's yearly generation mix, sums to 1
    mean_price_usd_per_mwh : (years,)
    mean_intensity_kg_per_mwh : (years,) average, location-based
    carbon_free_share : (years,) 0-1
    series_file
        Hourly price and intensity of the user's own instead of the synthesis.
    parameters
        Further parameters of the synthesis from the catalogue, by name with unit suffix.
    curve
        The market that answers the load; None for a price-taker.
    """

    name: str
    title: str
    synchronous_grid: str
    time_zone: str
    mix: Mapping[str, float]
    mean_price_usd_per_mwh: tuple[float, ...]
    mean_intensity_kg_per_mwh: tuple[float, ...]
    carbon_free_share: tuple[float, ...]
    residual_intensity_kg_per_mwh: tuple[float, ...]
    water_l_per_mwh: float
    series_file: Path | None
    parameters: Mapping[str, float]
    curve: SupplyCurve | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """Prices, caps and shares that the plan must keep.

    Attributes
    ----------
    carbon_price_usd_per_tonne : (years,)
        On Scope 1 and on the location-based Scope 2 of grid energy.
    carbon_cap_tonne : (years,) or None; per planning year, Scope 1 + location-based Scope 2
    carbon_intensity_cap_kg_per_mwh : (years,) or None; per MWh of metered load
    annual_carbon_free_share, hourly_carbon_free_share, re100_share : (years,) 0-1 or None
    matching_scope
        `site`, `region` or `company`: over what clean energy and load are matched.
    """

    carbon_price_usd_per_tonne: tuple[float, ...]
    carbon_cap_tonne: tuple[float, ...] | None
    carbon_intensity_cap_kg_per_mwh: tuple[float, ...] | None
    annual_carbon_free_share: tuple[float, ...] | None
    hourly_carbon_free_share: tuple[float, ...] | None
    re100_share: tuple[float, ...] | None
    matching_scope: str


@dataclass(frozen=True, slots=True)
class Reliability:
    """Adequacy in the plan by class capacity credit.

    Attributes
    ----------
    reserve_margin : fraction of the site's peak, or None for no reserve row
    grid_capacity_credit : 0-1, of firm connected megawatts
    target_nines : > 0, of the hours of the worst site in the last planning year, or None
    target_lole_days_per_year : > 0, most days with a shortfall of the worst site in that year, or None
        Simulated outages decide whether a target holds; the margin rises until it does.
    """

    reserve_margin: float | None
    grid_capacity_credit: float
    target_nines: float | None = None
    target_lole_days_per_year: float | None = None


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """How the plan is solved: `solver` is `chain` or `highs`; `relative_gap` is the gap asked for."""

    solver: str
    relative_gap: float
    time_limit_seconds: float | None
    threads: int
    polish: bool = False


@dataclass(frozen=True, slots=True)
class DefaultUsed:
    """One value that the user left out and the catalogue gave."""

    field: str
    value: float | str
    unit: str
    table: str
    key: str
    source: str
    source_year: int
    confidence: str


@dataclass(frozen=True, slots=True)
class Case:
    """A whole scenario, resolved."""

    programme: Programme
    sites: tuple[Site, ...]
    regions: tuple[Region, ...]
    workloads: tuple[Workload, ...]
    supply: tuple[SupplyAsset, ...]
    storage: tuple[StorageAsset, ...]
    links: tuple[Link, ...]
    vendor_slots_mw_per_year: Mapping[str, float]
    """Technology → megawatts a year that all sites together can buy."""
    basin_limit_m3_per_year: Mapping[str, float]
    """River basin → water that all sites in it may draw a year."""
    policy: Policy
    reliability: Reliability
    solve: SolveOptions
    defaults_used: tuple[DefaultUsed, ...]
    scenario_text: str
    """The user's YAML as read, for the run's `scenario.yaml`."""
    scenario_sha256: str

    def site_index(self, name: str) -> int:
        """Return the position of a site by name."""
        return [site.name for site in self.sites].index(name)

    def region_index(self, name: str) -> int:
        """Return the position of a region by name."""
        return [region.name for region in self.regions].index(name)
