"""A frontier as plain names and values, for `--json` and `frontier.json`, and read back from there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

from firmwatt.accounting.frontier import Frontier, FrontierPoint, Unreachable
from firmwatt.accounting.levelised import LevelisedFigures
from firmwatt.errors import Reason, UserError
from firmwatt.planning.plan import BindingLimit
from firmwatt.planning.stack_dates import StackDates

FILE = "frontier.json"


def frontier_record(found: Frontier) -> Mapping[str, object]:
    """Return the frontier as plain names and values, dates in ISO form."""
    return {
        "programme": found.programme,
        "site": found.site,
        "asked_mw": found.asked_mw,
        "frontier": [_point_record(point) for point in found.points],
        "unreachable": [_unreachable_record(stack) for stack in found.unreachable],
        "programme_ko": found.programme_ko,
        "lever_months": {lever: dict(months) for lever, months in found.lever_months.items()},
    }


def _unreachable_record(stack: Unreachable) -> dict[str, object]:
    """Return why a stack does not deliver: the sentence, and its parts for whoever tells it in another language."""
    return {
        "stack": stack.stack,
        "reason": stack.reason,
        "kind": stack.kind,
        "values": dict(stack.values),
        "lacks": list(stack.lacks),
        "limit": None if stack.limit is None else asdict(stack.limit),
        "reasons": [asdict(reason) for reason in stack.reasons],
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
        "order_by": _iso(dates.order_by),
        "dominated": point.dominated,
        "nines": point.nines,
        "first_power": _iso(dates.first_power),
        "cancellation_probability": dates.cancelled_share,
        "lost_compute_usd_per_mwh": figures.lost_compute_usd_per_mwh,
        "months_gained": point.months_gained,
        "value_usd_per_month": figures.value_usd_per_month,
        "value_gained_usd": point.months_gained * figures.value_usd_per_month,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def read_frontier(place: Path) -> Frontier:
    """Return the frontier of a folder that `firmwatt frontier --out` wrote, or of its `frontier.json`.

    Raises
    ------
    UserError
        There is none, or it is of another version.
    """
    path = place / FILE if place.is_dir() else place
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return Frontier(
            record["programme"],
            record["site"],
            float(record["asked_mw"]),
            tuple(_point(each, float(record["asked_mw"])) for each in record["frontier"]),
            tuple(_unreachable(each) for each in record["unreachable"]),
            record.get("programme_ko", ""),
            record.get("lever_months", {}),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        problem = f"is not a frontier ({type(error).__name__}: {error})."
        remedy = "Give the folder that `firmwatt frontier --out` wrote."
        raise UserError(f"{path}: {problem} {remedy}") from None


def _unreachable(record: Mapping[str, Any]) -> Unreachable:
    """Return a stack that does not deliver; one of an older version has its sentence alone."""
    limit = record.get("limit")
    return Unreachable(
        stack=record["stack"],
        reason=record["reason"],
        kind=record.get("kind", ""),
        values=record.get("values", {}),
        lacks=tuple(record.get("lacks", ())),
        limit=None if limit is None else BindingLimit(**limit),
        reasons=tuple(Reason(**each) for each in record.get("reasons", ())),
    )


def _point(record: Mapping[str, Any], asked_mw: float) -> FrontierPoint:
    days = {name: _day(record[name]) for name in ("p10", "p50", "p90", "order_by", "first_power")}
    return FrontierPoint(
        stack=record["stack"],
        dates=StackDates(
            planned=days["p50"],
            most_mw=asked_mw,
            cancelled_share=float(record.get("cancellation_probability", 0.0)),
            **days,
        ),
        figures=LevelisedFigures(**{field.name: float(record[field.name]) for field in fields(LevelisedFigures)}),
        months_gained=float(record["months_gained"]),
        dominated=bool(record["dominated"]),
        nines=record["nines"],
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
