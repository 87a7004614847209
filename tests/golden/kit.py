"""The bench for golden programs: cases so small that the optimum is found by hand.

One planning year (2027, discount rate 0, so that present value is value) seen through two or three hours, each of
which stands for 8760 / hours of the year. Sites ask for 100 MW of IT load, computing hardware is free, lost work costs
1000 USD/MWh, PUE is 1, and there is no supply but what a test adds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np

from firmwatt.demand.it_load import ItLoad, Throttle, WorkPool
from firmwatt.facility.site_load import SiteLoad
from firmwatt.grid.series import GridSeries
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solve import solve
from firmwatt.planning.model import build_model
from firmwatt.planning.plan import Plan, PlanInputs
from firmwatt.planning.solve import read_plan
from firmwatt.resource.availability import Availability
from firmwatt.scenario.assets import StorageAsset, SupplyAsset
from firmwatt.scenario.case import (
    Case,
    Cooling,
    LoadConnection,
    Policy,
    Region,
    Reliability,
    Site,
    SolveOptions,
    WorkClass,
)
from firmwatt.scenario.programme import Programme, Risk
from firmwatt.timegrid import FloatArray, TimeGrid
from firmwatt.units import HOURS_PER_YEAR
from tests import cases

LOST_USD_PER_MWH = 1000.0


def site(name: str = "a", **changes: Any) -> Site:
    """Return a site with free computing and no grid."""
    connection = replace(
        cases.site(name).connection,
        firm_mw=(0.0,),
        curtailable_mw=(0.0,),
        energised_mw=0.0,
        curtailable_energy_share=0.0,
        steps=(),
        capital_cost_usd_per_kw=0.0,
        lifetime_years=20.0,
        capacity_price_usd_per_mw_year=0.0,
        delivery_charge_usd_per_mwh=0.0,
    )
    base = cases.site(
        name,
        region="r",
        asked_mw=(100.0,),
        asked_basis="it",
        energised_it_mw=0.0,
        cooling=Cooling("direct_liquid_dry_cooler", {}, pue_constant=1.0, wue_constant_l_per_kwh=0.0),
        connection=connection,
        steps=(),
        it_capital_usd_per_kw=0.0,
        building_capital_usd_per_kw=0.0,
    )
    connected = {
        key: changes.pop(key) for key in list(changes) if key in LoadConnection.__dataclass_fields__ and key != "steps"
    }
    return replace(base, connection=replace(connection, **connected), **changes)


def supply(name: str = "plant", **changes: Any) -> SupplyAsset:
    """Return a plant that costs 100 USD/kW over ten years (10,000 USD per MW and year) and nothing to run."""
    base = cases.supply_asset(
        name,
        "a",
        technology=name,
        max_mw=1000.0,
        earliest_year=2020,
        latest_year=2100,
        steps=(),
        construction_years=0.0,
        availability=1.0,
        overnight_cost_usd_per_kw=100.0,
        lifetime_years=10.0,
        fixed_om_usd_per_kw_year=0.0,
        fuel_cost_usd_per_mmbtu=(0.0,),
        land_acre_per_mw=0.0,
        capacity_credit=1.0,
        is_carbon_free=False,
        is_renewable=False,
    )
    return replace(base, **changes)


def storage(name: str = "battery", **changes: Any) -> StorageAsset:
    """Return a loss-free battery whose power is free and whose energy costs 1 USD/kWh over ten years."""
    base = cases.battery(
        "a",
        name=name,
        technology=name,
        max_mw=1000.0,
        earliest_year=2020,
        steps=(),
        construction_years=0.0,
        charge_efficiency=1.0,
        discharge_efficiency=1.0,
        self_discharge_per_hour=0.0,
        power_cost_usd_per_kw=0.0,
        energy_cost_usd_per_kwh=1.0,
        lifetime_years=10.0,
        fixed_om_usd_per_kw_year=0.0,
        wear_cost_usd_per_mwh=0.0,
        duration_hours=(0.0, 100.0),
        capacity_credit_by_duration=((4.0, 0.6), (8.0, 0.8)),
        land_acre_per_mw=0.0,
    )
    return replace(base, **changes)


def policy(**changes: Any) -> Policy:
    """Return a policy that asks for nothing."""
    return replace(Policy((0.0,), None, None, None, None, None, "company"), **changes)


def case(*sites: Site, years: Sequence[int] = (2027,), **changes: Any) -> Case:
    """Return a case of these sites (default: one); supply and storage come as changes."""
    programme = Programme(
        name="golden",
        title="golden",
        description="",
        planning_years=tuple(years),
        years_represented=(1,) * len(years),
        decision_date=date(2026, 1, 1),
        discount_rate=0.0,
        price_year=2024,
        weather_years=(1,),
        weather_probability=(1.0,),
        sampled_periods=1,
        period_hours=2,
        budget_usd=None,
        budget_until_year=None,
        parties={},
    )
    zero = (0.0,) * len(years)
    region = Region("r", "r", "g", "UTC", {}, zero, zero, zero, zero, 0.0, None, {})
    base = Case(
        programme=programme,
        sites=sites or (site(),),
        regions=(region,),
        workloads=(),
        supply=(),
        storage=(),
        links=(),
        vendor_slots_mw_per_year={},
        basin_limit_m3_per_year={},
        policy=policy(carbon_price_usd_per_tonne=zero),
        reliability=Reliability(None, 1.0),
        solve=SolveOptions("highs", 1e-9, None, 1),
        defaults_used=(),
        scenario_text="",
        scenario_sha256="",
    )
    return replace(base, **changes)


@dataclass(frozen=True, slots=True)
class World:
    """What lies outside: a list of hourly values for all things, or a list of lists, one for each.

    `work_mw` is one list for each pool; pool j runs at `pool_sites[j]` (default: pool j at site j) within
    `deadline_hours[j]` (default 0).
    """

    work_mw: Sequence[Sequence[float]]
    price: Sequence[float] = (0.0, 0.0)
    availability: Sequence[Sequence[float]] = ()
    intensity: Sequence[float] = (0.0, 0.0)
    carbon_free: Sequence[float] = (0.0, 0.0)
    pue: float = 1.0
    wue: float = 0.0
    pool_sites: Sequence[tuple[int, ...]] = ()
    deadline_hours: Sequence[int] = ()
    occupancy: float = 1.0
    throttle: Throttle | None = None
    swing: float = 0.0


def golden_inputs(asked: Case, world: World) -> PlanInputs:
    """Return the inputs of a case in a world whose hours stand for the year."""
    hours, years, sites = len(world.work_mw[0]), len(asked.programme.planning_years), len(asked.sites)

    def spread(values: Sequence[Any], *lead: int) -> FloatArray:
        series = np.zeros((*lead, HOURS_PER_YEAR))
        series[..., :hours] = np.asarray(values, dtype=np.float64)[..., :hours]
        return series

    pools = tuple(
        WorkPool(
            name=f"pool{j}",
            workload="work",
            work_class=WorkClass.BATCH,
            sites=tuple(world.pool_sites[j]) if world.pool_sites else (j,),
            arrivals_mw=spread(work, years),
            deadline_hours=world.deadline_hours[j] if world.deadline_hours else 0,
            value_of_lost_compute_usd_per_mwh=LOST_USD_PER_MWH,
            must_serve=False,
            occupancy=world.occupancy,
            throttle=world.throttle,
            swing=world.swing,
        )
        for j, work in enumerate(world.work_mw)
    )
    asked_mw = np.array([each.asked_mw for each in asked.sites])
    shape = (sites, 1, HOURS_PER_YEAR)
    load = SiteLoad(
        ItLoad(pools), np.full(shape, world.pue), np.full(shape, world.wue), np.full(sites, world.pue), asked_mw
    )
    flat = [[asset.availability] * hours for asset in asked.supply]
    share = [spread(values, 1) for values in (world.availability or flat)]
    availability = Availability(np.array(share).reshape(-1, 1, HOURS_PER_YEAR))
    lead = (1, years, 1)
    price, intensity = spread(world.price, *lead), spread(world.intensity, *lead)
    grid = GridSeries(price, intensity, intensity, spread(world.carbon_free, *lead))
    represented = asked.programme.years_represented
    time = TimeGrid(asked.programme.planning_years, represented, (1,), (1.0,), (0,), hours, (HOURS_PER_YEAR,), (0,))
    return PlanInputs(asked, load, availability, grid, time)


def golden_draws(
    asked: Case, worlds: Sequence[World], chances: Sequence[float], risk: Risk | None = None
) -> PlanInputs:
    """Return the inputs of a case whose weather may turn out as any of some worlds, in which the same work arrives."""
    draws, each = tuple(range(1, len(worlds) + 1)), [golden_inputs(asked, world) for world in worlds]
    first = each[0]

    def joined(part: str, name: str, axis: int) -> FloatArray:
        return np.concatenate([getattr(getattr(inputs, part), name) for inputs in each], axis=axis)

    chance = {"weather_years": draws, "weather_probability": tuple(chances)}
    return PlanInputs(
        replace(asked, programme=replace(asked.programme, risk=risk, **chance)),
        replace(first.load, **{name: joined("load", name, 1) for name in ("pue", "wue_l_per_kwh")}),
        Availability(joined("availability", "share", 1)),
        GridSeries(*(joined("grid", field.name, 2) for field in fields(GridSeries))),
        replace(first.time, **chance),
    )


def golden_plan(asked: Case, world: World) -> Plan:
    """Return the plan, solved to a vertex; the chain solver must find the same optimum."""
    return solved_plan(golden_inputs(asked, world))


def solved_plan(inputs: PlanInputs) -> Plan:
    """Return the same of inputs."""
    model = build_model(inputs)
    by_highs = solve(model.lp, SolverOptions(method="simplex", relative_gap=1e-6))
    by_chain = solve(model.lp, SolverOptions(solver="chain", relative_gap=5e-7))
    assert by_chain.status is by_highs.status
    if by_highs.primal is not None:
        size = max(1.0, abs(by_highs.primal_objective))
        assert abs(by_chain.primal_objective - by_highs.primal_objective) <= 1e-6 * size
        assert by_chain.dual_bound <= by_highs.primal_objective + 1e-9 * size
    return read_plan(model, by_highs)


def column(plan: Plan, name: str) -> FloatArray:
    """Return the values of a block of columns in its shape, the single chain left out."""
    block = plan.lp.col_block(name)
    assert plan.solution.primal is not None
    values = plan.solution.primal[block.start : block.start + block.size].reshape(block.shape)
    return np.squeeze(values, axis=block.dims.index("chain")) if "chain" in block.dims else values
