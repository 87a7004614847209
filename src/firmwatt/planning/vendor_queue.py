"""Vendor slots as a queue: all sites buy from the same makers, and what does not fit this year waits for the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

_CRUMB_MW = 1e-9


@dataclass(frozen=True, slots=True)
class Order:
    """What one asset orders of a technology: `build_limit_mw_per_year` is its own pace, None where it has none."""

    technology: str
    mw: float
    build_limit_mw_per_year: float | None = None


@dataclass(frozen=True, slots=True)
class Tranche:
    """Megawatts of an order that are made in one slot year; making them starts `wait_years` after the decision."""

    mw: float
    wait_years: float


def vendor_queue(orders: Sequence[Order], slots_mw_per_year: Mapping[str, float]) -> tuple[tuple[Tranche, ...], ...]:
    """Return the tranches of each order; who stands first in the list is served first.

    Parameters
    ----------
    orders
        Of all sites, in the order of the queue.
    slots_mw_per_year
        Technology → what all sites together can buy in a year; a technology that is not listed has no limit.

    Examples
    --------
    >>> vendor_queue([Order("smr", 80.0), Order("smr", 80.0)], {"smr": 100.0})[1]
    (Tranche(mw=20.0, wait_years=0.0), Tranche(mw=60.0, wait_years=1.0))
    """
    sold_mw: dict[str, float] = {}
    served = []
    for order in orders:
        ahead_mw = sold_mw.get(order.technology, 0.0)
        served.append(_tranches(order, ahead_mw, slots_mw_per_year.get(order.technology)))
        sold_mw[order.technology] = ahead_mw + order.mw
    return tuple(served)


def _tranches(order: Order, ahead_mw: float, slots: float | None) -> tuple[Tranche, ...]:
    paces = [(pace, ahead) for pace, ahead in ((slots, ahead_mw), (order.build_limit_mw_per_year, 0.0)) if pace]
    if slots == 0.0 or order.build_limit_mw_per_year == 0.0 or order.mw <= 0.0:
        return ()
    edges = {0.0, order.mw}
    for pace, ahead in paces:
        full_years = np.arange(np.ceil(ahead / pace), np.ceil((ahead + order.mw) / pace) + 1.0)
        edges |= {float(edge) for edge in full_years * pace - ahead if _CRUMB_MW < edge < order.mw - _CRUMB_MW}
    return tuple(
        Tranche(end - start, max((float((ahead + middle) // pace) for pace, ahead in paces), default=0.0))
        for start, end in pairwise(sorted(edges))
        for middle in ((start + end) / 2.0,)
    )
