"""Plan every built-in scenario and its variants; keep the figures of `docs/scenarios.md` and `docs/reality.md`.

`python -m tools.scenario_runs` plans all of them, those with variants and `stargate` on a sample of hours, and
`python -m tools.scenario_runs korea` those whose name begins so. `--all-hours` plans the scenarios themselves on every
hour with the chain solver and keeps what that took, and finds the frontiers. Figures go to
`tools/pages/scenarios.json`; `make docs` writes the pages from them. Each plan runs in a process of its own, so that
its memory and its time are its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from firmwatt import __version__, frontier, study
from firmwatt.accounting.build_pace import build_paces
from firmwatt.accounting.clock import yearly_mean, yearly_sum
from firmwatt.accounting.workload_books import workload_books
from firmwatt.finance import annual_capital_cost_usd_per_mw
from firmwatt.interop.frontier_record import frontier_record
from firmwatt.planning.solve import solve_plan
from firmwatt.scenario.case import Case
from firmwatt.scenario.loader import builtin_text
from firmwatt.scenario.vary import set_values
from firmwatt.units import HOURS_PER_YEAR, KG_PER_TONNE, KW_PER_MW
from tools.pages.scenario_plans import COMPUTING, fingerprint, read_figures, write_figures

GAP = 1e-4
DIGITS = 5
YEARLY = (
    "energy_mwh",
    "compute_mwh",
    "emissions_t",
    "carbon_free_share_hourly",
    "carbon_free_share_annual",
    "re100_share",
)
"""What is kept of each planning year, as `by_year` of a run's summary has it."""
WORLDS = ("early", "middle", "late")
DEAR = 15000
"""USD a kilowatt at which nobody builds fusion at any gain, so that the first megawatt's break-even is told."""
QUICK_TRANSFORMERS = [
    f"sites.{site}.connection.steps.transformer_years=1.5"
    for site in ("texas", "ohio", "virginia", "iowa", "georgia", "california", "mojave")
]
MORE_SLOTS = [
    f"vendor_slots_mw_per_year.{made}={mw}"
    for made, mw in (("gas_turbine", 8000), ("combined_cycle", 6000), ("fuel_cell", 3000), ("smr", 2000))
]
GAINS = (10, 50)
"""Gains of a fusion plant's plasma beside the catalogue's."""
NO_FIRM = [f"supply.{firm}.max_mw=0" for firm in ("enhanced_geothermal", "nuclear_restart", "smr")]
MOVING = ("assistant_small", "chat_medium", "reasoning_large", "documents_batch")
PLANS: Mapping[str, Sequence[str]] = {
    "campus": (),
    "stargate": (),
    "korea": (),
    "korea lines": ("policy.levers=[line_acceleration]",),
    "korea permits": ("policy.levers=[permitting]",),
    "korea storage": ("policy.levers=[storage_certification]",),
    "korea all": ("policy.levers=[line_acceleration, permitting, storage_certification]",),
    "korea batteries": (
        "policy.levers=[storage_certification]",
        "storage.battery_4h.power_cost_usd_per_kw=160",
        "storage.battery_4h.energy_cost_usd_per_kwh=125",
    ),
    "korea promise": ("policy.re100_share=0",),
    "america-50gw": (),
    "america-50gw federal": ("policy.levers=[federal_land]",),
    "america-50gw permits": ("policy.levers=[permitting]",),
    "america-50gw lines": ("policy.levers=[line_acceleration]",),
    "america-50gw beside": ("policy.levers=[co_location_allowed]",),
    "america-50gw slots": MORE_SLOTS,
    "america-50gw transformers": QUICK_TRANSFORMERS,
    "america-50gw both": ("policy.levers=[line_acceleration]", *QUICK_TRANSFORMERS),
    "america-50gw all": (
        "policy.levers=[federal_land, permitting, line_acceleration, co_location_allowed]",
        *MORE_SLOTS,
        *QUICK_TRANSFORMERS,
    ),
    "fusion-2040": (),
    "fusion-2040 dear": [f"supply.{world}/fusion.overnight_cost_usd_per_kw={DEAR}" for world in WORLDS],
    **{
        f"fusion-2040 gain{gain}": [
            f"supply.{world}/fusion.{field}={value}"
            for world in WORLDS
            for field, value in (("plasma_gain", gain), ("overnight_cost_usd_per_kw", DEAR))
        ]
        for gain in GAINS
    },
    "inference-fleet": (),
    "inference-fleet home": [f"workloads.{work}.movable_share=0" for work in MOVING],
    "hyperscaler-netzero": (),
    "hyperscaler-netzero annual": (
        "policy.hourly_carbon_free_share=0",
        "policy.annual_carbon_free_share={2030: 1.0}",
    ),
    "hyperscaler-netzero none": ("policy.hourly_carbon_free_share=0",),
    "hyperscaler-netzero nofirm": NO_FIRM,
    "hyperscaler-netzero stiff": ("workloads.batch.deadline_hours=1", "workloads.batch.movable_share=0"),
}
"""Scenario and variant → what `firmwatt new --set` sets."""
SAMPLES = {
    "stargate": "4x48",
    "korea": "6x168",
    "fusion-2040": "3x48",
}
"""Scenario → the hours that it and its variants are sampled at here, where it is planned on every hour itself."""
SCENARIOS = tuple(name for name, settings in PLANS.items() if not settings)
FRONTIERS: Mapping[str, tuple[str, float]] = {"stargate": ("abilene", 1200.0)}
"""Scenario → site and megawatts of the frontier that the page shows, on all hours."""

Figures = dict[str, Any]


def varied_case(name: str, resolution: str | None = None) -> Case:
    """Return the case of a plan's name, on its own hours or those of a resolution."""
    scenario = name.partition(" ")[0]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{scenario}.yaml"
        path.write_text(set_values(builtin_text(scenario), PLANS[name]), encoding="utf-8")
        return study.load(path, resolution=resolution)


def plan_sample(name: str) -> Figures:
    """Return the figures of a plan on the page's hours; of a sampled scenario itself with the sampling error."""
    case = study.with_solver(varied_case(name, SAMPLES.get(name.partition(" ")[0])), "chain", GAP)
    return figures_of(study.keep_books(solve_plan(study.prepare(case))) if PLANS[name] else study.plan(case))


def plan_all_hours(name: str) -> Figures:
    """Return what planning every hour took, and what it costs; seconds include weather, books and all."""
    started = time.perf_counter()
    case = study.with_solver(varied_case(name, "full"), "chain", GAP)
    run = study.keep_books(solve_plan(study.prepare(case)))
    usage, solution = resource.getrusage(resource.RUSAGE_SELF), run.plan.solution
    return {
        "rows": run.plan.lp.rows,
        "clock_seconds": time.perf_counter() - started,
        "processor_seconds": usage.ru_utime + usage.ru_stime,
        "memory_mb": usage.ru_maxrss / 1024,
        "solver": solution.solver,
        "status": solution.status.name.lower(),
        "relative_gap": solution.relative_gap,
        "total_usd": run.ledger.total_usd,
    }


def find_all_hours_frontier(name: str) -> Figures:
    """Return the record of a scenario's frontier on all hours, and what it took."""
    found = frontier.find_frontier(study.load(name, resolution="full"), *FRONTIERS[name])
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {**frontier_record(found), "processor_seconds": usage.ru_utime + usage.ru_stime}


def figures_of(run: study.Run) -> Figures:
    """Return what the pages may tell of a run; shares are fractions, years are keys."""
    summary: Figures = {**run.summary}
    plan, ledger = run.plan, run.ledger
    case, time_grid = plan.inputs.case, plan.inputs.time
    years = [str(year) for year in time_grid.planning_years]
    energy = float(ledger.present_value_factor @ ledger.energy_mwh["metered"])
    gap = summary["power_gap"]
    return {
        "years": years,
        "hours": time_grid.periods * time_grid.period_hours,
        "asked_mw": _by_site(gap, "asked_mw"),
        "energised_mw": _by_site(gap, "energised_mw"),
        "discounted_mwh": energy,
        **{name: summary[name] for name in ("cost_usd", "capital_usd", "budget_usd", "break_even", "sampling_error")},
        "total_usd": ledger.total_usd,
        "relative_gap": summary["solver"]["relative_gap"],
        "by_year": {
            year: {key: row[key] for key in YEARLY} for year, row in zip(years, summary["by_year"], strict=True)
        },
        "years_represented": list(time_grid.years_represented),
        "capacity_mw": {
            asset.name: dict(zip(years, row.tolist(), strict=True))
            for asset, row in zip(case.supply, plan.supply_mw, strict=True)
        },
        "build_pace": {kind: asdict(pace) for kind, pace in build_paces(plan).items()},
        "storage_mw": dict(zip(years, plan.storage_mw.sum(axis=0).tolist(), strict=True)),
        "technologies": _technologies(run),
        "workloads": _workloads(run),
        "sites": _sites(run),
        "lost_share": _lost_share(run),
    }


def _sites(run: study.Run) -> Figures:
    """Return site → what its power costs and emits a MWh over the horizon; money and its energy are discounted."""
    ledger, time_grid = run.ledger, run.plan.inputs.time
    worth, years = ledger.present_value_factor, np.asarray(time_grid.years_represented, dtype=np.float64)
    metered = yearly_sum(time_grid, run.dispatch.metered_mw)
    usd = sum(cost for kind, cost in ledger.cost_usd_per_year.items() if kind not in COMPUTING)
    kg = KG_PER_TONNE * (ledger.scope1_t + ledger.scope2_location_t)
    rows = zip(
        run.plan.inputs.case.sites, (usd @ worth) / (metered @ worth), (kg @ years) / (metered @ years), strict=True
    )
    return {
        site.name: {"power_usd_per_mwh": float(price), "carbon_kg_per_mwh": float(carbon)}
        for site, price, carbon in rows
    }


def _lost_share(run: study.Run) -> Figures:
    """Return workload → year → the part of what arrived that was not served."""
    years = [str(year) for year in run.plan.inputs.time.planning_years]
    found = {}
    for books in workload_books(run.dispatch):
        arrived = np.maximum(books.home_mwh.sum(axis=0), 1e-9)
        found[books.workload] = dict(zip(years, (books.lost_mwh / arrived).tolist(), strict=True))
    return found


def _by_site(rows: Sequence[Mapping[str, Any]], column: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for row in rows:
        found.setdefault(row["site"], {})[str(row["year"])] = row[column]
    return found


def _technologies(run: study.Run) -> Figures:
    """Return technology → MWh it gave, could have given at full load, MMBtu of gas and USD it took, a year of each.

    Money is what owning and running the plants costs, without a price of carbon and before tax credits.
    """
    plan, case = run.plan, run.plan.inputs.case
    time_grid = plan.inputs.time
    given = yearly_sum(time_grid, run.dispatch.generation_mw)
    standing = _standing_mw(run)
    found: Figures = {}
    for index, asset in enumerate(case.supply):
        if asset.strike_usd_per_mwh is not None:
            continue
        row = found.setdefault(asset.technology, {"mwh": 0.0, "full_mwh": 0.0, "gas_mmbtu": 0.0, "usd": 0.0})
        standing_usd = KW_PER_MW * asset.fixed_om_usd_per_kw_year + annual_capital_cost_usd_per_mw(
            asset.overnight_cost_usd_per_kw,
            case.programme.discount_rate,
            asset.lifetime_years,
            asset.construction_years,
        )
        fuel = asset.heat_rate_mmbtu_per_mwh * np.asarray(asset.fuel_cost_usd_per_mmbtu)
        row["usd"] = row["usd"] + standing_usd * standing[index] + (asset.variable_om_usd_per_mwh + fuel) * given[index]
        row["mwh"] = row["mwh"] + given[index]
        row["full_mwh"] = row["full_mwh"] + standing[index] * HOURS_PER_YEAR
        row["gas_mmbtu"] = row["gas_mmbtu"] + given[index] * asset.heat_rate_mmbtu_per_mwh * asset.is_gas
    return {name: {key: np.asarray(value).tolist() for key, value in row.items()} for name, row in found.items()}


def _standing_mw(run: study.Run) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return (supply, years) the mean megawatts that stand in a year: builds count from when they are online."""
    plan = run.plan
    there = yearly_mean(plan.inputs.time, plan.supply_online_share)
    before = plan.supply_mw - plan.supply_build_mw
    return np.asarray(before + plan.supply_build_mw * there)


def _workloads(run: study.Run) -> Figures:
    """Return each workload of requests: GWh that moved to each site in the last year, Wh a request, its clock."""
    case = run.plan.inputs.case
    sites = [site.name for site in case.sites]
    found: Figures = {}
    for books in workload_books(run.dispatch):
        wh = books.wh_per_request
        if wh is None:
            continue
        found[books.workload] = {
            "moved_gwh": dict(zip(sites, (books.moved_in_mwh[:, -1] / 1e3).tolist(), strict=True)),
            "wh_per_request": float(wh[-1]),
            "share_by_hour": _share_by_hour(run, books.workload),
        }
    return found


def _share_by_hour(run: study.Run, workload: str) -> dict[str, list[float]]:
    """Return site → the share of a workload's energy of the last year served there, by six stretches of the UTC day."""
    time_grid, pools = run.plan.inputs.time, run.plan.inputs.load.it.pools
    members = [index for index, pool in enumerate(pools) if pool.workload == workload]
    served = run.dispatch.served_mw[members].sum(axis=0)
    served = served[:, np.asarray(time_grid.chain_year) == max(time_grid.chain_year)]
    starts = np.resize(np.asarray(time_grid.period_start_hour), served.shape[1])
    stretch = (starts[:, None] + np.arange(time_grid.period_hours)) % 24 // 4
    by_stretch = np.array([(served * (stretch == each)).sum(axis=(1, 2)) for each in range(6)])
    share = by_stretch / np.maximum(by_stretch.sum(axis=1, keepdims=True), 1e-9)
    return {site.name: share[:, index].tolist() for index, site in enumerate(run.plan.inputs.case.sites)}


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list | tuple) else value


def main() -> None:
    """Plan what was asked for, one after the other, and write the figures after each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="beginnings of the names of plans; all without")
    parser.add_argument(
        "--all-hours", action="store_true", help="plan every hour, keep what it takes, and find frontiers"
    )
    asked = parser.parse_args()
    jobs: list[tuple[Callable[[str], Figures], str, Collection[str]]] = [(plan_sample, "plans", PLANS)]
    if asked.all_hours:
        jobs = [(plan_all_hours, "all_hours", SCENARIOS), (find_all_hours_frontier, "frontiers", FRONTIERS)]
    for job, place, names in jobs:
        for name in (each for each in names if each.startswith(tuple(asked.names) or "")):
            _keep(name, place, job)


def _keep(name: str, place: str, job: Callable[[str], Figures]) -> None:
    """Do a job in a process of its own and write its figures."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        figures = pool.apply(job, (name,))
    stamp = {"fingerprint": fingerprint(name.partition(" ")[0]), "version": __version__}
    stamp["date"] = datetime.now(UTC).date().isoformat()
    kept = read_figures()
    kept[place][name] = _rounded({**stamp, **figures})
    order = [each for each in PLANS if each in kept[place]]
    kept[place] = {each: kept[place][each] for each in order}
    write_figures(kept)
    cost = f"{figures['total_usd'] / 1e9:.4g} billion USD, " if "total_usd" in figures else ""
    print(f"{name}: {place}, {cost}{_processor_seconds():.0f} s", flush=True)


def _processor_seconds() -> float:
    """Return what all processes that have ended took of the processor."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
