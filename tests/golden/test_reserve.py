"""Reserve by capacity credit: grid, plants and storage by duration."""

import pytest

from firmwatt.planning.constraints.reserve import credit_lines
from firmwatt.scenario.case import Reliability
from tests.golden.kit import World, case, golden_plan, site, storage, supply


def test_margin_is_bought_where_it_is_cheapest() -> None:
    # 10 MW with 20 % margin: free sun serves both hours but counts nothing; the turbine counts 0.8: 12 / 0.8 = 15 MW.
    sun = supply("sun", existing_mw=10.0, max_mw=0.0, capacity_credit=0.0)
    turbine = supply("turbine", capacity_credit=0.8)
    plan = golden_plan(case(supply=(sun, turbine), reliability=Reliability(0.2, 1.0)), World([[10.0, 10.0]]))
    assert plan.supply_mw[1, 0] == pytest.approx(15.0)


def test_grid_megawatts_count_with_the_grids_credit() -> None:
    home = site(firm_mw=(100.0,), capacity_price_usd_per_mw_year=1.0)
    plan = golden_plan(case(home, reliability=Reliability(0.0, 0.5)), World([[10.0, 10.0]]))
    assert plan.connection_firm_mw[0, 0] == pytest.approx(20.0)


def test_storage_counts_by_its_duration() -> None:
    # 6 MW of credit from free power: at 8 h the credit is 0.8, so 7.5 MW and 60 MWh; at 4 h 0.6: 10 MW and 40 MWh.
    # Up to 4 h a megawatt-hour gives 0.15 MW, so energy is best used there: 40 MWh × 100 USD.
    sun = supply("sun", existing_mw=6.0, max_mw=0.0, capacity_credit=0.0)
    plan = golden_plan(
        case(supply=(sun,), storage=(storage(),), reliability=Reliability(0.0, 1.0)), World([[6.0, 6.0]])
    )
    assert plan.storage_mwh[0, 0] == pytest.approx(40.0)
    assert plan.solution.primal_objective == pytest.approx(4_000.0)


def test_the_envelope_is_concave_where_the_credits_are_not() -> None:
    # PJM's 6 and 8 h classes lie below the line from 4 h to 10 h.
    lines = credit_lines(((4.0, 0.59), (6.0, 0.68), (8.0, 0.71), (10.0, 0.78)))
    values = [min(a + b * hours for a, b in lines) for hours in (4.0, 6.0, 8.0, 10.0, 100.0)]
    assert values == pytest.approx([0.59, 0.68, 0.73, 0.78, 0.78])
