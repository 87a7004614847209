"""Readings → hours: duplicates settled, intervals recognised, sums by meter and hour, what of each hour is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from firmwatt.accounting.account import Finding, Treatments
from firmwatt.accounting.metered.readings import HOURLY_KINDS, Meter, Readings
from firmwatt.errors import UserError
from firmwatt.timegrid import FloatArray, IntArray
from firmwatt.units import SECONDS_PER_HOUR

BoolArray = NDArray[np.bool_]

KNOWN_INTERVALS_S: Final = (60, 300, 600, 900, 1800, 3600)
_MOST_HOURS: Final = 40 * 8784
"""An account of more than forty years is a wrong date."""


@dataclass(frozen=True, slots=True, eq=False)
class MeterHours:
    """Hourly sums of every meter.

    Attributes
    ----------
    meters : (meters,)
    first_hour
        Hours since 1970-01-01T00Z.
    interval_s : (meters,) seconds between readings; 0 for a meter with one reading
    amount : (meters, hours) kWh or m3 of the readings of the hour
    present : (meters, hours) 0-1 share of the hour that readings cover
    is_within : (meters, hours) between the first and the last reading of the meter
    peak_interval_s
        The coarsest interval of the meters of load.
    load_peak_kw : (regions, hours)
        The highest mean of all load over such an interval of the hour.
    findings
    """

    meters: tuple[Meter, ...]
    first_hour: int
    interval_s: IntArray
    amount: FloatArray
    present: FloatArray
    is_within: BoolArray
    peak_interval_s: int
    load_peak_kw: FloatArray
    findings: tuple[Finding, ...]


def sum_by_hour(readings: Readings, treatments: Treatments) -> MeterHours:
    """Return the hours of a meter file, from its first to its last hour of load.

    Raises
    ------
    UserError
        If a treatment is `refuse` and something was found, the readings of an hourly meter are coarser than hours, or
        the times span more than forty years.
    """
    findings: list[Finding] = []
    amount = _without_negatives(readings, treatments, findings)
    meter, seconds, amount = _without_duplicates(readings, amount, treatments, findings)
    interval = _intervals(readings.meters, meter, seconds)
    first, hours = _span(readings.meters, meter, seconds)
    _tell_off_hour(readings, seconds, interval[meter], findings)
    hour = seconds // SECONDS_PER_HOUR - first
    kept = (hour >= 0) & (hour < hours)
    meter, hour, amount, seconds = meter[kept], hour[kept], amount[kept], seconds[kept]
    shape, place = (len(readings.meters), hours), meter * hours + hour
    is_known = np.isfinite(amount)
    total = np.bincount(place[is_known], amount[is_known], shape[0] * shape[1]).reshape(shape).astype(np.float64)
    covered = np.minimum(interval, SECONDS_PER_HOUR)[meter[is_known]] / SECONDS_PER_HOUR
    present = np.bincount(place[is_known], covered, shape[0] * shape[1]).reshape(shape).astype(np.float64)
    peak_s, peaks = _load_peaks(readings.meters, meter[is_known], seconds[is_known], amount[is_known], interval)
    return MeterHours(
        meters=readings.meters,
        first_hour=int(first),
        interval_s=interval,
        amount=total,
        present=present,
        is_within=_within(meter, hour, shape),
        peak_interval_s=peak_s,
        load_peak_kw=_in_hours(peaks, peak_s, int(first), hours),
        findings=tuple(findings),
    )


def refuse_or_tell(finding: Finding, rule: str, findings: list[Finding]) -> None:
    """Note a finding, or raise where the user refuses such data.

    Raises
    ------
    UserError
        If the rule is `refuse`.
    """
    if rule == "refuse":
        raise UserError(f"{finding.where}: {finding.message} Correct the file, or choose another treatment of it.")
    findings.append(finding)


def _without_negatives(readings: Readings, treatments: Treatments, findings: list[Finding]) -> FloatArray:
    """Return the amounts with negative ones treated."""
    amount, rule = readings.amount, treatments.negatives
    wrong = np.flatnonzero(amount < 0.0)
    if wrong.size == 0:
        return amount
    words = {"gap": "Taken as gaps.", "zero": "Taken as zero.", "keep": "Kept."}
    sums = np.bincount(readings.meter[wrong], amount[wrong], len(readings.meters))
    for place, name, count in _counts(readings, readings.meter[wrong]):
        message = f"{count} readings are negative, {sums[place]:g} kWh in all."
        where = f"{readings.file.path}: {name}"
        refuse_or_tell(Finding("negative", where, count, message, words.get(rule, "")), rule, findings)
    if rule == "keep":
        return amount
    changed = amount.copy()
    changed[wrong] = np.nan if rule == "gap" else 0.0
    return changed


def _without_duplicates(
    readings: Readings, amount: FloatArray, treatments: Treatments, findings: list[Finding]
) -> tuple[IntArray, IntArray, FloatArray]:
    """Return meter, seconds and amount with one reading for each meter and interval, sorted by both."""
    meter, seconds = readings.meter, readings.seconds
    if not _is_sorted(meter, seconds):
        order = np.lexsort((seconds, meter))
        meter, seconds, amount = meter[order], seconds[order], amount[order]
    same = (meter[1:] == meter[:-1]) & (seconds[1:] == seconds[:-1])
    if not same.any():
        return meter, seconds, amount
    differs = same & ~((amount[1:] == amount[:-1]) | (np.isnan(amount[1:]) & np.isnan(amount[:-1])))
    rule = treatments.duplicates
    words = {"last": "The last was taken.", "first": "The first was taken.", "sum": "They were added."}
    clashes = np.bincount(meter[1:][differs], minlength=len(readings.meters))
    for place, name, count in _counts(readings, meter[1:][same]):
        message = f"{count} intervals are read again, {clashes[place]} of them with another value."
        told = words.get(rule, "") if clashes[place] else "One of each was taken."
        finding = Finding("duplicate", f"{readings.file.path}: {name}", count, message, told)
        refuse_or_tell(finding, rule if clashes[place] else "keep", findings)
    starts = np.flatnonzero(np.concatenate([[True], ~same]))
    if rule == "sum":
        return meter[starts], seconds[starts], _summed(amount, same, differs, starts)
    chosen = starts if rule == "first" else np.append(starts[1:], len(meter)) - 1
    return meter[chosen], seconds[chosen], amount[chosen]


def _summed(amount: FloatArray, same: BoolArray, differs: BoolArray, starts: IntArray) -> FloatArray:
    """Return the sums of readings of one interval; a reading that agrees with the one before is not added again."""
    is_copy = np.concatenate([[False], same & ~differs])
    total: FloatArray = np.add.reduceat(np.where(is_copy, 0.0, amount), starts)
    return total


def _is_sorted(meter: IntArray, seconds: IntArray) -> bool:
    rising = (meter[1:] > meter[:-1]) | ((meter[1:] == meter[:-1]) & (seconds[1:] >= seconds[:-1]))
    return bool(rising.all())


def _counts(readings: Readings, meter: IntArray) -> list[tuple[int, str, int]]:
    """Return (place, name, count) of the meters that occur."""
    places, counts = np.unique(meter, return_counts=True)
    return [(int(p), readings.meters[p].name, int(c)) for p, c in zip(places, counts, strict=True)]


def _intervals(meters: tuple[Meter, ...], meter: IntArray, seconds: IntArray) -> IntArray:
    """Return (meters,) the commonest step between readings, in seconds."""
    found = np.zeros(len(meters), dtype=np.int64)
    bounds = np.searchsorted(meter, np.arange(len(meters) + 1))
    for place, each in enumerate(meters):
        steps = np.diff(seconds[bounds[place] : bounds[place + 1]])
        if steps.size == 0:
            found[place] = SECONDS_PER_HOUR
            continue
        values, counts = np.unique(steps, return_counts=True)
        found[place] = values[counts.argmax()]
        if each.kind in HOURLY_KINDS and found[place] not in KNOWN_INTERVALS_S:
            raise UserError(
                f"meter {each.name}: its readings follow one another by {found[place] / 60:g} minutes. Accounts need "
                f"hours or parts of them: give readings every 5, 10, 15, 30 or 60 minutes."
            )
    return found


def _span(meters: tuple[Meter, ...], meter: IntArray, seconds: IntArray) -> tuple[int, int]:
    """Return the first hour of load (of IT where there is none), and the number of hours up to its last."""
    kinds = np.array([each.kind for each in meters])
    wanted = "load" if (kinds == "load").any() else "it"
    is_load = (kinds == wanted)[meter]
    if not is_load.any():
        raise UserError("no meter measures load: all are of other kinds. Give at least one of kind load or it.")
    hour = seconds[is_load] // SECONDS_PER_HOUR
    first, hours = int(hour.min()), int(hour.max() - hour.min()) + 1
    if hours > _MOST_HOURS:
        ends = np.array([hour.min(), hour.max()]).astype("datetime64[h]")
        raise UserError(f"the readings run from {ends[0]} to {ends[1]}, over forty years. Correct the wrong dates.")
    return first, hours


def _tell_off_hour(readings: Readings, seconds: IntArray, interval: IntArray, findings: list[Finding]) -> None:
    """Note intervals that lie across two hours of UTC, as hourly readings of a zone half an hour apart."""
    start = seconds % SECONDS_PER_HOUR
    count = int(((interval <= SECONDS_PER_HOUR) & (start + interval > SECONDS_PER_HOUR)).sum())
    if count:
        message = f"{count} readings reach over the end of an hour of UTC."
        findings.append(Finding("off_hour", readings.file.path, count, message, "Counted in the hour of their start."))


def _within(meter: IntArray, hour: IntArray, shape: tuple[int, int]) -> BoolArray:
    first, last = np.full(shape[0], shape[1]), np.full(shape[0], -1)
    np.minimum.at(first, meter, hour)
    np.maximum.at(last, meter, hour)
    at = np.arange(shape[1])
    return (at >= first[:, None]) & (at <= last[:, None])


def _load_peaks(
    meters: tuple[Meter, ...], meter: IntArray, seconds: IntArray, amount: FloatArray, interval: IntArray
) -> tuple[int, dict[str, tuple[int, FloatArray]]]:
    """Return the coarsest interval of load meters, and region → (its first interval, kW of all its load)."""
    wanted = "load" if any(each.kind == "load" for each in meters) else "it"
    is_load = np.array([each.kind == wanted for each in meters])
    step = int(interval[is_load].max())
    region = np.array([each.region for each in meters], dtype=object)
    found: dict[str, tuple[int, FloatArray]] = {}
    for name in dict.fromkeys(region[is_load]):
        rows = (is_load & (region == name))[meter]
        at = seconds[rows] // step
        if at.size:
            first = int(at.min())
            found[str(name)] = first, np.bincount(at - first, amount[rows]) * SECONDS_PER_HOUR / step
    return step, found


def _in_hours(peaks: dict[str, tuple[int, FloatArray]], step: int, first_hour: int, hours: int) -> FloatArray:
    """Return (regions, hours) the highest mean power of an interval of each hour."""
    by_hour = np.zeros((len(peaks), hours))
    for place, (first, power_kw) in enumerate(peaks.values()):
        hour = (first + np.arange(len(power_kw))) * step // SECONDS_PER_HOUR - first_hour
        inside = (hour >= 0) & (hour < hours)
        np.maximum.at(by_hour[place], hour[inside], power_kw[inside])
    return by_hour
