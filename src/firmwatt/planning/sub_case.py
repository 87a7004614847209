"""The case of one stack: one site, the megawatts asked for, the stack's assets, and the years from when it delivers.

The years begin with 1 January after the stack delivers, and everything is decided as much later as that day lies behind
it: what is online when the stack delivers is online in the first hour of the first year, and what comes three months
after comes in April. The first year stands for itself alone, so that what is missing in its first months is not missing
for all the years that the scenario's own stand for; the year from which firm megawatts follow curtailable ones is among
them. Each year takes its prices, limits and promises from the planning year of the scenario that stands for it. What
binds the programme as a whole says nothing about one site and is left out: the budget, the cap in tonnes, shares that
are matched over the company, and vendor slots, in whose queue the dates have stood already. Work given in megawatts is
taken in proportion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from firmwatt.demand.amounts import in_megawatts
from firmwatt.planning.roadmap import connection_dates
from firmwatt.planning.stack_dates import fuelled_mw, stack_curtailable_steps
from firmwatt.planning.stacks import Stack
from firmwatt.scenario.assets import Delivery, StorageAsset, SupplyAsset
from firmwatt.scenario.case import Case, LoadConnection, Policy, Region, Site, Workload
from firmwatt.scenario.programme import Programme
from firmwatt.scenario.supply_curve import SupplyCurve

GAP = 1e-4
"""Most that a stack's plan may leave: stacks are compared to a tenth of a dollar."""


@dataclass(frozen=True, slots=True)
class _Move:
    """From the years of the scenario to those of a stack.

    Attributes
    ----------
    years
        Planning years of the stack.
    source : index of the scenario's planning year that stands for each
    delivered : day on which the stack delivers
    shift : from that day to the first hour of the first year
    """

    years: tuple[int, ...]
    source: tuple[int, ...]
    delivered: date
    shift: timedelta

    def pick(self, values: Sequence[float]) -> tuple[float, ...]:
        """Return the values of the scenario's planning years that stand for the stack's."""
        return tuple(values[index] for index in self.source)

    def pick_optional(self, values: tuple[float, ...] | None) -> tuple[float, ...] | None:
        """Return the same of what may be left out."""
        return None if values is None else self.pick(values)


def last_year(programme: Programme) -> int:
    """Return the last calendar year that a plan stands for."""
    return programme.planning_years[-1] + programme.years_represented[-1] - 1


def first_full_year(delivered: date) -> int:
    """Return the year that begins on or after a day."""
    return delivered.year if (delivered.month, delivered.day) == (1, 1) else delivered.year + 1


def sub_case(case: Case, stack: Stack, asked_mw: float, delivered: date) -> Case:
    """Return the case of a stack.

    Parameters
    ----------
    case
    stack
    asked_mw : MW at the meter, > 0
    delivered
        Day on which the stack delivers; the year that begins after it must lie inside the horizon.
    """
    site = case.sites[case.site_index(stack.site)]
    move = _move(case.programme, site.connection, delivered)
    share = [asked_mw / max(sum(other.asked_mw[year] for other in case.sites), asked_mw) for year in move.source]
    built_mw = fuelled_mw(site, stack.supply)
    return replace(
        case,
        programme=_programme(case.programme, stack, move),
        sites=(_site(site, case, stack, asked_mw, move),),
        regions=tuple(_region(region, move) for region in case.regions if region.name == site.region),
        workloads=tuple(
            _workload(in_megawatts(work, case.programme.planning_years), share, move) for work in case.workloads
        ),
        supply=tuple(_supply(replace(asset, max_mw=built_mw[asset.name]), move) for asset in stack.supply),
        storage=tuple(_storage(asset, move) for asset in stack.storage),
        links=(),
        vendor_slots_mw_per_year={},
        basin_limit_m3_per_year={},
        policy=_policy(case.policy, move),
        solve=replace(case.solve, relative_gap=min(case.solve.relative_gap, GAP)),
    )


def _move(programme: Programme, link: LoadConnection, delivered: date) -> _Move:
    first, planned = first_full_year(delivered), programme.planning_years
    shift = date(first, 1, 1) - delivered
    upgraded = _upgraded_year(link, programme.decision_date + shift)
    later = {first + 1, upgraded, *planned}
    years = (first, *sorted(year for year in later if first < year <= last_year(programme)))
    source = tuple(max((i for i, start in enumerate(planned) if start <= year), default=0) for year in years)
    return _Move(years, source, delivered, shift)


def _upgraded_year(link: LoadConnection, decision: date) -> int:
    """Return the first full year of firm megawatts, which wait for the network upgrade."""
    return first_full_year(connection_dates(link, decision).p50)


def _programme(programme: Programme, stack: Stack, move: _Move) -> Programme:
    ends = (*move.years, last_year(programme) + 1)
    lucks = programme.connection_luck or ("p50",) * len(programme.weather_years)
    draws = [draw for draw, luck in enumerate(lucks) if luck == "p50"]  # luck is on the axis of dates already
    chances = [programme.weather_probability[draw] for draw in draws]
    return replace(
        programme,
        name=f"{programme.name}-{stack.name}",
        title=f"{programme.title}: {stack.name.replace('_', ' ')} at {stack.site}",
        planning_years=move.years,
        years_represented=tuple(after - before for before, after in pairwise(ends)),
        decision_date=programme.decision_date + move.shift,
        budget_usd=None,
        budget_until_year=None,
        weather_years=tuple(programme.weather_years[draw] for draw in draws),
        weather_probability=tuple(chance / sum(chances) for chance in chances),
        connection_luck=(),
    )


def _site(site: Site, case: Case, stack: Stack, asked_mw: float, move: _Move) -> Site:
    return replace(
        site,
        asked_mw=(asked_mw,) * len(move.years),
        asked_basis="utility",
        energised_it_mw=min(site.energised_it_mw, asked_mw),
        connection=_connection(_held(site.connection, asked_mw), case.programme.decision_date, stack, move),
    )


def _held(link: LoadConnection, asked_mw: float) -> LoadConnection:
    """Return the connection with no more energised than is asked for: the rest is for others to use and to pay."""
    return replace(link, energised_mw=min(link.energised_mw, asked_mw))


def _connection(link: LoadConnection, decision: date, stack: Stack, move: _Move) -> LoadConnection:
    """Return the connection; firm megawatts wait for the network upgrade even where curtailable ones come before it."""
    firm = [min(limit, stack.firm_mw) for limit in move.pick(link.firm_mw)]
    curtailable = [min(limit, stack.curtailable_mw) for limit in move.pick(link.curtailable_mw)]
    if not any(curtailable):
        return replace(link, firm_mw=tuple(firm), curtailable_mw=tuple(curtailable))
    upgraded = _upgraded_year(link, decision + move.shift)
    return replace(
        link,
        firm_mw=tuple(mw if year >= upgraded else 0.0 for year, mw in zip(move.years, firm, strict=True)),
        curtailable_mw=tuple(curtailable),
        steps=stack_curtailable_steps(link),
    )


def _supply(asset: SupplyAsset, move: _Move) -> SupplyAsset:
    """Return the asset as the dates saw it: it comes, and all of its megawatts have stood in the vendors' queue."""
    return replace(
        asset,
        min_mw=0.0,
        probability=1.0 if asset.delivery is Delivery.ON_SITE else asset.probability,
        build_limit_mw_per_year=None,
        earliest_year=_moved_year(asset.earliest_year, move),
        fixed_online=None if asset.fixed_online is None else asset.fixed_online + move.shift,
        fuel_cost_usd_per_mmbtu=move.pick(asset.fuel_cost_usd_per_mmbtu),
    )


def _storage(asset: StorageAsset, move: _Move) -> StorageAsset:
    return replace(asset, build_limit_mw_per_year=None, earliest_year=_moved_year(asset.earliest_year, move))


def _moved_year(year: int, move: _Move) -> int:
    """Return the first year of something that comes at a fixed year; what was there at delivery needs no move."""
    return year + 1 if move.shift and date(year, 1, 1) > move.delivered else year


def _region(region: Region, move: _Move) -> Region:
    """Return the region; a market that answers the load has this site's load beside that of other customers alone."""
    return replace(
        region,
        curve=None if region.curve is None else _curve(region.curve, move),
        mean_price_usd_per_mwh=move.pick(region.mean_price_usd_per_mwh),
        mean_intensity_kg_per_mwh=move.pick(region.mean_intensity_kg_per_mwh),
        carbon_free_share=move.pick(region.carbon_free_share),
        residual_intensity_kg_per_mwh=move.pick(region.residual_intensity_kg_per_mwh),
    )


def _curve(curve: SupplyCurve, move: _Move) -> SupplyCurve:
    """Return the market in the years of the stack; what is added to it comes by the calendar."""
    clean, ready = curve.clean, curve.reserve_demand
    return replace(
        curve,
        reserve_demand=None if ready is None else replace(ready, battery_mw=move.pick(ready.battery_mw)),
        mean_demand_mw=move.pick(curve.mean_demand_mw),
        shortage_price_usd_per_mw_year=move.pick(curve.shortage_price_usd_per_mw_year),
        clean=replace(
            clean,
            solar_mw=move.pick(clean.solar_mw),
            wind_mw=move.pick(clean.wind_mw),
            steady_mw=move.pick(clean.steady_mw),
            hydro_mw=move.pick(clean.hydro_mw),
            firm_mw=move.pick(clean.firm_mw),
        ),
        steps=tuple(replace(step, capacity_mw=move.pick(step.capacity_mw)) for step in curve.steps),
    )


def _workload(work: Workload, share: Sequence[float], move: _Move) -> Workload:
    it_mw = None
    if work.it_mw is not None:
        it_mw = tuple(mw * part for mw, part in zip(move.pick(work.it_mw), share, strict=True))
    return replace(work, it_mw=it_mw, site_share={}, movable_share=0.0, movable_sites=())


def _policy(policy: Policy, move: _Move) -> Policy:
    is_own = policy.matching_scope != "company"
    return replace(
        policy,
        carbon_price_usd_per_tonne=move.pick(policy.carbon_price_usd_per_tonne),
        carbon_cap_tonne=None,
        carbon_intensity_cap_kg_per_mwh=move.pick_optional(policy.carbon_intensity_cap_kg_per_mwh),
        annual_carbon_free_share=move.pick_optional(policy.annual_carbon_free_share) if is_own else None,
        hourly_carbon_free_share=move.pick_optional(policy.hourly_carbon_free_share) if is_own else None,
        re100_share=move.pick_optional(policy.re100_share) if is_own else None,
    )
