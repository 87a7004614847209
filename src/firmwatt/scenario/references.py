"""Whether every name in a file is known: sites of the file, keys of the catalogue, time zones, files on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from zoneinfo import available_timezones

from firmwatt.catalog import loader as catalog
from firmwatt.errors import Fault
from firmwatt.scenario import faults
from firmwatt.scenario.assets import TRANSFORMER
from firmwatt.scenario.checks_work import amount_reference_faults
from firmwatt.scenario.document import Document, Path_
from firmwatt.scenario.faults import FaultKind
from firmwatt.scenario.messages import suggest
from firmwatt.scenario.schema import RegionEntry
from firmwatt.scenario.schema_assets import StorageEntry, SupplyEntry
from firmwatt.scenario.schema_sites import SiteEntry, WorkloadEntry
from firmwatt.scenario.validate import Parts

REGION_FIELDS = frozenset(
    {
        "title", "synchronous_grid", "time_zone", "market", "mean_price_usd_per_mwh", "price_change_per_year",
        "mean_intensity_kg_per_mwh", "intensity_change_per_year", "carbon_free_share",
        "carbon_free_share_change_per_year", "residual_intensity_kg_per_mwh", "water_l_per_mwh",
    }
)  # fmt: skip
"""Parameters of the table `regions` that have a field of their own; the others are the synthesis's."""


PRICE_FIELDS = ("series_file", "mean_price_usd_per_mwh", "price_change_per_year")
"""Fields of a region that only a price-taker reads."""


def reference_faults(parts: Parts) -> list[Fault]:
    """Return a fault for each name that is not known and each file that is not there."""
    return [
        *(fault for index, site in parts.sites.items() for fault in _site_faults(parts.document, index, site)),
        *(fault for index, work in parts.workloads.items() for fault in _workload_faults(parts, index, work)),
        *amount_reference_faults(parts),
        *(fault for index, entry in parts.supply.items() for fault in _supply_faults(parts, index, entry)),
        *(fault for index, entry in parts.storage.items() for fault in _storage_faults(parts, index, entry)),
        *_price_year_faults(parts),
        *_link_faults(parts),
        *_region_faults(parts),
        *_slot_faults(parts),
        *_lever_faults(parts),
        *_basin_faults(parts),
    ]


def _unknown(document: Document, path: Path_, name: str, kind: FaultKind, known: Iterable[str]) -> Iterator[Fault]:
    names = tuple(known)
    if name not in names:
        what = kind.title.removeprefix("Unknown ").split(",")[0]
        noun = {"chip": path[-1], "grid region": "grid region"}.get(what, what)
        yield document.fault(path, kind, f"There is no {noun} '{name}'.", suggest(name, names))


@cache
def _time_zones() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))


def _time_zone_faults(document: Document, path: Path_, name: str, *, at_key: bool = False) -> Iterator[Fault]:
    if name not in _time_zones():
        remedy = suggest(name, _time_zones()) if "/" in name else "Write a name such as America/New_York or Asia/Seoul."
        remedy = remedy if remedy.startswith("Did") else "Write a name such as America/New_York or Asia/Seoul."
        problem = f"There is no time zone '{name}'."
        yield document.fault(path, faults.UNKNOWN_TIME_ZONE, problem, remedy, at_key=at_key)


def _file_faults(document: Document, path: Path_, file: Path | None) -> Iterator[Fault]:
    if file is None:
        return
    try:
        is_there = (document.folder / file).is_file()
    except (OSError, ValueError):
        is_there = False
    if not is_there:
        problem = f"There is no file '{file}' beside the scenario."
        yield document.fault(path, faults.MISSING_FILE, problem, "Mend the path, or delete the line.")


def _site_faults(document: Document, index: int, site: SiteEntry) -> Iterator[Fault]:
    path: Path_ = ("sites", index)
    if site.place is not None:
        yield from _unknown(document, (*path, "place"), site.place, faults.UNKNOWN_PLACE, catalog.keys("places"))
    if site.region is not None:
        yield from _unknown(document, (*path, "region"), site.region, faults.UNKNOWN_REGION, catalog.keys("regions"))
    if site.time_zone is not None:
        yield from _time_zone_faults(document, (*path, "time_zone"), site.time_zone)
    yield from _file_faults(document, (*path, "weather_file"), site.weather_file)
    if site.connection.tariff is not None:
        named = (*path, "connection", "tariff")
        yield from _unknown(document, named, site.connection.tariff, faults.UNKNOWN_TARIFF, catalog.keys("tariffs"))
    if site.connection.contract is not None:
        where, asked = (*path, "connection", "contract", "type"), site.connection.contract.contract_type
        yield from _unknown(document, where, asked, faults.UNKNOWN_PARAMETER, catalog.keys("contracts"))
    plant = site.cooling.plant
    if plant is not None:
        where = (*path, "cooling", "plant")
        yield from _unknown(document, where, plant, faults.UNKNOWN_PARAMETER, catalog.keys("cooling"))
    is_default = "plant" not in site.cooling.model_fields_set
    known = catalog.group("cooling", "direct_liquid_dry_cooler" if is_default else plant or "")
    for name in site.cooling.overrides if known else ():
        yield from _parameter_faults(document, (*path, "cooling", "overrides", name), known)


def _parameter_faults(document: Document, path: Path_, known: Iterable[str]) -> Iterator[Fault]:
    name, names = str(path[-1]), tuple(known)
    if name not in names:
        yield document.fault(
            path, faults.UNKNOWN_PARAMETER, f"There is no parameter '{name}'.", suggest(name, names), at_key=True
        )


def _site_name_faults(parts: Parts, path: Path_, name: str, *, at_key: bool = False) -> Iterator[Fault]:
    if parts.are_sites_named and name not in parts.site_names:
        problem = f"There is no site '{name}' in this file."
        yield parts.document.fault(path, faults.UNKNOWN_SITE, problem, suggest(name, parts.site_names), at_key=at_key)


def _workload_faults(parts: Parts, index: int, work: WorkloadEntry) -> Iterator[Fault]:
    path: Path_ = ("workloads", index)
    for name in work.site_share:
        yield from _site_name_faults(parts, (*path, "site_share", name), name, at_key=True)
    for place, name in enumerate(work.movable_sites or ()):
        yield from _site_name_faults(parts, (*path, "movable_sites", place), name)
    for zone in work.user_time_zones:
        yield from _time_zone_faults(parts.document, (*path, "user_time_zones", zone), zone, at_key=True)


def _placed_faults(parts: Parts, path: Path_, entry: SupplyEntry | StorageEntry) -> Iterator[Fault]:
    if entry.site is not None:
        yield from _site_name_faults(parts, (*path, "site"), entry.site)
    for place, name in enumerate(entry.sites or ()):
        yield from _site_name_faults(parts, (*path, "sites", place), name)


def _supply_faults(parts: Parts, index: int, entry: SupplyEntry) -> Iterator[Fault]:
    path: Path_ = ("supply", index)
    yield from _placed_faults(parts, path, entry)
    if entry.technology is not None:
        known = catalog.keys("technologies")
        yield from _unknown(parts.document, (*path, "technology"), entry.technology, faults.UNKNOWN_TECHNOLOGY, known)
    if entry.deal is not None:
        yield from _unknown(parts.document, (*path, "deal"), entry.deal, faults.UNKNOWN_DEAL, catalog.keys("deals"))
    yield from _late_faults(parts, path, entry)


def _late_faults(parts: Parts, path: Path_, entry: SupplyEntry) -> Iterator[Fault]:
    """Yield an announced date, given or of the deal, at which the plan has ended."""
    row = catalog.find("deals", entry.deal or "", "online")
    online = entry.fixed_online or (date.fromisoformat(row.text) if row else None)
    if online is None or parts.programme is None:
        return
    last = max(parts.programme.planning_years)
    if online.year > last:
        key = "fixed_online" if entry.fixed_online else "deal"
        problem = f"It comes online on {online}, after {last}, the last planning year."
        yield parts.document.fault((*path, key), faults.OUTSIDE_YEARS, problem, "Plan for longer, or delete the entry.")


def _storage_faults(parts: Parts, index: int, entry: StorageEntry) -> Iterator[Fault]:
    path: Path_ = ("storage", index)
    yield from _placed_faults(parts, path, entry)
    known = catalog.keys("storage")
    yield from _unknown(parts.document, (*path, "technology"), entry.technology, faults.UNKNOWN_TECHNOLOGY, known)


def _price_year_faults(parts: Parts) -> Iterator[Fault]:
    year = parts.programme.price_year if parts.programme else None
    known = sorted(
        int(parameter.removeprefix(catalog.PRICE_PARAMETER))
        for parameter in catalog.group(catalog.PRICE_TABLE, catalog.PRICE_KEY)
    )
    if year is not None and year not in known:
        problem, remedy = f"There is no price index of {year}.", f"Write a year from {known[0]} to {known[-1]}."
        yield parts.document.fault(("programme", "price_year"), faults.PRICE_YEAR, problem, remedy)


def _region_of(site: SiteEntry) -> str | None:
    if site.region is not None or site.place is None:
        return site.region
    row = catalog.find("places", site.place, "region")
    return row.text if row else None


def _link_faults(parts: Parts) -> Iterator[Fault]:
    grids: dict[str, str] = {}
    for site in parts.sites.values():
        row = catalog.find("regions", _region_of(site) or "", "synchronous_grid")
        if row is not None:
            grids[site.name] = row.text
    for index, link in parts.links.items():
        path: Path_ = ("transmission", index)
        ends = (link.from_site, link.to_site)
        yield from _site_name_faults(parts, (*path, "from_site"), link.from_site)
        yield from _site_name_faults(parts, (*path, "to_site"), link.to_site)
        if ends[0] == ends[1]:
            problem = f"The link ends where it begins, at '{ends[0]}'."
            yield parts.document.fault((*path, "to_site"), faults.SAME_ENDS, problem, "Name another site.")
        here, there = grids.get(ends[0]), grids.get(ends[1])
        if here and there and here != there:
            problem = f"'{ends[0]}' is in the grid {here}, '{ends[1]}' in {there}."
            remedy = "Link sites of one synchronous grid only."
            yield parts.document.fault((*path, "to_site"), faults.LINK_ACROSS_GRIDS, problem, remedy)


def _region_faults(parts: Parts) -> Iterator[Fault]:
    used = {_region_of(site) for site in parts.sites.values()}
    is_sure = len(parts.sites) == len(parts.site_names) and used <= set(catalog.keys("regions"))
    for name, region in parts.regions.items():
        path: Path_ = ("grid", name)
        yield from _file_faults(parts.document, (*path, "series_file"), region.series_file)
        if name not in catalog.keys("regions"):
            remedy = suggest(name, catalog.keys("regions"))
            problem = f"There is no grid region '{name}'."
            yield parts.document.fault(path, faults.UNKNOWN_REGION, problem, remedy, at_key=True)
            continue
        if name not in used and is_sure:
            problem, remedy = f"No site lies in '{name}', so nothing would read this.", "Delete it."
            yield parts.document.fault(path, faults.UNKNOWN_REGION, problem, remedy, at_key=True)
        if region.mix is not None:
            yield from _mix_faults(parts.document, (*path, "mix"), region.mix)
        yield from _curve_faults(parts, path, name, region)
        known = set(catalog.group("regions", name)) - REGION_FIELDS
        for parameter in region.parameters:
            yield from _parameter_faults(parts.document, (*path, "parameters", parameter), sorted(known))


def _curve_faults(parts: Parts, path: Path_, name: str, region: RegionEntry) -> Iterator[Fault]:
    """Yield what is wrong with the market behind a region."""
    document, curve = parts.document, region.curve
    yield from _file_faults(document, (*path, "curve", "demand_file"), curve.demand_file)
    tree = document.tree.get("grid")
    mode = region.mode or (tree.get("mode") if isinstance(tree, dict) else None)
    if curve.model_fields_set and mode != "supply_curve":
        problem, remedy = f"'{name}' is a price-taker, so nothing would read this.", "Write `mode: supply_curve`."
        yield document.fault((*path, "curve"), faults.EXCLUSIVE, problem, remedy, at_key=True)
    for field in PRICE_FIELDS if mode == "supply_curve" and catalog.find("regions", name, "market") else ():
        if field in region.model_fields_set:
            problem = f"The market of '{name}' answers the load, so nothing would read this."
            remedy = "Delete it, or write `mode: price_taker`."
            yield document.fault((*path, field), faults.EXCLUSIVE, problem, remedy, at_key=True)
    if curve.demand_area is not None and curve.demand_file is None:
        problem = "It names a column of a file that is not given."
        where = (*path, "curve", "demand_area")
        yield document.fault(where, faults.EXCLUSIVE, problem, "Add `demand_file`, or delete this line.")
    market = catalog.find("regions", name, "market")
    if region.mode == "supply_curve" and market is None:
        known = [key for key in catalog.keys("regions") if catalog.find("regions", key, "market")]
        problem = f"The catalogue does not know the power plants of '{name}'."
        remedy = f"Write `price_taker`; known are {', '.join(known)}."
        yield document.fault((*path, "mode"), faults.UNKNOWN_FLEET, problem, remedy)
    for other, twin in parts.regions.items():
        row = catalog.find("regions", other, "market")
        is_twin = market is not None and row is not None and row.text == market.text and other != name
        if is_twin and curve.model_fields_set and twin.curve.model_fields_set and other < name:
            problem = f"'{name}' and '{other}' are one market, {market.text if market else ''}, described twice."
            yield document.fault((*path, "curve"), faults.EXCLUSIVE, problem, "Keep one.", at_key=True)


def _mix_faults(document: Document, path: Path_, mix: dict[str, float]) -> Iterator[Fault]:
    for fuel in mix:
        yield from _parameter_faults(document, (*path, fuel), catalog.keys("generation_rates"))
    total = sum(mix.values())
    if abs(total - 1.0) > 1e-6:
        yield document.fault(
            path, faults.SHARE_SUM, f"The shares sum to {total:.6g}.", "Mend them so that they sum to 1."
        )


def _slot_faults(parts: Parts) -> Iterator[Fault]:
    slots = parts.document.tree.get("vendor_slots_mw_per_year")
    known = (*catalog.keys("technologies"), *catalog.keys("storage"), TRANSFORMER)
    for name in slots if isinstance(slots, dict) else ():
        if str(name) not in known:
            path: Path_ = ("vendor_slots_mw_per_year", name)
            problem = f"There is no technology '{name}'."
            yield parts.document.fault(path, faults.UNKNOWN_TECHNOLOGY, problem, suggest(str(name), known), at_key=True)


def _basin_faults(parts: Parts) -> Iterator[Fault]:
    tree = parts.document.tree.get("basin_limit_m3_per_year")
    known = tuple(map(str, tree)) if isinstance(tree, dict) else ()
    for index, site in parts.sites.items():
        if site.basin is not None and site.basin not in known:
            path: Path_ = ("sites", index, "basin")
            problem = f"There is no basin '{site.basin}' in this file."
            remedy = suggest(site.basin, known) if known else "Add it to `basin_limit_m3_per_year`."
            yield parts.document.fault(path, faults.UNKNOWN_BASIN, problem, remedy)


def _lever_faults(parts: Parts) -> Iterator[Fault]:
    for index, name in enumerate(parts.policy.levers if parts.policy else ()):
        path: Path_ = ("policy", "levers", index)
        yield from _unknown(parts.document, path, name, faults.UNKNOWN_LEVER, catalog.keys("levers"))
    law = parts.policy.tax_credits if parts.policy else None
    if law is not None:
        known = catalog.keys("tax_credits")
        yield from _unknown(parts.document, ("policy", "tax_credits"), law, faults.UNKNOWN_TAX_LAW, known)
