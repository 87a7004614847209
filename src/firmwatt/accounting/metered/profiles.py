"""Profiles of generation from a file, by which certificates of a year or month come to hours where a rule allows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from firmwatt.accounting.account import Finding, InputFile
from firmwatt.accounting.energy_source import source_key
from firmwatt.accounting.metered.clock import Calendar, utc_seconds
from firmwatt.accounting.metered.instruments import Instrument
from firmwatt.accounting.metered.table_file import MOST_FAULTS, Layout, read_table_file
from firmwatt.accounting.rule_sets import Profiles
from firmwatt.errors import InputFaults
from firmwatt.timegrid import FloatArray
from firmwatt.units import SECONDS_PER_HOUR

LAYOUT: Final = Layout(
    words=("timestamp", "profile"), numbers=("energy_kwh",), required=("timestamp", "profile", "energy_kwh"),
    aliases=(("contract", "profile"), ("source", "profile"), ("time", "timestamp")),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What a plant, or a kind of plants, generated.

    Attributes
    ----------
    first_hour
        Since 1970-01-01T00Z.
    energy : (hours,) >= 0, in any unit: only shares count; NaN where nothing was read
    """

    first_hour: int
    energy: FloatArray

    def shares(self, first_hour: int, after: int) -> FloatArray | None:
        """Return the shares of the hours of a period, which add up to 1; None where an hour is not known."""
        start, end = first_hour - self.first_hour, after - self.first_hour
        if start < 0 or end > len(self.energy):
            return None
        own = self.energy[start:end]
        total = float(own.sum())
        return own / total if total > 0.0 else None


@dataclass(frozen=True, slots=True, eq=False)
class ProfileFile:
    """The profiles of a file, by the name of a contract or the key of a source."""

    file: InputFile
    profiles: Mapping[str, Profile]
    findings: tuple[Finding, ...]


def read_profiles(path: Path, time_zone: str | None) -> ProfileFile:
    """Return the profiles of a CSV or Parquet file.

    Parameters
    ----------
    path
        Columns `timestamp`, `profile` (or `contract`, `source`) and `energy_kwh`.
    time_zone
        Of naive times.

    Raises
    ------
    InputFaults
        If the file cannot be read, a name is empty, a time is none, or energy is negative.
    """
    table = read_table_file(path, LAYOUT)
    names, energy = table.words["profile"], table.numbers["energy_kwh"]
    faults = [table.fault(int(row), "profile", "it is empty.", "Name the contract or source.", "FW654")
              for row in np.flatnonzero(names.codes < 0)[:MOST_FAULTS]]  # fmt: skip
    faults += [
        table.fault(int(row), "energy_kwh", f"{energy[row]:g} is negative.", "Write a number from 0 up.", "FW653")
        for row in np.flatnonzero(energy < 0.0)[:MOST_FAULTS]
    ]
    if faults:
        raise InputFaults(faults)
    seconds, findings = utc_seconds(table, names.codes, time_zone)
    hour = seconds // SECONDS_PER_HOUR
    profiles = {}
    for place, name in enumerate(names.values):
        own = (names.codes == place) & (hour >= 0)
        if own.any():
            first = int(hour[own].min())
            at, count = hour[own] - first, int(hour[own].max()) - first + 1
            values = np.bincount(at, energy[own], count)
            values[np.bincount(at, minlength=count) == 0] = np.nan
            profiles[name] = Profile(first, values.astype(np.float64))
    return ProfileFile(InputFile("profiles", str(path), table.sha256, table.rows), profiles, tuple(findings))


def spread_periods(
    instruments: Sequence[Instrument], given: ProfileFile, allowed: Profiles, calendar: Calendar
) -> tuple[tuple[Instrument, ...], tuple[Finding, ...]]:
    """Return the instruments with their periods on hours where a profile is given and allowed, and findings.

    Parameters
    ----------
    instruments, given
    allowed
        Of the rule set: `plant` takes a profile of the contract's own name, `kind` one of its source too.
    calendar
        Of the account.
    """
    by_source = {source_key(name): profile for name, profile in given.profiles.items() if allowed == "kind"}
    found, findings = [], []
    for each in instruments:
        profile = given.profiles.get(each.name, by_source.get(each.source.key)) if allowed != "none" else None
        if profile is None or not len(each.periods):
            found.append(each)
            continue
        hourly, spread = _spread(each, profile, calendar)
        found.append(replace(each, profiled_mwh=hourly))
        message = f"{spread} of {len(each.periods)} periods of {each.name} are covered by its profile."
        told = "Spread over their hours by it; the others have no hour."
        findings.append(Finding("profile", given.file.path, spread, message, told))
    return tuple(found), tuple(findings)


def _spread(instrument: Instrument, profile: Profile, calendar: Calendar) -> tuple[FloatArray, int]:
    """Return (hours,) MWh of the account that fall to its hours, and how many periods were spread."""
    hourly, spread = np.zeros(calendar.hours), 0
    for (first, after), mwh in zip(instrument.periods, instrument.period_mwh, strict=True):
        shares = profile.shares(int(first) + calendar.first_hour, int(after) + calendar.first_hour)
        if shares is None:
            continue
        spread += 1
        start, end = max(int(first), 0), min(int(after), calendar.hours)
        if end > start:
            hourly[start:end] += mwh * shares[start - int(first) : end - int(first)]
    return hourly, spread
