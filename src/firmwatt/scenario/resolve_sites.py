"""Make the `Site` and `Region` records of a case."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from firmwatt.catalog import loader as catalog
from firmwatt.scenario.assets import PipelineExpansion
from firmwatt.scenario.building import Cooling
from firmwatt.scenario.by_year import step_values
from firmwatt.scenario.case import DefaultUsed, LoadConnection, LoadContract, Region, Site
from firmwatt.scenario.defaults import Defaults
from firmwatt.scenario.references import REGION_FIELDS
from firmwatt.scenario.resolve_tariff import resolve_tariff
from firmwatt.scenario.schema import ProgrammeEntry, RegionEntry
from firmwatt.scenario.schema_sites import ContractEntry, CoolingEntry, PipelineExpansionEntry, SiteEntry

DEFAULT_PLANT = "direct_liquid_dry_cooler"
EARTH_RADIUS_KM = 6371.0
CONNECTION = ("connections", "load_connection")
PIPELINE = ("connections", "gas_pipeline")
BUILDING = ("compute", "default")
BACKUP = ("backup", "diesel_generator")
CONTRACTS = "contracts"


def resolve_site(entry: SiteEntry, programme: ProgrammeEntry, folder: Path, defaults: Defaults) -> Site:
    """Return one site with every default filled in.

    Parameters
    ----------
    folder
        Where the paths of the scenario begin.
    """
    where = f"sites.{entry.name}"
    place = entry.place or _nearest_place(entry, where, defaults)
    years = programme.planning_years

    def compute(given: float | None, parameter: str) -> float:
        return defaults.number(given, f"{where}.{parameter}", *BUILDING, parameter)

    def at_place(given: float | None, parameter: str) -> float:
        return defaults.number(given, f"{where}.{parameter}", "places", place, parameter)

    def diesel_usd_per_l() -> float:
        given = entry.backup_fuel_usd_per_l
        if given is None and not (entry.backup_test_hours_per_year or entry.backup_outage_hours_per_year):
            return 0.0
        return defaults.number(given, f"{where}.backup_fuel_usd_per_l", *BACKUP, "fuel_usd_per_l")

    region = defaults.text(entry.region, f"{where}.region", "places", place, "region")
    return Site(
        name=entry.name,
        place=place,
        region=region,
        latitude_deg=at_place(entry.latitude_deg, "latitude_deg"),
        longitude_deg=at_place(entry.longitude_deg, "longitude_deg"),
        altitude_m=at_place(entry.altitude_m, "altitude_m"),
        time_zone=defaults.text(entry.time_zone, f"{where}.time_zone", "places", place, "time_zone"),
        party=entry.party or programme.parties.operator or "",
        asked_mw=step_values(entry.asked_mw, years),
        asked_basis=entry.asked_basis,
        energised_it_mw=entry.energised_it_mw,
        cooling=_resolve_cooling(entry.cooling, f"{where}.cooling", defaults),
        connection=_resolve_connection(entry, region, years, defaults),
        steps=defaults.steps(entry.steps, where, *BUILDING, ("permit", "build")),
        land_limit_acre=entry.land_limit_acre,
        basin=entry.basin,
        water_stress_share=defaults.optional(
            entry.water_stress_share, f"{where}.water_stress_share", "places", place, "water_stress_share"
        ),
        water_limit_m3_per_year=entry.water_limit_m3_per_year,
        gas_pipeline_limit_mmbtu_per_hour=entry.gas_pipeline_limit_mmbtu_per_hour,
        gas_pipeline_expansion=_resolve_expansion(entry.gas_pipeline_expansion, where, defaults),
        sale_limit_mw=entry.sale_limit_mw,
        weather_file=None if entry.weather_file is None else folder / entry.weather_file,
        it_capital_usd_per_kw=compute(entry.it_capital_usd_per_kw, "it_capital_usd_per_kw"),
        it_lifetime_years=compute(entry.it_lifetime_years, "it_lifetime_years"),
        building_capital_usd_per_kw=compute(entry.building_capital_usd_per_kw, "building_capital_usd_per_kw"),
        building_lifetime_years=compute(entry.building_lifetime_years, "building_lifetime_years"),
        backup_test_hours_per_year=entry.backup_test_hours_per_year,
        backup_outage_hours_per_year=entry.backup_outage_hours_per_year,
        backup_fuel_usd_per_l=diesel_usd_per_l(),
    )


def _nearest_place(entry: SiteEntry, where: str, defaults: Defaults) -> str:
    """Return the catalogued place whose climate stands for a site that is given by coordinates."""
    here = (entry.latitude_deg or 0.0, entry.longitude_deg or 0.0)

    def distance(place: str) -> float:
        row = catalog.group("places", place)
        return great_circle_km(here, (row["latitude_deg"].number, row["longitude_deg"].number))

    nearest = min(catalog.keys("places"), key=distance)
    row = catalog.get("places", nearest, "latitude_deg")
    source = f"The nearest place of the catalogue, {distance(nearest):.0f} km away, lends its climate"
    defaults.used[f"{where}.place"] = DefaultUsed(
        f"{where}.place", nearest, "text", "places", nearest, source, row.source_year, "low"
    )
    return nearest


def great_circle_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the distance of two points given in degrees north and east.

    Examples
    --------
    >>> round(great_circle_km((52.52, 13.40), (48.14, 11.58)))
    504
    """
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(math.radians, point)) for point in (here, there))
    half = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2.0 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


def _resolve_cooling(entry: CoolingEntry, where: str, defaults: Defaults) -> Cooling:
    plant = entry.plant or DEFAULT_PLANT
    parameters: dict[str, float] = {}
    for name, row in catalog.group("cooling", plant).items():
        if not isinstance(row.value, str):
            given = entry.overrides.get(name)
            parameters[name] = defaults.number(given, f"{where}.overrides.{name}", "cooling", plant, name)
    return Cooling(
        plant,
        parameters,
        entry.pue_constant,
        entry.wue_constant_l_per_kwh,
        entry.heat_reuse_share,
        entry.heat_reuse_temperature_c,
    )


def _resolve_expansion(
    entry: PipelineExpansionEntry | None, where: str, defaults: Defaults
) -> PipelineExpansion | None:
    if entry is None:
        return None
    where = f"{where}.gas_pipeline_expansion"

    def number(parameter: str) -> float:
        return defaults.number(getattr(entry, parameter), f"{where}.{parameter}", *PIPELINE, parameter)

    return PipelineExpansion(
        max_mmbtu_per_hour=entry.max_mmbtu_per_hour,
        capital_cost_usd_per_mmbtu_per_hour=number("capital_cost_usd_per_mmbtu_per_hour"),
        lifetime_years=number("lifetime_years"),
        steps=defaults.steps(entry.steps, where, *PIPELINE, ("permit", "build")),
    )


def _resolve_connection(entry: SiteEntry, region: str, years: tuple[int, ...], defaults: Defaults) -> LoadConnection:
    connection, where = entry.connection, f"sites.{entry.name}.connection"
    firm = entry.asked_mw if connection.firm_mw is None else connection.firm_mw

    def number(given: float | None, parameter: str) -> float:
        return defaults.number(given, f"{where}.{parameter}", *CONNECTION, parameter)

    price_name = "capacity_price_usd_per_mw_year"
    price = defaults.optional(
        connection.capacity_price_usd_per_mw_year, f"{where}.{price_name}", "connections", region, price_name
    )
    tariff = None
    if connection.tariff is not None:
        tariff = resolve_tariff(connection.tariff, where, price or 0.0, defaults, connection.tariff_terms)
    delivery, collateral = connection.delivery_charge_usd_per_mwh, connection.collateral_usd_per_kw
    if delivery is None and tariff is not None and tariff.energy_usd_per_mwh is not None:
        delivery = 0.0  # a retail price of energy holds it
    if collateral is None:
        collateral = 0.0 if tariff is None else tariff.collateral_usd_per_kw
    return LoadConnection(
        firm_mw=step_values(firm, years),
        curtailable_mw=step_values(connection.curtailable_mw, years),
        energised_mw=connection.energised_mw,
        curtailable_energy_share=connection.curtailable_energy_share,
        steps=defaults.steps(connection.steps, where, *CONNECTION, ("study", "upgrade", "transformer", "ramp")),
        capital_cost_usd_per_kw=number(connection.capital_cost_usd_per_kw, "capital_cost_usd_per_kw"),
        lifetime_years=number(connection.lifetime_years, "lifetime_years"),
        collateral_usd_per_kw=collateral,
        capacity_price_usd_per_mw_year=0.0 if tariff else price or 0.0,
        tariff=tariff,
        delivery_charge_usd_per_mwh=number(delivery, "delivery_charge_usd_per_mwh"),
        contract=None if connection.contract is None else resolve_contract(connection.contract, where, defaults),
    )


def resolve_contract(entry: ContractEntry, where: str, defaults: Defaults) -> LoadContract:
    """Return the terms of a contract, those of its type in the catalogue where the scenario says nothing.

    Parameters
    ----------
    where
        Dotted name of the connection that holds the contract.
    """
    key = entry.contract_type

    def number(parameter: str) -> float:
        given = getattr(entry, parameter)
        return defaults.number(given, f"{where}.contract.{parameter}", CONTRACTS, key, parameter)

    return LoadContract(
        name=key,
        kind=catalog.get(CONTRACTS, key, "kind").text,
        hours_per_year=number("hours_per_year"),
        events_per_year=number("events_per_year"),
        longest_event_hours=number("longest_event_hours"),
        notice_minutes=number("notice_minutes"),
        payment_usd_per_mw_year=number("payment_usd_per_mw_year"),
        payment_usd_per_mwh=number("payment_usd_per_mwh"),
        waits_for_upgrade=number("waits_for_upgrade") > 0.0,
        firm_needs_own_supply=number("firm_needs_own_supply") > 0.0,
        ramp_share_per_hour=entry.ramp_share_per_hour,
        ride_through_seconds=entry.ride_through_seconds,
        largest_trip_mw=entry.largest_trip_mw,
        called_hours_per_year=_called_hours(entry, where, defaults),
        pays_capacity_price=number("pays_capacity_price") > 0.0,
    )


def _called_hours(entry: ContractEntry, where: str, defaults: Defaults) -> float | None:
    """Return for how long the grid is taken to call; who gives the most hours alone is taken to mean them."""
    name = "called_hours_per_year"
    if entry.called_hours_per_year is None and entry.hours_per_year is not None:
        return None
    return defaults.optional(
        entry.called_hours_per_year, f"{where}.contract.{name}", CONTRACTS, entry.contract_type, name
    )


def resolve_region(name: str, entry: RegionEntry, years: tuple[int, ...], folder: Path, defaults: Defaults) -> Region:
    """Return a grid region with its series by year.

    Notes
    -----
    Price and intensities change by a relative rate a year, the carbon-free share by a difference a year, kept in 0-1.
    A catalogue value counts from its source year, a value of the user's from the first planning year.
    """
    where = f"grid.{name}"

    def number(parameter: str) -> float:
        return defaults.number(getattr(entry, parameter), f"{where}.{parameter}", "regions", name, parameter)

    def base_year(parameter: str) -> int:
        if getattr(entry, parameter) is not None:
            return years[0]
        return catalog.get("regions", name, parameter).source_year

    def series(parameter: str, change: str) -> tuple[float, ...]:
        value, rate, base = number(parameter), number(change), base_year(parameter)
        return tuple(value * (1.0 + rate) ** (year - base) for year in years)

    share, rise = number("carbon_free_share"), number("carbon_free_share_change_per_year")
    base = base_year("carbon_free_share")
    return Region(
        name=name,
        title=catalog.get("regions", name, "title").text,
        synchronous_grid=catalog.get("regions", name, "synchronous_grid").text,
        time_zone=catalog.get("regions", name, "time_zone").text,
        mix=_resolve_mix(name, entry.mix, defaults),
        mean_price_usd_per_mwh=series("mean_price_usd_per_mwh", "price_change_per_year"),
        mean_intensity_kg_per_mwh=series("mean_intensity_kg_per_mwh", "intensity_change_per_year"),
        carbon_free_share=tuple(min(1.0, max(0.0, share + rise * (year - base))) for year in years),
        residual_intensity_kg_per_mwh=series("residual_intensity_kg_per_mwh", "intensity_change_per_year"),
        water_l_per_mwh=number("water_l_per_mwh"),
        series_file=None if entry.series_file is None else folder / entry.series_file,
        parameters=_resolve_parameters(name, entry.parameters, defaults),
    )


def _resolve_mix(region: str, given: Mapping[str, float] | None, defaults: Defaults) -> dict[str, float]:
    if given is not None:
        return dict(given)
    shares = {
        fuel: defaults.number(None, f"grid.{region}.mix.{fuel}", "mixes", region, fuel)
        for fuel in catalog.group("mixes", region)
    }
    total = sum(shares.values())
    return {fuel: share / total for fuel, share in shares.items()}


def _resolve_parameters(region: str, given: Mapping[str, float], defaults: Defaults) -> dict[str, float]:
    return {
        name: defaults.number(given.get(name), f"grid.{region}.parameters.{name}", "regions", region, name)
        for name, row in catalog.group("regions", region).items()
        if name not in REGION_FIELDS and not isinstance(row.value, str)
    }
