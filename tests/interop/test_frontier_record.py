"""The frontier as programs read it."""

import json
from dataclasses import replace

import pytest

from firmwatt.accounting.frontier import Unreachable
from firmwatt.errors import Reason, UserError
from firmwatt.interop.frontier_record import frontier_record, read_frontier
from firmwatt.report.frontier_context import why_not
from tests.report.frontiers import small_frontier

CONTRACT = (
    "stack", "p10", "p50", "p90", "cost_usd_per_mwh", "carbon_kg_per_mwh", "water_m3_per_mwh",
    "curtailed_hours_per_year", "lost_compute_share", "order_by", "dominated",
)  # fmt: skip


def test_each_point_has_the_keys_of_the_contract_first():
    record = frontier_record(small_frontier())
    assert all(tuple(point)[: len(CONTRACT)] == CONTRACT for point in record["frontier"])
    assert json.loads(json.dumps(record)) == record


def test_values_are_those_of_the_points():
    record = frontier_record(small_frontier())
    assert (record["site"], record["asked_mw"], record["programme"]) == ("ashburn", 100.0, "A campus")
    first, grid, late = record["frontier"]
    assert (first["stack"], first["p10"], first["p50"], first["p90"]) == (
        "bridge_fuel_cells", "2028-01-01", "2028-07-01", "2029-07-01",
    )  # fmt: skip
    assert (first["cost_usd_per_mwh"], first["order_by"], first["dominated"]) == (95.0, "2026-06-01", False)
    assert first["value_gained_usd"] == pytest.approx(24.0 * 2e6, rel=0.01)
    assert grid["months_gained"] == 0.0
    assert late["p90"] is None
    missing = record["unreachable"][0]
    assert missing["stack"] == "bridge_gas"
    assert missing["reason"] == "It serves 62% of the computing. The water limit at ashburn binds in 2035."
    assert (missing["kind"], missing["values"], missing["limit"]["name"]) == (
        "lost", {"served": "62%"}, "water[site=ashburn, year=2035]",
    )  # fmt: skip


def test_a_frontier_read_back_says_the_same(tmp_path):
    record = frontier_record(small_frontier())
    (tmp_path / "frontier.json").write_text(json.dumps({"schema_version": 1, "status": "ok", **record}))
    assert frontier_record(read_frontier(tmp_path)) == record
    assert [why_not(stack) for stack in read_frontier(tmp_path).unreachable] == [
        why_not(stack) for stack in small_frontier().unreachable
    ]
    assert "물" in why_not(read_frontier(tmp_path).unreachable[0]).ko
    assert read_frontier(tmp_path / "frontier.json").points == read_frontier(tmp_path).points


def test_a_frontier_of_an_older_version_keeps_its_sentences(tmp_path):
    record = frontier_record(small_frontier())
    old = [{"stack": each["stack"], "reason": each["reason"]} for each in record["unreachable"]]
    (tmp_path / "frontier.json").write_text(json.dumps({**record, "unreachable": old}))
    assert [each.reason for each in read_frontier(tmp_path).unreachable] == [each["reason"] for each in old]


def test_what_is_no_frontier_is_refused(tmp_path):
    (tmp_path / "frontier.json").write_text("{}")
    with pytest.raises(UserError) as raised:
        read_frontier(tmp_path)
    assert str(raised.value) == (
        f"{tmp_path}/frontier.json: is not a frontier (KeyError: 'programme'). "
        "Give the folder that `firmwatt frontier --out` wrote."
    )


def test_levers_and_the_korean_title_are_kept(tmp_path):
    found = replace(small_frontier(), programme_ko="캠퍼스", lever_months={"permitting": {"smr": 12.0}})
    (tmp_path / "frontier.json").write_text(json.dumps(frontier_record(found)))
    again = read_frontier(tmp_path)
    assert (again.programme_ko, again.lever_months) == ("캠퍼스", {"permitting": {"smr": 12.0}})


def test_why_no_plan_exists_is_kept_in_parts(tmp_path):
    land = Reason("unkept", "land", {"site": "a", "year": "2027"}, {"missing": 30.0}, "acre", "Too little land.")
    stack = Unreachable("smr", "Too little land.", "infeasible", {"reasons": "Too little land."}, reasons=(land,))
    record = frontier_record(replace(small_frontier(), unreachable=(stack,)))
    (tmp_path / "frontier.json").write_text(json.dumps(record))
    assert read_frontier(tmp_path).unreachable == (stack,)
