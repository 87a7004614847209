"""A plausible plan that no solver made: arrays shaped like a result, balanced at every site and hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import scipy.sparse as sp

from firmwatt.demand.it_load import ItLoad, WorkPool
from firmwatt.facility.site_load import SiteLoad
from firmwatt.grid.series import GridSeries
from firmwatt.lp.solution import Solution, Status
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.operation.dispatch import Dispatch
from firmwatt.planning.plan import BindingLimit, Plan, PlanInputs, RoadmapItem
from firmwatt.resource.availability import Availability
from firmwatt.scenario.assets import Delivery
from firmwatt.scenario.case import Case, DefaultUsed, LoadConnection, Policy, WorkClass
from firmwatt.timegrid import FloatArray, TimeGrid, full_year_grid
from tests.cases import battery, region, site, supply_asset, tiny_case, workload

YEARS = (2027, 2028, 2030, 2035)
PEAK_PUE = 1.25


def sampled_grid(years: Sequence[int] = YEARS, hours: int = 168) -> TimeGrid:
    """Return four sampled periods a year."""
    quarter = 8760 // 4
    starts = tuple(quarter * k for k in range(4))
    middles = tuple(start + 42 * 24 for start in starts)
    return TimeGrid(tuple(years), (1,) * len(years), (1,), (1.0,), middles, hours, (quarter,) * 4, starts)


def programme_case(site_names: Sequence[str], years: Sequence[int] = YEARS) -> Case:
    """Return a case of some sites with gas, sun, a wind contract and a battery at each."""
    count = len(years)
    case = tiny_case()
    asked = tuple(400.0 + 300.0 * min(k, 2) for k in range(count))
    connection: LoadConnection = replace(case.sites[0].connection, firm_mw=asked, curtailable_mw=(20.0,) * count)
    sites = tuple(site(name, asked_mw=asked, connection=connection) for name in site_names)
    yearly = {"fuel_cost_usd_per_mmbtu": (4.0,) * count}
    supply = [
        asset
        for name in site_names
        for asset in (
            supply_asset(f"{name}/solar", name, technology="solar", **yearly),
            supply_asset(
                f"{name}/gas_turbine", name, technology="gas_turbine", is_carbon_free=False, is_renewable=False,
                heat_rate_mmbtu_per_mwh=9.0, emission_kg_per_mwh=480.0, water_l_per_mwh=200.0, **yearly,
            ),
            supply_asset(
                f"{name}/wind_contract", name, technology="wind_onshore", delivery=Delivery.VIRTUAL,
                strike_usd_per_mwh=34.0, **yearly,
            ),
        )
    ]  # fmt: skip
    flat = (40.0,) * count
    return replace(
        case,
        programme=replace(
            case.programme, title="Three sites", planning_years=tuple(years), years_represented=(1,) * count
        ),
        sites=sites,
        regions=(
            region(
                "grid", mean_price_usd_per_mwh=flat, mean_intensity_kg_per_mwh=(400.0,) * count,
                carbon_free_share=(0.4,) * count, residual_intensity_kg_per_mwh=(450.0,) * count,
            ),
        ),
        workloads=(workload("chat", WorkClass.INTERACTIVE), workload("train", WorkClass.TRAINING)),
        supply=tuple(supply),
        storage=tuple(battery(name) for name in site_names),
        policy=Policy((0.0,) * count, None, None, None, None, None, "company"),
        defaults_used=(
            DefaultUsed("supply[0].heat_rate_mmbtu_per_mwh", 9.14, "MMBtu/MWh", "technologies", "gas_turbine",
                        "A table <of> figures", 2024, "high"),
            DefaultUsed("supply[3].heat_rate_mmbtu_per_mwh", 9.14, "MMBtu/MWh", "technologies", "gas_turbine",
                        "A table <of> figures", 2024, "high"),
            DefaultUsed("sites[0].cooling.plant", "water_cooled_chiller", "text", "cooling", "default",
                        "A textbook", 2020, "low"),
        ),
    )  # fmt: skip


def fabricate(
    site_names: Sequence[str] = ("north_field", "Milam", "saline"),
    time: TimeGrid | None = None,
    lost_share: float = 0.06,
    status: Status = Status.OPTIMAL,
    scale: float = 1.0,
) -> Dispatch:
    """Return a dispatch whose sites take a third from the sun by day, gas for the rest, and the grid.

    Parameters
    ----------
    lost_share
        Of the computing that arrives, lost at every second sampled period.
    scale
        Of all megawatts; 0 is a programme that asks for nothing.
    """
    time = time or sampled_grid()
    case = programme_case(site_names, time.planning_years)
    inputs = _inputs(case, time, scale)
    chains, hours, sites = time.chains, time.period_hours, len(case.sites)
    hour = time.hour_of_year[np.arange(chains) % time.periods] % 24
    served = np.zeros((2, sites, chains, hours))
    arrived = time.sample_by_year(np.array([pool.arrivals_mw for pool in inputs.load.it.pools])[:, :, None, :])
    lost = arrived * lost_share * (np.arange(chains) % 2)[:, None]
    served[:] = ((arrived - lost) / sites)[:, None]
    metered = PEAK_PUE * served.sum(axis=0)
    sun = np.clip(np.sin((hour - 12.0) / 24.0 * 2 * np.pi), 0.0, None)
    solar = 0.3 * metered * sun
    charge, discharge = 0.05 * metered * (sun > 0), 0.05 * metered * (hour < 6)
    gas = 0.4 * metered
    imports = metered - solar - gas - discharge + charge
    generation = np.zeros((len(case.supply), chains, hours))
    for index in range(sites):
        generation[3 * index], generation[3 * index + 1] = solar[index], gas[index]
        generation[3 * index + 2] = 0.2 * metered[index]
    nothing = np.zeros((sites, chains, hours))
    return Dispatch(
        plan=_plan(inputs, status, scale),
        generation_mw=generation,
        available_mw=generation * 1.05,
        charge_mw=charge,
        discharge_mw=discharge,
        state_of_charge_mwh=np.ones_like(charge),
        flow_forward_mw=np.zeros((0, chains, hours)),
        flow_backward_mw=np.zeros((0, chains, hours)),
        import_firm_mw=imports,
        import_curtailable_mw=nothing,
        sale_mw=nothing,
        served_mw=served,
        capped_mw=np.zeros_like(served),
        arrived_mw=arrived,
        lost_mw=lost,
        backlog_mwh=np.zeros((2, chains, hours)),
        metered_mw=metered,
        matched_mw=None,
    )


def full_year(years: Sequence[int] = (2027, 2030)) -> TimeGrid:
    """Return a grid of all hours."""
    return full_year_grid(tuple(years), (1,) * len(years))


def _inputs(case: Case, time: TimeGrid, scale: float) -> PlanInputs:
    years, sites = len(time.planning_years), len(case.sites)
    hour = np.arange(8760)
    day_wave = 1.0 + 0.2 * np.sin(hour / 24 * 2 * np.pi)
    season = 1.0 + 0.3 * np.cos((hour - 300) / 8760 * 2 * np.pi)
    asked_it = scale * np.array([one.asked_mw for one in case.sites]) / PEAK_PUE
    total = asked_it.sum(axis=0)[:, None] * day_wave * 0.7
    pools = tuple(
        WorkPool(f"{name}/all", name, kind, tuple(range(sites)), share * total, 0, 900.0, False)
        for name, kind, share in (("chat", WorkClass.INTERACTIVE, 0.4), ("train", WorkClass.TRAINING, 0.6))
    )
    flat = np.full((sites, 1, 8760), PEAK_PUE)
    load = SiteLoad(ItLoad(pools), flat, flat, np.full(sites, PEAK_PUE), asked_it)
    price = np.broadcast_to(40.0 * day_wave * season, (1, years, 1, 8760))
    grid = GridSeries(price, 10.0 * price, 11.0 * price, np.full(price.shape, 0.4))
    return PlanInputs(case, load, Availability(np.ones((len(case.supply), 1, 8760))), grid, time)


def _plan(inputs: PlanInputs, status: Status, scale: float) -> Plan:
    case, time = inputs.case, inputs.time
    years, sites = len(time.planning_years), len(case.sites)
    ramp = scale * np.linspace(0.5, 1.0, years)
    it_mw = inputs.load.asked_it_mw * np.linspace(0.55, 1.0, years)

    def growing(count: int, most_mw: float) -> FloatArray:
        return np.ones((count, 1)) * most_mw * ramp

    def builds(standing: FloatArray) -> FloatArray:
        return np.diff(standing, axis=1, prepend=0.0)

    shape = (time.chains, time.period_hours)
    supply, storage, links = growing(len(case.supply), 300.0), growing(len(case.storage), 80.0), np.zeros((0, years))
    firm = growing(sites, 500.0)
    price = time.sample_by_year(inputs.grid.price_usd_per_mwh)
    return Plan(
        inputs=inputs,
        supply_mw=supply,
        supply_build_mw=builds(supply),
        storage_mw=storage,
        storage_build_mw=builds(storage),
        storage_mwh=4.0 * storage,
        storage_build_mwh=4.0 * builds(storage),
        link_mw=links,
        link_build_mw=links,
        connection_firm_mw=firm,
        connection_curtailable_mw=0.1 * firm,
        it_mw=it_mw,
        it_build_mw=builds(it_mw),
        supply_online_share=np.ones((len(case.supply), *shape)),
        storage_online_share=np.ones((len(case.storage), *shape)),
        connection_online_share=np.ones((sites, *shape)),
        curtailable_online_share=np.ones((sites, *shape)),
        it_online_share=np.ones((sites, *shape)),
        roadmap=_roadmap(case) if scale else (),
        binding=_binding() if scale else (),
        energy_price_usd_per_mwh=np.repeat(price, sites, axis=0),
        lp=_nothing_to_solve(),
        solution=Solution(status, "highs-ipm", np.zeros(1), None, None, 1.0e9, 0.999e9, 1e-3, 30, 1.2, 3.4),
        peak_memory_mb=512.0,
    )


def _roadmap(case: Case) -> tuple[RoadmapItem, ...]:
    items = []
    for place, one in enumerate(case.sites):
        for step, (asset, kind) in enumerate(
            [(f"{one.name}/gas_turbine", "supply"), (f"{one.name}/solar", "supply"),
             (f"{one.name}/battery_4h", "storage"), (one.name, "connection"), (one.name, "computing")]
        ):  # fmt: skip
            order = date(2026, 2 + place, 1 + 3 * step)
            online = date(2027 + step, 6, 1)
            p10, p90 = date(2027 + step, 1, 1), date(2028 + step, 9, 1)
            items.append(
                RoadmapItem(asset, kind, one.name, 120.0 + 40 * step, 2027 + step, order, online, p10, online, p90)
            )
    return tuple(items)


def _binding() -> tuple[BindingLimit, ...]:
    return (
        BindingLimit(
            "connection_firm_mw[site=saline, year=2028]", 4.2e6, "MW",
            "The grid connects no more firm megawatts at saline in 2028.",
        ),
        BindingLimit(
            "connection_firm_mw[site=Milam, year=2028]", 3.2e6, "MW",
            "The grid connects no more firm megawatts at Milam in 2028.",
        ),
        BindingLimit("budget", 0.7e6, "million USD", "The budget on capital is used up."),
        BindingLimit("odd_limit[what=x]", 1.0e3, "widgets", "An odd limit binds."),
    )  # fmt: skip


def _nothing_to_solve() -> SparseLP:
    nothing = np.zeros(1)
    border = np.full(1, -1, dtype=np.int32)
    return SparseLP(
        sp.csc_array((1, 1)), nothing, nothing, nothing, nothing, nothing, 0.0, border, border, border, border
    )
