"""How wrong the sampled hours are: the plan's capacities run on its own sample, and on a finer one or on all hours.

The capacities of a planning year are held and its hours are dispatched twice. The difference of the year's running cost
is what the sample hid, and so is the work that only then turns out to be lost. Yearly policy rows are left out, since
capacities chosen on one sample may miss a share on another by a hair; lost work and energy are priced as ever, and dear
weather counts by its probability.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from firmwatt.facility.site_load import SiteLoad
from firmwatt.grid.series import GridSeries
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solution import Status
from firmwatt.lp.solve import solve
from firmwatt.planning.model import build_model
from firmwatt.planning.plan import Plan, PlanInputs
from firmwatt.planning.sampling import choose_time_grid
from firmwatt.planning.solve import solver_options
from firmwatt.scenario.case import Case, Policy
from firmwatt.timegrid import TimeGrid
from firmwatt.units import HOURS_PER_YEAR

_FINER_BY = 4
_GAP = 1e-5
"""The error is told to a tenth of a percent: costs need be no sharper than that."""


@dataclass(frozen=True, slots=True)
class SampledYear:
    """One planning year at the plan's capacities, on its own sample of hours and on the finer one.

    Attributes
    ----------
    running_cost_usd, finer_running_cost_usd
        Present value of running the year, fixed and hourly cost and lost work, capital left out.
    lost_mwh, finer_lost_mwh
        IT energy that is not served, in one calendar year.
    """

    year: int
    running_cost_usd: float
    finer_running_cost_usd: float
    lost_mwh: float
    finer_lost_mwh: float

    @property
    def relative(self) -> float:
        """Return the difference as a share of the running cost on the plan's own sample."""
        return (self.finer_running_cost_usd - self.running_cost_usd) / self.running_cost_usd


@dataclass(frozen=True, slots=True)
class SamplingError:
    """What a finer sample, or all hours, say of a plan.

    Attributes
    ----------
    hours, finer_hours
        Hours of the year in the plan's sample and in the finer one.
    years
        The planning year with most computing, or all of them.
    """

    hours: int
    finer_hours: int
    years: tuple[SampledYear, ...]

    @property
    def is_full(self) -> bool:
        """Whether every hour was looked at."""
        return self.finer_hours == HOURS_PER_YEAR

    @property
    def running_cost_usd(self) -> float:
        """Return what running the years costs on the plan's own sample."""
        return sum(each.running_cost_usd for each in self.years)

    @property
    def finer_running_cost_usd(self) -> float:
        """Return what it costs on the finer one."""
        return sum(each.finer_running_cost_usd for each in self.years)

    @property
    def relative(self) -> float:
        """Return the difference as a share of the running cost on the plan's own sample."""
        return (self.finer_running_cost_usd - self.running_cost_usd) / self.running_cost_usd


def sampling_error(plan: Plan) -> SamplingError | None:
    """Return the error of the plan's sample in one year against a sample of `_FINER_BY` times as many periods.

    Returns
    -------
    SamplingError or None
        None where the plan looks at every hour or the check fails to solve.
    """
    year = int(plan.it_mw.sum(axis=0).argmax())
    options = replace(solver_options(plan.inputs, None), relative_gap=_GAP)
    return _error(plan, (year,), _FINER_BY * plan.inputs.time.periods, options)


def full_sampling_error(plan: Plan, tell: Callable[[int], None] = lambda _: None) -> SamplingError | None:
    """Return the error of the plan's sample in every planning year against all hours, by the chain solver.

    Parameters
    ----------
    plan
    tell
        Called with each planning year as it begins.

    Returns
    -------
    SamplingError or None
        None where the plan looks at every hour or the check fails to solve.
    """
    options = replace(solver_options(plan.inputs, None), solver="chain", relative_gap=_GAP)

    def years() -> Iterator[int]:
        for index, year in enumerate(plan.inputs.time.planning_years):
            tell(year)
            yield index

    return _error(plan, years(), None, options)


def _error(plan: Plan, years: Iterable[int], periods: int | None, options: SolverOptions) -> SamplingError | None:
    time = plan.inputs.time
    if time.is_full:
        return None
    found, finer_hours = [], 0
    for year in years:
        held = held_inputs(plan, year)
        finer = replace(held.case, programme=replace(held.case.programme, sampled_periods=periods))
        finer_time = choose_time_grid(finer, held.load, held.availability, held.grid)
        finer_hours = min(finer_time.periods * finer_time.period_hours, HOURS_PER_YEAR)
        (cost, lost), (finer_cost, finer_lost) = (
            _run(replace(held, time=grid), options) for grid in (held.time, finer_time)
        )
        found.append(SampledYear(time.planning_years[year], cost, finer_cost, lost, finer_lost))
    is_solved = np.isfinite([(each.running_cost_usd, each.finer_running_cost_usd) for each in found]).all()
    hours = time.periods * time.period_hours
    return SamplingError(hours, finer_hours, tuple(found)) if is_solved else None


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
        risk=None,
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


def _run(inputs: PlanInputs, options: SolverOptions) -> tuple[float, float]:
    """Return the present value of running the hours, NaN if it is not found, and MWh of lost work in a year."""
    lp = build_model(inputs).lp
    solution = solve(lp, options)
    if solution.primal is None or solution.status is not Status.OPTIMAL:
        return np.nan, np.nan
    block = lp.col_block("lost_mw")
    lost = solution.primal[block.start : block.start + block.size].reshape(block.shape)
    return solution.primal_objective, float((lost * inputs.time.chain_hour_weight[:, None]).sum())
