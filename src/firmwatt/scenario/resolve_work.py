"""Make the `Workload` records of a case."""

from __future__ import annotations

from firmwatt.catalog import loader as catalog
from firmwatt.finance import annual_capital_cost_usd_per_mw
from firmwatt.scenario.by_year import grown_values
from firmwatt.scenario.case import Site, Workload
from firmwatt.scenario.defaults import Defaults
from firmwatt.scenario.schema_sites import WorkloadEntry
from firmwatt.units import HOURS_PER_YEAR, KW_PER_MW


def resolve_workload(
    entry: WorkloadEntry, sites: tuple[Site, ...], years: tuple[int, ...], discount_rate: float, defaults: Defaults
) -> Workload:
    """Return one workload with every default filled in."""
    where, kind = f"workloads.{entry.name}", entry.work_class.value

    def number(given: float | None, parameter: str) -> float:
        return defaults.number(given, f"{where}.{parameter}", "workloads", kind, parameter)

    utilisation = number(entry.utilisation, "utilisation")
    value = entry.value_of_lost_compute_usd_per_mwh
    return Workload(
        name=entry.name,
        work_class=entry.work_class,
        it_mw=_it_mw(entry, utilisation, years, defaults),
        share=entry.share,
        utilisation=utilisation,
        site_share=dict(entry.site_share),
        movable_share=number(entry.movable_share, "movable_share"),
        movable_sites=entry.movable_sites or tuple(site.name for site in sites),
        deadline_hours=round(number(entry.deadline_hours, "deadline_hours")),
        user_time_zones=dict(entry.user_time_zones) or _home_zones(sites),
        daily_shape=_shape(entry.daily_shape, [f"daily_shape_{hour:02d}" for hour in range(24)], kind, defaults),
        weekly_shape=_shape(entry.weekly_shape, [f"weekly_shape_{day}" for day in range(7)], kind, defaults),
        value_of_lost_compute_usd_per_mwh=value or _value_of_lost_compute(sites, utilisation, discount_rate, defaults),
        must_serve=entry.must_serve,
    )


def _it_mw(
    entry: WorkloadEntry, utilisation: float, years: tuple[int, ...], defaults: Defaults
) -> tuple[float, ...] | None:
    if entry.it_mw is not None:
        return grown_values(entry.it_mw, entry.growth_per_year, years)
    if entry.fleet is None:
        return None
    total = [0.0] * len(years)
    for cohort in entry.fleet:
        where = f"workloads.{entry.name}.fleet.{cohort.chip}.system_kw"
        system_kw = defaults.number(cohort.system_kw, where, "chips", cohort.chip, "system_kw")
        mw_per_chip = system_kw / KW_PER_MW * utilisation
        counts = grown_values(cohort.count, entry.growth_per_year, years)
        total = [sum_mw + count * mw_per_chip for sum_mw, count in zip(total, counts, strict=True)]
    return tuple(total)


def _weights(sites: tuple[Site, ...]) -> list[float]:
    """Return each site's part of the megawatts asked for at the end; equal parts where nothing is asked."""
    total = sum(site.asked_mw[-1] for site in sites)
    return [site.asked_mw[-1] / total if total else 1.0 / len(sites) for site in sites]


def _home_zones(sites: tuple[Site, ...]) -> dict[str, float]:
    zones: dict[str, float] = {}
    for site, weight in zip(sites, _weights(sites), strict=True):
        zones[site.time_zone] = zones.get(site.time_zone, 0.0) + weight
    return zones


def _shape(given: tuple[float, ...] | None, parameters: list[str], kind: str, defaults: Defaults) -> tuple[float, ...]:
    """Return weights of mean 1: the user's, the catalogue's, or flat where it has none."""
    weights = given
    if weights is None:
        if catalog.find("workloads", kind, parameters[0]) is None:
            return (1.0,) * len(parameters)
        weights = tuple(
            defaults.number(None, f"workloads.{kind}.{name}", "workloads", kind, name) for name in parameters
        )
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
