"""What a file's parts must keep among themselves: years, shares, limits and the names of the programme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from firmwatt.catalog import loader as catalog
from firmwatt.errors import Fault
from firmwatt.scenario import faults
from firmwatt.scenario.checks_limits import permit_faults, pipeline_faults, tariff_faults
from firmwatt.scenario.checks_work import amount_faults
from firmwatt.scenario.document import Document, Path_, dotted
from firmwatt.scenario.messages import show
from firmwatt.scenario.plant_limits import limits
from firmwatt.scenario.quantities import Span
from firmwatt.scenario.schema import PolicyEntry, ProgrammeEntry
from firmwatt.scenario.schema_assets import Delay, StorageEntry, SupplyEntry, asset_names, link_name
from firmwatt.scenario.schema_sites import CoolingEntry, SiteEntry, WorkloadEntry
from firmwatt.scenario.validate import Parts

OF_THE_PAST = ("bought", "retired")
"""What may stand in years before the plan."""
FIRM_CONTRACT = "firm"
"""The type of contract under which the grid calls on nothing."""
SUM_TOLERANCE = 1e-6
"""How far shares may sum beside 1."""


def consistency_faults(parts: Parts) -> list[Fault]:
    """Return the faults that need no catalogue, in the order of the checks."""
    return [
        *_programme_faults(parts.document, parts.programme),
        *_year_faults(parts),
        *_policy_start_faults(parts),
        *_span_faults(parts.document, parts.document.tree, ()),
        *_site_faults(parts),
        *_workload_faults(parts),
        *_supply_faults(parts),
        *_storage_faults(parts),
        *_name_faults(parts),
    ]


def _programme_faults(document: Document, programme: ProgrammeEntry | None) -> Iterator[Fault]:
    if programme is None:
        return
    years = programme.planning_years
    for index, (before, after) in enumerate(pairwise(years)):
        if after <= before:
            where: Path_ = ("programme", "planning_years", index + 1)
            yield document.fault(
                where, faults.NOT_RISING, f"{after} does not lie after {before}.", "Write rising years, each once."
            )
    if programme.decision_date and programme.decision_date.year > years[-1]:
        problem = f"{programme.decision_date} lies after {years[-1]}, the last planning year."
        yield document.fault(
            ("programme", "decision_date"), faults.END_BEFORE_START, problem, "Decide before the plan ends."
        )
    until = programme.budget_until_year
    if until is not None:
        path = ("programme", "budget_until_year")
        if "budget_usd" not in programme.model_fields_set:
            problem = "The year stands without `budget_usd`."
            yield document.fault(path, faults.EXCLUSIVE, problem, "Add `budget_usd`, or delete this line.")
        elif until < years[0]:
            problem = f"{until} lies before {years[0]}, the first planning year."
            yield document.fault(path, faults.END_BEFORE_START, problem, f"Write {years[0]} or later.")
    yield from _represented_faults(document, programme)
    yield from _weather_faults(document, programme)


def _represented_faults(document: Document, programme: ProgrammeEntry) -> Iterator[Fault]:
    represented, years = programme.years_represented, programme.planning_years
    if represented is None:
        return
    path: Path_ = ("programme", "years_represented")
    if len(represented) != len(years):
        problem = f"There are {len(represented)} entries for {len(years)} planning years."
        yield document.fault(path, faults.WRONG_LENGTH, problem, f"Give {len(years)}.")
        return
    for index, (year, after) in enumerate(pairwise(years)):
        if represented[index] > after - year > 0:
            problem = f"{year} stands for {represented[index]} years, but {after} comes {after - year} later."
            yield document.fault(
                (*path, index), faults.LOW_ABOVE_HIGH, problem, f"Write at most {after - year}; years must not overlap."
            )


def _weather_faults(document: Document, programme: ProgrammeEntry) -> Iterator[Fault]:
    draws, chances = programme.seeds, programme.weather_probability
    for index, draw in enumerate(draws):
        if draw in draws[:index]:
            where: Path_ = ("programme", "weather_years", index)
            yield document.fault(where, faults.DUPLICATE_NAME, f"{draw} stands twice.", "Write another seed.")
    if chances is None:
        return
    path = ("programme", "weather_probability")
    if draws and len(chances) != len(draws):
        problem = f"There are {len(chances)} entries for {len(draws)} weather years."
        yield document.fault(path, faults.WRONG_LENGTH, problem, f"Give {len(draws)}.")
    elif draws:
        yield from _sum_faults(document, path, sum(chances))


def _sum_faults(document: Document, path: Path_, total: float) -> Iterator[Fault]:
    if abs(total - 1.0) > SUM_TOLERANCE:
        yield document.fault(
            path, faults.SHARE_SUM, f"The shares sum to {total:.6g}.", "Mend them so that they sum to 1."
        )


def _year_faults(parts: Parts) -> Iterator[Fault]:
    """Yield the values by year and single years that the plan would never look at."""
    if parts.programme is None:
        return
    first, last = min(parts.programme.planning_years), max(parts.programme.planning_years)
    remedy = f"Write a year from {first} to {last}."
    for path in parts.document.places:
        year = path[-1] if path else None
        is_year = isinstance(year, int) and year >= 1000 and isinstance(path[-2], str)
        if is_year and path[0] != "programme" and path[-2] not in OF_THE_PAST and not first <= int(str(year)) <= last:
            problem = f"{year} is outside the planning years {first} to {last}."
            yield parts.document.fault(path, faults.OUTSIDE_YEARS, problem, remedy, at_key=True)
    for section, entries in (("supply", parts.supply), ("storage", parts.storage)):
        for index, entry in entries.items():
            if entry.earliest_year is not None and entry.earliest_year > last:
                problem = f"{entry.earliest_year} lies after {last}, the last planning year."
                path = (section, index, "earliest_year")
                yield parts.document.fault(path, faults.OUTSIDE_YEARS, problem, remedy)


def _policy_start_faults(parts: Parts) -> Iterator[Fault]:
    """Yield caps by year that say nothing about the first planning year: 0 before the first value would bind."""
    policy: PolicyEntry | None = parts.policy
    if policy is None or parts.programme is None:
        return
    first = parts.programme.planning_years[0]
    for name in ("carbon_cap_tonne", "carbon_intensity_cap_kg_per_mwh"):
        value = getattr(policy, name)
        if isinstance(value, Mapping) and min(value) > first:
            problem = f"The cap has no value for {first}, the first planning year."
            yield parts.document.fault(("policy", name), faults.MISSING_KEY, problem, f"Add `{first}:`.")


def _span_faults(document: Document, value: Any, path: Path_) -> Iterator[Fault]:
    """Yield every low, central and high that do not rise, wherever they stand."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _span_faults(document, item, (*path, index))
    elif isinstance(value, Mapping):
        if set(value) == set(Span.model_fields) and all(isinstance(part, int | float) for part in value.values()):
            yield from _rising_faults(document, path, value)
        for key, item in value.items():
            yield from _span_faults(document, item, (*path, key))


def _rising_faults(document: Document, path: Path_, span: Mapping[str, float]) -> Iterator[Fault]:
    for lower, higher in (("low", "central"), ("central", "high")):
        if span[lower] > span[higher]:
            problem = f"{lower} {show(span[lower])} is above {higher} {show(span[higher])}."
            remedy = "Write low, central and high in rising order."
            yield document.fault((*path, lower), faults.LOW_ABOVE_HIGH, problem, remedy)


def _site_faults(parts: Parts) -> Iterator[Fault]:
    document = parts.document
    for index, site in parts.sites.items():
        path: Path_ = ("sites", index)
        most = _most(site.asked_mw)
        if site.energised_it_mw > most:
            problem = f"{show(site.energised_it_mw)} MW run already, but at most {show(most)} are asked for."
            yield document.fault((*path, "energised_it_mw"), faults.LOW_ABOVE_HIGH, problem, "Raise `asked_mw`.")
        if site.cooling.wue_constant_l_per_kwh is not None and "pue_constant" not in site.cooling.model_fields_set:
            problem = "It stands without `pue_constant`."
            remedy = "Give both, or neither."
            yield document.fault((*path, "cooling", "wue_constant_l_per_kwh"), faults.EXCLUSIVE, problem, remedy)
        yield from _override_faults(document, (*path, "cooling", "overrides"), site.cooling)
        yield from _heat_faults(document, (*path, "cooling", "heat_reuse_share"), site.cooling)
        yield from _connection_faults(document, path, site)
        yield from _firm_faults(document, path, site)
        yield from pipeline_faults(document, path, site)
        yield from tariff_faults(document, path, site)
        yield from _position_faults(document, path, site)


def _override_faults(document: Document, path: Path_, cooling: CoolingEntry) -> Iterator[Fault]:
    """Yield parameters of a plant that make no sense; unknown ones are told elsewhere."""
    known = {row.parameter for row in catalog.rows("cooling")}
    for name, value in cooling.overrides.items():
        least, most = limits(name)
        if name in known and not least <= value <= most:
            kind, side, end = (faults.TOO_LOW, "below", least) if value < least else (faults.TOO_HIGH, "above", most)
            problem, remedy = f"{show(value)} is {side} {show(end)}.", f"Write {show(least)} to {show(most)}."
            yield document.fault((*path, name), kind, problem, remedy)


def _heat_faults(document: Document, path: Path_, cooling: CoolingEntry) -> Iterator[Fault]:
    """Yield heat that is to be handed over by a site without a plant model, or without water that carries it."""
    if cooling.heat_reuse_share == 0.0:
        return
    if cooling.pue_constant is not None:
        problem = "It stands beside `pue_constant`, which leaves no plant to take heat from."
        yield document.fault(path, faults.EXCLUSIVE, problem, "Give one of the two.")
    plant = catalog.group("cooling", cooling.plant or "")
    if plant and "supply_water_temperature_c" not in plant:
        problem = f"The plant '{cooling.plant}' has no water that carries heat."
        yield document.fault(path, faults.EXCLUSIVE, problem, "Choose a plant with water, or delete the line.")


def _connection_faults(document: Document, path: Path_, site: SiteEntry) -> Iterator[Fault]:
    connection = site.connection
    if connection.firm_mw is not None and connection.energised_mw > _most(connection.firm_mw):
        problem = f"{show(connection.energised_mw)} MW are connected, but `firm_mw` never exceeds "
        problem += f"{show(_most(connection.firm_mw))}."
        yield document.fault(
            (*path, "connection", "energised_mw"), faults.LOW_ABOVE_HIGH, problem, "Raise `firm_mw` to at least that."
        )
    contract = connection.contract
    if contract is not None and contract.contract_type != FIRM_CONTRACT and not _most(connection.curtailable_mw):
        problem = f"The grid may call on `curtailable_mw` under {contract.contract_type}, but there are none."
        yield document.fault(
            (*path, "connection", "contract"), faults.MISSING_KEY, problem, "Add `curtailable_mw:` beside it."
        )


def _position_faults(document: Document, path: Path_, site: SiteEntry) -> Iterator[Fault]:
    needed = ("latitude_deg", "longitude_deg", "altitude_m", "time_zone", "region")
    missing = [name for name in needed if getattr(site, name) is None]
    if site.place is None and missing:
        problem = f"The site has no `place`, nor {', '.join(missing)}."
        yield document.fault(path, faults.MISSING_KEY, problem, "Add `place:` with a place of the catalogue.")


def _firm_faults(document: Document, path: Path_, site: SiteEntry) -> Iterator[Fault]:
    """Yield a site asked for in IT megawatts whose connection has no size: it would be too small by its cooling."""
    if site.asked_basis == "it" and site.connection.firm_mw is None:
        problem = "`firm_mw` is missing, and `asked_mw` counts IT only."
        remedy = "Add `connection: {firm_mw: ...}`, in megawatts at the meter."
        yield document.fault((*path, "connection"), faults.MISSING_KEY, problem, remedy)


def _most(value: float | Mapping[int, float] | None) -> float:
    if isinstance(value, Mapping):
        return max(value.values(), default=0.0)
    return value or 0.0


def _workload_faults(parts: Parts) -> Iterator[Fault]:
    document = parts.document
    for index, work in parts.workloads.items():
        path: Path_ = ("workloads", index)
        if work.share is not None and work.growth_per_year:
            problem = "A share grows with the sites, not by itself."
            yield document.fault((*path, "growth_per_year"), faults.EXCLUSIVE, problem, "Delete it, or use `it_mw`.")
        if work.share is not None and work.site_share:
            problem = "A share of each site needs no `site_share`."
            yield document.fault((*path, "site_share"), faults.EXCLUSIVE, problem, "Delete it, or use `it_mw`.")
        yield from _shape_faults(document, path, work)
        for name in ("site_share", "user_time_zones"):
            if shares := getattr(work, name):
                yield from _sum_faults(document, (*path, name), sum(shares.values()))
    total = sum(work.share or 0.0 for work in parts.workloads.values())
    if total > 1.0 + SUM_TOLERANCE:
        problem, remedy = f"The workloads' shares sum to {total:.6g}.", "Lower them to at most 1 in all."
        yield document.fault(("workloads",), faults.SHARE_SUM, problem, remedy, at_key=True)
    yield from amount_faults(parts)
    yield from _capacity_faults(parts)


def _shape_faults(document: Document, path: Path_, work: WorkloadEntry) -> Iterator[Fault]:
    for name in ("daily_shape", "weekly_shape"):
        shape = getattr(work, name)
        if shape is not None and sum(shape) == 0.0:
            yield document.fault((*path, name), faults.SHARE_SUM, "All weights are 0.", "Give at least one above 0.")
    if work.work_class == "interactive" and work.deadline_hours:
        problem = f"Interactive work cannot wait {work.deadline_hours} hours."
        yield document.fault((*path, "deadline_hours"), faults.EXCLUSIVE, problem, "Delete it, or use class batch.")


def _capacity_faults(parts: Parts) -> Iterator[Fault]:
    """Yield the first year whose given IT megawatts exceed all that the sites are asked to have."""
    if parts.programme is None or len(parts.sites) != len(parts.site_names):
        return
    for year in parts.programme.planning_years:
        asked = sum(_in_year(site.asked_mw, year) for site in parts.sites.values())
        needed = sum(_in_year(work.it_mw, year) for work in parts.workloads.values() if work.it_mw is not None)
        if needed > asked * (1.0 + SUM_TOLERANCE):
            problem = f"In {year} they need {needed:.6g} MW of IT, but the sites are asked for {asked:.6g} MW."
            remedy = "Raise the sites' `asked_mw` or lower the workloads' `it_mw`."
            yield parts.document.fault(("workloads",), faults.UNSERVEABLE, problem, remedy, at_key=True)
            return


def _in_year(value: float | Mapping[int, float] | None, year: int) -> float:
    if isinstance(value, Mapping):
        given = [known for known in value if known <= year]
        return value[max(given)] if given else 0.0
    return value or 0.0


def _supply_faults(parts: Parts) -> Iterator[Fault]:
    document = parts.document
    for index, entry in parts.supply.items():
        path: Path_ = ("supply", index)
        yield from _placed_faults(document, path, entry)
        if (entry.technology is None) == (entry.deal is None):
            remedy = "Give exactly one of `technology` and `deal`."
            problem = "Both are given." if entry.deal else "Neither is given."
            yield document.fault(path, faults.EXCLUSIVE, problem, remedy)
        if entry.max_mw is None and entry.technology is not None and entry.deal is None:
            yield document.fault(path, faults.MISSING_KEY, "`max_mw` is missing.", "Add `max_mw:`.")
        if entry.max_mw is not None and entry.min_mw > entry.max_mw:
            problem = f"min_mw {show(entry.min_mw)} is above max_mw {show(entry.max_mw)}."
            yield document.fault((*path, "min_mw"), faults.LOW_ABOVE_HIGH, problem, "Lower it, or raise `max_mw`.")
        if entry.earliest_year and entry.latest_year and entry.latest_year < entry.earliest_year:
            problem = f"{entry.latest_year} lies before earliest_year {entry.earliest_year}."
            yield document.fault((*path, "latest_year"), faults.END_BEFORE_START, problem, "Exchange the two.")
        yield from _announced_faults(document, path, entry)
        yield from permit_faults(document, path, entry)


def _announced_faults(document: Document, path: Path_, entry: SupplyEntry) -> Iterator[Fault]:
    is_announced = entry.deal is not None or entry.fixed_online is not None
    delay: Delay | None = entry.online_delay_years
    if delay is not None and not entry.model_fields_set & {"deal", "fixed_online"}:
        problem = "A delay stands without `fixed_online`."
        yield document.fault((*path, "online_delay_years"), faults.EXCLUSIVE, problem, "Add the date, or use `steps`.")
    if is_announced and "steps" in entry.model_fields_set:
        problem = "An announced date replaces the steps."
        yield document.fault((*path, "steps"), faults.EXCLUSIVE, problem, "Delete the steps, or the date.")


def _placed_faults(document: Document, path: Path_, entry: SupplyEntry | StorageEntry) -> Iterator[Fault]:
    if (entry.site is None) == (entry.sites is None):
        problem = "Both are given." if entry.site else "Neither is given."
        yield document.fault(path, faults.EXCLUSIVE, problem, "Give exactly one of `site` and `sites`.")


def _storage_faults(parts: Parts) -> Iterator[Fault]:
    document = parts.document
    for index, entry in parts.storage.items():
        path: Path_ = ("storage", index)
        yield from _placed_faults(document, path, entry)
        least, most = entry.least_duration_hours, entry.most_duration_hours
        if least is not None and most is not None and least > most:
            problem = f"{show(least)} is above most_duration_hours {show(most)}."
            yield document.fault((*path, "least_duration_hours"), faults.LOW_ABOVE_HIGH, problem, "Exchange the two.")
        if (entry.existing_mw > 0.0) != (entry.existing_mwh > 0.0):
            problem = f"{show(entry.existing_mw)} MW stand beside {show(entry.existing_mwh)} MWh."
            yield document.fault(path, faults.EXCLUSIVE, problem, "Give both `existing_mw` and `existing_mwh`.")


def _name_faults(parts: Parts) -> Iterator[Fault]:
    """Yield names that occur twice: of sites, of workloads, of links, and of supply and storage together."""
    yield from _repeated(parts.document, [(("sites", i), site.name) for i, site in parts.sites.items()])
    yield from _repeated(parts.document, [(("workloads", i), work.name) for i, work in parts.workloads.items()])
    links = [
        (("transmission", i), link_name(link)) for i, link in parts.links.items() if link.from_site and link.to_site
    ]
    yield from _repeated(parts.document, links)
    supply = [(("supply", i), name) for i, entry in parts.supply.items() for name in _names(entry)]
    storage = [(("storage", i), name) for i, entry in parts.storage.items() for name in _names(entry)]
    yield from _repeated(parts.document, [*supply, *storage])


def _names(entry: SupplyEntry | StorageEntry) -> list[str]:
    """Return the names of the assets that an entry makes, none where what they are made of cannot be read."""
    is_known = entry.name or (entry.name is None and (entry.technology or getattr(entry, "deal", None)))
    return [name for _, name in asset_names(entry)] if is_known else []


def _repeated(document: Document, names: Iterable[tuple[tuple[str, int], str]]) -> Iterator[Fault]:
    seen: dict[str, tuple[str, int]] = {}
    for (section, index), name in names:
        if name in seen:
            path: Path_ = (section, index, "name")
            problem = f"'{name}' is the name of {dotted(seen[name])} already."
            yield document.fault(path, faults.DUPLICATE_NAME, problem, "Write another `name`.")
        seen.setdefault(name, (section, index))
