"""Tables of the load as the grid sees it: peaks with and without flexible compute, and the calls of contracts."""

from __future__ import annotations

from firmwatt.operation.contract_check import check_contracts
from firmwatt.operation.dispatch import Dispatch
from firmwatt.reliability.flexible_peaks import flexible_peaks
from firmwatt.report.numbers import number, percent
from firmwatt.report.programme import name_label, region_label
from firmwatt.report.table import Table
from firmwatt.report.text import Text, joined, same, say

PEAK_COLUMNS = ("area", "without", "with", "saved", "dearest_without", "dearest", "factor_without", "factor")
CALL_COLUMNS = ("site", "year", "contract", "hours", "events", "longest", "withheld", "kept")
SYSTEM = "system"


def peaks_table(dispatch: Dispatch) -> Table:
    """Return the peaks of each region in the last year, with and without flexible compute."""
    found = flexible_peaks(dispatch)
    titles = {region.name: region.title for region in dispatch.plan.inputs.case.regions}
    rows = tuple(
        (
            say("peaks.all") if each.area == SYSTEM else region_label(each.area, titles[each.area]),
            same(number(each.peak_mw_without)),
            same(number(each.peak_mw)),
            same(number(each.saved_mw)),
            same(number(each.dearest_mw_without)),
            same(number(each.dearest_mw)),
            same(percent(each.load_factor_without)),
            same(percent(each.load_factor)),
        )
        for each in found
        if each.peak_mw_without > 0.0 and (each.area != SYSTEM or len(found) > 2)
    )
    return Table("peaks", say("peaks.title"), tuple(say(f"peaks.{name}") for name in PEAK_COLUMNS), rows, 1)


def calls_table(dispatch: Dispatch) -> Table:
    """Return how each site keeps its contract by year; no rows where no site has one."""
    rows = tuple(
        (
            name_label(check.site),
            same(str(check.year)),
            same(check.contract.replace("_", " ")),
            same(number(check.calls.hours_per_year)),
            same(number(check.calls.events_per_year)),
            same(number(check.calls.longest_event_hours)),
            same(number(check.withheld_mwh_per_year)),
            _kept(check.breaches),
        )
        for check in check_contracts(dispatch)
    )
    return Table("calls", say("calls.title"), tuple(say(f"calls.{name}") for name in CALL_COLUMNS), rows, 3)


def _kept(breaches: tuple[str, ...]) -> Text:
    return joined([say(f"breach.{name}") for name in breaches], ", ") if breaches else say("calls.yes")
