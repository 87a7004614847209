"""Records made anew from the datasets of a run folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import xarray as xr

from firmwatt.demand.it_load import ItLoad, Throttle, WorkPool
from firmwatt.facility.site_load import SiteLoad
from firmwatt.grid.series import GridSeries
from firmwatt.interop.datasets import PIPELINE_ADDED, chained, matched_by_group, read_time
from firmwatt.interop.market_datasets import WITHOUT, read_curves, read_outcome
from firmwatt.lp.solution import Solution, Status
from firmwatt.operation.dispatch import Dispatch
from firmwatt.planning.model import build_model
from firmwatt.planning.plan import (
    BindingLimit,
    BreakEven,
    ChangedCapacity,
    IdleCapacity,
    Plan,
    PlanInputs,
    RiskChange,
    RoadmapItem,
    Stranded,
    UnitRepair,
    WholeBuild,
)
from firmwatt.resource.availability import Availability
from firmwatt.scenario.case import Case, WorkClass
from firmwatt.timegrid import FloatArray, TimeGrid

Summary = dict[str, Any]


def rebuild_plan(case: Case, data: xr.Dataset, hours: xr.Dataset, summary: Summary) -> Plan:
    """Return the plan of `plan.nc`, with the shares by hour of `dispatch.nc` and the solver's outcome of the summary.

    Notes
    -----
    The linear program is built anew from the inputs; the solution has no primal and no duals, since the plan and the
    dispatch hold what they said.
    """
    time = read_time(hours)
    supply, storage, link = _asset_slices(case)
    online = chained(hours, "online_share", time)
    inputs = replace(_inputs(case, data, time), without=read_outcome(data, hours, time, WITHOUT))
    solver = summary["solver"]
    return Plan(
        inputs=inputs,
        supply_mw=_array(data, "capacity_mw")[supply],
        supply_build_mw=_array(data, "build_mw")[supply],
        storage_mw=_array(data, "capacity_mw")[storage],
        storage_build_mw=_array(data, "build_mw")[storage],
        storage_mwh=_array(data, "energy_capacity_mwh")[storage],
        storage_build_mwh=_array(data, "energy_build_mwh")[storage],
        link_mw=_array(data, "capacity_mw")[link],
        link_build_mw=_array(data, "build_mw")[link],
        connection_firm_mw=_array(data, "connection_firm_mw"),
        connection_curtailable_mw=_array(data, "connection_curtailable_mw"),
        it_mw=_array(data, "it_mw"),
        it_build_mw=_array(data, "it_build_mw"),
        supply_online_share=online[supply],
        storage_online_share=online[storage],
        connection_online_share=chained(hours, "connection_online_share", time),
        curtailable_online_share=chained(hours, "curtailable_online_share", time),
        it_online_share=chained(hours, "it_online_share", time),
        roadmap=tuple(_roadmap_item(item) for item in summary["roadmap"]),
        binding=tuple(BindingLimit(**item) for item in summary["binding"]),
        energy_price_usd_per_mwh=chained(hours, "energy_price_usd_per_mwh", time),
        lp=build_model(inputs).lp,
        solution=_solution(solver),
        peak_memory_mb=solver["peak_memory_mb"],
        break_even=tuple(BreakEven(**item) for item in summary["break_even"]),
        unit_repair=_unit_repair(summary["whole_units"]),
        markets=read_outcome(data, hours, time),
        stranded=_stranded(summary.get("stranded")),
        risk_change=_risk_change(summary["weather"]),
        hedge_change=_hedge_change(summary.get("hedge_change")),
        gas_pipeline_added_mmbtu_per_hour=_array(data, PIPELINE_ADDED) if PIPELINE_ADDED in data else None,
    )


def _unit_repair(content: Summary | None) -> UnitRepair | None:
    if content is None:
        return None
    return UnitRepair(content["cost_usd"], tuple(WholeBuild(**build) for build in content["builds"]))


def _stranded(content: Summary | None) -> Stranded | None:
    if content is None:
        return None
    return Stranded(**{**content, "idle": tuple(IdleCapacity(**each) for each in content["idle"])})


def _risk_change(weather: Summary | None) -> RiskChange | None:
    content = None if weather is None else weather["change"]
    if content is None:
        return None
    return RiskChange(**{**content, "capacities": tuple(ChangedCapacity(**each) for each in content["capacities"])})


def _inputs(case: Case, data: xr.Dataset, time: TimeGrid) -> PlanInputs:
    load = SiteLoad(
        it=ItLoad(tuple(_pool(data, index) for index in range(data.sizes["workload"]))),
        pue=_array(data, "pue"),
        wue_l_per_kwh=_array(data, "wue_l_per_kwh"),
        peak_pue=_array(data, "peak_pue"),
        asked_it_mw=_array(data, "asked_it_mw"),
        reused_kwh_per_kwh=_array(data, "reused_kwh_per_kwh") if "reused_kwh_per_kwh" in data else np.zeros(()),
    )
    series = ("grid_price_usd_per_mwh", "average_intensity_kg_per_mwh", "marginal_intensity_kg_per_mwh")
    grid = GridSeries(*(_by_region(case, _array(data, name)) for name in (*series, "carbon_free_share")))
    availability = Availability(_array(data, "availability")[: len(case.supply)])
    return PlanInputs(case, load, availability, grid, time, read_curves(case, data))


def rebuild_dispatch(plan: Plan, hours: xr.Dataset) -> Dispatch:
    """Return the dispatch of `dispatch.nc`."""
    time = plan.inputs.time
    supply, storage, link = _asset_slices(plan.inputs.case)
    by_site = ("import_firm_mw", "import_curtailable_mw", "sale_mw", "metered_mw")
    by_pool = ("served_mw", "capped_mw", "arrived_mw", "lost_mw", "backlog_mwh")
    return Dispatch(
        plan=plan,
        generation_mw=chained(hours, "generation_mw", time)[supply],
        available_mw=chained(hours, "available_mw", time)[supply],
        charge_mw=chained(hours, "charge_mw", time)[storage],
        discharge_mw=chained(hours, "discharge_mw", time)[storage],
        state_of_charge_mwh=chained(hours, "state_of_charge_mwh", time)[storage],
        flow_forward_mw=chained(hours, "flow_forward_mw", time)[link],
        flow_backward_mw=chained(hours, "flow_backward_mw", time)[link],
        matched_mw=matched_by_group(hours, plan.inputs.case, time),
        **{name: chained(hours, name, time) for name in (*by_site, *by_pool)},
    )


def _pool(data: xr.Dataset, index: int) -> WorkPool:
    pool = data.isel(workload=index)
    return WorkPool(
        name=str(pool["workload"].item()),
        workload=str(pool["pool_workload"].item()),
        work_class=WorkClass(str(pool["work_class"].item())),
        sites=tuple(int(site) for site in np.flatnonzero(pool["may_run"].to_numpy())),
        arrivals_mw=np.asarray(pool["arrivals_mw"].to_numpy(), dtype=np.float64),
        deadline_hours=int(pool["deadline_hours"].item()),
        value_of_lost_compute_usd_per_mwh=float(pool["value_of_lost_compute_usd_per_mwh"].item()),
        must_serve=bool(pool["must_serve"].item()),
        occupancy=float(pool["occupancy"].item()),
        swing=float(pool["swing"].item()),
        throttle=_throttle(*(float(pool[name].item()) for name in ("capped_time_factor", "capped_energy_factor"))),
    )


def _throttle(time_factor: float, energy_factor: float) -> Throttle | None:
    return None if np.isnan(time_factor) else Throttle(time_factor, energy_factor)


def _by_region(case: Case, by_site: FloatArray) -> FloatArray:
    """Return (regions, ...) of a series (sites, ...); a region without a site, which nothing reads, is zero."""
    by_region = np.zeros((len(case.regions), *by_site.shape[1:]))
    by_region[[case.region_index(site.region) for site in case.sites]] = by_site
    return by_region


def _roadmap_item(item: dict[str, Any]) -> RoadmapItem:
    days = {name: date.fromisoformat(item[name]) for name in ("order_by", "online", "p10", "p50", "p90")}
    return RoadmapItem(**{**item, **days})


def _solution(solver: dict[str, Any]) -> Solution:
    return Solution(
        status=Status[solver["status"].upper()],
        solver=solver["name"],
        primal=None,
        row_dual=None,
        reduced_cost=None,
        primal_objective=solver["primal_objective_usd"],
        dual_bound=_number(solver["dual_bound_usd"]),
        relative_gap=_number(solver["relative_gap"]),
        iterations=solver["iterations"],
        build_seconds=solver["build_seconds"],
        solve_seconds=solver["solve_seconds"],
        fallback_reason=solver["fallback_reason"],
        row_violation=solver.get("row_violation"),
    )


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _asset_slices(case: Case) -> tuple[slice, slice, slice]:
    """Return where supply, storage and links stand on the axis `asset`."""
    first, second = len(case.supply), len(case.supply) + len(case.storage)
    return slice(0, first), slice(first, second), slice(second, second + len(case.links))


def _array(data: xr.Dataset, name: str) -> FloatArray:
    return np.asarray(data[name].to_numpy(), dtype=np.float64)


def _hedge_change(content: list[Summary] | None) -> tuple[ChangedCapacity, ...] | None:
    return None if content is None else tuple(ChangedCapacity(**each) for each in content)
