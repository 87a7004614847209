"""Who pays and who earns when the load moves the market."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.checks import check_dispatch, check_ledger
from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.ledger import Ledger
from firmwatt.accounting.markets import KINDS, MarketBooks, all_costs, market_books
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.plan import Plan
from firmwatt.scenario.assets import AvailabilityKind, Delivery
from firmwatt.scenario.supply_curve import ReserveDemand
from tests.golden.kit import World, case, policy, site, supply
from tests.markets import Market, addition, curve, exact_plan, market_inputs, step

HOME = site(firm_mw=(100.0,))
RICH = curve(
    expansions=(
        addition(build_limit_mw_per_year=20.0),
        addition(technology="solar", kind=AvailabilityKind.SOLAR, running_cost_usd_per_mwh=0.0, capacity_credit=0.1),
    ),
    reserve_margin=0.1,
    shortage_price_usd_per_mw_year=(50_000.0,),
    is_demand_sloped=True,
    reserve_demand=ReserveDemand(430.0, 10.0, 60.0, 5000.0, (30.0,)),
)


def books_of(plan: Plan) -> tuple[Ledger, MarketBooks]:
    dispatch = dispatch_from_plan(plan)
    check_dispatch(dispatch)
    ledger = build_ledger(dispatch)
    check_ledger(ledger, plan.solution.primal_objective)
    assert ledger.markets is not None
    return ledger, ledger.markets


def rich_plan(work: float = 40.0) -> Plan:
    contract = supply(delivery=Delivery.VIRTUAL, strike_usd_per_mwh=25.0, max_mw=5.0, existing_mw=3.0)
    asked = case(HOME, supply=(contract,), policy=policy(carbon_price_usd_per_tonne=(10.0,)))
    world = World([[work, work + 30.0]])
    return exact_plan(market_inputs(asked, world, Market((90.0, 120.0), (10.0, 0.0), (0.4, 0.1)), RICH))


def test_one_more_gigawatt_is_paid_by_all_at_the_price_of_the_hour() -> None:
    # Prices rise from 40 to 90 in the second hour; others' 60 MW pay 50 more in it, owners of coal and gas earn it.
    ledger, books = books_of(exact_plan(market_inputs(case(HOME), World([[20.0, 50.0]]), Market())))
    assert books.programme_usd[0, 0] == pytest.approx(4380 * (20 * 40 + 50 * 90))
    assert ledger.cost_usd_per_year["energy_purchase"][0, 0] == pytest.approx(4380 * (20 * 40 + 50 * 90))
    assert books.others_more_usd[0, 0] == pytest.approx(4380 * 60 * 50)
    assert books.owners_more_usd[0, 0] == pytest.approx(4380 * 100 * 50)
    assert books.long_run_usd_per_mwh[0, 0] == pytest.approx((60 * 40 + 10 * 90) / 70)
    assert books.long_run_kg_per_mwh[0, 0] == pytest.approx((60 * 400 + 10 * 600) / 70)
    assert books.planned.marginal_kg_per_mwh[0, 0] == pytest.approx(500.0)
    beyond = all_costs({}, books)
    assert list(beyond) == list(KINDS)
    assert ledger.total_usd == pytest.approx(
        sum(usd.sum() for usd in ledger.cost_usd_per_year.values()) + sum(usd.sum() for usd in beyond.values())
    )


def test_the_sum_of_all_bills_is_what_the_plants_cost_and_their_owners_earn() -> None:
    _, books = books_of(rich_plan())
    for state, programme in ((books.planned, books.programme_usd), (books.without, 0.0)):
        assert programme + state.others_usd == pytest.approx(state.plants_usd + state.owners_usd)
        assert (state.plants_usd > 0.0).all()
    # The rent is a residual above; here it is what each plant sells, told by the plants themselves.
    assert books.unbalanced_usd[0, 0] == pytest.approx(0.0, abs=1e-6 * books.planned.others_usd[0, 0])
    assert books.planned.owners_usd[0, 0] >= 0.0


def test_plants_that_stand_ready_are_paid_by_other_customers() -> None:
    # Of 100 MW 76 run instead of 60: the last that stands ready is worth 466.79 instead of 4.59 USD/MWh, and all of
    # them, those that run and those that stand ready, earn that.
    demand = ReserveDemand(10.0, 0.0, 10.0, 5000.0, (0.0,))
    steps = (step("gas_efficient", 100.0, 40.0, 400.0), step("lost_load", 1e6, 5000.0, 0.0))
    answers = curve(steps=steps, reserve_demand=demand)
    _, books = books_of(exact_plan(market_inputs(case(HOME), World([[16.0, 16.0]]), Market((60.0, 60.0)), answers)))
    assert books.programme_usd[0, 0] == pytest.approx(8760 * 16 * (40 + 466.79), rel=1e-4)
    assert books.planned.owners_usd[0, 0] == pytest.approx(8760 * (76 + 24) * 466.79, rel=1e-4)
    assert books.without.owners_usd[0, 0] == pytest.approx(8760 * (60 + 40) * 4.59, rel=1e-2)
    risk = 2.4485 * 466.79 + 5.2524 * 148.26 + 4.0574 * 46.07 + 3.9191 * 14.70 + 3.2279 * 4.59
    others = 60 * (40 + 466.79) + 24 * 466.79 + risk
    assert books.planned.others_usd[0, 0] == pytest.approx(8760 * others, rel=1e-4)
    assert books.unbalanced_usd[0, 0] == pytest.approx(0.0, abs=1e-6 * books.planned.others_usd[0, 0])


def test_the_cost_without_the_programme_is_what_the_optimiser_found() -> None:
    plan = rich_plan()
    _, books = books_of(plan)
    assert plan.inputs.without is not None
    assert plan.markets is not None
    factor = 1.0  # of one year at no discount
    assert books.without.plants_usd.sum() * factor == pytest.approx(plan.inputs.without.cost_usd, rel=1e-12)
    assert books.planned.plants_usd.sum() * factor == pytest.approx(plan.markets.cost_usd, rel=1e-12)


def test_the_books_of_carbon_take_the_average_that_the_load_has_moved() -> None:
    plan = exact_plan(market_inputs(case(HOME), World([[20.0, 50.0]]), Market()))
    flows = read_flows(dispatch_from_plan(plan))
    before = (50 * 1000 + 10 * 400) / 60
    assert plan.inputs.grid.average_intensity_kg_per_mwh[0, 0, 0, :2] == pytest.approx([before, before])
    after = [(50 * 1000 + 30 * 400) / 80, (50 * 1000 + 50 * 400 + 10 * 600) / 110]
    assert flows.average_intensity_kg_per_mwh[0, 0] == pytest.approx(after)
    assert flows.marginal_intensity_kg_per_mwh[0, 0] == pytest.approx([400.0, 600.0])
    ledger, _ = books_of(plan)
    assert ledger.scope2_location_t[0, 0] == pytest.approx(4380 * (20 * after[0] + 50 * after[1]) / 1000)


@pytest.mark.parametrize("work", [1e-3, 1e-2])
def test_a_vanishing_load_meets_the_prices_of_the_price_taker(work: float) -> None:
    contract = supply(max_mw=10.0, overnight_cost_usd_per_kw=3500.0)  # 40 USD/MWh: on the edge of what gas costs
    home = site(firm_mw=(1.0,))
    world, market = (
        World([[work, 2.0 * work]], availability=[[1.0, 0.9]]),
        Market((90.0, 120.0), (10.0, 0.0), (0.4, 0.1)),
    )
    moved = market_inputs(case(home, supply=(contract,)), world, market, RICH)
    curved = exact_plan(moved)
    assert moved.without is not None
    price = 1.1 * float(moved.without.capacity_price_usd_per_mw_year[0, 0])
    taker = replace(home, connection=replace(home.connection, capacity_price_usd_per_mw_year=price))
    taken = exact_plan(replace(moved, case=replace(moved.case, sites=(taker,)), curves=None, without=None))
    assert taken.solution.primal_objective > 0.0
    assert curved.solution.primal_objective == pytest.approx(taken.solution.primal_objective, rel=1e-6)
    for name in ("supply_mw", "connection_firm_mw", "it_mw"):
        assert getattr(curved, name) == pytest.approx(getattr(taken, name), rel=1e-6, abs=1e-12)
    assert curved.markets is not None
    assert curved.markets.price_usd_per_mwh[0, 0] == pytest.approx(moved.grid.price_usd_per_mwh[0, 0, 0, :2], rel=1e-6)
    books = market_books(read_flows(dispatch_from_plan(curved)))
    assert books is not None
    assert books.others_more_usd[0, 0] == pytest.approx(0.0, abs=1e-6 * books.without.others_usd[0, 0])


def test_a_price_taker_has_no_books_of_a_market() -> None:
    plan = rich_plan()
    alone = replace(plan, inputs=replace(plan.inputs, curves=None, without=None), markets=None)
    assert market_books(read_flows(dispatch_from_plan(alone))) is None


def test_load_forgone_is_no_generation() -> None:
    short = curve(steps=(step("coal", 50.0, 20.0, 1000.0), step("lost_load", 1e6, 900.0, 0.0)))
    _, books = books_of(exact_plan(market_inputs(case(HOME), World([[20.0, 20.0]]), Market((40.0, 40.0)), short)))
    assert books.planned.average_kg_per_mwh[0, 0] == pytest.approx(1000.0)
    assert books.planned.price_usd_per_mwh[0, 0] == pytest.approx(900.0)
    assert np.isfinite(books.long_run_usd_per_mwh).all()
