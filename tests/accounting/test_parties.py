"""Who owns, pays and reports: every dollar and tonne has one home, and Scope 3 says whose it is."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.parties import PartyBooks, books_by_party
from firmwatt.operation.dispatch import Dispatch
from tests.report.fabricated import fabricate

ROLES = {"operator": "Op", "capital": "Bank", "cloud": "Cloud", "energy": "Op"}


def dispatch(gas_owner: str = "") -> Dispatch:
    made = fabricate()
    case = made.plan.inputs.case
    case = replace(
        case,
        programme=replace(case.programme, parties=ROLES),
        sites=tuple(replace(site, party="Op") for site in case.sites),
        supply=tuple(replace(a, owner=gas_owner) if a.technology == "gas_turbine" else a for a in case.supply),
    )
    return replace(made, plan=replace(made.plan, inputs=replace(made.plan.inputs, case=case)))


def by_name(made: Dispatch) -> dict[str, PartyBooks]:
    return {books.name: books for books in books_by_party(made, build_ledger(made))}


@pytest.mark.parametrize("owner", ["", "Gas Ltd"])
def test_every_dollar_and_every_stack_has_one_home(owner: str) -> None:
    made = dispatch(owner)
    ledger, parties = build_ledger(made), by_name(made).values()
    costs = sum(cost.sum(axis=0) for cost in ledger.cost_usd_per_year.values())
    np.testing.assert_allclose(sum(p.cost_usd_per_year for p in parties), costs, rtol=1e-12)
    np.testing.assert_allclose(sum(p.capital_usd for p in parties), ledger.capital_spent_usd, rtol=1e-12)
    np.testing.assert_allclose(sum(p.scope1_t for p in parties), ledger.scope1_t.sum(axis=0), rtol=1e-12)


def test_who_runs_and_owns_everything_reports_the_ledger() -> None:
    made = dispatch()
    ledger, books = build_ledger(made), by_name(made)["Op"]
    assert books.roles == ("operator", "energy")
    np.testing.assert_allclose(books.scope1_t, ledger.scope1_t.sum(axis=0))
    np.testing.assert_allclose(books.scope2_location_t, ledger.scope2_location_t.sum(axis=0))
    np.testing.assert_allclose(books.scope3_t, ledger.scope3_t.sum(axis=0))


def test_a_plant_of_others_is_their_scope_1_and_scope_2_of_the_site() -> None:
    made = dispatch("Gas Ltd")
    ledger, parties = build_ledger(made), by_name(made)
    assert parties["Gas Ltd"].roles == ("owner",)
    assert parties["Gas Ltd"].runs == ()
    owned = parties["Gas Ltd"].owns
    assert owned
    assert all(name.endswith("gas_turbine") for name in owned)
    assert not set(owned) & set(parties["Op"].owns)
    assert parties["Op"].runs == tuple(site.name for site in made.plan.inputs.case.sites)
    np.testing.assert_allclose(parties["Gas Ltd"].scope1_t, ledger.scope1_t.sum(axis=0))
    np.testing.assert_array_equal(parties["Op"].scope1_t, 0.0)
    for basis in ("location", "market"):
        own = getattr(ledger, f"scope2_{basis}_t").sum(axis=0)
        reported = getattr(parties["Op"], f"scope2_{basis}_t")
        np.testing.assert_allclose(reported - own, ledger.scope1_t.sum(axis=0), rtol=1e-9)


def test_who_gives_capital_or_sells_the_work_reports_it_as_scope_3() -> None:
    made = dispatch()
    ledger, parties = build_ledger(made), by_name(made)
    everything = sum(getattr(ledger, name).sum(axis=0) for name in ("scope1_t", "scope2_location_t", "scope3_t"))
    for name in ("Bank", "Cloud"):
        np.testing.assert_allclose(parties[name].scope3_t, everything, rtol=1e-12)
        np.testing.assert_array_equal(parties[name].scope2_location_t, 0.0)
    assert parties["Bank"].capital_usd.sum() > 0.0 == parties["Cloud"].capital_usd.sum()
