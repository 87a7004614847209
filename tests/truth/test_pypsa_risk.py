"""PyPSA's own stochastic optimisation with CVaR finds the plan that we find for the same weather draws."""

from __future__ import annotations

import logging
from typing import Any

import numpy as np
import pytest

from firmwatt.planning.plan import Plan
from firmwatt.scenario.programme import Risk
from firmwatt.units import HOURS_PER_YEAR
from tests.golden.kit import LOST_USD_PER_MWH, World, case, golden_draws, site, solved_plan, storage, supply

pypsa = pytest.importorskip("pypsa")

HOURS, CHANCES, FIRM_MW = 24, (0.5, 0.3, 0.2), 30.0
LIFE_YEARS, KW = 10.0, 1000.0
GAS_USD_PER_KW, GAS_USD_PER_MWH, SUN_USD_PER_KW, STORE_USD_PER_KWH = 1500.0, 45.0, 500.0, 30.0


def weather() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return work (hours,), and price and sun (draws, hours); the last draw is dark and dear."""
    chance, hour = np.random.default_rng(3), np.arange(HOURS)
    work = 20.0 + 5.0 * np.sin(2.0 * np.pi * hour / HOURS)
    level, light = np.array([[25.0], [45.0], [110.0]]), np.array([[1.0], [0.8], [0.3]])
    price = level * chance.uniform(0.7, 1.3, (3, HOURS))
    sun = light * np.clip(np.sin(np.pi * (hour - 6) / 12), 0.0, None) * chance.uniform(0.6, 1.0, (3, HOURS))
    return work, price, sun


def our_plan(risk: Risk) -> Plan:
    work, price, sun = weather()
    assets = (
        supply("gas", overnight_cost_usd_per_kw=GAS_USD_PER_KW, variable_om_usd_per_mwh=GAS_USD_PER_MWH),
        supply("sun", overnight_cost_usd_per_kw=SUN_USD_PER_KW),
    )
    store = storage(energy_cost_usd_per_kwh=STORE_USD_PER_KWH, max_mw=10_000.0)
    asked = case(site(firm_mw=(FIRM_MW,), asked_mw=(100.0,)), supply=assets, storage=(store,))
    worlds = [
        World([work.tolist()], price=price[draw].tolist(), availability=[[1.0] * HOURS, sun[draw].tolist()],
              intensity=(0.0,) * HOURS, carbon_free=(0.0,) * HOURS)
        for draw in range(len(CHANCES))
    ]  # fmt: skip
    return solved_plan(golden_draws(asked, worlds, CHANCES, risk))


def their_network(risk: Risk) -> Any:
    """Return PyPSA's solved network with a scenario for each draw."""
    work, price, sun = weather()
    network = pypsa.Network(snapshots=range(HOURS))
    network.snapshot_weightings.loc[:, :] = 1.0
    network.snapshot_weightings["objective"] = HOURS_PER_YEAR / HOURS
    network.add("Bus", ["site", "store"])
    network.add("Load", "work", bus="site", p_set=work)
    network.add("Generator", "grid", bus="site", p_nom=FIRM_MW, marginal_cost=price[0])
    network.add("Generator", "lost", bus="site", p_nom=100.0, marginal_cost=LOST_USD_PER_MWH)
    sizes = {"p_nom_extendable": True, "p_nom_max": 1000.0, "bus": "site"}
    network.add(
        "Generator", "gas", capital_cost=GAS_USD_PER_KW * KW / LIFE_YEARS, marginal_cost=GAS_USD_PER_MWH, **sizes
    )
    network.add("Generator", "sun", capital_cost=SUN_USD_PER_KW * KW / LIFE_YEARS, p_max_pu=sun[0], **sizes)
    network.add("Link", "charge", bus0="site", bus1="store", p_nom=10_000.0)
    network.add("Link", "discharge", bus0="store", bus1="site", p_nom=10_000.0)
    network.add(
        "Store", "battery", bus="store", e_nom_extendable=True, e_cyclic=True,
        capital_cost=STORE_USD_PER_KWH * KW / LIFE_YEARS,
    )  # fmt: skip
    network.set_scenarios({str(draw): chance for draw, chance in enumerate(CHANCES)})
    for draw in range(len(CHANCES)):
        network.generators_t.marginal_cost[(str(draw), "grid")] = price[draw]
        network.generators_t.p_max_pu[(str(draw), "sun")] = sun[draw]
    network.set_risk_preference(alpha=1.0 - risk.tail_share, omega=risk.weight)
    network.optimize(solver_name="highs", log_to_console=False)
    return network


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("risk", [Risk(0.3, 0.6), Risk(0.2, 1.0), Risk(0.5, 0.0)])
def test_the_same_cost_and_the_same_capacities(risk: Risk) -> None:
    logging.getLogger("linopy").setLevel(logging.ERROR)
    plan, network = our_plan(risk), their_network(risk)
    assert network.objective == pytest.approx(plan.solution.primal_objective, rel=1e-7)
    theirs = network.generators.p_nom_opt.xs("0", level="scenario")
    assert plan.supply_mw[:, 0] == pytest.approx([theirs["gas"], theirs["sun"]], abs=1e-3)
    assert plan.storage_mwh[0, 0] == pytest.approx(network.stores.e_nom_opt.iloc[0], abs=1e-3)


def test_dear_weather_changes_what_is_built() -> None:
    careful, neutral = our_plan(Risk(0.2, 1.0)), our_plan(Risk(0.2, 0.0))
    assert np.abs(careful.supply_mw - neutral.supply_mw).max() > 1.0
