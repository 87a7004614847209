"""Levers shorten or lengthen the steps that they name, and nothing else."""

import pytest

from firmwatt.catalog import loader as catalog
from firmwatt.errors import UserError
from firmwatt.scenario.assets import Delivery
from firmwatt.scenario.levers import LEVERS, levers_on, with_levers, without_lever
from tests.cases import tiny_case


def lengths(steps):
    return {step.name: step.central_years for step in steps}


def test_no_lever_leaves_the_case_alone():
    case = tiny_case()
    assert with_levers(case, ()) is case


def test_a_lever_acts_on_the_steps_that_it_names_only():
    case = tiny_case()
    factor = catalog.get(LEVERS, "permitting", "supply_permit_factor").number
    pulled = with_levers(case, ["permitting"])
    for before, after in zip(case.supply, pulled.supply, strict=True):
        expected = {**lengths(before.steps), "permit": factor * lengths(before.steps)["permit"]}
        assert lengths(after.steps) == pytest.approx(expected)
    assert pulled.storage == case.storage
    assert pulled.sites[0].connection == case.sites[0].connection
    assert {row.table for row in pulled.defaults_used} == {LEVERS}


def test_low_and_high_lengths_move_with_the_central_one_and_levers_multiply():
    both = with_levers(tiny_case(), ["permitting", "federal_land", "permitting"]).supply[0].steps[0]
    before = tiny_case().supply[0].steps[0]
    factor = 1.0
    for lever in ("permitting", "federal_land"):
        factor *= catalog.get(LEVERS, lever, "supply_permit_factor").number
    found = (both.low_years, both.central_years, both.high_years)
    assert found == pytest.approx(
        tuple(factor * x for x in (before.low_years, before.central_years, before.high_years))
    )


def test_refused_co_location_slows_plants_on_the_site_and_no_others():
    case = tiny_case()
    refused = with_levers(case, ["co_location_refused"])
    for before, after in zip(case.supply, refused.supply, strict=True):
        is_slower = lengths(after.steps)["permit"] > lengths(before.steps)["permit"]
        assert is_slower == (before.delivery is Delivery.ON_SITE)


def test_an_unknown_lever_is_answered_with_the_nearest():
    with pytest.raises(UserError) as refused:
        with_levers(tiny_case(), ["permiting"])
    assert str(refused.value) == "policy.levers: there is no lever 'permiting'. Did you mean 'permitting'?"


@pytest.mark.parametrize("lever", catalog.keys(LEVERS))
def test_each_lever_names_steps_that_exist(lever):
    kinds = "on_site|supply|storage|link|connection|building"
    steps = "permit|procure|build|connect|study|upgrade|transformer|ramp"
    names = [name for name in catalog.group(LEVERS, lever) if name != "title"]
    assert names
    for name in names:
        kind, step = name.removesuffix("_factor").rsplit("_", 1)
        assert kind in kinds.split("|")
        assert step in steps.split("|")


def test_a_lever_that_is_let_go_leaves_no_trace():
    case = tiny_case()
    both = with_levers(case, ["permitting", "storage_certification"])
    assert levers_on(both) == ("permitting", "storage_certification")
    one = without_lever(both, "permitting")
    assert levers_on(one) == ("storage_certification",)
    for before, after in zip(case.supply, one.supply, strict=True):
        assert lengths(after.steps) == pytest.approx(lengths(before.steps))
    assert lengths(one.storage[0].steps) == lengths(both.storage[0].steps)
