"""The markets that answer the load in `summary.json`: with the programme and without it, by market and year."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np

from firmwatt.accounting.markets import MarketBooks, MarketState
from firmwatt.planning.plan import Plan, Stranded

Summary = dict[str, object]


def market_records(books: MarketBooks | None, plan: Plan) -> list[Summary]:
    """Return one object for each market and planning year, with the figures of one calendar year.

    `with` and `without` tell the market with the programme's load and without any; `long_run_*` is what the programme
    adds over the energy that it draws, None where it draws none.
    """
    if books is None:
        return []
    return [
        {
            "market": market,
            "year": year,
            "drawn_mwh": float(books.programme_mwh[m, y]),
            "programme_bill_usd": float(books.programme_usd[m, y]),
            "other_bills_change_usd": float(books.others_more_usd[m, y]),
            "owners_change_usd": float(books.owners_more_usd[m, y]),
            "unbalanced_usd": float(books.unbalanced_usd[m, y]),
            "long_run_usd_per_mwh": float(books.long_run_usd_per_mwh[m, y]),
            "long_run_kg_per_mwh": float(books.long_run_kg_per_mwh[m, y]),
            "with": _state(books.planned, m, y),
            "without": _state(books.without, m, y),
        }
        for m, market in enumerate(books.markets)
        for y, year in enumerate(plan.inputs.time.planning_years)
    ]


def stranded_record(stranded: Stranded | None) -> Summary | None:
    """Return what stands idle on the low path, None where it was not asked for."""
    return None if stranded is None else asdict(stranded)


def _state(state: MarketState, market: int, year: int) -> Summary:
    return {name: float(np.asarray(getattr(state, name))[market, year]) for name in MarketState.__slots__}
