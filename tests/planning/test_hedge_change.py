"""A grid that may be late is bridged, and the plan tells by what."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmwatt import study
from firmwatt.planning.hedge_change import with_hedge_change
from firmwatt.planning.solve import solve_plan
from firmwatt.scenario.assets import LeadStep
from firmwatt.units import HOURS_PER_YEAR
from tests.cases import tiny_case
from tests.golden.kit import LOST_USD_PER_MWH, World, case, golden_draws, site, solved_plan, supply
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


LOAD_MW, CHANCES = 100.0, (0.3, 0.4, 0.3)
GRID_USD = 50.0


def queued_inputs(queue, bridges, lucks=("p10", "p50", "p90")):
    """Return the inputs of 100 MW that wait for the grid, with bridges as (USD per MW and year, USD/MWh)."""
    home = site(firm_mw=(LOAD_MW,))
    home = replace(home, connection=replace(home.connection, steps=queue))
    plants = tuple(
        supply(f"bridge{at}", overnight_cost_usd_per_kw=usd / 100.0, variable_om_usd_per_mwh=fuel)
        for at, (usd, fuel) in enumerate(bridges)
    )
    world = World([[LOAD_MW, LOAD_MW]], price=(GRID_USD, GRID_USD))
    inputs = golden_draws(case(home, supply=plants), [world] * len(lucks), CHANCES)
    programme = replace(inputs.case.programme, connection_luck=lucks)
    return replace(inputs, case=replace(inputs.case, programme=programme))


def best_bridge(bridges, has_grid):
    """Return the least expected cost of a year, USD, and which bridges it builds: each set of them is tried."""

    def cost(built):
        hours = [
            min([bridges[at][1] for at in built] + [GRID_USD if is_there else LOST_USD_PER_MWH])
            for is_there in has_grid
        ]
        expected = sum(chance * usd for chance, usd in zip(CHANCES, hours, strict=True))
        return LOAD_MW * (sum(bridges[at][0] for at in built) + HOURS_PER_YEAR * expected), built

    return min(cost(built) for size in range(len(bridges) + 1) for built in combinations(range(len(bridges)), size))


@given(
    st.tuples(*[st.tuples(st.integers(1_000, 900_000), st.integers(0, 200))] * 2),
    st.sampled_from([(0.5, 0.9, 3.0), (0.5, 3.0, 4.0), (0.5, 0.5, 0.5), (3.0, 3.0, 3.0)]),
)
@settings(max_examples=15, deadline=None)
def test_a_hedge_is_the_deterministic_equivalent_of_its_two_stages(bridges, years):
    # The grid is there in 2027 where the queue that began with 2026 takes a year or less.
    queue, has_grid = (LeadStep("upgrade", *years),), [each <= 1.0 for each in years]
    least, _ = best_bridge(bridges, has_grid)
    plan = solved_plan(queued_inputs(queue, bridges))
    assert plan.solution.primal_objective == pytest.approx(least, rel=1e-6)


def test_the_bridge_against_a_grid_that_may_be_late_is_another_than_against_one_that_is():
    # In three draws of ten 2027 has no grid: 2,628 hours. A bridge of 10,000 USD a MW and year costs more there than
    # one of 4,000 whose fuel costs 2 USD/MWh more, 9,256; where the grid is sure to be late it costs less.
    bridges = ((10_000, 60), (4_000, 62))
    for years, built_mw in (((0.5, 0.9, 3.0), (0.0, LOAD_MW)), ((3.0, 3.0, 3.0), (LOAD_MW, 0.0))):
        plan = solved_plan(queued_inputs((LeadStep("upgrade", *years),), bridges))
        assert tuple(plan.supply_mw[:, 0]) == pytest.approx(built_mw, abs=1e-6)
    hedged = with_hedge_change(solved_plan(queued_inputs((LeadStep("upgrade", 0.5, 0.9, 3.0),), bridges)))
    told = {change.name: (change.mw, change.neutral_mw) for change in hedged.hedge_change}
    assert told == {"bridge1": (pytest.approx(LOAD_MW), pytest.approx(0.0, abs=1e-3))}
