"""From inputs to plan, and what is said where there is none."""

from dataclasses import replace

import pytest

from firmwatt.demand.pools import MUST_SERVE_FACTOR
from firmwatt.errors import InfeasibleError
from firmwatt.lp.solution import Status
from firmwatt.lp.solve import solve
from firmwatt.planning.model import build_model
from firmwatt.planning.solve import peak_memory_mb, read_plan, solve_plan
from tests.cases import two_site_case
from tests.golden.kit import World, case, golden_inputs, golden_plan, policy, site, supply
from tests.worlds import simple_inputs


def test_a_plan_is_optimal_and_holds_what_the_program_says() -> None:
    plan = solve_plan(simple_inputs(two_site_case()))
    assert plan.solution.status is Status.OPTIMAL
    assert plan.supply_mw.shape == (len(plan.inputs.case.supply), 2)
    assert 0.0 < plan.peak_memory_mb <= peak_memory_mb()
    assert plan.solution.build_seconds > 0.0


def test_work_that_must_be_served_is_served_where_losing_it_would_be_cheaper() -> None:
    # A megawatt of chips costs 10 million USD a year, its work in all hours 8.76 million.
    dear = site(firm_mw=(100.0,), it_capital_usd_per_kw=50_000.0)
    world = World([[10.0, 3.0]])
    asked = golden_inputs(case(dear), world)
    assert golden_plan(case(dear), world).it_mw[0, 0] == 0.0
    pool = replace(asked.load.it.pools[0], must_serve=True, value_of_lost_compute_usd_per_mwh=1000 * MUST_SERVE_FACTOR)
    plan = solve_plan(replace(asked, load=replace(asked.load, it=replace(asked.load.it, pools=(pool,)))))
    assert plan.it_mw[0, 0] == pytest.approx(10.0, rel=1e-6)


def test_an_interrupt_without_a_point_stays_an_interrupt() -> None:
    model = build_model(golden_inputs(case(site()), World([[1.0, 1.0]])))
    solution = solve(model.lp)
    assert solution.status is Status.OPTIMAL
    with pytest.raises(KeyboardInterrupt):
        read_plan(model, replace(solution, status=Status.INTERRUPTED, primal=None))


def test_an_infeasible_plan_names_the_limits_in_the_way() -> None:
    # A committed plant that is dirtier than the cap, with nothing to lose but its generation, is fine; committed land
    # beyond the limit is not.
    plant = supply(min_mw=10.0, land_acre_per_mw=5.0)
    asked = case(site(land_limit_acre=20.0), supply=(plant,), policy=policy())
    with pytest.raises(InfeasibleError) as caught:
        solve_plan(golden_inputs(asked, World([[1.0, 1.0]])))
    assert caught.value.exit_code == 3
    assert str(caught.value) == (
        "What must stand at a in 2027 takes 50 acres of land; 20 are allowed. Raise land_limit_acre, or commit to less."
    )
