"""Small hand-made cases for tests: complete `Case` records that need no catalogue and no file.

Change them with `dataclasses.replace`, or by field: `tiny_case(storage=())`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from firmwatt.scenario.assets import AvailabilityKind, Delivery, LeadStep, Link, StorageAsset, SupplyAsset
from firmwatt.scenario.building import Cooling
from firmwatt.scenario.case import (
    Case,
    LoadConnection,
    Policy,
    Region,
    Reliability,
    Site,
    SolveOptions,
    WorkClass,
    Workload,
)
from firmwatt.scenario.programme import Programme

WATER_COOLED_PARAMETERS: Mapping[str, float] = {
    "design_load_share": 0.8,
    "ups_efficiency": 0.95,
    "distribution_loss_share": 0.01,
    "lighting_share": 0.001,
    "supply_air_temperature_c": 27.0,
    "air_temperature_difference_c": 16.65,
    "air_fan_pressure_pa": 500.0,
    "air_fan_efficiency": 0.775,
    "supply_water_temperature_c": 20.0,
    "water_temperature_difference_c": 7.5,
    "water_pump_pressure_pa": 143650.0,
    "water_pump_efficiency": 0.7,
    "economiser_approach_c": 2.25,
    "economiser_pump_pressure_pa": 143650.0,
    "economiser_pump_efficiency": 0.7,
    "tower_approach_c": 4.75,
    "tower_temperature_difference_c": 5.0,
    "tower_fan_pressure_pa": 250.0,
    "tower_fan_efficiency": 0.775,
    "tower_pump_pressure_pa": 208650.0,
    "tower_pump_efficiency": 0.7,
    "tower_liquid_gas_ratio": 1.3,
    "fan_least_flow_share": 0.5,
    "drift_share": 0.0005,
    "cycles_of_concentration": 6.0,
    "chiller_reference_cop": 6.28,
    "chiller_part_load_ratio": 0.5,
}
"""Of a water-cooled chiller with tower and water-side economiser; the names are those of the catalogue."""

DIRECT_LIQUID_PARAMETERS: Mapping[str, float] = {
    "design_load_share": 0.8,
    "ups_efficiency": 0.95,
    "distribution_loss_share": 0.01,
    "lighting_share": 0.001,
    "liquid_share": 0.85,
    "liquid_supply_temperature_c": 40.0,
    "liquid_temperature_difference_c": 10.0,
    "liquid_pump_pressure_pa": 250000.0,
    "liquid_pump_efficiency": 0.7,
    "supply_air_temperature_c": 27.0,
    "air_temperature_difference_c": 16.65,
    "air_fan_pressure_pa": 500.0,
    "air_fan_efficiency": 0.775,
    "supply_water_temperature_c": 24.0,
    "water_temperature_difference_c": 7.5,
    "water_pump_pressure_pa": 143650.0,
    "water_pump_efficiency": 0.7,
    "dry_cooler_approach_c": 6.0,
    "dry_cooler_air_temperature_difference_c": 12.0,
    "dry_cooler_fan_pressure_pa": 150.0,
    "dry_cooler_fan_efficiency": 0.6,
    "fan_least_flow_share": 0.5,
    "adiabatic_effectiveness": 0.8,
    "cycles_of_concentration": 3.0,
    "chiller_reference_cop": 6.28,
    "chiller_part_load_ratio": 0.5,
}
"""Of direct liquid cooling with a dry cooler, adiabatic pads and a small trim chiller for the heat left in the air."""

BUILD_STEPS = (
    LeadStep("permit", 0.25, 0.5, 1.0),
    LeadStep("procure", 0.25, 0.5, 1.0),
    LeadStep("build", 0.5, 1.0, 2.0, after=("permit", "procure")),
    LeadStep("connect", 0.25, 0.5, 1.0),
)
"""A year and a half in the middle."""

QUEUE_STEPS = (
    LeadStep("study", 0.5, 1.0, 1.5),
    LeadStep("upgrade", 0.5, 1.0, 3.0, after=("study",)),
    LeadStep("transformer", 1.0, 2.0, 3.0, after=("study",)),
    LeadStep("ramp", 0.1, 0.25, 0.5, after=("upgrade", "transformer")),
)
"""Three years and a quarter in the middle."""

FLAT_DAY = (1.0,) * 24
FLAT_WEEK = (1.0,) * 7
DAILY_WAVE = tuple(0.7 if hour < 8 else 1.15 for hour in range(24))
WEEKLY_WAVE = (1.04, 1.04, 1.04, 1.04, 1.04, 0.9, 0.9)


def tiny_case(**changes: Any) -> Case:
    """Return one site, one region, one workload of each class, three supply assets and a battery; 2027 and 2030.

    Its PUE is the constant 1.25 and its WUE the constant 1 L/kWh, so that loads can be told by hand: 125 and
    250 MW at the meter ask for 100 and 200 MW of IT.
    """
    case = Case(
        programme=_programme(),
        sites=(site("home"),),
        regions=(region("grid"),),
        workloads=(
            workload("chat", WorkClass.INTERACTIVE, daily_shape=DAILY_WAVE, weekly_shape=WEEKLY_WAVE),
            workload("embed", WorkClass.BATCH, share=0.2, deadline_hours=6),
            workload("train", WorkClass.TRAINING, share=0.4, utilisation=0.9),
        ),
        supply=(_solar("home"), _gas_turbine("home"), _virtual_wind("home")),
        storage=(battery("home"),),
        links=(),
        vendor_slots_mw_per_year={},
        basin_limit_m3_per_year={},
        policy=Policy((0.0, 50.0), None, None, None, None, None, "company"),
        reliability=Reliability(reserve_margin=None, grid_capacity_credit=0.95),
        solve=SolveOptions("highs", 1e-6, None, 1),
        defaults_used=(),
        scenario_text="programme:\n  name: tiny\n",
        scenario_sha256="0" * 64,
    )
    return replace(case, **changes)


def two_site_case(**changes: Any) -> Case:
    """Return two sites in two regions of one grid, with real cooling plants, a link and a movable batch pool."""
    north = site(
        "north",
        latitude_deg=45.8,
        longitude_deg=-119.7,
        time_zone="America/Los_Angeles",
        cooling=Cooling("water_side_economiser", WATER_COOLED_PARAMETERS),
    )
    south = site(
        "south",
        region="desert",
        latitude_deg=33.4,
        longitude_deg=-112.0,
        altitude_m=340.0,
        time_zone="America/Phoenix",
        cooling=Cooling("direct_liquid_dry_cooler", DIRECT_LIQUID_PARAMETERS),
        asked_mw=(60.0, 120.0),
    )
    chat_zones = {"America/Los_Angeles": 0.5, "Asia/Seoul": 0.5}
    both = ("north", "south")
    case = tiny_case(
        sites=(north, south),
        regions=(region("grid"), region("desert", mean_price_usd_per_mwh=(35.0, 30.0))),
        workloads=(
            workload("chat", WorkClass.INTERACTIVE, daily_shape=DAILY_WAVE, user_time_zones=chat_zones),
            workload("embed", WorkClass.BATCH, share=0.2, deadline_hours=6, movable_share=0.5, movable_sites=both),
            workload("train", WorkClass.TRAINING, share=0.4, utilisation=0.9),
        ),
        supply=(
            _solar("south"),
            _gas_turbine("north"),
            replace(_solar("south"), name="south/solar_contract", delivery=Delivery.PHYSICAL, strike_usd_per_mwh=32.0),
            _virtual_wind("north"),
        ),
        storage=(battery("south"),),
        links=(link("north", "south"),),
    )
    return replace(case, **changes)


def site(name: str, **changes: Any) -> Site:
    """Return a site of 125 then 250 MW at the meter, with a constant PUE."""
    made = Site(
        name=name,
        place=name,
        region="grid",
        latitude_deg=32.45,
        longitude_deg=-99.73,
        altitude_m=520.0,
        time_zone="America/Chicago",
        party="operator",
        asked_mw=(125.0, 250.0),
        asked_basis="utility",
        energised_it_mw=8.0,
        cooling=Cooling("water_side_economiser", WATER_COOLED_PARAMETERS, 1.25, 1.0),
        connection=LoadConnection(
            firm_mw=(60.0, 150.0),
            curtailable_mw=(20.0, 40.0),
            energised_mw=10.0,
            curtailable_energy_share=0.05,
            steps=QUEUE_STEPS,
            capital_cost_usd_per_kw=200.0,
            lifetime_years=40.0,
            capacity_price_usd_per_mw_year=60000.0,
            delivery_charge_usd_per_mwh=6.0,
        ),
        steps=(LeadStep("permit", 0.2, 0.3, 0.6), LeadStep("build", 0.7, 1.0, 1.8, after=("permit",))),
        land_limit_acre=None,
        water_limit_m3_per_year=None,
        gas_pipeline_limit_mmbtu_per_hour=None,
        sale_limit_mw=0.0,
        weather_file=None,
        it_capital_usd_per_kw=30000.0,
        it_lifetime_years=5.0,
        building_capital_usd_per_kw=12000.0,
        building_lifetime_years=20.0,
    )
    return replace(made, **changes)


def region(name: str, **changes: Any) -> Region:
    """Return a region of gas, nuclear, wind and sun at 40 then 45 USD/MWh and 400 then 350 kg/MWh."""
    made = Region(
        name=name,
        title=name.title(),
        synchronous_grid="west",
        time_zone="America/Chicago",
        mix={"gas": 0.5, "nuclear": 0.1, "wind": 0.25, "solar": 0.15},
        mean_price_usd_per_mwh=(40.0, 45.0),
        mean_intensity_kg_per_mwh=(400.0, 350.0),
        carbon_free_share=(0.5, 0.55),
        residual_intensity_kg_per_mwh=(450.0, 420.0),
        water_l_per_mwh=1200.0,
        series_file=None,
        parameters={},
    )
    return replace(made, **changes)


def workload(name: str, work_class: WorkClass, **changes: Any) -> Workload:
    """Return a flat workload that takes 40 % of the IT megawatts at a utilisation of 0.6 and stays at home."""
    made = Workload(
        name=name,
        work_class=work_class,
        it_mw=None,
        share=0.4,
        utilisation=0.6,
        site_share={},
        movable_share=0.0,
        movable_sites=(),
        deadline_hours=0,
        user_time_zones={"America/Chicago": 1.0},
        daily_shape=FLAT_DAY,
        weekly_shape=FLAT_WEEK,
        value_of_lost_compute_usd_per_mwh=900.0,
        must_serve=False,
    )
    return replace(made, **changes)


def battery(site_name: str, **changes: Any) -> StorageAsset:
    """Return a battery of up to 100 MW, one to eight hours."""
    made = StorageAsset(
        name=f"{site_name}/battery_4h",
        technology="battery_4h",
        site=site_name,
        max_mw=100.0,
        existing_mw=0.0,
        existing_mwh=0.0,
        earliest_year=2027,
        steps=BUILD_STEPS,
        construction_years=1.0,
        build_limit_mw_per_year=None,
        charge_efficiency=0.93,
        discharge_efficiency=0.93,
        self_discharge_per_hour=0.0001,
        power_cost_usd_per_kw=300.0,
        energy_cost_usd_per_kwh=250.0,
        lifetime_years=15.0,
        fixed_om_usd_per_kw_year=10.0,
        wear_cost_usd_per_mwh=3.0,
        duration_hours=(1.0, 8.0),
        capacity_credit_by_duration=((4.0, 0.59), (6.0, 0.68), (8.0, 0.71), (10.0, 0.78)),
        land_acre_per_mw=0.05,
    )
    return replace(made, **changes)


def link(from_site: str, to_site: str, **changes: Any) -> Link:
    """Return a line of up to 100 MW that loses 3 % of what is sent."""
    made = Link(
        name=f"{from_site}-{to_site}",
        from_site=from_site,
        to_site=to_site,
        existing_mw=0.0,
        max_mw=100.0,
        loss_share=0.03,
        overnight_cost_usd_per_kw=900.0,
        lifetime_years=40.0,
        steps=(LeadStep("permit", 0.5, 1.0, 3.0), LeadStep("build", 0.5, 1.0, 2.0, after=("permit",))),
        construction_years=1.0,
    )
    return replace(made, **changes)


def supply_asset(name: str, site_name: str, **changes: Any) -> SupplyAsset:
    """Return a flat, fuel-free, carbon-free plant on site of up to 100 MW."""
    made = SupplyAsset(
        name=name,
        technology="geothermal",
        site=site_name,
        delivery=Delivery.ON_SITE,
        max_mw=100.0,
        existing_mw=0.0,
        min_mw=0.0,
        earliest_year=2027,
        latest_year=2045,
        fixed_online=None,
        online_delay_years=(0.0, 0.0, 0.0),
        steps=BUILD_STEPS,
        construction_years=1.0,
        build_limit_mw_per_year=None,
        unit_mw=None,
        availability_kind=AvailabilityKind.FLAT,
        availability=0.9,
        overnight_cost_usd_per_kw=4000.0,
        lifetime_years=30.0,
        fixed_om_usd_per_kw_year=20.0,
        variable_om_usd_per_mwh=0.0,
        heat_rate_mmbtu_per_mwh=0.0,
        fuel_cost_usd_per_mmbtu=(0.0, 0.0),
        is_gas=False,
        strike_usd_per_mwh=None,
        emission_kg_per_mwh=0.0,
        upstream_kg_per_mwh=0.0,
        water_l_per_mwh=0.0,
        land_acre_per_mw=1.0,
        capacity_credit=0.9,
        is_carbon_free=True,
        is_renewable=True,
        probability=1.0,
    )
    return replace(made, **changes)


def _programme() -> Programme:
    return Programme(
        name="tiny",
        title="Tiny",
        description="A hand-made case for tests.",
        planning_years=(2027, 2030),
        years_represented=(3, 5),
        decision_date=date(2026, 1, 1),
        discount_rate=0.07,
        price_year=2024,
        weather_years=(1,),
        weather_probability=(1.0,),
        sampled_periods=4,
        period_hours=24,
        budget_usd=None,
        budget_until_year=None,
        parties={"operator": "operator", "capital": "capital", "cloud": "cloud", "energy": "energy"},
    )


def _solar(site_name: str) -> SupplyAsset:
    return supply_asset(
        f"{site_name}/solar",
        site_name,
        technology="solar",
        max_mw=300.0,
        availability_kind=AvailabilityKind.SOLAR,
        availability=1.0,
        overnight_cost_usd_per_kw=1300.0,
        land_acre_per_mw=6.5,
        capacity_credit=0.1,
    )


def _gas_turbine(site_name: str) -> SupplyAsset:
    return supply_asset(
        f"{site_name}/gas_turbine",
        site_name,
        technology="gas_turbine",
        max_mw=400.0,
        unit_mw=50.0,
        availability=0.93,
        overnight_cost_usd_per_kw=1200.0,
        fixed_om_usd_per_kw_year=7.0,
        variable_om_usd_per_mwh=1.3,
        heat_rate_mmbtu_per_mwh=9.14,
        fuel_cost_usd_per_mmbtu=(4.0, 4.2),
        is_gas=True,
        emission_kg_per_mwh=485.0,
        upstream_kg_per_mwh=80.0,
        land_acre_per_mw=0.1,
        capacity_credit=0.67,
        is_carbon_free=False,
        is_renewable=False,
    )


def _virtual_wind(site_name: str) -> SupplyAsset:
    return supply_asset(
        f"{site_name}/wind_contract",
        site_name,
        technology="wind_onshore",
        delivery=Delivery.VIRTUAL,
        max_mw=200.0,
        availability_kind=AvailabilityKind.WIND_ONSHORE,
        availability=1.0,
        overnight_cost_usd_per_kw=1500.0,
        fixed_om_usd_per_kw_year=33.0,
        strike_usd_per_mwh=34.0,
        capacity_credit=0.15,
    )
