"""From inputs to `Plan`: build the model, solve it, read the capacities, the dates and what binds."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from firmwatt.errors import InfeasibleError, Reason, UserError
from firmwatt.lp.options import Progress, SolverOptions
from firmwatt.lp.solution import Solution, Status
from firmwatt.lp.solve import solve
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.lp.warm import WarmStart
from firmwatt.planning.binding import binding_limits
from firmwatt.planning.break_even import break_even_costs
from firmwatt.planning.conflict import IN_THE_WAY, conflict_reasons
from firmwatt.planning.constraints.billed_demand import with_billed_closed
from firmwatt.planning.constraints.production_credit import with_credits_closed
from firmwatt.planning.constraints.risk import with_risk_closed
from firmwatt.planning.frame import Frame
from firmwatt.planning.lost_work import refuse_lost_work
from firmwatt.planning.market import MarketOutcome, margin_of_site
from firmwatt.planning.market_baseline import drawn_by_programme_mw, read_markets
from firmwatt.planning.met_carbon import settle_carbon
from firmwatt.planning.model import PlanningModel, build_model
from firmwatt.planning.orders import LateBuild, roadmap
from firmwatt.planning.plan import Plan, PlanInputs
from firmwatt.planning.repair import plan_repair
from firmwatt.timegrid import FloatArray


def solve_plan(
    inputs: PlanInputs, progress: Callable[[Progress], None] | None = None, warm: WarmStart | None = None
) -> Plan:
    """Return the least-cost plan.

    Parameters
    ----------
    inputs
    progress
        Called now and then while the solver works.
    warm
        What plans of neighbouring cases left.

    Raises
    ------
    InfeasibleError
        No plan keeps all limits; the reasons name them. Or work that must be served is lost: the message names the
        site, the year, the hours and the missing megawatt-hours.
    UserError
        The solver stopped or failed without a point.
    KeyboardInterrupt
        The user interrupted the solver before it had a point.
    """
    plan = settle_carbon(inputs, lambda made_with: read_plan(*solved_model(made_with, progress, warm)))
    refuse_lost_work(plan)
    return plan


def solved_model(
    inputs: PlanInputs, progress: Callable[[Progress], None] | None = None, warm: WarmStart | None = None
) -> tuple[PlanningModel, Solution]:
    """Return the program of a case and its solution, which has no point where the solver found none.

    Parameters
    ----------
    inputs
    progress
        Called now and then while the solver works.
    warm
        What plans of neighbouring cases left.
    """
    started = time.perf_counter()
    model = build_model(inputs)
    build_seconds = time.perf_counter() - started
    options = solver_options(inputs, progress)
    solution = solve(model.lp, options, repair=plan_repair(model.lp, options), warm=warm)
    return model, replace(solution, build_seconds=build_seconds)


def solver_options(inputs: PlanInputs, progress: Callable[[Progress], None] | None) -> SolverOptions:
    """Return what the case asks of the solver."""
    asked = inputs.case.solve
    return SolverOptions(
        solver=asked.solver,
        relative_gap=asked.relative_gap,
        time_limit_seconds=asked.time_limit_seconds,
        threads=asked.threads,
        polish=asked.polish,
        progress=progress,
    )


def read_plan(model: PlanningModel, solution: Solution) -> Plan:
    """Return the plan that a solution stands for.

    Raises
    ------
    InfeasibleError, UserError
        The solution has no point.
    """
    solution = with_risk_closed(model.lp, solution)
    solution = with_credits_closed(model.lp, solution)
    solution = with_billed_closed(model.lp, solution)
    point = _point(model, solution)
    columns, frame = model.columns, model.frame
    online = frame.online
    plan = Plan(
        inputs=frame.inputs,
        supply_mw=point[columns.supply.capacity.installed],
        supply_build_mw=point[columns.supply.capacity.build],
        storage_mw=point[columns.storage.power.installed],
        storage_build_mw=point[columns.storage.power.build],
        storage_mwh=point[columns.storage.energy.installed],
        storage_build_mwh=point[columns.storage.energy.build],
        link_mw=point[columns.link.capacity.installed],
        link_build_mw=point[columns.link.capacity.build],
        connection_firm_mw=point[columns.connection.firm.installed],
        connection_curtailable_mw=point[columns.connection.curtailable.installed],
        it_mw=point[columns.computing.capacity.installed],
        it_build_mw=point[columns.computing.capacity.build],
        supply_online_share=online.supply,
        storage_online_share=online.storage,
        connection_online_share=online.connection,
        curtailable_online_share=online.curtailable,
        it_online_share=_it_online_share(model, point),
        roadmap=(),
        binding=binding_limits(model.lp, solution),
        energy_price_usd_per_mwh=_energy_price(frame, model.lp, solution),
        lp=model.lp,
        solution=solution,
        peak_memory_mb=peak_memory_mb(),
        break_even=break_even_costs(model, solution),
        markets=_markets(model, solution),
        gas_pipeline_added_mmbtu_per_hour=_pipelines_added(model, point),
    )
    late = tuple(
        LateBuild(each.site, each.year, each.start, mw)
        for each, mw in zip(online.late, point[columns.computing.late].tolist(), strict=True)
    )
    return replace(plan, roadmap=roadmap(plan, late))


def _it_online_share(model: PlanningModel, point: FloatArray) -> FloatArray:
    """Return (sites, chains, hours) 0-1 of the machines beyond the existing that run: late ones wait."""
    frame, computing = model.frame, model.columns.computing
    share = frame.online.computing.copy()
    new = point[computing.capacity.installed] - computing.capacity.existing[:, None]
    for late, mw in zip(frame.online.late, point[computing.late], strict=True):
        stands = frame.by_chain(new[late.site])
        share[late.site] -= frame.waiting_share(late) * np.divide(
            mw, stands, out=np.zeros_like(stands), where=stands > 0
        )
    return share


def _pipelines_added(model: PlanningModel, point: FloatArray) -> FloatArray | None:
    pipeline, frame = model.columns.pipeline, model.frame
    if pipeline is None:
        return None
    added = np.zeros((len(frame.case.sites), len(frame.years)))
    added[list(pipeline.sites)] = point[pipeline.capacity.installed]
    return added


def _markets(model: PlanningModel, solution: Solution) -> MarketOutcome | None:
    """Return what the markets that answer the load do, None where there are none."""
    frame, columns, series = model.frame, model.columns, model.frame.inputs.curves
    if columns.market is None or series is None or solution.primal is None:
        return None
    supply, firm, point = columns.supply, columns.connection.firm, solution.primal
    fed = np.zeros((len(frame.case.sites), *frame.hour_value.shape[:1], frame.series.pue.shape[-1]))
    for asset in supply.virtual:
        new = point[supply.capacity.installed[asset]] - supply.capacity.existing[asset]
        site = frame.case.site_index(frame.case.supply[asset].site)
        fed[site] += supply.usable_share[asset] * frame.by_chain(new)
    share = frame.yearly_share(frame.online.connection)
    reserved = np.zeros((len(series.curves), len(frame.years)))
    is_in = frame.market_of_site >= 0
    held = margin_of_site(frame.case, series)[:, None] * (
        firm.existing[:, None] + share * (point[firm.installed] - firm.existing[:, None])
    )
    np.add.at(reserved, frame.market_of_site[is_in], held[is_in])
    drawn = drawn_by_programme_mw(frame, point, model.lp, fed)
    return read_markets(frame, columns.market, (model.lp, solution), (drawn, reserved))


def peak_memory_mb() -> float:
    """Return the most memory that this process has held so far, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def _point(model: PlanningModel, solution: Solution) -> FloatArray:
    if solution.primal is not None:
        return solution.primal
    if solution.status is Status.INTERRUPTED:
        raise KeyboardInterrupt
    if solution.status in (Status.INFEASIBLE, Status.INFEASIBLE_OR_UNBOUNDED):
        raise InfeasibleError(infeasible_reasons(model.frame.inputs, model.lp, solution))
    raise UserError(f"plan: {solution.status.value}")


def infeasible_reasons(inputs: PlanInputs, lp: SparseLP, solution: Solution) -> list[Reason | str]:
    """Return why there is no plan: limits that cannot be kept; the rows of the proof where none is to blame."""
    years = [inputs.time.planning_years[index] for index in inputs.time.chain_year]
    found = conflict_reasons(lp, years, solver_options(inputs, None))
    return [*found] or [solution.status.value, *(IN_THE_WAY.format(words=name) for name in solution.reasons)]


def _energy_price(frame: Frame, lp: SparseLP, solution: Solution) -> FloatArray:
    block = lp.row_block("balance")
    if solution.row_dual is None:
        return np.full(block.shape, np.nan)
    dual = solution.row_dual[block.start : block.start + block.size].reshape(block.shape)
    return np.asarray(dual / frame.hour_value, dtype=np.float64)
