"""The weather draws in `summary.json`, as a table, and read back."""

import json

import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.interop.summary import build_summary
from firmwatt.interop.tables import all_tables
from firmwatt.interop.weather_record import weather_record
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.risk_change import with_risk_change
from firmwatt.scenario.programme import Risk
from tests.golden.kit import solved_plan
from tests.golden.test_risk import WORK_MW, YEAR_MWH, risky_inputs


def test_draws_are_told_and_all_costs_add_up_to_the_objective() -> None:
    dispatch = dispatch_from_plan(with_risk_change(solved_plan(risky_inputs((20.0, 60.0), (0.8, 0.2), Risk(0.2, 0.8)))))
    ledger = build_ledger(dispatch)
    summary = json.loads(json.dumps(build_summary(dispatch, ledger)))
    weather = summary["weather"]
    assert (weather["draws"], weather["probability"]) == (["1", "2"], [0.8, 0.2])
    assert (weather["tail_share"], weather["weight"]) == (0.2, 0.8)
    (year,) = weather["by_year"]
    assert year["operating_usd"] == pytest.approx([20.0 * YEAR_MWH, 30.0 * YEAR_MWH])
    assert (year["expected_usd"], year["tail_mean_usd"]) == pytest.approx((22.0 * YEAR_MWH, 30.0 * YEAR_MWH))
    assert weather["change"]["capacities"][0]["mw"] == pytest.approx(WORK_MW)
    total = sum(summary["cost_usd"].values()) + weather["adjustment_usd"]
    assert total == pytest.approx(summary["ledger_total_usd"], rel=1e-12)
    assert summary["objective_usd"] == pytest.approx(summary["ledger_total_usd"], rel=1e-9)


def test_the_table_has_a_row_for_each_draw_and_year() -> None:
    dispatch = dispatch_from_plan(solved_plan(risky_inputs((20.0, 60.0), (0.5, 0.5), None)))
    table = all_tables(dispatch, build_ledger(dispatch))["weather_years"]
    assert table[["year", "draw", "probability", "share_in_tail"]].to_dict("list") == {
        "year": [2027, 2027], "draw": ["1", "2"], "probability": [0.5, 0.5],
        "share_in_tail": [0.0, pytest.approx(0.2)],
    }  # fmt: skip


def test_a_single_draw_tells_nothing() -> None:
    assert weather_record(None, None) is None
    dispatch = dispatch_from_plan(solved_plan(risky_inputs((20.0,), (1.0,), None)))
    assert "weather_years" not in all_tables(dispatch, build_ledger(dispatch))
