"""A comparison of contracts as plain names and values, for `--json` and `--out`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from firmwatt.accounting.contracts import ContractComparison, ContractPoint


def contracts_record(found: ContractComparison) -> Mapping[str, object]:
    """Return the comparison as plain names and values, dates in ISO form."""
    return {
        "programme": found.programme,
        "site": found.site,
        "asked_mw": found.asked_mw,
        "own_supply": found.has_own_supply,
        "contracts": {point.terms.name: _point_record(point) for point in found.points},
        "unreachable": [{"contract": each.stack, "reason": each.reason} for each in found.unreachable],
    }


def _point_record(point: ContractPoint) -> dict[str, object]:
    figures = point.figures
    return {
        "kind": point.terms.kind,
        "terms": asdict(point.terms),
        "p10": _iso(point.dates.p10),
        "p50": _iso(point.dates.p50),
        "p90": _iso(point.dates.p90),
        "months_saved": point.months_saved,
        "value_gained_usd": point.value_gained_usd,
        "cost_usd_per_mwh": figures.cost_usd_per_mwh,
        "saved_usd_per_mwh": point.saved_usd_per_mwh,
        "paid_usd_per_year": point.paid_usd_per_year,
        "carbon_kg_per_mwh": figures.carbon_kg_per_mwh,
        "lost_compute_share": figures.lost_compute_share,
        "lost_compute_usd_per_mwh": figures.lost_compute_usd_per_mwh,
        "carried_mwh_per_year": {name: asdict(work) for name, work in point.carried.items()},
        "feeds": point.feeds,
        "rides_through": point.rides_through,
        "checks": [asdict(check) for check in point.checks],
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
