"""What must hold of a market whatever its load: prices rise with it, bills add up, the books close."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.checks import check_ledger
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.plan import Plan
from firmwatt.scenario.supply_curve import ReserveDemand
from tests.golden.kit import World, case, site
from tests.markets import Market, curve, exact_plan, market_inputs

HOME = site(firm_mw=(100.0,))
LOADS = st.lists(st.floats(1.0, 250.0), min_size=2, max_size=2)
WORK = st.lists(st.floats(1.0, 60.0), min_size=2, max_size=2)


def planned(background: list[float], work: list[float]) -> Plan:
    answers = curve(reserve_demand=ReserveDemand(250.0, 10.0, 80.0, 5000.0, (20.0,)))
    return exact_plan(market_inputs(case(HOME), World([work]), Market(tuple(background)), answers))


@settings(max_examples=15, deadline=None)
@given(LOADS, WORK, st.floats(0.0, 39.0))
def test_more_load_never_lowers_the_price_of_its_hour(background: list[float], work: list[float], more: float) -> None:
    before, after = planned(background, work), planned(background, [work[0] + more, work[1]])
    assert before.markets is not None
    assert after.markets is not None
    assert before.inputs.without is not None
    assert after.markets.price_usd_per_mwh[0, 0, 0] >= before.markets.price_usd_per_mwh[0, 0, 0] - 1e-6
    assert (before.markets.price_usd_per_mwh >= before.inputs.without.price_usd_per_mwh - 1e-6).all()


@settings(max_examples=15, deadline=None)
@given(LOADS, WORK)
def test_bills_are_what_the_plants_cost_and_their_owners_earn(background: list[float], work: list[float]) -> None:
    plan = planned(background, work)
    ledger = build_ledger(dispatch_from_plan(plan))
    check_ledger(ledger, plan.solution.primal_objective)
    books = ledger.markets
    assert books is not None
    np.testing.assert_allclose(books.unbalanced_usd, 0.0, atol=1e-6 * float(books.planned.others_usd.max()))
    assert (books.planned.owners_usd >= -1e-3).all()
    assert (books.others_more_usd >= -1e-3).all()
