"""A grid that may be late is bridged, and the plan tells by what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firmwatt import study
from firmwatt.planning.hedge_change import with_hedge_change
from firmwatt.planning.solve import solve_plan
from firmwatt.scenario.assets import LeadStep
from tests.cases import tiny_case
from tests.worlds import simple_inputs


def solved(case):
    return study.keep_books(solve_plan(simple_inputs(case)))


def test_a_hedge_against_a_late_grid_builds_the_bridge_that_the_median_would_not_and_tells_it(tmp_path):
    case = tiny_case(storage=())
    queue = (LeadStep("upgrade", 0.5, 0.75, 8.0),)
    home = replace(case.sites[0], energised_it_mw=100.0)
    home = replace(home, connection=replace(home.connection, steps=queue, energised_mw=0.0))
    cheap_grid = replace(case, sites=(home,))
    hedged = replace(
        cheap_grid,
        programme=replace(
            case.programme,
            weather_years=(1, 1, 1),
            weather_probability=(0.3, 0.4, 0.3),
            connection_luck=("p10", "p50", "p90"),
        ),
    )
    sure, careful = solved(cheap_grid), solved(hedged)
    assert careful.ledger.total_usd == pytest.approx(careful.plan.solution.primal_objective, rel=1e-9)
    turbines = 1
    assert careful.plan.supply_mw[turbines, 0] > sure.plan.supply_mw[turbines, 0] + 10.0
    run = study.keep_books(with_hedge_change(careful.plan))
    bridge = next(each for each in run.plan.hedge_change if each.name == case.supply[turbines].name)
    assert bridge.mw == pytest.approx(careful.plan.supply_mw[turbines, 0])
    assert bridge.neutral_mw == pytest.approx(sure.plan.supply_mw[turbines, 0], abs=1e-3)
    study.save_run(run, tmp_path / "run")
    assert study.load_run(tmp_path / "run").plan.hedge_change == run.plan.hedge_change
    assert "If every connection came at its P50" in study.report(run)
    assert with_hedge_change(sure.plan).hedge_change is None
