"""A comparison of contracts as plain names and values."""

from __future__ import annotations

import json
from datetime import date

from firmwatt.accounting.contracts import CarriedWork, ContractComparison, compared_contracts
from firmwatt.accounting.frontier import Unreachable
from firmwatt.interop.contracts_record import contracts_record
from tests.accounting.test_contracts import made


def test_the_keys_that_programs_read():
    points = compared_contracts([made("firm", date(2030, 1, 1), 80.0)])
    found = ContractComparison("title", "a", 100.0, False, points, (Unreachable("slow", "It is late.", "late"),))
    record = json.loads(json.dumps(contracts_record(found)))
    assert record["contracts"]["firm"]["p50"] == "2030-01-01"
    assert record["contracts"]["firm"]["terms"]["notice_minutes"] == 30.0
    assert record["contracts"]["firm"]["months_saved"] == 0.0
    assert record["unreachable"] == [{"contract": "slow", "reason": "It is late."}]
    assert CarriedWork(1.0, 2.0).lost_mwh == 2.0
