"""Make the `Workload` records of a case."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from firmwatt.catalog import loader as catalog
from firmwatt.finance import annual_capital_cost_usd_per_mw
from firmwatt.scenario.by_year import grown_values
from firmwatt.scenario.case import Site, WorkClass, Workload
from firmwatt.scenario.defaults import Defaults
from firmwatt.scenario.programme import Programme
from firmwatt.scenario.resolve_amounts import cohort_counts, resolve_requests, resolve_run, utilisation_of_busy
from firmwatt.scenario.schema_sites import WorkloadEntry
from firmwatt.scenario.schema_work import CohortEntry, TraceEntry
from firmwatt.scenario.work import Trace
from firmwatt.units import HOURS_PER_YEAR, KW_PER_MW


@dataclass(frozen=True, slots=True)
class Setting:
    """What a workload is resolved in.

    Attributes
    ----------
    folder
        Of the scenario file, to which paths are relative.
    """

    sites: tuple[Site, ...]
    programme: Programme
    folder: Path
    defaults: Defaults


def resolve_workload(entry: WorkloadEntry, fleet: tuple[CohortEntry, ...], setting: Setting) -> Workload:
    """Return one workload with every default filled in.

    Parameters
    ----------
    entry
    fleet
        The file's own chips, of which a workload may take a share.
    setting
    """
    sites, years, defaults = setting.sites, setting.programme.planning_years, setting.defaults
    where, kind = f"workloads.{entry.name}", entry.work_class.value

    def number(given: float | None, parameter: str) -> float:
        return defaults.number(given, f"{where}.{parameter}", "workloads", kind, parameter)

    if entry.busy_share is None:
        utilisation = number(entry.utilisation, "utilisation")
    else:
        utilisation = utilisation_of_busy(entry.busy_share, where, defaults, entry.work_class is WorkClass.TRAINING)
    value = entry.value_of_lost_compute_usd_per_mwh
    requests, run, trace = entry.requests, entry.run, entry.trace
    growth, ceiling = entry.growth_per_year, entry.saturation_multiple
    return Workload(
        name=entry.name,
        work_class=entry.work_class,
        it_mw=_it_mw(entry, fleet, utilisation, years, defaults),
        share=entry.share,
        utilisation=utilisation,
        site_share=dict(entry.site_share),
        movable_share=number(entry.movable_share, "movable_share"),
        movable_sites=entry.movable_sites or tuple(site.name for site in sites),
        deadline_hours=round(number(entry.deadline_hours, "deadline_hours")),
        user_time_zones=_user_zones(entry) or _home_zones(sites),
        daily_shape=_shape(entry, "daily_shape", [f"{hour:02d}" for hour in range(24)], defaults),
        weekly_shape=_shape(entry, "weekly_shape", [str(day) for day in range(7)], defaults),
        value_of_lost_compute_usd_per_mwh=value
        or _value_of_lost_compute(sites, utilisation, setting.programme.discount_rate, defaults),
        must_serve=entry.must_serve,
        requests=None if requests is None else resolve_requests(requests, years, growth, ceiling),
        run=None if run is None else resolve_run(run),
        trace=None if trace is None else _trace(trace, setting.folder),
        movable_within_ms=entry.movable_within_ms,
        power_cap_share=entry.power_cap_share,
    )


def _it_mw(
    entry: WorkloadEntry,
    fleet: tuple[CohortEntry, ...],
    utilisation: float,
    years: tuple[int, ...],
    defaults: Defaults,
) -> tuple[float, ...] | None:
    growth, ceiling = entry.growth_per_year, entry.saturation_multiple
    if entry.it_mw is not None:
        return grown_values(entry.it_mw, growth, years, ceiling)
    cohorts, part = (fleet, entry.fleet_share) if entry.fleet_share is not None else (entry.fleet, 1.0)
    if cohorts is None:
        return None
    total = [0.0] * len(years)
    for cohort in cohorts:
        where = f"workloads.{entry.name}.fleet.{cohort.chip}.system_kw"
        system_kw = defaults.number(cohort.system_kw, where, "chips", cohort.chip, "system_kw")
        mw_per_chip = system_kw / KW_PER_MW * utilisation * part
        counts = cohort_counts(cohort, years, defaults, growth, ceiling)
        total = [sum_mw + count * mw_per_chip for sum_mw, count in zip(total, counts, strict=True)]
    return tuple(total)


def _trace(entry: TraceEntry, folder: Path) -> Trace:
    return Trace(folder / entry.file, entry.model, entry.region)


def _user_zones(entry: WorkloadEntry) -> dict[str, float]:
    """Return zone → share of the users, from zones or from the regions in which they live."""
    zones = dict(entry.user_time_zones)
    for region, share in entry.user_regions.items():
        zone = catalog.get("regions", region, "time_zone").text
        zones[zone] = zones.get(zone, 0.0) + share
    return zones


def _weights(sites: tuple[Site, ...]) -> list[float]:
    """Return each site's part of the megawatts asked for at the end; equal parts where nothing is asked."""
    total = sum(site.asked_mw[-1] for site in sites)
    return [site.asked_mw[-1] / total if total else 1.0 / len(sites) for site in sites]


def _home_zones(sites: tuple[Site, ...]) -> dict[str, float]:
    zones: dict[str, float] = {}
    for site, weight in zip(sites, _weights(sites), strict=True):
        zones[site.time_zone] = zones.get(site.time_zone, 0.0) + weight
    return zones


def _shape(entry: WorkloadEntry, name: str, suffixes: list[str], defaults: Defaults) -> tuple[float, ...]:
    """Return weights of mean 1: the user's, those of its traffic or class in the catalogue, or flat."""
    weights: tuple[float, ...] | None = getattr(entry, name)
    if weights is None:
        parameters = [f"{name}_{suffix}" for suffix in suffixes]
        homes = (("traffic", entry.traffic or ""), ("workloads", entry.work_class.value))
        known = (home for home in homes if catalog.find(*home, parameters[0]) is not None)
        table, key = next(known, ("", ""))
        if not table:
            return (1.0,) * len(parameters)
        where = f"workloads.{key}"
        weights = tuple(defaults.number(None, f"{where}.{each}", table, key, each) for each in parameters)
    mean = sum(weights) / len(weights)
    return tuple(weight / mean for weight in weights)


def _value_of_lost_compute(
    sites: tuple[Site, ...], utilisation: float, discount_rate: float, defaults: Defaults
) -> float:
    """Return what a MWh of IT energy costs in chips and building, with a margin (USD/MWh).

    Notes
    -----
    `(a_IT + a_building) / (8760 × utilisation) × (1 + margin)`, with the yearly capital cost a of one megawatt of IT
    load, averaged over the sites by the megawatts asked for. Capital alone: a floor of what the computing is worth.
    """
    yearly = 0.0
    for site, weight in zip(sites, _weights(sites), strict=True):
        chips = annual_capital_cost_usd_per_mw(site.it_capital_usd_per_kw, discount_rate, site.it_lifetime_years, 0.0)
        building = annual_capital_cost_usd_per_mw(
            site.building_capital_usd_per_kw, discount_rate, site.building_lifetime_years, 0.0
        )
        yearly += weight * (chips + building)
    margin = defaults.number(None, "workloads.compute_margin", "assumptions", "default", "compute_margin")
    return yearly / (HOURS_PER_YEAR * utilisation) * (1.0 + margin)
