"""When the grid calls on a load under a contract: in the hours of most stress, as far as the contract lets it.

Hours are taken one after the other, the one of most stress first, as long as hours, events and the length of an event
stay within the contract. The grid is thus taken to use all that it may, at the worst time for the load. Where hours are
sampled, each stands for so many hours of the year, and one may be called in part: on so many of the days that it stands
for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.scenario.case import LoadContract
from firmwatt.timegrid import FloatArray

_LEAST_SHARE = 1e-9


@dataclass(frozen=True, slots=True)
class CallCount:
    """How often and how long the grid calls in a year.

    Attributes
    ----------
    hours_per_year, events_per_year
        An event is a run of hours called, however small a part of them.
    longest_event_hours : hours
    """

    hours_per_year: float
    events_per_year: float
    longest_event_hours: int


def called_share(stress: FloatArray, hour_weight: FloatArray, contract: LoadContract) -> FloatArray:
    """Return which share of each hour the grid calls.

    Parameters
    ----------
    stress : (periods, hours)
        Any measure of how short the grid is, such as its price.
    hour_weight : (periods,) hours of the year that one hour stands for
    contract

    Returns
    -------
    share : (periods, hours) 0-1

    Examples
    --------
    >>> from dataclasses import replace
    >>> terms = LoadContract("x", "curtailable", 3.0, 2.0, 2.0, 30.0, 0.0, 0.0, True, False)
    >>> prices = np.array([[10.0, 90.0, 80.0, 70.0, 5.0, 60.0]])
    >>> called_share(prices, np.ones(1), terms).tolist()
    [[0.0, 1.0, 1.0, 0.0, 0.0, 1.0]]
    """
    share = np.zeros_like(stress)
    hours_left, events_left = contract.hours_per_year, contract.events_per_year
    if contract.called_hours_per_year is not None:
        hours_left = min(hours_left, contract.called_hours_per_year)
    for place in np.argsort(-stress, axis=None, kind="stable").tolist():
        if hours_left <= 0.0:
            break
        period, hour = divmod(place, stress.shape[1])
        weight = float(hour_weight[period])
        before, after = _run_lengths(share[period], hour)
        if before + 1 + after > contract.longest_event_hours:
            continue
        part = min(1.0, hours_left / weight)
        if before or after:  # no more days than the event has already
            part = min(part, max(share[period, max(hour - 1, 0)], share[period, min(hour + 1, share.shape[1] - 1)]))
        else:
            part = min(part, events_left / weight)
            events_left -= max(part, 0.0) * weight
        if part > _LEAST_SHARE:
            share[period, hour] = part
            hours_left -= part * weight
    return share


def count_calls(share: FloatArray, hour_weight: FloatArray) -> CallCount:
    """Return how often and how long the grid calls.

    Parameters
    ----------
    share : (periods, hours) 0-1
    hour_weight : (periods,) hours of the year that one hour stands for
    """
    is_called = share > 0.0
    edges = np.diff(np.pad(is_called, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    (rows, starts), (_, ends) = np.nonzero(edges == 1), np.nonzero(edges == -1)
    parts = [share[row, start:end].max() for row, start, end in zip(rows, starts, ends, strict=True)]
    return CallCount(
        hours_per_year=float((share * hour_weight[:, None]).sum()),
        events_per_year=float(sum(part * hour_weight[row] for row, part in zip(rows, parts, strict=True))),
        longest_event_hours=int((ends - starts).max(initial=0)),
    )


def _run_lengths(share: FloatArray, hour: int) -> tuple[int, int]:
    """Return how many called hours lie directly before and after an hour."""
    before = after = 0
    while hour - before > 0 and share[hour - before - 1] > 0.0:
        before += 1
    while hour + after + 1 < len(share) and share[hour + after + 1] > 0.0:
        after += 1
    return before, after
