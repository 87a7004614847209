"""What must hold of a plan whose weather is uncertain, whatever the numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.ledger import Ledger
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solve import solve
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.model import build_model
from firmwatt.planning.solve import read_plan
from firmwatt.scenario.case import Case
from firmwatt.scenario.programme import Risk
from tests.golden.kit import World, golden_draws
from tests.properties.test_planning import SERIES, problems

TOLERANCE = 1e-6


@st.composite
def uncertain(draw: st.DrawFn) -> tuple[Case, list[World], list[float], float]:
    """Draw a problem, other weather for it, the chance of each, and how much of them is the tail."""
    asked, world = draw(problems())
    worlds = [world]
    for _ in range(draw(st.integers(1, 2))):
        price, sun = draw(SERIES), draw(SERIES)
        availability = [world.availability[0], *([sun] * (len(world.availability) - 1))]
        worlds.append(replace(world, price=[80.0 * part for part in price], availability=availability))
    weights = [draw(st.integers(1, 5)) for _ in worlds]
    return asked, worlds, [weight / sum(weights) for weight in weights], draw(st.integers(1, 10)) / 10


def ledger_of(asked: Case, worlds: list[World], chances: list[float], risk: Risk | None) -> Ledger:
    model = build_model(golden_draws(asked, worlds, chances, risk))
    plan = read_plan(model, solve(model.lp, SolverOptions(method="simplex", relative_gap=1e-9)))
    ledger = build_ledger(dispatch_from_plan(plan))
    assert ledger.objective_usd == pytest.approx(plan.solution.primal_objective, rel=1e-9, abs=1e-3)
    return ledger


def tail_usd(ledger: Ledger) -> float:
    """Return the standing cost and the mean of the dearest draws, present value."""
    assert ledger.weather is not None
    beyond = ledger.weather.tail_mean_usd - ledger.weather.expected_usd
    return ledger.total_usd + float(beyond @ ledger.present_value_factor)


@given(problem=uncertain())
@settings(max_examples=25)
def test_more_weight_costs_more_in_the_mean_and_less_in_the_tail(
    problem: tuple[Case, list[World], list[float], float],
) -> None:
    asked, worlds, chances, tail_share = problem
    found = [ledger_of(asked, worlds, chances, Risk(tail_share, weight)) for weight in (0.0, 0.4, 1.0)]
    slack = TOLERANCE * max(1e3, *(abs(ledger.total_usd) for ledger in found))
    expected, tails = [ledger.total_usd for ledger in found], [tail_usd(ledger) for ledger in found]
    assert expected[0] <= expected[1] + slack <= expected[2] + 2.0 * slack
    assert tails[0] >= tails[1] - slack >= tails[2] - 2.0 * slack
    neutral = ledger_of(asked, worlds, chances, None)
    assert neutral.total_usd == pytest.approx(expected[0], abs=slack)


@given(problem=uncertain())
@settings(max_examples=10)
def test_a_single_draw_leaves_the_plan_as_it_is(problem: tuple[Case, list[World], list[float], float]) -> None:
    asked, worlds, _, tail_share = problem
    careful = ledger_of(asked, worlds[:1], [1.0], Risk(tail_share, 1.0))
    assert careful.weather is None
    assert careful.total_usd == ledger_of(asked, worlds[:1], [1.0], None).total_usd
