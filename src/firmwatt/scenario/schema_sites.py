"""The parts of a scenario file that describe sites and the work they do."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from firmwatt.scenario import quantities as q
from firmwatt.scenario.case import WorkClass
from firmwatt.scenario.quantities import Entry
from firmwatt.scenario.schema_work import CohortEntry, Milliseconds, Multiple, RequestsEntry, RunEntry, TraceEntry


class BuildingSteps(Entry):
    """Lengths of the steps of building the data centre itself."""

    permit_years: q.StepYears | None = None
    """Permits of the building."""
    build_years: q.StepYears | None = None
    """Building and fitting out, after the permits."""


class ConnectionSteps(Entry):
    """Lengths of the steps of connecting a load to the grid."""

    study_years: q.StepYears | None = None
    """The grid operator's study of the load."""
    upgrade_years: q.StepYears | None = None
    """Lines and substations that the study asks for, after it."""
    transformer_years: q.StepYears | None = None
    """Delivery of the transformers, ordered after the study."""
    ramp_years: q.StepYears | None = None
    """From first power to full power, after upgrade and transformers."""


class PipelineSteps(Entry):
    """Lengths of the steps of expanding a gas pipeline."""

    permit_years: q.StepYears | None = None
    """Permits."""
    build_years: q.StepYears | None = None
    """Laying the pipe, after the permits."""


class PipelineExpansionEntry(Entry):
    """What may be added to the firm gas pipeline of a site."""

    max_mmbtu_per_hour: q.MmbtuPerHour
    """Most that may be added."""
    capital_cost_usd_per_mmbtu_per_hour: q.UsdPerMmbtuPerHour | None = None
    """Cost of the lateral or loop for each MMBtu/h that it carries."""
    lifetime_years: q.Lifetime | None = None
    """Life."""
    steps: PipelineSteps = PipelineSteps()
    """Lengths of permit and build, from the decision on."""


class CoolingEntry(Entry):
    """The cooling plant of a site."""

    plant: q.Name | None = None
    """Key of the catalogue table `cooling`; default direct_liquid_dry_cooler."""
    pue_constant: q.Pue | None = None
    """A power usage effectiveness that replaces the plant model."""
    wue_constant_l_per_kwh: q.LitresPerKwh | None = None
    """A water usage effectiveness that replaces the plant model; only beside `pue_constant`."""
    heat_reuse_share: q.Fraction = 0.0
    """Share of the heat in the plant's warmest water that others take, in every hour; spares towers and coolers."""
    heat_reuse_temperature_c: q.NetworkCelsius = 60.0
    """Temperature at which that heat is delivered; a heat pump on the site's meter lifts what is colder."""
    overrides: dict[q.Name, q.Number] = Field(default={})
    """Plant parameters by their name in the catalogue."""


class ContractEntry(Entry):
    """Terms on which the grid may call on `curtailable_mw`; what is left out comes from the catalogue's type."""

    contract_type: q.Name = Field(alias="type")
    """Key of the catalogue table `contracts`, such as `pjm_curtail_first`; `firmwatt contracts` compares them."""
    hours_per_year: q.Hours | None = None
    """Most hours of a year in which the grid may call."""
    called_hours_per_year: q.Hours | None = None
    """For how long the plan takes the grid to call in a year; default: the type's, or all hours that it may."""
    events_per_year: q.Events | None = None
    """Most calls of a year."""
    longest_event_hours: q.Hours | None = None
    """Most hours of one call."""
    notice_minutes: q.Minutes | None = None
    """From the call until the megawatts must be gone."""
    payment_usd_per_mw_year: q.UsdPerMwYear | None = None
    """Paid to the load for a megawatt that it can take away, measured by its mean draw outside calls."""
    payment_usd_per_mwh: q.UsdPerMwh | None = None
    """Paid to the load for a megawatt-hour that it takes away when called."""
    pays_capacity_price: q.Flag | None = None
    """Whether its megawatts pay the yearly price of firm ones all the same."""
    waits_for_upgrade: q.Flag | None = None
    """Whether its megawatts wait for the network upgrade as firm ones do."""
    firm_needs_own_supply: q.Flag | None = None
    """Whether new firm megawatts are had only as far as new own supply, by its capacity credit, stands beside them."""
    ramp_share_per_hour: Annotated[q.Fraction, Field(gt=0)] | None = None
    """Share of the connected megawatts by which the draw may change from hour to hour, calls apart; none: no limit."""
    ride_through_seconds: q.Seconds | None = None
    """For how long a dip of the voltage must be ridden through; `firmwatt contracts` holds the UPS against it."""
    largest_trip_mw: q.Megawatts | None = None
    """Most that may leave the grid at once; `firmwatt contracts` tells in how many blocks the site must be fed."""


class TariffTerms(Entry):
    """Terms of one's own in place of those of the tariff."""

    demand_charge_usd_per_mw_year: q.UsdPerMwYear | None = None
    """Charge on the billed demand, a twelfth of it each month."""
    least_billed_share: q.Fraction | None = None
    """Share of the firm megawatts that every month is billed for at the least."""
    ratchet_share: q.Fraction | None = None
    """Share of the highest demand of `ratchet_months` that every month is billed for at the least; 0: each month by its
    own draw, 1 with all months: by that of the year."""
    ratchet_months: Annotated[tuple[q.Month, ...], Field(min_length=1)] | None = None
    """Months, 1 to 12, that the others look back on; default: all, or those of the tariff."""
    collateral_months: q.Months | None = None
    """Months of the least bill that the utility holds."""


class ConnectionEntry(Entry):
    """A site's connection to the grid as a load."""

    firm_mw: q.MegawattsByYear | None = None
    """Most firm megawatts by year; default: the site's `asked_mw`."""
    curtailable_mw: q.MegawattsByYear = 0.0
    """Most curtailable megawatts by year, on top of the firm ones."""
    energised_mw: q.Megawatts = 0.0
    """Firm megawatts that are connected on the decision date."""
    curtailable_energy_share: q.Fraction = 0.0
    """Share of a year's energy of the curtailable megawatts that the grid may withhold."""
    tariff: q.Name | None = None
    """Key of the catalogue table `tariffs`: prices by season, day and hour, a charge on the highest draw of each month,
    at the least on a share of that of other months (the ratchet) and of the firm megawatts, collateral; default: the
    region's hourly price and capacity price."""
    tariff_terms: TariffTerms | None = None
    """What differs from the tariff, as in the contract with the utility."""
    contract: ContractEntry | None = None
    """On what terms the grid may call on the curtailable megawatts."""
    steps: ConnectionSteps = ConnectionSteps()
    """Lengths of study, upgrade, transformer and ramp."""
    capital_cost_usd_per_kw: q.UsdPerKw | None = None
    """Cost of the new connection."""
    lifetime_years: q.Lifetime | None = None
    """Life of the connection."""
    collateral_usd_per_kw: q.UsdPerKw | None = None
    """What the utility holds for each new kW, firm or curtailable, while it is connected; it costs its interest;
    default: what the tariff asks for."""
    capacity_price_usd_per_mw_year: q.UsdPerMwYear | None = None
    """Yearly price of a firm megawatt; default: the region's in the catalogue."""
    delivery_charge_usd_per_mwh: q.UsdPerMwh | None = None
    """Added to the region's hourly price; default beside a tariff with prices of energy: 0."""


class SiteEntry(Entry):
    """A place where computing runs."""

    name: q.Name
    """Unique name, used everywhere else in the file."""
    place: q.Name | None = None
    """Key of the table `places`: position, time zone, grid region and climate. Or give the four below and `region`."""
    latitude_deg: q.Latitude | None = None
    """Degrees north."""
    longitude_deg: q.Degrees | None = None
    """Degrees east."""
    altitude_m: q.Metres | None = None
    """Above sea level."""
    time_zone: q.Text | None = None
    """IANA name."""
    region: q.Name | None = None
    """Key of the catalogue table `regions`; default: the place's."""
    party: q.Text | None = None
    """Who runs the site; default: `programme.parties.operator`."""
    asked_mw: q.MegawattsByYear
    """What the programme wants at the end of each year, as steps: the last value given holds."""
    asked_basis: Literal["utility", "it"] = "utility"
    """Whether `asked_mw` counts megawatts at the meter or of IT load."""
    energised_it_mw: q.Megawatts = 0.0
    """IT megawatts that run on the decision date."""
    cooling: CoolingEntry = CoolingEntry()
    """Cooling plant."""
    connection: ConnectionEntry = ConnectionEntry()
    """Grid connection."""
    steps: BuildingSteps = BuildingSteps()
    """Lengths of building the data centre."""
    land_limit_acre: q.Acres | None = None
    """Most land of on-site supply and storage; no limit where absent."""
    basin: q.Name | None = None
    """River basin or aquifer that its water comes from, of the file's `basin_limit_m3_per_year`."""
    water_stress_share: q.Fraction | None = None
    """Water withdrawn over what renews itself where it comes from, before the site: 0.4 and more is high stress;
    default: the place's in the catalogue, unknown where it has none."""
    water_limit_m3_per_year: q.CubicMetresPerYear | None = None
    """Most water of cooling and on-site supply; no limit where absent."""
    gas_pipeline_limit_mmbtu_per_hour: q.MmbtuPerHour | None = None
    """Firm gas pipeline; no limit where absent."""
    gas_pipeline_expansion: PipelineExpansionEntry | None = None
    """What the plan may add to it, later and for money; none where absent."""
    sale_limit_mw: q.Megawatts = 0.0
    """What may be sold into the grid in an hour; 0 forbids it."""
    backup_test_hours_per_year: q.Hours = 0.0
    """Hours a year that each backup generator is tested; its fuel costs money and counts in Scope 1."""
    backup_outage_hours_per_year: q.Hours = 0.0
    """Hours a year that backup generators carry the highest load at the meter; as above."""
    backup_fuel_usd_per_l: q.UsdPerLitre | None = None
    """Price of their diesel fuel."""
    weather_file: Path | None = None
    """EPW, NSRDB, PVGIS, Open-Meteo or plain CSV file, relative to this file, instead of the generated weather."""
    it_capital_usd_per_kw: q.UsdPerKw | None = None
    """Chips, servers and network per kW of IT load."""
    it_lifetime_years: q.Lifetime | None = None
    """Years until they are replaced."""
    building_capital_usd_per_kw: q.UsdPerKw | None = None
    """Building and power train per kW of IT load."""
    building_lifetime_years: q.Lifetime | None = None
    """Life of the building."""


class WorkloadEntry(Entry):
    """A stream of computing; one of `it_mw`, `share`, `requests`, `run`, `fleet` and `fleet_share` says how much."""

    name: q.Name
    """Unique name."""
    work_class: WorkClass = Field(alias="class")
    """`interactive`, `batch` or `training`: how the work bends."""
    it_mw: q.MegawattsByYear | None = None
    """Mean IT load by year, as steps."""
    share: q.Fraction | None = None
    """Share of each site's asked IT megawatts; the load is that times `utilisation`."""
    requests: RequestsEntry | None = None
    """Requests a year to a model."""
    run: RunEntry | None = None
    """A training run; only with class `training`."""
    fleet: tuple[CohortEntry, ...] | None = Field(default=None, min_length=1)
    """Chips by generation: IT load = count × system kW × `utilisation`."""
    fleet_share: q.Fraction | None = None
    """Share of the chips of the file's own `fleet`."""
    utilisation: q.Efficiency | None = None
    """Mean load over the IT capacity held for the work."""
    busy_share: q.Fraction | None = None
    """Share of the time that chips of a fleet are at work; gives `utilisation` with their idle power."""
    growth_per_year: q.Growth = 0.0
    """Growth of `it_mw`, `fleet` or `requests` from the latest year given; compounds."""
    saturation_multiple: Multiple | None = None
    """Growth bends to a ceiling of so many times the latest value given: a logistic curve; default: none."""
    site_share: dict[q.Name, q.Fraction] = Field(default={})
    """Site → share of the work that is at home there, summing to 1; default: as the asked megawatts."""
    movable_share: q.Fraction | None = None
    """Share that may run at any of `movable_sites`."""
    movable_sites: tuple[q.Name, ...] | None = None
    """Sites that may take moved work; default: all."""
    movable_within_ms: Milliseconds | None = None
    """Work moves no farther than this time there and back over the network; default: no limit."""
    deadline_hours: q.WholeHours | None = None
    """Work must be done within this many hours of its arrival; 0: at once."""
    user_time_zones: dict[q.Text, q.Fraction] = Field(default={})
    """IANA zone → share of the users, summing to 1; default: the zones of the sites, as the asked megawatts."""
    user_regions: dict[q.Name, q.Fraction] = Field(default={})
    """Grid region of the catalogue → share of the users, summing to 1, instead of their time zones."""
    traffic: q.Name | None = None
    """Key of the catalogue table `traffic`, for daily and weekly shape; default: those of the class."""
    trace: TraceEntry | None = None
    """Arrivals as counted, in place of both shapes."""
    daily_shape: tuple[q.Weight, ...] | None = Field(default=None, min_length=24, max_length=24)
    """24 weights from local midnight on; scaled to mean 1."""
    weekly_shape: tuple[q.Weight, ...] | None = Field(default=None, min_length=7, max_length=7)
    """7 weights from Monday on; scaled to mean 1."""
    power_cap_share: q.PowerCap | None = None
    """Share of the power that its chips draw freely to which the plan may hold them where that is worth the slower
    work: more of it for each megawatt, less for each chip; default: never."""
    value_of_lost_compute_usd_per_mwh: Annotated[q.UsdPerMwh, Field(gt=0)] | None = None
    """Worth of a MWh of IT energy that is not served; default: what its chips and building cost, with a margin."""
    must_serve: q.Flag = False
    """Whether losing any of it makes the plan infeasible."""
