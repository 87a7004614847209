"""How wrong the sampled hours are: the plan's capacities run on its own sample and on a finer one.

The capacities of one planning year are held and its hours are dispatched twice, on the plan's sample and on a sample
with more periods. The difference of the year's running cost is what the sample hid. Yearly policy rows are left out,
since capacities chosen on one sample may miss a share on another by a hair; lost work and energy are priced as ever.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from firmwatt.facility.site_load import SiteLoad
from firmwatt.grid.series import GridSeries
from firmwatt.lp.solution import Status
from firmwatt.lp.solve import solve
from firmwatt.planning.model import build_model
from firmwatt.planning.plan import Plan, PlanInputs
from firmwatt.planning.sampling import choose_time_grid
from firmwatt.planning.solve import solver_options
from firmwatt.scenario.case import Case, Policy
from firmwatt.timegrid import TimeGrid
from firmwatt.units import HOURS_PER_YEAR

_GAP = 1e-5
"""The error is told to a tenth of a percent: costs need be no sharper than that."""


@dataclass(frozen=True, slots=True)
class SamplingError:
    """What a finer sample says of one year of a plan.

    Attributes
    ----------
    year
        The planning year looked at: the one with most computing.
    hours, finer_hours
        Hours of the year in the plan's sample and in the finer one.
    running_cost_usd, finer_running_cost_usd
        Present value of running that year, fixed and hourly cost and lost work, capital left out.
    relative
        `(finer - own) / own`; negative where the plan's sample was too dark.
    """

    year: int
    hours: int
    finer_hours: int
    running_cost_usd: float
    finer_running_cost_usd: float

    @property
    def relative(self) -> float:
        """Return the difference as a share of the running cost on the plan's own sample."""
        return (self.finer_running_cost_usd - self.running_cost_usd) / self.running_cost_usd


def sampling_error(plan: Plan, finer_by: int = 4) -> SamplingError | None:
    """Return the error of the plan's sample, or None where the plan looks at every hour or the check fails to solve.

    Parameters
    ----------
    plan
    finer_by
        How many times as many periods the finer sample has.
    """
    if plan.inputs.time.is_full:
        return None
    year = int(plan.it_mw.sum(axis=0).argmax())
    held = held_inputs(plan, year)
    finer = replace(held.case.programme, sampled_periods=finer_by * plan.inputs.time.periods)
    finer_time = choose_time_grid(replace(held.case, programme=finer), held.load, held.availability, held.grid)
    costs = [_running_cost_usd(replace(held, time=time)) for time in (held.time, finer_time)]
    if not np.isfinite(costs).all():
        return None
    return SamplingError(
        year=plan.inputs.time.planning_years[year],
        hours=plan.inputs.time.periods * plan.inputs.time.period_hours,
        finer_hours=min(finer_time.periods * finer_time.period_hours, HOURS_PER_YEAR),
        running_cost_usd=costs[0],
        finer_running_cost_usd=costs[1],
    )


def held_inputs(plan: Plan, year: int) -> PlanInputs:
    """Return the inputs of one planning year, by index: the plan's capacities stand and nothing can be built."""
    inputs = plan.inputs
    one = slice(year, year + 1)
    it = replace(
        inputs.load.it,
        pools=tuple(replace(pool, arrivals_mw=pool.arrivals_mw[one]) for pool in inputs.load.it.pools),
    )
    load: SiteLoad = replace(inputs.load, it=it, asked_it_mw=plan.it_mw[:, one])
    series = inputs.grid
    grid = GridSeries(
        series.price_usd_per_mwh[:, one],
        series.average_intensity_kg_per_mwh[:, one],
        series.marginal_intensity_kg_per_mwh[:, one],
        series.carbon_free_share[:, one],
    )
    return PlanInputs(_held_case(plan, year), load, inputs.availability, grid, _one_year(inputs.time, year))


def _one_year(time: TimeGrid, year: int) -> TimeGrid:
    return replace(
        time,
        planning_years=(time.planning_years[year],),
        years_represented=(time.years_represented[year],),
    )


def _held_case(plan: Plan, year: int) -> Case:
    case = plan.inputs.case
    supply = tuple(
        replace(
            asset,
            existing_mw=float(mw[year]),
            max_mw=0.0,
            min_mw=0.0,
            fuel_cost_usd_per_mmbtu=asset.fuel_cost_usd_per_mmbtu[year : year + 1],
        )
        for asset, mw in zip(case.supply, plan.supply_mw, strict=True)
    )
    storage = tuple(
        replace(
            asset,
            existing_mw=float(mw[year]),
            existing_mwh=float(mwh[year]),
            max_mw=0.0,
            duration_hours=(0.0, float(HOURS_PER_YEAR)),  # chosen already, and to the solver's tolerance only
        )
        for asset, mw, mwh in zip(case.storage, plan.storage_mw, plan.storage_mwh, strict=True)
    )
    links = tuple(
        replace(link, existing_mw=float(mw[year]), max_mw=0.0)
        for link, mw in zip(case.links, plan.link_mw, strict=True)
    )
    sites = tuple(
        replace(
            site,
            asked_mw=site.asked_mw[year : year + 1],
            energised_it_mw=float(plan.it_mw[s, year]),
            connection=replace(
                site.connection,
                firm_mw=(float(plan.connection_firm_mw[s, year]),),
                energised_mw=float(plan.connection_firm_mw[s, year]),
                curtailable_mw=(float(plan.connection_curtailable_mw[s, year]),),
            ),
        )
        for s, site in enumerate(case.sites)
    )
    programme = replace(
        case.programme,
        planning_years=(case.programme.planning_years[year],),
        years_represented=(case.programme.years_represented[year],),
        budget_usd=None,
    )
    price = case.policy.carbon_price_usd_per_tonne[year : year + 1]
    policy = Policy(price, None, None, None, None, None, case.policy.matching_scope)
    reliability = replace(case.reliability, reserve_margin=None)
    return replace(
        case,
        programme=programme,
        sites=sites,
        supply=supply,
        storage=storage,
        links=links,
        policy=policy,
        reliability=reliability,
    )


def _running_cost_usd(inputs: PlanInputs) -> float:
    options = replace(solver_options(inputs, None), relative_gap=_GAP)
    solution = solve(build_model(inputs).lp, options)
    return solution.primal_objective if solution.status is Status.OPTIMAL else np.nan
