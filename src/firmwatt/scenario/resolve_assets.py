"""Make the `SupplyAsset`, `StorageAsset` and `Link` records of a case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from firmwatt.catalog import loader as catalog
from firmwatt.finance import sinking_fund_factor
from firmwatt.scenario.assets import AvailabilityKind, Delivery, LeadStep, Link, StorageAsset, SupplyAsset
from firmwatt.scenario.by_year import step_values
from firmwatt.scenario.case import DefaultUsed, Site
from firmwatt.scenario.defaults import Defaults
from firmwatt.scenario.fusion import cost_factor
from firmwatt.scenario.quantities import Span
from firmwatt.scenario.resolve_sites import great_circle_km
from firmwatt.scenario.schema_assets import AssetSteps, LinkEntry, StorageEntry, SupplyEntry, asset_names, link_name
from firmwatt.units import KG_PER_TONNE

STEPS = ("permit", "procure", "build", "connect")
CREDIT_PARAMETER = re.compile(r"capacity_credit_(\d+)h")
LINE = ("lines", "ac_overhead")
PIPELINE = ("connections", "gas_pipeline")
GAS, NO_FUEL = "gas", "none"
KM_PER_THOUSAND = 1000.0
DECOMMISSIONING = "decommissioning_cost_usd_per_kw"
CARBON_STORAGE = "carbon_storage_cost_usd_per_tonne"
NO_DELAY = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Horizon:
    """The years that assets may use, `first` the decision year and `last` the end of the plan, and the interest."""

    years: tuple[int, ...]
    first: int
    last: int
    discount_rate: float


@dataclass(frozen=True, slots=True)
class _Announcement:
    """When and how surely an asset comes that has a date of its own."""

    online: date | None = None
    delay_years: tuple[float, float, float] = NO_DELAY
    probability: float = 1.0


def resolve_supply(entry: SupplyEntry, horizon: Horizon, defaults: Defaults) -> list[SupplyAsset]:
    """Return one asset for each site that the entry names."""
    return [_supply_asset(entry, site, name, horizon, defaults) for site, name in asset_names(entry)]


def _supply_asset(entry: SupplyEntry, site: str, name: str, horizon: Horizon, defaults: Defaults) -> SupplyAsset:
    technology = entry.technology or catalog.get("deals", entry.deal or "", "technology").text
    where = f"supply.{name}"

    def number(given: float | None, parameter: str) -> float:
        return defaults.number(given, f"{where}.{parameter}", "technologies", technology, parameter)

    def flag(parameter: str) -> bool:
        return catalog.get("technologies", technology, parameter).number > 0.0

    delivery = entry.delivery or (Delivery.VIRTUAL if entry.deal else Delivery.ON_SITE)
    announced = _announcement(entry, where, defaults)
    unit_mw = defaults.optional(entry.unit_mw, f"{where}.unit_mw", "technologies", technology, "unit_mw")
    fuel = catalog.get("technologies", technology, "fuel").text
    heat_rate = number(entry.heat_rate_mmbtu_per_mwh, "heat_rate_mmbtu_per_mwh")
    emission = number(entry.emission_kg_per_mwh, "emission_kg_per_mwh")
    captured = _captured_kg_per_mwh(technology, heat_rate, emission)
    dearer = cost_factor(entry.plasma_gain, technology, where, defaults)
    return SupplyAsset(
        name=name,
        technology=technology,
        site=site,
        delivery=delivery,
        max_mw=defaults.number(entry.max_mw, f"{where}.max_mw", "deals", entry.deal or "", "mw"),
        existing_mw=entry.existing_mw,
        min_mw=entry.min_mw,
        earliest_year=entry.earliest_year or _first_year(technology, announced, where, horizon, defaults),
        latest_year=entry.latest_year or horizon.last,
        fixed_online=announced.online,
        online_delay_years=announced.delay_years,
        steps=() if announced.online else _asset_steps(entry, delivery, where, technology, defaults),
        construction_years=number(entry.construction_years, "construction_years"),
        build_limit_mw_per_year=entry.build_limit_mw_per_year,
        unit_mw=unit_mw / dearer if unit_mw else None,
        availability_kind=AvailabilityKind(catalog.get("technologies", technology, "availability_kind").text),
        availability=number(entry.availability, "availability"),
        overnight_cost_usd_per_kw=dearer * number(entry.overnight_cost_usd_per_kw, "overnight_cost_usd_per_kw"),
        lifetime_years=number(entry.lifetime_years, "lifetime_years"),
        fixed_om_usd_per_kw_year=dearer * number(entry.fixed_om_usd_per_kw_year, "fixed_om_usd_per_kw_year")
        + _decommissioning(entry, technology, where, horizon, defaults),
        variable_om_usd_per_mwh=number(entry.variable_om_usd_per_mwh, "variable_om_usd_per_mwh")
        + _carbon_storage(entry, captured, where, technology, defaults),
        heat_rate_mmbtu_per_mwh=heat_rate,
        fuel_cost_usd_per_mmbtu=_fuel_cost(entry, fuel, where, horizon.years, defaults),
        is_gas=fuel == GAS,
        strike_usd_per_mwh=entry.strike_usd_per_mwh,
        emission_kg_per_mwh=emission,
        upstream_kg_per_mwh=number(entry.upstream_kg_per_mwh, "upstream_kg_per_mwh"),
        water_l_per_mwh=number(entry.water_l_per_mwh, "water_l_per_mwh"),
        land_acre_per_mw=number(entry.land_acre_per_mw, "land_acre_per_mw"),
        capacity_credit=number(entry.capacity_credit, "capacity_credit"),
        is_carbon_free=flag("is_carbon_free"),
        is_renewable=flag("is_renewable"),
        probability=announced.probability if entry.probability is None else entry.probability,
        run_hours_limit_per_year=entry.run_hours_limit_per_year,
        minimum_load_share=entry.minimum_load_share,
        owner=entry.owner or "",
        captured_kg_per_mwh=captured,
    )


def _most_mw(entry: SupplyEntry, where: str, defaults: Defaults) -> float:
    """Return the megawatts that may be had: those given, else those of the deal."""
    if entry.max_mw is not None:
        return entry.max_mw
    return defaults.number(None, f"{where}.max_mw", "deals", entry.deal or "", "mw")


def _captured_kg_per_mwh(technology: str, heat_rate_mmbtu_per_mwh: float, emission_kg_per_mwh: float) -> float:
    """Return what the fuel's carbon leaves after the stack; 0 for technologies that capture none."""
    if catalog.find("technologies", technology, CARBON_STORAGE) is None:
        return 0.0
    fuel = catalog.get("technologies", technology, "fuel").text
    burnt = catalog.get("fuels", fuel, "emission_kg_per_mmbtu").number * heat_rate_mmbtu_per_mwh
    return max(burnt - emission_kg_per_mwh, 0.0)


def _carbon_storage(
    entry: SupplyEntry, captured_kg_per_mwh: float, where: str, technology: str, defaults: Defaults
) -> float:
    """Return USD per MWh for moving captured carbon and storing it underground.

    Notes
    -----
    A user's own `variable_om_usd_per_mwh` holds it already.
    """
    if entry.variable_om_usd_per_mwh is not None or captured_kg_per_mwh == 0.0:
        return 0.0
    cost = defaults.number(None, f"{where}.{CARBON_STORAGE}", "technologies", technology, CARBON_STORAGE)
    return cost * captured_kg_per_mwh / KG_PER_TONNE


def _decommissioning(entry: SupplyEntry, technology: str, where: str, horizon: Horizon, defaults: Defaults) -> float:
    """Return USD per kW and year paid into the fund that takes a reactor down at the end of its life; 0 for others.

    Notes
    -----
    A user's own `fixed_om_usd_per_kw_year` holds it already.
    """
    if entry.fixed_om_usd_per_kw_year is not None or catalog.find("technologies", technology, DECOMMISSIONING) is None:
        return 0.0
    life = entry.lifetime_years or catalog.get("technologies", technology, "lifetime_years").number
    cost = defaults.number(None, f"{where}.{DECOMMISSIONING}", "technologies", technology, DECOMMISSIONING)
    return cost * sinking_fund_factor(horizon.discount_rate, life)


def _asset_steps(
    entry: SupplyEntry, delivery: Delivery, where: str, technology: str, defaults: Defaults
) -> tuple[LeadStep, ...]:
    """Return the steps of an asset without a date of its own.

    Notes
    -----
    Behind the meter the generator's grid queue counts only where the user gives it, and gas needs a firm pipeline,
    which is permitted and built beside the plant.
    """
    if delivery is not Delivery.ON_SITE:
        return defaults.steps(entry.steps, where, "technologies", technology, STEPS)
    has_queue = entry.steps.connect_years is not None
    steps = defaults.steps(entry.steps, where, "technologies", technology, STEPS if has_queue else STEPS[:-1])
    is_gas = catalog.get("technologies", technology, "fuel").text == GAS
    return (*steps, _pipeline_step(entry, where, defaults)) if is_gas else steps


def _pipeline_step(entry: SupplyEntry, where: str, defaults: Defaults) -> LeadStep:
    """Return the user's length of a firm gas pipeline, or the catalogue's permit and build one after the other."""
    given = entry.steps.pipeline_years
    if isinstance(given, Span):
        return LeadStep("pipeline", given.low, given.central, given.high)
    if given is not None:
        return LeadStep("pipeline", given, given, given)
    parts = defaults.steps(AssetSteps(), f"{where}.steps.pipeline", *PIPELINE, ("permit", "build"))
    return LeadStep(
        "pipeline",
        sum(part.low_years for part in parts),
        sum(part.central_years for part in parts),
        sum(part.high_years for part in parts),
    )


def _announcement(entry: SupplyEntry, where: str, defaults: Defaults) -> _Announcement:
    given = entry.online_delay_years
    delay = NO_DELAY if given is None else (given.low, given.central, given.high)
    if entry.deal is None:
        return _Announcement(entry.fixed_online, delay)
    deal = entry.deal
    online = entry.fixed_online or date.fromisoformat(
        defaults.text(None, f"{where}.fixed_online", "deals", deal, "online")
    )
    probability = 1.0
    if entry.probability is None:
        probability = defaults.number(None, f"{where}.probability", "deals", deal, "probability")
    row = catalog.find("deals", deal, "delay_years")
    if given is None and row is not None:
        central = defaults.number(None, f"{where}.online_delay_years", "deals", deal, "delay_years")
        delay = (central if row.low is None else row.low, central, central if row.high is None else row.high)
    return _Announcement(online, delay, probability)


def _first_year(technology: str, announced: _Announcement, where: str, horizon: Horizon, defaults: Defaults) -> int:
    """Return the first year in which an asset may come online, whatever its lead time."""
    if announced.online is not None:
        return announced.online.year
    first = defaults.optional(None, f"{where}.earliest_year", "technologies", technology, "first_available_year")
    return max(horizon.first, round(first or horizon.first))


def _fuel_cost(
    entry: SupplyEntry, fuel: str, where: str, years: tuple[int, ...], defaults: Defaults
) -> tuple[float, ...]:
    """Return (years,) USD/MMBtu: the user's price, or the catalogue's with firm transport where gas is burnt."""
    if entry.fuel_cost_usd_per_mmbtu is not None:
        return step_values(entry.fuel_cost_usd_per_mmbtu, years)
    if fuel == NO_FUEL:
        return (0.0,) * len(years)
    price = defaults.number(None, f"{where}.fuel_cost_usd_per_mmbtu", "fuels", fuel, "price_usd_per_mmbtu")
    if fuel == GAS:
        price += defaults.number(
            None, f"{where}.firm_transport_usd_per_mmbtu", *PIPELINE, "firm_transport_usd_per_mmbtu"
        )
    return (price,) * len(years)


def resolve_storage(entry: StorageEntry, horizon: Horizon, defaults: Defaults) -> list[StorageAsset]:
    """Return one asset for each site that the entry names."""
    return [_storage_asset(entry, site, name, horizon, defaults) for site, name in asset_names(entry)]


def _storage_asset(entry: StorageEntry, site: str, name: str, horizon: Horizon, defaults: Defaults) -> StorageAsset:
    technology = entry.technology
    where = f"storage.{name}"

    def number(parameter: str) -> float:
        return defaults.number(getattr(entry, parameter), f"{where}.{parameter}", "storage", technology, parameter)

    return StorageAsset(
        name=name,
        technology=technology,
        site=site,
        max_mw=entry.max_mw,
        existing_mw=entry.existing_mw,
        existing_mwh=entry.existing_mwh,
        earliest_year=entry.earliest_year or horizon.first,
        steps=defaults.steps(entry.steps, where, "storage", technology, STEPS[:-1]),
        construction_years=number("construction_years"),
        build_limit_mw_per_year=entry.build_limit_mw_per_year,
        charge_efficiency=number("charge_efficiency"),
        discharge_efficiency=number("discharge_efficiency"),
        self_discharge_per_hour=number("self_discharge_per_hour"),
        power_cost_usd_per_kw=number("power_cost_usd_per_kw"),
        energy_cost_usd_per_kwh=number("energy_cost_usd_per_kwh"),
        lifetime_years=number("lifetime_years"),
        fixed_om_usd_per_kw_year=number("fixed_om_usd_per_kw_year"),
        wear_cost_usd_per_mwh=number("wear_cost_usd_per_mwh"),
        duration_hours=(number("least_duration_hours"), number("most_duration_hours")),
        capacity_credit_by_duration=_duration_credits(entry.capacity_credit_by_hours, where, technology, defaults),
        land_acre_per_mw=number("land_acre_per_mw"),
        owner=entry.owner or "",
    )


def _duration_credits(
    given: Mapping[int, float] | None, where: str, technology: str, defaults: Defaults
) -> tuple[tuple[float, float], ...]:
    if given is not None:
        return tuple((float(hours), given[hours]) for hours in sorted(given))
    found = []
    for parameter in catalog.group("storage", technology):
        if match := CREDIT_PARAMETER.fullmatch(parameter):
            credit = defaults.number(None, f"{where}.{parameter}", "storage", technology, parameter)
            found.append((float(match[1]), credit))
    return tuple(sorted(found))


def resolve_link(entry: LinkEntry, sites: Mapping[str, Site], defaults: Defaults) -> Link:
    """Return a line; cost and loss follow from its length, which is the great circle where none is given."""
    name = link_name(entry)
    where = f"transmission.{name}"
    ends = [(sites[end].latitude_deg, sites[end].longitude_deg) for end in (entry.from_site, entry.to_site)]
    length_km = entry.length_km
    if length_km is None:
        length_km = great_circle_km(*ends)
        source = "Great circle between the two sites; a real route is longer"
        year = catalog.get(*LINE, "lifetime_years").source_year
        defaults.used[f"{where}.length_km"] = DefaultUsed(
            f"{where}.length_km", length_km, "km", *LINE, source, year, "low"
        )

    def number(given: float | None, parameter: str) -> float:
        return defaults.number(given, f"{where}.{parameter}", *LINE, parameter)

    loss, cost = entry.loss_share, entry.overnight_cost_usd_per_kw
    if loss is None:
        loss = number(None, "loss_share_per_1000_km") * length_km / KM_PER_THOUSAND
    if cost is None:
        cost = number(None, "overnight_cost_usd_per_kw_km") * length_km
    return Link(
        name=name,
        from_site=entry.from_site,
        to_site=entry.to_site,
        existing_mw=entry.existing_mw,
        max_mw=entry.max_mw,
        loss_share=min(loss, 1.0),
        overnight_cost_usd_per_kw=cost,
        lifetime_years=number(entry.lifetime_years, "lifetime_years"),
        steps=defaults.steps(entry.steps, where, *LINE, STEPS),
        construction_years=number(entry.construction_years, "construction_years"),
        owner=entry.owner or "",
    )
