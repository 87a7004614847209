"""The markets without the programme, and the series that price-takers see of them."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.errors import UserError
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solve import solve
from firmwatt.planning import market_baseline
from firmwatt.planning.market_baseline import with_markets
from firmwatt.planning.model import build_model
from firmwatt.planning.solve import read_plan
from tests.golden.kit import World, case, golden_inputs, site
from tests.markets import Market, addition, curve, exact_plan, market_inputs


def test_price_takers_are_left_as_they_are() -> None:
    inputs = golden_inputs(case(), World([[1.0, 1.0]]))
    assert with_markets(inputs) is inputs


def test_the_series_hold_the_duals_where_the_plan_looks_and_the_merit_order_elsewhere() -> None:
    inputs = market_inputs(case(), World([[1.0, 1.0]]), Market((60.0, 120.0, 40.0), clean=(0.0, 20.0, 50.0)))
    assert inputs.grid.price_usd_per_mwh[0, 0, 0, :3].tolist() == pytest.approx([40.0, 40.0, 0.0])
    assert inputs.grid.marginal_intensity_kg_per_mwh[0, 0, 0, :3].tolist() == pytest.approx([400.0, 400.0, 0.0])
    assert inputs.grid.carbon_free_share[0, 0, 0, :3].tolist() == pytest.approx([0.0, 20 / 120, 1.0])
    assert inputs.without is not None
    assert inputs.without.cost_usd == pytest.approx(4380 * ((50 * 20 + 10 * 40) + (50 * 20 + 50 * 40)))
    assert not inputs.without.drawn_mw.any()


def test_additions_that_pay_without_the_programme_stand_in_every_hour() -> None:
    answers = curve(expansions=(addition(build_limit_mw_per_year=30.0),))
    inputs = market_inputs(case(), World([[1.0, 1.0]]), Market((120.0, 120.0, 75.0)), answers)
    assert inputs.without is not None
    assert inputs.without.expansion_mw[0, 0] == pytest.approx(30.0)
    assert inputs.grid.price_usd_per_mwh[0, 0, 0, 2] == pytest.approx(30.0)


def test_more_load_never_lowers_the_price_of_its_hour() -> None:
    prices = []
    for work in np.linspace(1.0, 80.0, 9):
        plan = exact_plan(market_inputs(case(site(firm_mw=(100.0,))), World([[work, 2.0]]), Market()))
        assert plan.markets is not None
        prices.append(plan.markets.price_usd_per_mwh[0, 0, 0])
    assert (np.diff(prices) >= -1e-9).all()
    assert prices[-1] > prices[0]


def test_markets_that_cannot_be_solved_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = market_inputs(case(), World([[1.0, 1.0]]), Market())
    monkeypatch.setattr(market_baseline, "solve", lambda *args: replace(solve(*args), primal=None))
    with pytest.raises(UserError, match="grid: the markets without the programme"):
        with_markets(inputs)


def test_both_solvers_find_the_same_plan() -> None:
    answers = curve(expansions=(addition(build_limit_mw_per_year=30.0),), reserve_margin=0.1,
                    shortage_price_usd_per_mw_year=(5e4,))  # fmt: skip
    inputs = market_inputs(case(site(firm_mw=(100.0,))), World([[20.0, 60.0]]), Market((90.0, 500.0)), answers)
    model = build_model(inputs)
    ours, theirs = (solve(model.lp, SolverOptions(solver=name, relative_gap=1e-7)) for name in ("chain", "highs"))
    assert (ours.solver, ours.fallback_reason) == ("chain", None)
    assert ours.primal_objective == pytest.approx(theirs.primal_objective, rel=1e-6)
    prices = [read_plan(model, found).markets for found in (ours, theirs)]
    assert prices[0] is not None
    assert prices[1] is not None
    np.testing.assert_allclose(prices[0].price_usd_per_mwh, prices[1].price_usd_per_mwh, rtol=1e-3)
    np.testing.assert_allclose(prices[0].expansion_mw, prices[1].expansion_mw, atol=1e-2)
