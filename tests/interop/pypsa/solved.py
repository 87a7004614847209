"""The bench for exports: a case planned by us, written as a network file, and solved again by PyPSA with HiGHS."""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from firmwatt.interop.pypsa_network import export_network
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solution import Status
from firmwatt.lp.solve import solve
from firmwatt.planning.model import build_model
from firmwatt.planning.plan import PlanInputs
from firmwatt.planning.solve import read_plan
from firmwatt.scenario.case import Case
from tests.cases import two_site_case


def busy_case(**changes: Any) -> Case:
    """Return two sites where building pays: cheap machines and storage, capacity of every kind that stands already."""
    case = two_site_case()
    solar, gas, contract, wind = case.supply
    sites = tuple(
        replace(site, it_capital_usd_per_kw=3000.0, building_capital_usd_per_kw=2000.0) for site in case.sites
    )
    supply = (
        replace(solar, existing_mw=5.0, min_mw=20.0),
        replace(gas, existing_mw=20.0, lifetime_years=2.0),
        replace(contract, existing_mw=3.0),
        replace(wind, existing_mw=7.0),
    )
    storage = replace(
        case.storage[0], existing_mw=5.0, existing_mwh=12.0, power_cost_usd_per_kw=60.0, energy_cost_usd_per_kwh=30.0
    )
    link = replace(case.links[0], existing_mw=4.0, overnight_cost_usd_per_kw=90.0)
    return replace(case, **{"sites": sites, "supply": supply, "storage": (storage,), "links": (link,), **changes})


def with_policy(case: Case, **changes: Any) -> Case:
    """Return the case with some of its policy replaced."""
    return replace(case, policy=replace(case.policy, **changes))


def assert_same_optimum(inputs: PlanInputs, folder: Path, *binding: str) -> Any:
    """Plan, export, solve by PyPSA, compare to 1e-6 relative; return PyPSA's solved network.

    Parameters
    ----------
    inputs
    folder
        Where the network file goes.
    binding
        Blocks of rows of which at least one must cost money, or the comparison would say nothing of them.
    """
    model = build_model(inputs)
    ours = solve(model.lp, SolverOptions(method="simplex", relative_gap=1e-8))
    assert ours.status is Status.OPTIMAL
    for name in binding:
        block = model.lp.row_block(name)
        assert np.abs(ours.row_dual[block.start : block.start + block.size]).max() > 1e-6, f"{name} does not bind"
    plan = read_plan(model, ours)
    assert plan.solution.primal_objective == pytest.approx(ours.primal_objective, rel=1e-9)
    export_network(SimpleNamespace(plan=plan), folder / "run.nc")
    network = solved_by_pypsa(folder / "run.nc")
    assert network.meta["firmwatt_objective_usd"] == plan.solution.primal_objective
    assert network.objective + network.objective_constant == pytest.approx(ours.primal_objective, rel=1e-6)
    return network


def solved_by_pypsa(path: Path, **solver_options: Any) -> Any:
    """Return the network of a file after PyPSA has found its optimum."""
    import pypsa

    with warnings.catch_warnings(), pypsa.option_context("api.legacy_string_dtype", False):
        # PyPSA 1.4 reads files by ways of pandas that pandas 3 has marked as outgoing.
        for words in ("The 'future.infer_string' option is deprecated", "The inplace keyword in DataFrame.set_index"):
            warnings.filterwarnings("ignore", words, pd.errors.Pandas4Warning)
        network = pypsa.Network(path)
        status, condition = network.optimize(
            multi_investment_periods=True,
            include_objective_constant=True,
            solver_name="highs",
            io_api="direct",
            progress=False,
            solver_options={"output_flag": False, "threads": 1, **solver_options},
        )
    assert (status, condition) == ("ok", "optimal")
    return network
