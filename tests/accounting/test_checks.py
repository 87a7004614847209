"""Books that do not close are refused, with the place."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.checks import BooksError, check_dispatch, check_ledger, energy_flows_mw
from tests.accounting.two_sites import two_site_dispatch
from tests.hand import hand_dispatch


def test_books_that_close_pass():
    ledger = build_ledger(hand_dispatch())
    check_ledger(ledger, ledger.total_usd * (1 + 1e-10))
    for dispatch in (hand_dispatch(), two_site_dispatch()):
        check_dispatch(dispatch)


def test_a_total_beside_the_objective_names_the_kinds():
    ledger = replace(build_ledger(hand_dispatch()), total_usd=101.0, cost_usd_per_year={"fuel": np.array([[1.0, 0.0]])})
    with pytest.raises(BooksError) as error:
        check_ledger(ledger, 100.0)
    assert str(error.value) == (
        "The ledger's total of 101.00 USD is +1.00 USD away from the optimiser's objective of 100.00 USD. "
        "Kinds of cost in the ledger: fuel 2.62."
    )


def test_a_missing_megawatt_names_site_and_hour():
    dispatch = hand_dispatch()
    dispatch.metered_mw[0, 3, 1] += 1.0
    sources, uses = energy_flows_mw(dispatch)
    assert (sources - uses)[0, 3, 1] == pytest.approx(-1.0)
    with pytest.raises(BooksError, match=r"^energy at site home: -1 MW too much in hour 4381 of 2030\.$"):
        check_dispatch(dispatch)


def test_work_that_vanishes_names_the_pool():
    dispatch = hand_dispatch()
    dispatch.arrived_mw[1, 0, 0] += 2.0
    with pytest.raises(BooksError, match=r"^computing of pool embed/home: \+2 MW too much in hour 0 of 2027\.$"):
        check_dispatch(dispatch)


def test_work_that_waits_too_long_is_refused():
    dispatch = hand_dispatch()
    dispatch.backlog_mwh[0, 1] = 5.0
    with pytest.raises(BooksError, match=r"overdue work of pool chat/home: \+5 MW too much in hour 4380 of 2027\."):
        check_dispatch(dispatch)


def test_a_negative_flow_is_refused():
    dispatch = hand_dispatch()
    dispatch.sale_mw[0, 0, 0], dispatch.import_firm_mw[0, 0, 0] = -1.0, 49.0
    with pytest.raises(BooksError, match=r"sale is -1 MW in some hour, below zero\."):
        check_dispatch(dispatch)


@pytest.mark.parametrize(("share", "is_refused"), [(0.9e-6, False), (1.1e-6, True)])
def test_a_balance_is_judged_by_what_flows_in_it_as_a_solvers_rows_are(share, is_refused):
    dispatch = hand_dispatch()
    sources, uses = energy_flows_mw(dispatch)
    large = 1e4 / uses[0, 3, 1]
    for flow in (dispatch.generation_mw, dispatch.import_firm_mw, dispatch.import_curtailable_mw, dispatch.charge_mw,
                 dispatch.discharge_mw, dispatch.sale_mw, dispatch.metered_mw):  # fmt: skip
        np.multiply(flow, large, out=flow)
    dispatch.metered_mw[0, 3, 1] += share * large * (sources + uses)[0, 3, 1]
    if is_refused:
        with pytest.raises(BooksError, match=r"^energy at site home: -0\.02\d+ MW too much in hour 4381 of 2030\.$"):
            check_dispatch(dispatch)
    else:
        check_dispatch(dispatch)
