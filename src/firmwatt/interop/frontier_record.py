"""A frontier as plain names and values, for `--json` and `frontier.json`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from firmwatt.accounting.frontier import Frontier, FrontierPoint


def frontier_record(found: Frontier) -> Mapping[str, object]:
    """Return the frontier as plain names and values, dates in ISO form."""
    return {
        "programme": found.programme,
        "site": found.site,
        "asked_mw": found.asked_mw,
        "frontier": [_point_record(point) for point in found.points],
        "unreachable": [{"stack": stack.stack, "reason": stack.reason} for stack in found.unreachable],
    }


def _point_record(point: FrontierPoint) -> dict[str, object]:
    dates, figures = point.dates, point.figures
    return {
        "stack": point.stack,
        "p10": _iso(dates.p10),
        "p50": _iso(dates.p50),
        "p90": _iso(dates.p90),
        "cost_usd_per_mwh": figures.cost_usd_per_mwh,
        "carbon_kg_per_mwh": figures.carbon_kg_per_mwh,
        "water_m3_per_mwh": figures.water_m3_per_mwh,
        "curtailed_hours_per_year": figures.curtailed_hours_per_year,
        "lost_compute_share": figures.lost_compute_share,
        "nines": point.nines,
        "order_by": _iso(dates.order_by),
        "dominated": point.dominated,
        "first_power": _iso(dates.first_power),
        "lost_compute_usd_per_mwh": figures.lost_compute_usd_per_mwh,
        "months_gained": point.months_gained,
        "value_usd_per_month": figures.value_usd_per_month,
        "value_gained_usd": point.months_gained * figures.value_usd_per_month,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
