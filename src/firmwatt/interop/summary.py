"""`summary.json`: the answer of a run as one object, with the keys that outside programs rely on.

Sums of energy, emissions, water and computing run over the whole horizon: the figure of each planning year times the
calendar years that it stands for. Shares are means over the same years, weighted by metered load. `cost_usd` holds
present values, expected over the weather draws; with `weather.adjustment_usd`, what dear weather adds where it counts,
they add up to `ledger_total_usd`, which is the objective. `by_year` has the figures of one calendar year.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict

import numpy as np
import pandas as pd

from firmwatt import __version__
from firmwatt.accounting.build_pace import budget_use
from firmwatt.accounting.capital import capital_by_kind
from firmwatt.accounting.costs import power_cost_share, present_value_by_kind
from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.ledger import Ledger
from firmwatt.accounting.markets import all_costs
from firmwatt.accounting.parties import PartyBooks, books_by_party
from firmwatt.accounting.water import stressed_water_m3
from firmwatt.interop.market_summary import market_records, stranded_record
from firmwatt.interop.tables import capacity_table, peak_table, power_gap_table, roadmap_table
from firmwatt.interop.weather_record import weather_record
from firmwatt.operation.dispatch import Dispatch
from firmwatt.planning.plan import Plan, UnitRepair
from firmwatt.planning.sampling_error import SamplingError
from firmwatt.scenario.case import Case
from firmwatt.timegrid import FloatArray

SCHEMA_VERSION = 1

Summary = dict[str, object]


def build_summary(dispatch: Dispatch, ledger: Ledger, sampling_error: SamplingError | None = None) -> Summary:
    """Return the summary of a run, made of what JSON knows; a figure that does not exist is None.

    Parameters
    ----------
    dispatch, ledger
    sampling_error
        Told as a fraction of the running cost of a year; None where it was not measured or all hours were looked at.
    """
    plan = dispatch.plan
    case, solution = plan.inputs.case, plan.solution
    years_represented = np.array(case.programme.years_represented, dtype=np.float64)
    summary: Summary = {
        "schema_version": SCHEMA_VERSION,
        "scenario": case.programme.name,
        "scenario_sha256": case.scenario_sha256,
        "firmwatt_version": __version__,
        "status": solution.status.name.lower(),
        "solver": _solver(plan),
        "objective_usd": solution.primal_objective,
        "ledger_total_usd": ledger.objective_usd,
        "cost_usd": present_value_by_kind(
            all_costs(ledger.cost_usd_per_year, ledger.markets), ledger.present_value_factor
        ),
        "capacity_mw": _records(capacity_table(plan)[["site", "asset", "kind", "year", "mw", "mwh"]]),
        "roadmap": _records(roadmap_table(plan).astype(dict.fromkeys(_DATES, str))),
        "power_cost_share": power_cost_share(
            present_value_by_kind(ledger.cost_usd_per_year, ledger.present_value_factor)
        ),
        "power_gap": _records(power_gap_table(plan)),
        "energy_mwh": {name: _total(yearly, years_represented) for name, yearly in ledger.energy_mwh.items()},
        "compute_mwh": {name: _total(yearly, years_represented) for name, yearly in ledger.compute_mwh.items()},
        "emissions_t": {name: _total(yearly, years_represented) for name, yearly in _emissions(ledger).items()},
        **{name: _mean_share(yearly, ledger, years_represented) for name, yearly in _shares(ledger).items()},
        "water_m3": {name: _total(yearly, years_represented) for name, yearly in _water(case, ledger).items()},
        "peak_mw": _records(peak_table(plan, ledger)),
        "budget_usd": {"asked": case.programme.budget_usd, "used": budget_use(read_flows(dispatch)).total_usd},
        "capital_usd": {kind: float(usd.sum()) for kind, usd in capital_by_kind(read_flows(dispatch)).items()},
        "parties": [_party(books, years_represented) for books in books_by_party(dispatch, ledger)],
        "sampling_error": None if sampling_error is None else sampling_error.relative,
        "sample_check": None if sampling_error is None else asdict(sampling_error),
        "by_year": _by_year(case, ledger),
        "binding": [
            {"name": limit.name, "value_usd": limit.value_usd, "unit": limit.unit, "words": limit.words}
            for limit in plan.binding
        ],
        "break_even": [asdict(each) for each in plan.break_even],
        "whole_units": None if plan.unit_repair is None else _whole_units(plan.unit_repair),
        "markets": market_records(ledger.markets, plan),
        "stranded": stranded_record(plan.stranded),
        "weather": weather_record(ledger.weather, plan.risk_change),
        "hedge_change": None if plan.hedge_change is None else [asdict(each) for each in plan.hedge_change],
    }
    return {key: _finite(value) for key, value in summary.items()}


_DATES = ("order_by", "online", "p10", "p50", "p90")


def _solver(plan: Plan) -> Summary:
    solution = plan.solution
    return {
        "name": solution.solver,
        "status": solution.status.name.lower(),
        "primal_objective_usd": solution.primal_objective,
        "dual_bound_usd": solution.dual_bound,
        "relative_gap": solution.relative_gap,
        "row_violation": solution.row_violation,
        "iterations": solution.iterations,
        "build_seconds": solution.build_seconds,
        "solve_seconds": solution.solve_seconds,
        "peak_memory_mb": plan.peak_memory_mb,
        "fallback_reason": solution.fallback_reason,
    }


def _party(books: PartyBooks, years_represented: FloatArray) -> Summary:
    scopes = ("scope1", "scope2_location", "scope2_market", "scope3")
    return {
        "name": books.name,
        "roles": list(books.roles),
        "runs": list(books.runs),
        "owns": list(books.owns),
        "capital_usd": float(books.capital_usd.sum()),
        "cost_usd": _total(books.cost_usd_per_year, years_represented),
        "emissions_t": {scope: _total(getattr(books, f"{scope}_t"), years_represented) for scope in scopes},
    }


def _whole_units(repair: UnitRepair) -> Summary:
    return {"cost_usd": repair.cost_usd, "builds": [asdict(build) for build in repair.builds]}


def _emissions(ledger: Ledger) -> Mapping[str, FloatArray]:
    return {
        "scope1": ledger.scope1_t,
        "scope2_location": ledger.scope2_location_t,
        "scope2_market": ledger.scope2_market_t,
        "scope3": ledger.scope3_t,
    }


def _water(case: Case, ledger: Ledger) -> Mapping[str, FloatArray]:
    """Return m3 drawn on the sites, what of them comes from basins of high stress, and m3 of power plants."""
    site = ledger.water_site_m3
    return {"site": site, "site_high_stress": stressed_water_m3(case, site), "power": ledger.water_power_m3}


def _shares(ledger: Ledger) -> Mapping[str, FloatArray]:
    return {
        "carbon_free_share_hourly": ledger.carbon_free_share_hourly,
        "carbon_free_share_annual": ledger.carbon_free_share_annual,
        "re100_share": ledger.re100_share,
    }


def _by_year(case: Case, ledger: Ledger) -> list[Summary]:
    """Return one object for each planning year, with the figures of one calendar year."""
    return [
        {
            "year": year,
            "cost_usd": {kind: float(cost[:, y].sum()) for kind, cost in ledger.cost_usd_per_year.items()},
            "capital_spent_usd": float(ledger.capital_spent_usd[y]),
            "energy_mwh": {name: float(yearly[y]) for name, yearly in ledger.energy_mwh.items()},
            "compute_mwh": {name: float(yearly[:, y].sum()) for name, yearly in ledger.compute_mwh.items()},
            "emissions_t": {name: float(yearly[:, y].sum()) for name, yearly in _emissions(ledger).items()},
            **{name: float(yearly[y]) for name, yearly in _shares(ledger).items()},
            "water_m3": {name: float(yearly[:, y].sum()) for name, yearly in _water(case, ledger).items()},
        }
        for y, year in enumerate(ledger.planning_years)
    ]


def _total(yearly: FloatArray, years_represented: FloatArray) -> float:
    return float((yearly * years_represented).sum())


def _mean_share(yearly: FloatArray, ledger: Ledger, years_represented: FloatArray) -> float:
    weight = years_represented * ledger.energy_mwh["metered"]
    return float((yearly * weight).sum() / weight.sum()) if weight.sum() > 0.0 else 0.0


def _records(table: pd.DataFrame) -> list[Summary]:
    return [{str(name): value for name, value in record.items()} for record in table.to_dict("records")]


def _finite(value: object) -> object:
    """Return the value as JSON knows it: NaN and infinities as None, what stands in a row as a list."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value
