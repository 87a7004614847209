"""Which method is taken, what a plan's sites have, and how a load file becomes years."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.errors import UserError
from firmwatt.grid.demand_file import Demand
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.solve import solve_plan
from firmwatt.reliability.assess import (
    Method,
    assess,
    assess_plan,
    constant_load,
    credit_in_plan,
    load_by_year,
    sum_by_year,
)
from firmwatt.reliability.monte_carlo import SimulationOptions
from firmwatt.reliability.system import Store
from tests.cases import two_site_case
from tests.reliability.campus import campus
from tests.worlds import simple_inputs

SHORT = SimulationOptions(most_years=50, least_years=50)
STORED = (Store("battery", 1.0, 4.0, 0.9, 0.9),)


@pytest.mark.parametrize(
    ("stores", "method", "taken"),
    [
        ((), Method.CHOOSE, "convolution"),
        ((), Method.CONVOLUTION, "convolution"),
        ((), Method.MONTE_CARLO, "monte_carlo"),
        (STORED, Method.CHOOSE, "monte_carlo"),
    ],
)
def test_the_exact_method_is_taken_where_there_is_one(stores, method, taken):
    assert assess([campus(11, hours=48, stores=stores)], method, SHORT).method == taken


def test_the_convolution_is_refused_where_it_would_leave_something_out():
    with pytest.raises(UserError, match=r"^--method: the convolution knows no storage .* Choose monte-carlo.$"):
        assess([campus(11, hours=48, stores=STORED)], Method.CONVOLUTION)


@pytest.fixture(scope="module")
def dispatch():
    return dispatch_from_plan(solve_plan(simple_inputs(two_site_case())))


def test_every_site_and_year_with_a_load_is_assessed(dispatch):
    found = tuple(assess_plan(dispatch, options=SHORT))
    assert {(site.site, site.year) for site in found} <= {(s, y) for s in ("north", "south") for y in (2027, 2030)}
    sums = sum_by_year(found)
    assert sums[-1].eue_mwh_per_year == pytest.approx(
        sum(site.adequacy.eue_mwh_per_year for site in found if site.year == sums[-1].year)
    )
    assert sums[-1].hardest_site in {"north", "south"}


def test_a_better_grid_never_hurts(dispatch):
    poor, good = (
        sum(site.adequacy.eue_mwh_per_year for site in assess_plan(dispatch, options=SHORT, grid_availability=share))
        for share in (0.9, 1.0)
    )
    assert good <= poor


def test_a_target_brings_its_design(dispatch):
    designs = [site for site in assess_plan(dispatch, options=SHORT, target_nines=0.1) if site.design]
    assert {site.design.unit_name for site in designs} <= {"north/gas_turbine"}


@pytest.mark.parametrize("name", ["south/solar", "north/gas_turbine", "south/battery_4h"])
def test_no_planned_asset_is_worth_more_than_its_capacity(dispatch, name):
    try:
        credit = credit_in_plan(dispatch, name, SHORT, grid_availability=0.9)
    except UserError as error:
        assert "there is no" in str(error)
        return
    assert 0 <= credit.load_carrying_mw <= credit.capacity_mw * 1.001
    assert 0 <= credit.equivalent_firm_mw <= credit.capacity_mw * 1.001


def test_a_load_file_of_several_years_becomes_rows():
    stamps = np.arange(np.datetime64("2023-12-31T00", "h"), np.datetime64("2026-01-01T00", "h"))
    demand = Demand(("a", "b"), stamps, np.ones((2, len(stamps))))
    assert load_by_year(demand).shape == (2, 8760)
    assert load_by_year(demand).max() == 2.0
    part = Demand(("a",), stamps[:100], np.ones((1, 100)))
    assert load_by_year(part).shape == (1, 100)
    assert constant_load(5.0).shape == (1, 8760)


def test_a_load_file_without_a_whole_year_is_told():
    stamps = np.arange(np.datetime64("2023-03-01T00", "h"), np.datetime64("2024-11-01T00", "h"))
    with pytest.raises(UserError, match=r"^--load: no calendar year of the file is whole."):
        load_by_year(Demand(("a",), stamps, np.ones((1, len(stamps)))))
