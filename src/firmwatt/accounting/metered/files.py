"""All files of a request, read, cleaned and laid on one clock."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.accounting.account import AccountRequest, Finding, InputFile
from firmwatt.accounting.dispatch_hours import DispatchHours
from firmwatt.accounting.metered.assemble import assemble, clean_peaks_mw, regions_of
from firmwatt.accounting.metered.assets import Asset, read_assets
from firmwatt.accounting.metered.clock import Calendar, check_time_zone, make_calendar
from firmwatt.accounting.metered.grid_factors import lend_factors, read_grid_factors, with_fuel_supply
from firmwatt.accounting.metered.instrument_file import InstrumentFile, read_instruments
from firmwatt.accounting.metered.profiles import read_profiles, spread_periods
from firmwatt.accounting.metered.quality import CleanHours, clean_hours
from firmwatt.accounting.metered.readings import read_readings
from firmwatt.accounting.metered.series import sum_by_hour
from firmwatt.accounting.metered.site_data import SiteData, read_site_data
from firmwatt.accounting.metered.tariff import Tariff, read_tariff
from firmwatt.accounting.metered.use import MeasuredUse, read_use
from firmwatt.accounting.rule_sets import Profiles
from firmwatt.timegrid import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class MeteredFiles:
    """What the files of a request say.

    Attributes
    ----------
    hours
    clean
    peak_mw : (regions, hours)
        The highest load of an interval of the hour.
    tariff, use, assets, site_data
        None where there is no file.
    inputs, findings, steps
    """

    hours: DispatchHours
    clean: CleanHours
    peak_mw: FloatArray
    tariff: Tariff | None
    use: MeasuredUse | None
    assets: tuple[Asset, ...] | None
    site_data: SiteData | None
    inputs: tuple[InputFile, ...]
    findings: tuple[Finding, ...]
    steps: tuple[str, ...]


def read_files(request: AccountRequest, profiles_allowed: Profiles = "none") -> MeteredFiles:
    """Return what the files of a request say.

    Parameters
    ----------
    request
    profiles_allowed
        Whose profiles may spread certificates of periods over their hours, by the rule set.

    Raises
    ------
    InputFaults, UserError
        If a file cannot be read, holds faults, or does not fit the others.
    """
    zone = check_time_zone(request.time_zone)
    readings = read_readings(request.meters, request.time_zone)
    summed = sum_by_hour(readings, request.treatments)
    clean = clean_hours(summed, request.treatments, request.meters.name)
    calendar = make_calendar(clean.first_hour, clean.amount.shape[1], zone)
    contracts = _instruments(request, calendar)
    regions = regions_of(clean.meters)
    grid = read_grid_factors(request.grid, regions, calendar, request.time_zone)
    grid = with_fuel_supply(lend_factors(grid, request.region, len(regions), calendar.hours))
    tariff = None if request.tariff is None else read_tariff(request.tariff, calendar)
    use = None if request.use is None else read_use(request.use, calendar, request.time_zone)
    assets = None if request.assets is None else read_assets(request.assets)
    site = None if request.site_data is None else read_site_data(request.site_data)
    findings = [*readings.findings, *clean.findings, *grid.findings, *(() if use is None else use.findings)]
    findings += [finding for each in contracts for finding in each.findings]
    findings += _partial_years(calendar)
    instruments = tuple(instrument for each in contracts for instrument in each.instruments)
    profiles = None if request.profiles is None else read_profiles(request.profiles, request.time_zone)
    if profiles is not None:
        instruments, told = spread_periods(instruments, profiles, profiles_allowed, calendar)
        findings += [*profiles.findings, *told]
    hours = assemble(clean, instruments, grid, calendar, findings)
    files = [readings.file, *(each.file for each in contracts), grid.file]
    files += [None if each is None else each.file for each in (profiles, tariff, use, assets, site)]
    return MeteredFiles(
        hours=hours,
        clean=clean,
        peak_mw=clean_peaks_mw(summed, clean),
        tariff=tariff,
        use=use,
        assets=None if assets is None else assets.assets,
        site_data=site,
        inputs=tuple(file for file in files if file is not None),
        findings=tuple(findings),
        steps=_steps(request, hours, zone),
    )


def _instruments(request: AccountRequest, calendar: Calendar) -> list[InstrumentFile]:
    wanted = (("contracts", request.contracts), ("certificates", request.certificates))
    return [read_instruments(path, role, calendar, request.time_zone) for role, path in wanted if path is not None]


def _partial_years(calendar: Calendar) -> list[Finding]:
    """Note calendar years of which the account has a part only."""
    years, hours = np.unique(calendar.year, return_counts=True)
    whole = [8784 if y % 4 == 0 and (y % 100 != 0 or y % 400 == 0) else 8760 for y in years]
    return [
        Finding("partial_year", "account", int(all_of - had), f"{had} of {all_of} hours of {year}.", "As it is.")
        for year, had, all_of in zip(years, hours, whole, strict=True)
        if had < all_of
    ]


def _steps(request: AccountRequest, hours: DispatchHours, zone: str) -> tuple[str, ...]:
    """Return every transformation from the files to the hours, in words."""
    treatments = request.treatments
    naive = "UTC, for want of a time zone" if request.time_zone is None else zone
    return (
        f"Times with an offset were moved to UTC; naive times were read as {naive}.",
        f"Negative readings: rule {treatments.negatives}. Repeated readings that differ: rule {treatments.duplicates}.",
        "Readings were summed to UTC hours; an hour counts where readings cover all of it.",
        f"Jumps of unit: rule {treatments.unit_jumps}. Readings that stand still: rule {treatments.stuck}. "
        f"Gaps: rule {treatments.gaps}.",
        "kWh were divided by 1,000. Meters of one region were added.",
        "Purchases are load and charging less plants on the site and discharging, at least 0, hour by hour.",
        f"{int((~hours.is_kept).sum())} of {hours.is_kept.size} hours of regions lack something and are left out.",
        f"Months and years are those of {zone}.",
    )
