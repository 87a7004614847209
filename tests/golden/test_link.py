"""Links: losses, capacity, and what a line is worth."""

import pytest

from firmwatt.scenario.assets import Link
from tests.golden.kit import World, case, column, golden_plan, site, supply


def test_a_line_carries_cheap_power_with_its_loss() -> None:
    # Site b has no supply; 9 MW there need 10 MW sent at 10 % loss: plant 10 × 10,000, line 10 × 1,000 USD.
    line = Link("line", "a", "b", 0.0, 100.0, 0.1, 10.0, 10.0, (), 0.0)
    plan = golden_plan(
        case(site("a"), site("b"), supply=(supply(),), links=(line,)),
        World([[9.0, 9.0]], pool_sites=[(1,)]),
    )
    assert column(plan, "flow_forward_mw")[0] == pytest.approx([10.0, 10.0])
    assert plan.link_mw[0, 0] == pytest.approx(10.0)
    assert plan.solution.primal_objective == pytest.approx(100_000 + 10_000)


def test_it_carries_both_ways() -> None:
    line = Link("line", "b", "a", 5.0, 0.0, 0.0, 0.0, 10.0, (), 0.0)
    plan = golden_plan(
        case(site("a"), site("b"), supply=(supply(),), links=(line,)), World([[3.0, 7.0]], pool_sites=[(1,)])
    )
    assert column(plan, "flow_backward_mw")[0] == pytest.approx([3.0, 5.0])
    assert column(plan, "lost_mw")[0] == pytest.approx([0.0, 2.0])
