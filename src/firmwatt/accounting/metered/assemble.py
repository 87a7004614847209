"""Cleaned meters, instruments and grid factors → `DispatchHours`: one dispatch, with every hour known or left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from firmwatt.accounting.account import Finding
from firmwatt.accounting.dispatch_hours import BoolArray, DispatchHours
from firmwatt.accounting.energy_source import EnergySource, energy_source
from firmwatt.accounting.metered.clock import Calendar
from firmwatt.accounting.metered.grid_factors import GridFactors
from firmwatt.accounting.metered.instruments import Instrument
from firmwatt.accounting.metered.quality import CleanHours
from firmwatt.accounting.metered.readings import Meter
from firmwatt.accounting.metered.series import MeterHours
from firmwatt.errors import UserError
from firmwatt.timegrid import FloatArray, IntArray
from firmwatt.units import KW_PER_MW, KWH_PER_MWH


def load_kind(meters: tuple[Meter, ...]) -> str:
    """Return the kind of meter that measures the load: `load`, or `it` where there is no other."""
    return "load" if any(meter.kind == "load" for meter in meters) else "it"


def regions_of(meters: tuple[Meter, ...]) -> tuple[str, ...]:
    """Return the regions of the meters of load, in order of appearance."""
    wanted = load_kind(meters)
    return tuple(dict.fromkeys(meter.region for meter in meters if meter.kind == wanted))


def assemble(
    clean: CleanHours,
    instruments: tuple[Instrument, ...],
    grid: GridFactors,
    calendar: Calendar,
    findings: list[Finding],
) -> DispatchHours:
    """Return the dispatch of metered hours.

    Parameters
    ----------
    clean, instruments, grid, calendar
    findings
        Takes what is noticed.

    Raises
    ------
    UserError
        If an instrument or a meter names a region that no load is in, or nothing is left of the hours.

    Notes
    -----
    An hour of a region is left out of every figure if no meter of load was read, if a column of the grid file has no
    value for it, or if the file of an instrument leaves its energy empty.
    `purchased = max(load + charge - discharge - on site, 0)`.
    """
    meters, regions = clean.meters, regions_of(clean.meters)
    wanted = load_kind(meters)
    if wanted == "it":
        message = "No meter measures the whole facility: load is the energy of IT."
        findings.append(Finding("no_facility_meter", "meters", 1, message, "PUE is left empty."))
    place = _meter_regions(meters, regions)
    chosen = _not_proven_twice(instruments, findings)
    _tell_regions_without_load(chosen, regions, findings)
    where = _instrument_regions(chosen, regions)
    is_load = np.array([meter.kind == wanted for meter in meters])
    shape = (len(regions), calendar.hours)
    has_load = _any_by_region(clean.is_known[is_load], place[is_load], shape)
    columns = {name: values for name, values in grid.columns.items() if np.isfinite(values).any()}
    is_kept = has_load & _factors_known(columns, shape) & _instruments_known(chosen, where, shape)
    _tell_left_out(is_kept, has_load, columns, chosen, findings)
    if not is_kept.any():
        raise UserError("no hour is left: each lacks load, a grid factor or the energy of a contract. See the files.")
    load = _metered(clean, place, wanted, is_kept)
    chosen = tuple(
        replace(
            each,
            hourly_mwh=np.where(is_kept[at], np.nan_to_num(each.hourly_mwh), 0.0),
            profiled_mwh=None if each.profiled_mwh is None else each.profiled_mwh * is_kept[at],
        )
        for each, at in zip(chosen, where, strict=True)
    )
    on_site = _on_site(clean, place, chosen, where, is_kept)
    charge, discharge = (_metered(clean, place, kind, is_kept) for kind in ("storage_charge", "storage_discharge"))
    needed = load + charge - discharge - sum((mwh for _, mwh in on_site), np.zeros(shape))
    is_claim = np.array([each.kind != "on_site" for each in chosen], dtype=bool)
    return DispatchHours(
        calendar=calendar,
        regions=regions,
        is_kept=is_kept,
        load_mwh=load,
        on_site=on_site,
        charge_mwh=charge,
        discharge_mwh=discharge,
        purchased_mwh=np.maximum(needed, 0.0),
        exported_mwh=np.maximum(-needed, 0.0),
        factors=columns,
        instruments=tuple(each for each, kept in zip(chosen, is_claim, strict=True) if kept),
        instrument_region=where[is_claim],
    )


def clean_peaks_mw(raw: MeterHours, clean: CleanHours) -> FloatArray:
    """Return (regions, hours) MW the highest load of an interval of each hour, after what was done to the hour.

    Notes
    -----
    The peak of the readings times cleaned over read energy of the hour; the hour's mean where it was filled.
    """
    regions, wanted = regions_of(raw.meters), load_kind(raw.meters)
    is_load = np.array([meter.kind == wanted for meter in raw.meters])
    place = _meter_regions(raw.meters, regions)[is_load]
    read, kept = (_sum_by_region(each[is_load], place, raw.load_peak_kw.shape) for each in (raw.amount, clean.amount))
    share = np.divide(kept, read, out=np.zeros_like(read), where=read > 0.0)
    return np.asarray(np.where(read > 0.0, raw.load_peak_kw * share, kept) / KW_PER_MW, dtype=np.float64)


def _meter_regions(meters: tuple[Meter, ...], regions: tuple[str, ...]) -> IntArray:
    """Return (meters,) the place of each meter's region; a meter that names none belongs to a single region."""
    found = []
    for meter in meters:
        if meter.region in regions:
            found.append(regions.index(meter.region))
        elif len(regions) == 1 and not meter.region:
            found.append(0)
        else:
            named = f"'{meter.region}', where no load is" if meter.region else "no region"
            raise UserError(f"meter {meter.name} names {named}. The load is in {_listed(regions)}.")
    return np.array(found, dtype=np.int64)


def _instrument_regions(instruments: tuple[Instrument, ...], regions: tuple[str, ...]) -> IntArray:
    found = []
    for each in instruments:
        if each.region in regions:
            found.append(regions.index(each.region))
        elif len(regions) == 1 and (not each.region or regions == ("",)):
            found.append(0)
        else:
            named = f"'{each.region}', where no load is" if each.region else "no region"
            raise UserError(f"{each.kind} {each.name} names {named}. The load is in {_listed(regions)}.")
    return np.array(found, dtype=np.int64)


def _listed(regions: tuple[str, ...]) -> str:
    return ", ".join(name or "one region without a name" for name in regions)


def _not_proven_twice(instruments: tuple[Instrument, ...], findings: list[Finding]) -> tuple[Instrument, ...]:
    """Return the instruments without certificates of the same name and source as a contract: they prove its energy."""
    contracts = {(each.name, each.source.key) for each in instruments if each.kind != "certificate"}
    kept = [each for each in instruments if each.kind != "certificate" or (each.name, each.source.key) not in contracts]
    if len(kept) < len(instruments):
        count = len(instruments) - len(kept)
        message = f"Certificates of {count} contracts carry the contract's name: they prove the same energy."
        findings.append(
            Finding("proven_twice", "certificates", count, message, "Counted once, by the contract's hours.")
        )
    return tuple(kept)


def _tell_regions_without_load(
    instruments: tuple[Instrument, ...], regions: tuple[str, ...], findings: list[Finding]
) -> None:
    """Note instruments that name a region where the meters name none."""
    named = sorted({each.region for each in instruments if each.region})
    if named and regions == ("",):
        message = f"Contracts name the regions {', '.join(named)}, the meters none."
        findings.append(Finding("region_unknown", "contracts", len(named), message, "Taken as that of the load."))


def _any_by_region(flags: BoolArray, place: IntArray, shape: tuple[int, int]) -> BoolArray:
    found = np.zeros(shape, dtype=bool)
    np.logical_or.at(found, place, flags)
    return found


def _sum_by_region(amount: FloatArray, place: IntArray, shape: tuple[int, int]) -> FloatArray:
    total = np.zeros(shape)
    np.add.at(total, place, amount)
    return total


def _metered(clean: CleanHours, place: IntArray, kind: str, is_kept: BoolArray) -> FloatArray:
    """Return (regions, hours) MWh of all meters of a kind."""
    chosen = np.array([meter.kind == kind for meter in clean.meters])
    return _sum_by_region(clean.amount[chosen], place[chosen], is_kept.shape) * is_kept / KWH_PER_MWH


def _factors_known(columns: dict[str, FloatArray], shape: tuple[int, int]) -> BoolArray:
    known = np.ones(shape, dtype=bool)
    for values in columns.values():
        known &= np.isfinite(values)
    return known


def _instruments_known(instruments: tuple[Instrument, ...], where: IntArray, shape: tuple[int, int]) -> BoolArray:
    known = np.ones(shape, dtype=bool)
    for each, at in zip(instruments, where, strict=True):
        known[at] &= np.isfinite(each.hourly_mwh)
    return known


def _tell_left_out(
    is_kept: BoolArray,
    has_load: BoolArray,
    columns: dict[str, FloatArray],
    instruments: tuple[Instrument, ...],
    findings: list[Finding],
) -> None:
    """Note how many hours are left out, and why."""
    count = int((~is_kept).sum())
    if count == 0:
        return
    reasons = [("load", int((~has_load).sum()))]
    reasons += [(name, int((~np.isfinite(values)).sum())) for name, values in columns.items()]
    reasons += [(each.name, int(np.isnan(each.hourly_mwh).sum())) for each in instruments]
    words = ", ".join(f"{name} {hours}" for name, hours in reasons if hours)
    message = f"{count} of {is_kept.size} hours lack something ({words})."
    findings.append(Finding("dropped_hours", "account", count, message, "Left out of every figure."))


def _on_site(
    clean: CleanHours, place: IntArray, instruments: tuple[Instrument, ...], where: IntArray, is_kept: BoolArray
) -> tuple[tuple[EnergySource, FloatArray], ...]:
    """Return source → (regions, hours) MWh of plants on the site, from meters and from contracts behind the meter."""
    found: dict[str, FloatArray] = {}
    for at, meter in enumerate(clean.meters):
        if meter.kind == "on_site_generation":
            total = found.setdefault(meter.source, np.zeros(is_kept.shape))
            total[place[at]] += clean.amount[at] / KWH_PER_MWH
    for each, region in zip(instruments, where, strict=True):
        if each.kind == "on_site":
            total = found.setdefault(each.source.key, np.zeros(is_kept.shape))
            total[region] += each.hourly_mwh
    return tuple((energy_source(key), mwh * is_kept) for key, mwh in found.items())
