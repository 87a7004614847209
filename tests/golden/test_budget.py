"""The programme's budget on capital."""

from dataclasses import replace

import pytest

from firmwatt.planning.constraints.budget import ROWS
from firmwatt.planning.model import build_model
from firmwatt.scenario.assets import Delivery, Link
from tests.golden.kit import World, case, golden_inputs, golden_plan, site, storage, supply


def test_budget_limits_chips_and_plants_together() -> None:
    # 1 MW costs 100,000 USD of plant and 400,000 USD of chips and building: 5 million USD buy 10 of 30 MW.
    home = site(it_capital_usd_per_kw=300.0, building_capital_usd_per_kw=100.0)
    asked = case(home, supply=(supply(),))
    programme = replace(asked.programme, budget_usd=5_000_000.0)
    plan = golden_plan(replace(asked, programme=programme), World([[30.0, 30.0]]))
    assert plan.it_mw[0, 0] == pytest.approx(10.0)
    assert plan.binding[0].words == "The budget on capital is used up."


def test_what_is_built_after_the_last_year_does_not_count() -> None:
    home = site(asked_mw=(30.0, 30.0), firm_mw=(0.0, 0.0), curtailable_mw=(0.0, 0.0))
    asked = case(home, years=(2027, 2028), supply=(supply(fuel_cost_usd_per_mmbtu=(0.0, 0.0)),))
    programme = replace(asked.programme, budget_usd=1_000_000.0, budget_until_year=2027)
    plan = golden_plan(replace(asked, programme=programme), World([[30.0, 30.0]]))
    assert plan.supply_mw[0] == pytest.approx([10.0, 30.0])


def test_every_kind_of_asset_takes_its_capital_out_of_the_budget() -> None:
    line = Link("line", "a", "b", 0.0, 100.0, 0.0, 10.0, 10.0, (), 0.0)
    homes = [site(name, firm_mw=(10.0,), curtailable_mw=(10.0,), capital_cost_usd_per_kw=30.0) for name in ("a", "b")]
    store = storage(power_cost_usd_per_kw=200.0, energy_cost_usd_per_kwh=40.0)
    contract = supply("contract", delivery=Delivery.VIRTUAL, strike_usd_per_mwh=40.0, overnight_cost_usd_per_kw=70.0)
    asked = case(*homes, supply=(supply(), contract), storage=(store,), links=(line,))
    asked = replace(asked, programme=replace(asked.programme, budget_usd=1e9))
    lp = build_model(golden_inputs(asked, World([[5.0, 5.0]]))).lp
    row = lp.matrix.tocsr()[[lp.row_block(ROWS).start]]
    taken = {
        block.name: row[:, block.start : block.start + block.size].toarray().ravel().tolist()
        for block in lp.col_blocks
        if block.name.endswith("_build")
    }
    assert taken == {
        "supply_mw_build": [100_000.0, 0.0],
        "storage_mw_build": [200_000.0],
        "storage_mwh_build": [40_000.0],
        "link_mw_build": [10_000.0],
        "connection_firm_mw_build": [30_000.0, 30_000.0],
        "connection_curtailable_mw_build": [30_000.0, 30_000.0],
        "it_mw_build": [0.0, 0.0],
    }
