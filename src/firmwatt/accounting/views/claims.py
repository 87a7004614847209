"""Who may claim what, when: instruments set against purchases by hour, month or year, the cleanest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from firmwatt.accounting.dispatch_hours import DispatchHours
from firmwatt.accounting.metered.instruments import Instrument
from firmwatt.accounting.rule_sets import Matching, Period
from firmwatt.timegrid import FloatArray, IntArray

QUALITY: Final = ("certificate", "contract", "virtual", "supplier")
"""The order in which instruments of one factor are claimed."""
_LONGEST_HOURS: Final[dict[Period, int]] = {"hour": 1, "month": 745, "year": 8784}
_MEAN_YEAR_HOURS: Final = 8766.0


@dataclass(frozen=True, slots=True, eq=False)
class Claims:
    """What instruments cover of the purchases.

    Attributes
    ----------
    claimed_mwh : (instruments, hours)
        In the region of each instrument.
    available_mwh : (instruments,)
        What each generated or certifies, claimed or not.
    unclaimed_mwh : (regions, hours)
    matched_by : (instruments,) hour, month or year
        The window in which each was set against purchases.
    """

    claimed_mwh: FloatArray
    available_mwh: FloatArray
    unclaimed_mwh: FloatArray
    matched_by: tuple[Period, ...]


def claim_purchases(hours: DispatchHours, matching: Matching, *, is_exempt: bool = False) -> Claims:
    """Return the claims of an account by a rule of matching.

    Parameters
    ----------
    hours
    matching
    is_exempt
        Whether the company makes use of the rule's exemption where it may.

    Notes
    -----
    Instruments are taken in the order of their factor, then of `QUALITY`. By hour an instrument claims
    `min(generated_t, still unclaimed_t)`; by month or year it claims `min(Σ generated, Σ still unclaimed)` of the
    window, spread over its hours in proportion to what is still unclaimed. What claims more than is purchased is
    worth nothing. Certificates of a longer period than the window have no hour in it and claim nothing, unless a
    profile that the rule allows spreads them, or an exemption or the legacy clause lets them be matched by year.
    """
    remaining = hours.purchased_mwh.copy()
    exempt = _exempt_regions(hours, matching) if is_exempt else set[int]()
    claimed = np.zeros((len(hours.instruments), hours.calendar.hours))
    available = np.zeros(len(hours.instruments))
    windows = [_window(each, at, exempt, matching) for each, at in _pairs(hours)]
    order = sorted(range(len(hours.instruments)), key=lambda place: _rank(hours.instruments[place]))
    for place in order:
        instrument, region = hours.instruments[place], int(hours.instrument_region[place])
        available[place] = available_mwh(instrument, hours)
        claimed[place] = _claim(instrument, hours, remaining[region], windows[place])
        remaining[region] = np.maximum(remaining[region] - claimed[place], 0.0)
    return Claims(claimed, available, remaining, tuple(windows))


def available_mwh(instrument: Instrument, hours: DispatchHours) -> float:
    """Return what an instrument generated or certifies in the hours of the account."""
    spans = _spans(instrument, hours)
    return float(instrument.hourly_mwh.sum() + instrument.period_mwh[spans[:, 1] > spans[:, 0]].sum())


def energy_by_window(instrument: Instrument, hours: DispatchHours, period: Period) -> FloatArray:
    """Return (windows,) MWh of an instrument in the months or years of the account that hold it whole.

    Notes
    -----
    A certificate of a year against an account of a part of it counts in full: whoever retires it may set it against
    any hour of its year. That it is used once is for the ledger of certificates to see.
    """
    window = windows_of(hours, period)
    total = np.bincount(window, instrument.hourly_mwh, int(window.max()) + 1).astype(np.float64)
    lengths = instrument.periods[:, 1] - instrument.periods[:, 0]
    for (first, after), length, mwh in zip(_spans(instrument, hours), lengths, instrument.period_mwh, strict=True):
        if after > first and length <= _LONGEST_HOURS[period] and window[first] == window[after - 1]:
            total[window[first]] += mwh
    return total


def windows_of(hours: DispatchHours, period: Period) -> IntArray:
    """Return (hours,) the number of each hour's window."""
    calendar = hours.calendar
    if period == "hour":
        return np.arange(calendar.hours)
    label = calendar.year if period == "year" else calendar.month
    return np.unique(label, return_inverse=True)[1].astype(np.int64)


def _spans(instrument: Instrument, hours: DispatchHours) -> IntArray:
    """Return (periods, 2) first hour and the hour after the last of each period, inside the account."""
    return np.clip(instrument.periods, 0, hours.calendar.hours)


def _claim(instrument: Instrument, hours: DispatchHours, remaining: FloatArray, period: Period) -> FloatArray:
    """Return (hours,) MWh that an instrument claims of what remains in its region."""
    if period == "hour":
        profiled = 0.0 if instrument.profiled_mwh is None else instrument.profiled_mwh
        return np.minimum(instrument.hourly_mwh + profiled, remaining)
    window, energy = windows_of(hours, period), energy_by_window(instrument, hours, period)
    needed = np.bincount(window, remaining, len(energy))
    share = np.divide(np.minimum(energy, needed), needed, out=np.zeros_like(needed), where=needed > 0.0)
    return np.asarray(remaining * share[window], dtype=np.float64)


def _window(instrument: Instrument, region: int, exempt: set[int], matching: Matching) -> Period:
    """Return the window of an instrument: the rule's, or the year under an exemption or the legacy clause."""
    cut_off = matching.legacy_signed_before
    is_legacy = cut_off is not None and instrument.signed is not None and instrument.signed < cut_off
    return "year" if is_legacy or region in exempt else matching.period


def _exempt_regions(hours: DispatchHours, matching: Matching) -> set[int]:
    """Return the regions whose purchases stay below the threshold in every year, a part of a year made a whole one."""
    threshold = matching.exempt_below_mwh_per_year
    if threshold is None:
        return set()
    years = hours.calendar.hours / _MEAN_YEAR_HOURS
    yearly = hours.purchased_mwh.sum(axis=1) / years
    return {int(place) for place in np.flatnonzero(yearly < threshold)}


def _pairs(hours: DispatchHours) -> list[tuple[Instrument, int]]:
    return [(each, int(at)) for each, at in zip(hours.instruments, hours.instrument_region, strict=True)]


def _rank(instrument: Instrument) -> tuple[float, int, str]:
    return instrument.emission_kg_per_mwh, QUALITY.index(instrument.kind), instrument.name
