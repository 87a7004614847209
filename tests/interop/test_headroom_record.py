"""Headroom as plain names and as a table."""

from __future__ import annotations

import json

import numpy as np
import pytest

from firmwatt.grid.contract_room import known_contracts, measure_contracts
from firmwatt.grid.demand_file import Demand
from firmwatt.grid.headroom import UPPER_BOUND, measure_headroom, place_load
from firmwatt.interop.headroom_record import headroom_record, headroom_table
from firmwatt.timegrid import utc_stamps

LIMITS = (0.005, 0.01)


@pytest.fixture(scope="module")
def demand():
    wave = 1000 + 300 * np.cos(np.arange(8760) / 8760 * 4 * np.pi) + 100 * np.sin(np.arange(8760) * np.pi / 12)
    return Demand(("a", "b"), utc_stamps(2023), np.array([wave, 2 * wave]))


def test_the_keys_that_programs_read(demand):
    found = measure_headroom(demand, LIMITS)
    record = headroom_record(
        found, LIMITS, place_load(demand, {"a": 100.0}), measure_contracts(demand, known_contracts())
    )
    assert json.loads(json.dumps(record)) == record | {"events": json.loads(json.dumps(record["events"])),
                                                       "load": json.loads(json.dumps(record["load"]))}  # fmt: skip
    assert record["total_mw"]["0.01"] == pytest.approx(sum(record["areas"][area]["0.01"] for area in ("a", "b")))
    assert record["load"]["a"]["load_mw"] == 100.0
    assert record["contracts"]["b"]["firm"]["load_mw"] == 0.0
    assert record["note"] == UPPER_BOUND
    assert set(headroom_record(found, LIMITS)) == {"areas", "seasons", "total_mw", "events", "note"}


def test_the_table_has_a_line_for_each_area_and_limit(demand):
    found = measure_headroom(demand, LIMITS)
    table = headroom_table(found, LIMITS)
    assert table[["area", "limit"]].to_numpy().tolist() == [["a", 0.005], ["a", 0.01], ["b", 0.005], ["b", 0.01]]
    assert table["headroom_mw"].tolist() == [load for area in found for load in area.headroom_mw]
    assert {"covered_share_4h_store", "covered_flexible", "covered_left_hours_per_year"} <= set(table.columns)
