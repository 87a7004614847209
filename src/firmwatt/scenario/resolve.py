"""Make a `Case` of a scenario file: every default filled in from the catalogue, every value in its final unit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import pairwise

from firmwatt.errors import InputFaults
from firmwatt.scenario import faults
from firmwatt.scenario.by_year import optional_steps, step_values
from firmwatt.scenario.case import Case, Policy, Region, Reliability, Site, SolveOptions
from firmwatt.scenario.defaults import Defaults
from firmwatt.scenario.document import Document
from firmwatt.scenario.levers import with_levers
from firmwatt.scenario.programme import Programme, Risk
from firmwatt.scenario.resolve_assets import Horizon, resolve_link, resolve_storage, resolve_supply
from firmwatt.scenario.resolve_curve import market_of, resolve_curve
from firmwatt.scenario.resolve_sites import resolve_region, resolve_site
from firmwatt.scenario.resolve_work import Setting, resolve_workload
from firmwatt.scenario.schema import (
    CurveEntry,
    GridEntry,
    PolicyEntry,
    ProgrammeEntry,
    ReliabilityEntry,
    Resolution,
    ScenarioFile,
)
from firmwatt.scenario.supply_curve import SupplyCurve
from firmwatt.scenario.tax_credits import with_tax_credits
from firmwatt.units import HOURS_PER_YEAR

DEFAULT_PRICE_YEAR = 2024
"""The catalogue's newest figures are of this year; a scenario may choose another."""
MOST_YEARS_AFTER_LAST = 5
"""What the last planning year stands for at most by default, so that no far future rests on one year."""
LUCK = {"p10": 0.3, "p50": 0.4, "p90": 0.3}
"""Weight of each quantile of a date: Swanson's rule, by which three quantiles stand for a whole distribution."""


def resolve(scenario: ScenarioFile, document: Document, name: str) -> Case:
    """Return the case of a scenario that has no faults.

    Parameters
    ----------
    name
        Of the programme: a built-in scenario's name or the stem of the file.

    Raises
    ------
    InputFaults
        Dear weather counts, and a region follows a supply curve.
    UserError
        If the catalogue lacks a value that the scenario leaves out.
    """
    entry = scenario.programme
    defaults = Defaults(entry.price_year or DEFAULT_PRICE_YEAR)
    programme = _resolve_programme(entry, name, defaults)
    years = programme.planning_years
    sites = tuple(resolve_site(site, entry, document.folder, defaults) for site in scenario.sites)
    horizon = Horizon(
        years,
        programme.decision_date.year,
        years[-1] + programme.years_represented[-1] - 1,
        programme.discount_rate,
    )
    by_name = {site.name: site for site in sites}
    case = Case(
        programme=programme,
        sites=sites,
        regions=_resolve_regions(scenario, sites, document, programme, defaults),
        workloads=tuple(
            resolve_workload(work, scenario.fleet, Setting(sites, programme, document.folder, defaults))
            for work in scenario.workloads
        ),
        supply=tuple(asset for supply in scenario.supply for asset in resolve_supply(supply, horizon, defaults)),
        storage=tuple(asset for storage in scenario.storage for asset in resolve_storage(storage, horizon, defaults)),
        links=tuple(resolve_link(link, by_name, defaults) for link in scenario.transmission),
        vendor_slots_mw_per_year=dict(scenario.vendor_slots_mw_per_year),
        basin_limit_m3_per_year=dict(scenario.basin_limit_m3_per_year),
        policy=_resolve_policy(scenario.policy, years),
        reliability=_resolve_reliability(scenario.reliability, defaults),
        solve=SolveOptions(
            solver=scenario.solve.solver or ("chain" if scenario.programme.resolution == "full" else "highs"),
            relative_gap=scenario.solve.relative_gap,
            time_limit_seconds=scenario.solve.time_limit_seconds,
            threads=scenario.solve.threads,
            polish=scenario.solve.polish,
        ),
        defaults_used=tuple(defaults.used.values()),
        scenario_text=document.text,
        scenario_sha256=hashlib.sha256(document.text.encode()).hexdigest(),
    )
    return with_tax_credits(with_levers(case, scenario.policy.levers), scenario.policy.tax_credits)


def _resolve_programme(entry: ProgrammeEntry, name: str, defaults: Defaults) -> Programme:
    years, draws = entry.planning_years, entry.seeds
    chances = entry.weather_probability or (1.0 / len(draws),) * len(draws)
    luck: tuple[str, ...] = ()
    if entry.hedge_connection_delay:
        luck = tuple(LUCK) * len(draws)
        chances = tuple(chance * weight for chance in chances for weight in LUCK.values())
        draws = tuple(draw for draw in draws for _ in LUCK)
    sample = entry.resolution if isinstance(entry.resolution, Resolution) else None
    until = entry.budget_until_year
    return Programme(
        name=name,
        title=entry.title,
        title_ko=entry.title_ko or "",
        description=entry.description,
        description_ko=entry.description_ko,
        planning_years=years,
        years_represented=entry.years_represented or years_until_next(years),
        decision_date=entry.decision_date or date.today(),
        discount_rate=defaults.number(
            entry.discount_rate, "programme.discount_rate", "assumptions", "default", "discount_rate"
        ),
        price_year=defaults.price_year,
        weather_years=draws,
        weather_probability=chances,
        sampled_periods=sample.sampled_periods if sample else None,
        period_hours=sample.period_hours if sample else HOURS_PER_YEAR,
        budget_usd=entry.budget_usd,
        budget_until_year=None if entry.budget_usd is None else (until or years[-1]),
        parties={role: party for role, party in entry.parties if party is not None},
        connection_luck=luck,
        risk=None if entry.risk is None else Risk(entry.risk.tail_share, entry.risk.weight),
    )


def years_until_next(years: tuple[int, ...]) -> tuple[int, ...]:
    """Return (years,) the gap to the next planning year; the last stands for as many as the one before, at most 5.

    Examples
    --------
    >>> years_until_next((2026, 2027, 2030, 2040)), years_until_next((2030,))
    ((1, 3, 10, 5), (1,))
    """
    gaps = [after - before for before, after in pairwise(years)]
    return (*gaps, min(gaps[-1], MOST_YEARS_AFTER_LAST) if gaps else 1)


def _resolve_regions(
    scenario: ScenarioFile, sites: tuple[Site, ...], document: Document, programme: Programme, defaults: Defaults
) -> tuple[Region, ...]:
    names, years = dict.fromkeys(site.region for site in sites), programme.planning_years
    curves: dict[str, SupplyCurve] = {}
    regions = []
    for name in names:
        region = resolve_region(name, scenario.grid.region(name), years, document.folder, defaults)
        market = reacting_market(scenario.grid, name)
        if market is not None and market not in curves:
            entry, place = _curve_entry(scenario.grid, names, market), (document.folder, defaults)
            curves[market] = resolve_curve(market, entry, years, programme.decision_date, place)
        regions.append(replace(region, curve=curves.get(market or "")))
    unknown = [name for name in names if market_of(name) is None]
    if scenario.grid.mode == "supply_curve" and unknown and not curves:
        problem = f"The catalogue knows no power plants of {', '.join(unknown)}: no region would answer the load."
        remedy = "Write `price_taker`, or a site in another region."
        raise InputFaults([document.fault(("grid", "mode"), faults.UNKNOWN_FLEET, problem, remedy)])
    if curves and programme.risk_in_force is not None:
        problem = (
            "cannot count where a region follows a supply curve: the plan itself makes what a dear year costs there."
        )
        remedy = "Leave `risk` out, or make the grid a price-taker."
        raise InputFaults([document.fault(("programme", "risk"), faults.EXCLUSIVE, problem, remedy)])
    return tuple(regions)


def reacting_market(grid: GridEntry, region: str) -> str | None:
    """Return the market whose supply curve answers a region, None where it is a price-taker."""
    mode = grid.region(region).mode or grid.mode
    return market_of(region) if mode == "supply_curve" else None


def _curve_entry(grid: GridEntry, regions: Iterable[str], market: str) -> CurveEntry:
    """Return what the scenario says of a market, in whichever of its regions."""
    said = (grid.region(name).curve for name in regions if market_of(name) == market)
    return next((entry for entry in said if entry.model_fields_set), CurveEntry())


def _resolve_policy(entry: PolicyEntry, years: tuple[int, ...]) -> Policy:
    return Policy(
        carbon_price_usd_per_tonne=step_values(entry.carbon_price_usd_per_tonne, years),
        carbon_cap_tonne=optional_steps(entry.carbon_cap_tonne, years),
        carbon_intensity_cap_kg_per_mwh=optional_steps(entry.carbon_intensity_cap_kg_per_mwh, years),
        annual_carbon_free_share=optional_steps(entry.annual_carbon_free_share, years),
        hourly_carbon_free_share=optional_steps(entry.hourly_carbon_free_share, years),
        re100_share=optional_steps(entry.re100_share, years),
        matching_scope=entry.matching_scope,
    )


def _resolve_reliability(entry: ReliabilityEntry, defaults: Defaults) -> Reliability:
    credit = defaults.number(
        entry.grid_capacity_credit, "reliability.grid_capacity_credit", "assumptions", "default", "grid_capacity_credit"
    )
    margin = entry.reserve_margin
    return Reliability(
        None if isinstance(margin, str) else margin, credit, entry.target_nines, entry.target_lole_days_per_year
    )
