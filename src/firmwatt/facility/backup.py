"""Backup generators: the fuel that they burn in tests and outages, its carbon and nitrogen oxides, and its cost."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from firmwatt.catalog import loader
from firmwatt.errors import UserError
from firmwatt.scenario.case import Site
from firmwatt.units import HOURS_PER_YEAR, KG_PER_TONNE, KWH_PER_MWH, SECONDS_PER_HOUR

TABLE: Final = "backup"
GENERATOR: Final = "diesel_generator"


@dataclass(frozen=True, slots=True)
class Backup:
    """Generators behind a site, by the parameters of the catalogue table `backup`; the last is of `combustion`.

    Attributes
    ----------
    capacity_over_load : >= 1
        Megawatts of generators over the highest load at the meter.
    test_hours_per_year, test_load_share : h, 0-1
        Each set's runs without an outage, and its load then.
    full_load_fuel_l_per_kwh : > 0
    no_load_fuel_share : 0-1
        Of the fuel flow at full load, that which flows at any load.
    start_seconds : s
        Until the sets carry the load; batteries bridge it.
    outage_hours_per_year : h
        Of the grid.
    fuel_mmbtu_per_l, nox_kg_per_mmbtu, co2_kg_per_mmbtu
    """

    capacity_over_load: float
    test_hours_per_year: float
    test_load_share: float
    full_load_fuel_l_per_kwh: float
    no_load_fuel_share: float
    start_seconds: float
    outage_hours_per_year: float
    fuel_mmbtu_per_l: float
    nox_kg_per_mmbtu: float
    co2_kg_per_mmbtu: float


@dataclass(frozen=True, slots=True)
class BackupYear:
    """A year of backup power.

    Attributes
    ----------
    capacity_mw : of generators
    test_fuel_l, outage_fuel_l : litres
    fuel_mmbtu
    co2_t : tonnes, scope 1
    nox_kg
    generated_mwh
        In outages; what tests make is taken for lost in load banks.
    start_seconds
    bridged_kwh
        What batteries give until the sets carry the mean load, each time.
    """

    capacity_mw: float
    test_fuel_l: float
    outage_fuel_l: float
    fuel_mmbtu: float
    co2_t: float
    nox_kg: float
    generated_mwh: float
    start_seconds: float
    bridged_kwh: float


def catalogued_backup(test_hours_per_year: float | None = None, outage_hours_per_year: float | None = None) -> Backup:
    """Return the catalogue's generators, with hours that are known in place of its own.

    Raises
    ------
    UserError
        If the hours do not fit in a year.
    """
    values = {name: loader.get(TABLE, GENERATOR, name).number for name in (field.name for field in fields(Backup)[:-1])}
    values["co2_kg_per_mmbtu"] = loader.get("combustion", "diesel", "emission_kg_per_mmbtu").number
    for name, hours in (("test_hours_per_year", test_hours_per_year), ("outage_hours_per_year", outage_hours_per_year)):
        if hours is None:
            continue
        if not 0.0 <= hours <= HOURS_PER_YEAR:
            raise UserError(f"backup: {name} {hours:g} does not fit in a year. Write 0 to {HOURS_PER_YEAR}.")
        values[name] = hours
    return Backup(**values)


def backup_year(backup: Backup, peak_mw: float, mean_mw: float) -> BackupYear:
    """Return the fuel and carbon of a year.

    Parameters
    ----------
    backup
    peak_mw, mean_mw : MW at the meter, mean at most peak
        Outages meet the mean load, shared by all sets.

    Notes
    -----
    Fuel of an hour = capacity x full-load fuel x (n + (1 - n) x load share): a Willans line through the no-load flow.

    Examples
    --------
    >>> year = backup_year(catalogued_backup(), 100.0, 80.0)
    >>> round(year.test_fuel_l), round(year.outage_fuel_l)
    (159795, 44308)
    """
    capacity = peak_mw * backup.capacity_over_load

    def litres_per_hour(load_share: float) -> float:
        flow = backup.no_load_fuel_share + (1.0 - backup.no_load_fuel_share) * load_share
        return capacity * KWH_PER_MWH * backup.full_load_fuel_l_per_kwh * flow

    test = litres_per_hour(backup.test_load_share) * backup.test_hours_per_year
    outage = litres_per_hour(mean_mw / capacity if capacity else 0.0) * backup.outage_hours_per_year
    mmbtu = (test + outage) * backup.fuel_mmbtu_per_l
    return BackupYear(
        capacity_mw=capacity,
        test_fuel_l=test,
        outage_fuel_l=outage,
        fuel_mmbtu=mmbtu,
        co2_t=mmbtu * backup.co2_kg_per_mmbtu / KG_PER_TONNE,
        nox_kg=mmbtu * backup.nox_kg_per_mmbtu,
        generated_mwh=mean_mw * backup.outage_hours_per_year,
        start_seconds=backup.start_seconds,
        bridged_kwh=mean_mw * KWH_PER_MWH * backup.start_seconds / SECONDS_PER_HOUR,
    )


@dataclass(frozen=True, slots=True)
class SiteBackup:
    """What the generators of a site take in a year, for each megawatt of its highest load at the meter.

    Attributes
    ----------
    fuel_usd_per_mw, co2_t_per_mw
    """

    fuel_usd_per_mw: float
    co2_t_per_mw: float


def site_backup(site: Site) -> SiteBackup:
    """Return what the generators of a site take: plan and books both count with it.

    Notes
    -----
    In outages they carry the highest load, which sizes them: a little more fuel than the mean load takes.
    """
    hours = catalogued_backup(site.backup_test_hours_per_year, site.backup_outage_hours_per_year)
    year = backup_year(hours, 1.0, 1.0)
    fuel_usd = (year.test_fuel_l + year.outage_fuel_l) * site.backup_fuel_usd_per_l
    return SiteBackup(fuel_usd, year.co2_t)
