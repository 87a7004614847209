"""What cannot be believed in hourly readings: jumps of unit, values that stand still, gaps; and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from firmwatt.accounting.account import Finding, Treatments
from firmwatt.accounting.metered.readings import HOURLY_KINDS, Meter
from firmwatt.accounting.metered.series import BoolArray, MeterHours, refuse_or_tell
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_DAY, HOURS_PER_WEEK, SECONDS_PER_HOUR

JUMP_DECADES: Final = (2.7, 3.3)
"""A reading whose ratio to the meter's median has its logarithm in this span may be in another unit."""
SWAP_DECADES: Final = (2.8, 3.2)
"""The same, of the medians of two meters."""
LEAST_JUMP_HOURS: Final = 3
"""A single hour that is a thousand times too low is an hour that stood still, not one in another unit."""
STUCK_HOURS: Final = HOURS_PER_DAY
_FULL: Final = 1.0 - 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class CleanHours:
    """Hourly readings that the books are kept from.

    Attributes
    ----------
    meters : (meters,)
    first_hour
        Hours since 1970-01-01T00Z.
    amount : (meters, hours) kWh or m3, 0 where nothing is known
    is_known : (meters, hours)
        Whether the whole hour was read, or filled by the rule that the user chose.
    findings
    """

    meters: tuple[Meter, ...]
    first_hour: int
    amount: FloatArray
    is_known: BoolArray
    findings: tuple[Finding, ...]


def clean_hours(hours: MeterHours, treatments: Treatments, file: str) -> CleanHours:
    """Return the hours with what cannot be believed treated as the user chose.

    Parameters
    ----------
    hours
    treatments
    file
        Name for messages.

    Raises
    ------
    UserError
        If something was found that the user refuses.
    """
    findings = list(hours.findings)
    amount = hours.amount.copy()
    is_whole = hours.present >= _FULL
    for place, meter in enumerate(hours.meters):
        where = f"{file}: {meter.name}"
        if meter.kind not in HOURLY_KINDS and hours.interval_s[place] > SECONDS_PER_HOUR:
            is_whole[place] = hours.is_within[place]
            continue
        if meter.kind in ("load", "it"):
            _treat_unit_jumps(amount[place], is_whole[place], where, treatments.unit_jumps, findings)
            _treat_stuck(amount[place], is_whole[place], where, treatments.stuck, findings)
        _fill_gaps(amount[place], is_whole[place], hours.is_within[place], (where, treatments.gaps), findings)
    _tell_partial(hours, file, findings)
    amount[~is_whole] = 0.0
    for kind in ("load", "it"):
        _tell_swapped(hours.meters, amount, is_whole, kind, file, findings)
    _tell_counted_twice(hours.meters, amount, is_whole, file, findings)
    return CleanHours(hours.meters, hours.first_hour, amount, is_whole, tuple(findings))


def _treat_unit_jumps(amount: FloatArray, is_whole: BoolArray, where: str, rule: str, findings: list[Finding]) -> None:
    """Change one meter's hours in place where they lie a thousand times off the others."""
    used = is_whole & (amount > 0.0)
    if not used.any():
        return
    decades = np.log10(np.where(used, amount, 1.0) / np.median(amount[used]))
    is_above = used & (decades >= JUMP_DECADES[0]) & (decades <= JUMP_DECADES[1])
    is_below = used & (decades <= -JUMP_DECADES[0]) & (decades >= -JUMP_DECADES[1])
    is_off = is_above | _in_runs(is_below, LEAST_JUMP_HOURS)
    count = int(is_off.sum())
    if count == 0:
        return
    above = int((is_off & (decades > 0.0)).sum())
    words = f"{above} above and {count - above} below" if 0 < above < count else "above" if above else "below"
    message = f"{count} of {int(used.sum())} hours lie about 1,000 times {words} the meter's middle: another unit?"
    told = {"keep": "Kept.", "gap": "Taken as gaps.", "rescale": "Brought to the unit of the other hours."}
    refuse_or_tell(Finding("unit_jump", where, count, message, told.get(rule, "")), rule, findings)
    if rule == "gap":
        is_whole[is_off] = False
    elif rule == "rescale":
        amount[is_off] *= np.where(decades[is_off] > 0.0, 1e-3, 1e3)


def _in_runs(flags: BoolArray, least: int) -> BoolArray:
    """Return the flags that stand in runs of at least so many."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    found = np.zeros_like(flags)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        found[start:end] = end - start >= least
    return found


def _treat_stuck(amount: FloatArray, is_whole: BoolArray, where: str, rule: str, findings: list[Finding]) -> None:
    """Note runs of one value that last a day or more; change them in place if the user wants gaps."""
    moves = ~is_whole | (amount <= 0.0)
    starts = np.flatnonzero(np.concatenate([[True], (amount[1:] != amount[:-1]) | moves[1:] | moves[:-1]]))
    lengths = np.diff(np.append(starts, len(amount)))
    is_long = (lengths >= STUCK_HOURS) & ~moves[starts]
    count, whole = int(lengths[is_long].sum()), int((~moves).sum())
    if count == 0:
        return
    if count == whole:
        message = f"All {count} hours read {amount[~moves][0]:g} kWh."
        findings.append(Finding("constant", where, count, message, "Kept."))
        return
    message = f"{int(is_long.sum())} runs of one value last a day or more, {count} hours in all."
    told = {"keep": "Kept.", "gap": "Taken as gaps."}
    refuse_or_tell(Finding("stuck", where, count, message, told.get(rule, "")), rule, findings)
    if rule == "gap":
        for start, length in zip(starts[is_long], lengths[is_long], strict=True):
            is_whole[start : start + length] = False


def _fill_gaps(
    amount: FloatArray,
    is_whole: BoolArray,
    is_within: BoolArray,
    place_and_rule: tuple[str, str],
    findings: list[Finding],
) -> None:
    """Fill one meter's missing hours in place by the rule, or leave them out."""
    where, rule = place_and_rule
    missing = np.flatnonzero(is_within & ~is_whole)
    if missing.size == 0:
        return
    starts = np.flatnonzero(np.diff(missing, prepend=-2) > 1)
    longest = int(np.diff(starts, append=missing.size).max())
    message = f"{missing.size} hours are missing or incomplete, in {starts.size} gaps, the longest {longest} hours."
    filled, told = missing[:0], "Left out and counted."
    if rule == "interpolate" and is_whole.any():
        known = np.flatnonzero(is_whole)
        filled, values = missing, np.interp(missing, known, amount[known])
        told = "Filled in a straight line between their neighbours."
    elif rule == "previous_week":
        filled, values = _from_other_weeks(amount, is_whole, missing)
        told = f"{filled.size} filled with the same hour a week before or after, {missing.size - filled.size} left out."
    refuse_or_tell(Finding("gap", where, int(missing.size), message, told), rule, findings)
    if filled.size:
        amount[filled] = values
        is_whole[filled] = True


def _from_other_weeks(amount: FloatArray, is_whole: BoolArray, missing: np.ndarray) -> tuple[np.ndarray, FloatArray]:
    """Return the hours that have a known one a week before (else after), and its amount."""
    hours = len(amount)
    before, after = missing - HOURS_PER_WEEK, missing + HOURS_PER_WEEK
    has_before = (before >= 0) & is_whole[np.maximum(before, 0)]
    has_after = (after < hours) & is_whole[np.minimum(after, hours - 1)]
    donor = np.where(has_before, before, after)
    has_any = has_before | has_after
    return missing[has_any], amount[donor[has_any]]


def _tell_partial(hours: MeterHours, file: str, findings: list[Finding]) -> None:
    """Note meters of load that begin after, or end before, the account."""
    for place, meter in enumerate(hours.meters):
        out = int((~hours.is_within[place]).sum())
        if out and meter.kind in HOURLY_KINDS:
            message = f"{out} hours of the account lie before its first or after its last reading."
            findings.append(Finding("partial_period", f"{file}: {meter.name}", out, message, "Left out and counted."))


def _tell_swapped(
    meters: tuple[Meter, ...], amount: FloatArray, is_known: BoolArray, kind: str, file: str, findings: list[Finding]
) -> None:
    """Note meters of a kind whose readings are about a thousand times those of the others."""
    places = [p for p, each in enumerate(meters) if each.kind == kind and (amount[p] > 0.0).any()]
    if len(places) < 2:
        return
    middle = np.array([np.log10(np.median(amount[p][is_known[p] & (amount[p] > 0.0)])) for p in places])
    apart = np.abs(middle - (middle.max() if len(places) == 2 else np.median(middle)))
    for place, decades in zip(places, apart, strict=True):
        if SWAP_DECADES[0] <= decades <= SWAP_DECADES[1]:
            message = (
                f"Its readings differ from those of the other {kind} meters by a factor of about 1,000: another unit?"
            )
            findings.append(Finding("unit_swap", f"{file}: {meters[place].name}", 1, message, "Kept."))


def _tell_counted_twice(
    meters: tuple[Meter, ...], amount: FloatArray, is_known: BoolArray, file: str, findings: list[Finding]
) -> None:
    """Note a meter of load that reads what the others read together, and IT above its facility."""
    load = [p for p, each in enumerate(meters) if each.kind == "load"]
    total = amount[load].sum(axis=1)
    for place, own in zip(load, total, strict=True):
        if len(load) > 2 and own > 0.0 and abs(own - (total.sum() - own)) < 0.005 * own:
            message = "It reads as much as all other load meters together: is it their sum?"
            findings.append(Finding("counted_twice", f"{file}: {meters[place].name}", 1, message, "Counted with them."))
    it = [p for p, each in enumerate(meters) if each.kind == "it"]
    is_both = is_known[load].all(axis=0) & is_known[it].all(axis=0) if load and it else np.zeros(0, dtype=bool)
    if is_both.any():
        above = int((amount[it][:, is_both].sum(axis=0) > amount[load][:, is_both].sum(axis=0) * 1.0001).sum())
        if above:
            message = f"In {above} hours IT takes more than the whole facility: a meter missing, or another unit?"
            findings.append(Finding("it_above_facility", file, above, message, "Kept."))
