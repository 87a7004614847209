"""Carbon of markets that answer the load, as a plan meets it: the hour's average with the load in it.

A price on carbon, caps and carbon-free shares are rules of accounts, and accounts take the average of the hour. The
programme moves that average, which is no linear rule: emission and load both stand in it. So the plan is made with the
average as given, the average that it leads to is read from the steps that run, and it is made again, until the one that
it was made with is the one that the books find.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from firmwatt.errors import InfeasibleError
from firmwatt.lp.solution import Status
from firmwatt.planning.market import MarketIntensity, market_intensity
from firmwatt.planning.plan import Plan, PlanInputs
from firmwatt.timegrid import FloatArray

MOST_ROUNDS = 8
WHOLE_STEPS = 3
"""Rounds after which only half a step is taken: a plan that jumps between two averages settles between them."""
TOLERANCE = 1e-3
"""Share of a market's yearly emissions, or of its energy, by which the averages of the plan and of the books differ."""


def settle_carbon(inputs: PlanInputs, solve_once: Callable[[PlanInputs], Plan]) -> Plan:
    """Return the plan whose carbon rules count at the average that it leads to itself.

    Parameters
    ----------
    inputs
    solve_once
        What makes one plan; called once where no rule counts the carbon of a market that answers the load.

    Raises
    ------
    InfeasibleError
        No plan keeps all limits.
    """
    if not counts_met_carbon(inputs):
        return solve_once(inputs)
    try:
        plan = solve_once(inputs)
    except InfeasibleError:  # perhaps for the average without the load alone
        plan = solve_once(with_carbon_of(inputs, solve_once(_without_promises(inputs)), 1.0))
    for done in range(1, MOST_ROUNDS):
        if plan.solution.status is not Status.OPTIMAL or carbon_apart(plan) <= TOLERANCE:
            break
        plan = solve_once(with_carbon_of(inputs, plan, 1.0 if done <= WHOLE_STEPS else 0.5))
    return plan


def counts_met_carbon(inputs: PlanInputs) -> bool:
    """Return whether a rule counts the carbon of a market that answers the load."""
    policy = inputs.case.policy
    promises = (
        policy.carbon_cap_tonne, policy.carbon_intensity_cap_kg_per_mwh, policy.annual_carbon_free_share,
        policy.hourly_carbon_free_share,
    )  # fmt: skip
    has_rule = any(policy.carbon_price_usd_per_tonne) or any(promise is not None for promise in promises)
    return inputs.curves is not None and has_rule


def carbon_apart(plan: Plan) -> float:
    """Return the largest difference of a market and year between the averages of the plan and of the books, 0-1.

    Each is weighted by the energy of the hour that the programme draws; carbon-free energy counts like emissions.
    """
    inputs, markets = plan.inputs, plan.markets
    series, time = inputs.curves, inputs.time
    assert series is not None  # the caller has looked
    assert markets is not None
    met, worst = market_intensity(series, time, markets), 0.0
    for region, market in enumerate(series.market_of_region):
        if market < 0:
            continue
        drawn = np.maximum(markets.drawn_mw[market], 0.0) * time.chain_hour_weight[:, None]
        for used, found in (
            (inputs.grid.average_intensity_kg_per_mwh, met.average_kg_per_mwh),
            (inputs.grid.carbon_free_share, met.carbon_free_share),
        ):
            difference = np.abs(time.sample_by_year(used[region]) - found[market]) * drawn
            for year in range(len(time.planning_years)):
                of_year = time.chain_year == year
                whole = float((found[market] * drawn)[of_year].sum())
                worst = max(worst, float(difference[of_year].sum()) / whole if whole > 0.0 else 0.0)
    return worst


def with_carbon_of(inputs: PlanInputs, plan: Plan, step: float) -> PlanInputs:
    """Return the inputs with the carbon of a plan's markets in the hours looked at.

    Parameters
    ----------
    inputs
    plan
        Whose own inputs the step starts from.
    step : 0-1 of the way from the averages that the plan was made with to those that it leads to
    """
    series, time, markets = inputs.curves, inputs.time, plan.markets
    assert series is not None  # the caller has looked
    assert markets is not None
    met = market_intensity(series, time, markets)
    return replace(inputs, grid=replace(plan.inputs.grid, **_moved(plan.inputs, met, step)))


def _moved(inputs: PlanInputs, met: MarketIntensity, step: float) -> dict[str, FloatArray]:
    series, time = inputs.curves, inputs.time
    assert series is not None  # the caller has looked
    years, weather, periods, hours = time.shape
    moved = {}
    for name, found in (
        ("average_intensity_kg_per_mwh", met.average_kg_per_mwh),
        ("marginal_intensity_kg_per_mwh", met.marginal_kg_per_mwh),
        ("carbon_free_share", met.carbon_free_share),
    ):
        moved[name] = np.array(getattr(inputs.grid, name))
        for region, market in enumerate(series.market_of_region):
            if market >= 0:
                of_region = moved[name][region]
                new = found[market].reshape(years, weather, periods, hours)
                of_region[..., time.hour_of_year] += step * (new - of_region[..., time.hour_of_year])
    return moved


def _without_promises(inputs: PlanInputs) -> PlanInputs:
    free = replace(
        inputs.case.policy, carbon_cap_tonne=None, carbon_intensity_cap_kg_per_mwh=None, annual_carbon_free_share=None,
        hourly_carbon_free_share=None,
    )  # fmt: skip
    return replace(inputs, case=replace(inputs.case, policy=free))
