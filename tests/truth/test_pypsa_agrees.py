"""PyPSA finds the same optimum of an exported plan, and we find PyPSA's of its own example."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from firmwatt import study
from firmwatt.interop.pypsa_network import export_network
from firmwatt.lp.model import ModelBuilder
from firmwatt.lp.solution import Status
from firmwatt.lp.solve import solve
from firmwatt.lp.sparse_lp import SparseLP
from tests.data import data_path
from tests.interop.pypsa.solved import assert_same_optimum, busy_case, solved_by_pypsa, with_policy
from tests.worlds import simple_inputs

MODEL_ENERGY_EUR = 8_078_135_675.45
"""Yearly cost that PyPSA 1.4 with HiGHS finds for its example `model-energy` (see SOURCE.txt beside the data)."""


def test_two_sites_with_link_storage_backlog_and_a_yearly_carbon_limit(tmp_path):
    case = with_policy(busy_case(), carbon_cap_tonne=(20_000.0, 150_000.0))
    assert case.links
    assert case.storage
    assert any(work.deadline_hours > 0 for work in case.workloads)
    assert_same_optimum(simple_inputs(case), tmp_path, "carbon_cap", "link_limit", "storage_power_limit")


@pytest.mark.slow
def test_campus(tmp_path):
    """The built-in scenario as it is: nothing is relaxed or left out."""
    run = study.plan(study.with_solver(study.load("campus", resolution="4x96"), relative_gap=1e-8))
    assert run.plan.solution.status is Status.OPTIMAL
    export_network(run, tmp_path / "campus.nc")
    network = solved_by_pypsa(tmp_path / "campus.nc")
    assert network.objective + network.objective_constant == pytest.approx(run.ledger.total_usd, rel=1e-6)


@pytest.mark.slow
def test_model_energy_of_pypsa():
    """Germany in 3-hour steps: wind, sun, battery and hydrogen, through our builder and our solver."""
    solution = solve(_model_energy())
    assert solution.status is Status.OPTIMAL
    assert solution.primal_objective == pytest.approx(MODEL_ENERGY_EUR, rel=1e-6)


def _table(name: str) -> pd.DataFrame:
    folder = data_path("pypsa/examples/networks/model-energy/model-energy")
    return pd.read_csv(folder / f"{name}.csv", index_col=0)


def _model_energy() -> SparseLP:
    generators, links = _table("generators"), _table("links")
    load = _table("loads-p_set")["demand"].to_numpy()
    share = _table("generators-p_max_pu")
    hours = float(_table("snapshots")["objective"].iloc[0])
    model = ModelBuilder(chains=1, stages=len(load))
    balance = model.stage_rows("electricity", {}, lower=load, upper=load)
    hydrogen = model.stage_rows("hydrogen", {}, lower=0.0, upper=0.0)

    shed = generators.loc["load shedding"]
    column = model.stage_columns("load_shedding", {}, cost=shed.marginal_cost * hours, upper=shed.p_nom)
    model.put(balance, column, 1.0)
    for name in ("wind", "solar"):
        flow = _sized(model, name, generators.capital_cost[name], share[name].to_numpy())
        model.put(balance, flow, 1.0)
    for name, source, sink in (("electrolysis", balance, hydrogen), ("turbine", hydrogen, balance)):
        flow = _sized(model, name, links.capital_cost[name])
        model.put(source, flow, -1.0)
        model.put(sink, flow, links.efficiency[name])

    store = _table("stores").loc["hydrogen storage"]
    level = _sized(model, "hydrogen_level", store.capital_cost)
    _put_change(model, hydrogen, level, hours)

    unit = _table("storage_units").loc["battery storage"]
    size = model.border_columns("battery", {}, cost=unit.capital_cost)
    charged = model.stage_rows("battery_balance", {}, lower=0.0, upper=0.0)
    for name, most, efficiency, sign in (
        ("charge", 1.0, unit.efficiency_store, 1.0),
        ("discharge", 1.0, 1.0 / unit.efficiency_dispatch, -1.0),
    ):
        flow = _limited(model, f"battery_{name}", size, most)
        model.put(balance, flow, -sign)
        model.put(charged, flow, sign * efficiency)
    _put_change(model, charged, _limited(model, "battery_level", size, unit.max_hours), hours)
    return model.build()


def _sized(model: ModelBuilder, name: str, capital_cost: float, share: np.ndarray | float = 1.0) -> np.ndarray:
    """Return hourly columns that stay below share × a size that costs money."""
    return _limited(model, name, model.border_columns(f"{name}_size", {}, cost=capital_cost), share)


def _limited(model: ModelBuilder, name: str, size: np.ndarray, share: np.ndarray | float) -> np.ndarray:
    column = model.stage_columns(name, {})
    rows = model.stage_rows(f"{name}_limit", {}, upper=0.0)
    model.put(rows, column, 1.0)
    model.put(rows, size, -np.broadcast_to(share, rows.shape))
    return column


def _put_change(model: ModelBuilder, rows: np.ndarray, level: np.ndarray, hours: float) -> None:
    """Take the change of a level since the step before from rows, in power; the year is a circle."""
    first = model.border_columns(f"{rows[0, 0]}_initial", {})
    model.put(rows, level, -1.0 / hours)
    model.put(rows[:, 1:], level[:, :-1], 1.0 / hours)
    model.put(rows[:, 0], first, 1.0 / hours)
    closed = model.border_rows(f"{rows[0, 0]}_cyclic", {}, lower=0.0, upper=0.0)
    model.put(closed, level[0, -1], 1.0)
    model.put(closed, first, -1.0)
