"""The dearest weather draws count beside the mean of all."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.errors import UserError
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.constraints.risk import ROWS
from firmwatt.planning.model import build_model
from firmwatt.planning.plan import Plan, PlanInputs
from firmwatt.scenario.assets import Delivery, SupplyAsset
from firmwatt.scenario.programme import Risk
from firmwatt.units import HOURS_PER_YEAR
from tests.golden.kit import World, case, golden_draws, site, solved_plan, supply
from tests.markets import Market, market_inputs

WORK_MW = 10.0
YEAR_MWH = WORK_MW * HOURS_PER_YEAR
PLANT = supply(overnight_cost_usd_per_kw=2000.0, variable_om_usd_per_mwh=30.0)
"""200,000 USD per MW and year, 30 USD/MWh to run."""
CONTRACT = supply(
    "contract", delivery=Delivery.VIRTUAL, strike_usd_per_mwh=40.0, overnight_cost_usd_per_kw=0.0, max_mw=100.0
)


def risky_inputs(
    prices: Sequence[float], chances: Sequence[float], risk: Risk | None, asset: SupplyAsset = PLANT
) -> PlanInputs:
    """Return 10 MW of work in weather draws whose grid has a price each."""
    worlds = [World([[WORK_MW, WORK_MW]], price=(price, price)) for price in prices]
    return golden_draws(case(site(firm_mw=(20.0,)), supply=(asset,)), worlds, chances, risk)


def risky_plan(inputs: PlanInputs) -> Plan:
    """Return the plan of both solvers; its books equal the objective."""
    plan = solved_plan(inputs)
    ledger = build_ledger(dispatch_from_plan(plan))
    assert ledger.objective_usd == pytest.approx(plan.solution.primal_objective, rel=1e-9)
    return plan


def test_a_plant_pays_for_itself_in_the_dear_year_alone() -> None:
    # Grid at 20 USD with 80 %, at 60 with 20 %. A megawatt of plant costs 200,000 USD a year and saves 30 USD in each
    # of 8760 dear hours: 262,800 there, 52,560 in the mean. With weight w of the worst fifth it saves
    # (0.2 + 0.8 w) · 262,800, more than it costs from w = 0.70 on.
    prices, chances = (20.0, 60.0), (0.8, 0.2)
    for weight, mw in ((0.5, 0.0), (0.8, WORK_MW)):
        plan = risky_plan(risky_inputs(prices, chances, Risk(0.2, weight)))
        assert plan.supply_mw[0] == pytest.approx([mw])
        dear = (30.0 if mw else 60.0) * YEAR_MWH
        expected = 0.8 * 20.0 * YEAR_MWH + 0.2 * dear
        objective = 200_000.0 * mw + (1.0 - weight) * expected + weight * dear
        assert plan.solution.primal_objective == pytest.approx(objective)


def test_a_tail_takes_part_of_a_draw() -> None:
    # 10, 20 and 40 USD with 50, 30 and 20 %: the worst 40 % are all of the last draw and two thirds of the second.
    inputs = risky_inputs((10.0, 20.0, 40.0), (0.5, 0.3, 0.2), Risk(0.4, 1.0), supply(max_mw=0.0))
    plan = risky_plan(inputs)
    assert plan.solution.primal_objective == pytest.approx((0.2 * 40.0 + 0.2 * 20.0) / 0.4 * YEAR_MWH)
    ledger = build_ledger(dispatch_from_plan(plan))
    assert ledger.total_usd == pytest.approx((0.5 * 10.0 + 0.3 * 20.0 + 0.2 * 40.0) * YEAR_MWH)


def test_a_contract_is_signed_for_the_dear_year() -> None:
    # A virtual contract at 40 USD loses 20 in the cheap draw and earns 20 in the dear one: 12 USD a MWh in the mean, so
    # nobody signs it. Where the dear fifth alone counts it is signed for all own use, and both draws cost 40.
    neutral = risky_plan(risky_inputs((20.0, 60.0), (0.8, 0.2), None, CONTRACT))
    assert neutral.supply_mw[0] == pytest.approx([0.0])
    careful = risky_plan(risky_inputs((20.0, 60.0), (0.8, 0.2), Risk(0.2, 1.0), CONTRACT))
    assert careful.supply_mw[0] == pytest.approx([WORK_MW])
    assert careful.solution.primal_objective == pytest.approx(40.0 * YEAR_MWH)


def test_existing_contracts_count_in_their_draw() -> None:
    # 4 of the 10 MW are contracted already: 20 · 10 - (20 - 40) · 4 and 60 · 10 - (60 - 40) · 4 USD an hour.
    asset = replace(CONTRACT, existing_mw=4.0, max_mw=0.0)
    plan = risky_plan(risky_inputs((20.0, 60.0), (0.8, 0.2), Risk(0.2, 1.0), asset))
    assert plan.solution.primal_objective == pytest.approx(520.0 * HOURS_PER_YEAR)


@pytest.mark.parametrize(
    ("prices", "risk"), [((20.0, 60.0), Risk(0.2, 0.0)), ((20.0,), Risk(0.2, 1.0)), ((20.0, 60.0), None)]
)
def test_without_weight_or_with_a_single_draw_nothing_is_added(prices: tuple[float, ...], risk: Risk | None) -> None:
    chances = (1.0 / len(prices),) * len(prices)
    model = build_model(risky_inputs(prices, chances, risk))
    assert ROWS not in {block.name for block in model.lp.row_blocks}


def test_a_market_that_answers_is_refused_by_name() -> None:
    asked = case(site(firm_mw=(20.0,)))
    programme = replace(asked.programme, weather_years=(1, 2), weather_probability=(0.5, 0.5), risk=Risk(0.1, 0.5))
    inputs = market_inputs(asked, World([[WORK_MW, WORK_MW]]), Market())
    with pytest.raises(UserError) as caught:
        build_model(replace(inputs, case=replace(inputs.case, programme=programme)))
    assert str(caught.value) == (
        "programme.risk: a weight of 0.5 cannot be kept where a region follows a supply curve: what a dear year costs "
        "there hangs on prices that the plan itself makes. Leave `risk` out, or make the grid a price-taker."
    )
