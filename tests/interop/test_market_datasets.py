"""Markets go into a run folder and come back as they were."""

from dataclasses import fields

import numpy as np

from firmwatt.accounting.books import build_ledger
from firmwatt.interop.datasets import dispatch_dataset, plan_dataset
from firmwatt.interop.market_datasets import (
    market_coords,
    market_hour_arrays,
    market_plan_arrays,
    read_curves,
    read_outcome,
)
from firmwatt.interop.rebuild import rebuild_dispatch, rebuild_plan
from firmwatt.interop.summary import build_summary
from firmwatt.operation.read import dispatch_from_plan
from tests.accounting.test_markets import rich_plan
from tests.hand import hand_dispatch


def test_what_markets_do_comes_back_without_loss() -> None:
    dispatch = dispatch_from_plan(rich_plan())
    ledger = build_ledger(dispatch)
    data, hours = plan_dataset(dispatch.plan), dispatch_dataset(dispatch)
    plan = rebuild_plan(dispatch.plan.inputs.case, data, hours, build_summary(dispatch, ledger))
    for name in ("markets", "inputs.without", "inputs.curves"):
        before, after = dispatch.plan, plan
        for part in name.split("."):
            before, after = getattr(before, part), getattr(after, part)
        for field in fields(before):
            if isinstance(getattr(before, field.name), np.ndarray):
                np.testing.assert_array_equal(getattr(after, field.name), getattr(before, field.name), field.name)
    again = build_ledger(rebuild_dispatch(plan, hours))
    assert again.total_usd == ledger.total_usd
    np.testing.assert_array_equal(again.markets.others_more_usd, ledger.markets.others_more_usd)


def test_variables_carry_their_units() -> None:
    dispatch = dispatch_from_plan(rich_plan())
    data, hours = plan_dataset(dispatch.plan), dispatch_dataset(dispatch)
    assert hours["market_price_usd_per_mwh_without"].attrs["units"] == "USD/MWh"
    assert data["market_capacity_price_usd_per_mw_year"].attrs["units"] == "USD/MW/year"
    assert data["market_cost_usd_without"].attrs["units"] == "USD"
    assert list(data["market_addition"].to_numpy()) == ["r/turbine", "r/solar"]
    assert list(data["market_turbine"].to_numpy()) == ["r/turbine"]


def test_a_price_taker_leaves_nothing() -> None:
    dispatch = hand_dispatch()
    assert market_plan_arrays(dispatch.plan) == market_hour_arrays(dispatch.plan) == market_coords(dispatch.plan) == {}
    data = plan_dataset(dispatch.plan)
    assert read_curves(dispatch.plan.inputs.case, data) is None
    assert read_outcome(data, dispatch_dataset(dispatch), dispatch.plan.inputs.time) is None
