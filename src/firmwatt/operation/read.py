"""Read the hours of a plan: its program's hourly columns become a `Dispatch`."""

from __future__ import annotations

import numpy as np

from firmwatt.demand.it_load import FREE
from firmwatt.operation.dispatch import Dispatch, it_power_mw
from firmwatt.planning.assets.computing import ways_of_work
from firmwatt.planning.plan import Plan
from firmwatt.planning.sampled import sampled_series
from firmwatt.scenario.assets import Delivery
from firmwatt.timegrid import FloatArray


def dispatch_from_plan(plan: Plan) -> Dispatch:
    """Return what runs in every hour that the plan looks at.

    Raises
    ------
    ValueError
        The plan's solution has no point.
    """
    case, series = plan.inputs.case, sampled_series(plan.inputs)
    available = _available_mw(plan, series.availability)
    generation = np.where(_is_virtual(plan), available, 0.0)
    delivered = [i for i, asset in enumerate(case.supply) if asset.delivery != Delivery.VIRTUAL]
    generation[delivered] = _hours(plan, "generation_mw")
    served, capped = _served_mw(plan)
    drawn = it_power_mw(plan.inputs.load.it, served, capped)
    return Dispatch(
        plan=plan,
        generation_mw=generation,
        available_mw=available,
        charge_mw=_hours(plan, "charge_mw"),
        discharge_mw=_hours(plan, "discharge_mw"),
        state_of_charge_mwh=_hours(plan, "state_of_charge_mwh"),
        flow_forward_mw=_hours(plan, "flow_forward_mw"),
        flow_backward_mw=_hours(plan, "flow_backward_mw"),
        import_firm_mw=_hours(plan, "import_firm_mw"),
        import_curtailable_mw=_hours(plan, "import_curtailable_mw"),
        sale_mw=_hours(plan, "sale_mw"),
        served_mw=served,
        capped_mw=capped,
        arrived_mw=series.arrivals_mw,
        lost_mw=_hours(plan, "lost_mw"),
        backlog_mwh=_backlog_mwh(plan),
        metered_mw=drawn.sum(axis=0) * series.pue,
        matched_mw=_hours(plan, "matched_mw") if case.policy.hourly_carbon_free_share is not None else None,
    )


def _hours(plan: Plan, name: str) -> FloatArray:
    """Return the values of a block of hourly columns, (things, chains, hours)."""
    if plan.solution.primal is None:
        raise ValueError("the plan's solution has no point")
    block = plan.lp.col_block(name)
    return plan.solution.primal[block.start : block.start + block.size].reshape(block.shape)


def _is_virtual(plan: Plan) -> np.ndarray:
    return np.array([asset.delivery == Delivery.VIRTUAL for asset in plan.inputs.case.supply]).reshape(-1, 1, 1)


def _available_mw(plan: Plan, availability: FloatArray) -> FloatArray:
    """Return (supply, chains, hours) existing and online capacity × availability."""
    existing = np.array([asset.existing_mw for asset in plan.inputs.case.supply]).reshape(-1, 1, 1)
    installed = plan.supply_mw[:, plan.inputs.time.chain_year, None]
    return np.asarray(availability * (existing + plan.supply_online_share * (installed - existing)))


def _served_mw(plan: Plan) -> tuple[FloatArray, FloatArray]:
    """Return (pools, sites, chains, hours) from the pairs of pool and site that may run work: all, and under a cap."""
    pools, sites = plan.inputs.load.it.pools, plan.inputs.case.sites
    by_pair = _hours(plan, "served_mw")
    served = np.zeros((len(pools), len(sites), *by_pair.shape[1:]))
    capped = np.zeros_like(served)
    for values, (j, s, way) in zip(by_pair, ways_of_work(pools), strict=True):
        served[j, s] += values
        if way is not FREE:
            capped[j, s] += values
    return served, capped


def _backlog_mwh(plan: Plan) -> FloatArray:
    """Return (pools, chains, hours); pools without a deadline have none."""
    pools = plan.inputs.load.it.pools
    deferrable = [j for j, pool in enumerate(pools) if pool.deadline_hours > 0]
    time = plan.inputs.time
    backlog = np.zeros((len(pools), time.chains, time.period_hours))
    backlog[deferrable] = _hours(plan, "backlog_mwh")
    return backlog
