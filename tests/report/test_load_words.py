"""The words about the load, in both languages."""

from __future__ import annotations

from firmwatt.operation.contract_check import ContractCheck
from firmwatt.report.load_tables import CALL_COLUMNS, PEAK_COLUMNS
from firmwatt.report.load_words import LOAD_WORDS
from firmwatt.report.words import WORDS


def test_every_column_and_breach_has_words():
    assert LOAD_WORDS.items() <= WORDS.items()
    names = {f"peaks.{name}" for name in PEAK_COLUMNS} | {f"calls.{name}" for name in CALL_COLUMNS}
    breaches = {f"breach.{name}" for name in ("hours", "events", "length", "draw", "notice")}
    assert names | breaches <= LOAD_WORDS.keys()
    assert all(english.strip() and korean.strip() for english, korean in LOAD_WORDS.values())
    assert "breaches" in ContractCheck.__doc__
