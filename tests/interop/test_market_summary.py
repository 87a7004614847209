"""The markets in `summary.json`."""

import json

import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.interop.market_summary import market_records, stranded_record
from firmwatt.interop.summary import build_summary
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.stranded import with_stranded
from tests.accounting.test_markets import rich_plan


def test_each_market_and_year_tells_both_states_and_the_cost_adds_up() -> None:
    dispatch = dispatch_from_plan(with_stranded(rich_plan(), 0.5))
    ledger = build_ledger(dispatch)
    summary = json.loads(json.dumps(build_summary(dispatch, ledger)))
    (record,) = summary["markets"]
    assert (record["market"], record["year"]) == ("r", 2027)
    assert record["with"]["price_usd_per_mwh"] >= record["without"]["price_usd_per_mwh"]
    assert record["other_bills_change_usd"] == pytest.approx(
        record["with"]["others_usd"] - record["without"]["others_usd"]
    )
    assert sum(summary["cost_usd"].values()) == pytest.approx(summary["ledger_total_usd"], rel=1e-12)
    assert summary["cost_usd"]["grid_owners"] == pytest.approx(-record["owners_change_usd"])
    assert summary["stranded"]["low_share"] == 0.5
    assert summary["stranded"]["cost_usd"] >= 0.0
    assert all(each["mw"] > 1.0 for each in summary["stranded"]["idle"])


def test_price_takers_tell_nothing() -> None:
    assert market_records(None, rich_plan()) == []
    assert stranded_record(None) is None
