"""What the amounts of a workload must keep among themselves, and the names of the catalogue that they use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from firmwatt.catalog import loader as catalog
from firmwatt.errors import Fault
from firmwatt.scenario import faults
from firmwatt.scenario.document import Document, Path_
from firmwatt.scenario.messages import suggest
from firmwatt.scenario.schema_sites import WorkloadEntry
from firmwatt.scenario.schema_work import CohortEntry, RequestsEntry, RunEntry, TraceEntry
from firmwatt.scenario.validate import Parts

AMOUNTS = ("it_mw", "share", "requests", "run", "fleet", "fleet_share")
SHAPES = ("daily_shape", "weekly_shape", "traffic")


def amount_faults(parts: Parts) -> Iterator[Fault]:
    """Yield the faults of all amounts that need no catalogue."""
    document = parts.document
    for index, work in parts.workloads.items():
        path: Path_ = ("workloads", index)
        yield from _one_of(document, path, work, AMOUNTS, "amount")
        if work.requests is not None:
            yield from _request_faults(document, (*path, "requests"), work.requests, has_trace=work.trace is not None)
        if work.run is not None:
            yield from _run_faults(parts, path, work, work.run)
        for place, cohort in enumerate(work.fleet or ()):
            yield from _cohort_faults(document, (*path, "fleet", place), cohort)
        yield from _growth_faults(document, path, work)
        yield from _exclusions(document, path, work)
    yield from _fleet_faults(parts)


def amount_reference_faults(parts: Parts) -> Iterator[Fault]:
    """Yield the names of the catalogue that amounts use and that it lacks."""
    document = parts.document
    for index, work in parts.workloads.items():
        path: Path_ = ("workloads", index)
        for where in (name for name in ("requests", "run") if getattr(work, name) is not None):
            chip = getattr(work, where).chip
            yield from _unknown(document, (*path, where, "chip"), "chip", chip, catalog.keys("chips"))
        if work.requests is not None and work.requests.model is not None:
            where_model = (*path, "requests", "model")
            yield from _unknown(document, where_model, "model", work.requests.model, catalog.keys("models"))
        if work.traffic is not None:
            yield from _unknown(document, (*path, "traffic"), "traffic", work.traffic, catalog.keys("traffic"))
        for region in work.user_regions:
            if region not in catalog.keys("regions"):
                problem, remedy = f"There is no grid region '{region}'.", suggest(region, catalog.keys("regions"))
                where_region = (*path, "user_regions", region)
                yield document.fault(where_region, faults.UNKNOWN_REGION, problem, remedy, at_key=True)
        for place, cohort in enumerate(work.fleet or ()):
            yield from _unknown(document, (*path, "fleet", place, "chip"), "chip", cohort.chip, catalog.keys("chips"))
        if work.trace is not None:
            yield from _trace_faults(document, (*path, "trace", "file"), work.trace)
    for place, cohort in enumerate(parts.fleet):
        yield from _unknown(document, ("fleet", place, "chip"), "chip", cohort.chip, catalog.keys("chips"))


def _one_of(document: Document, path: Path_, entry: Any, names: tuple[str, ...], what: str) -> Iterator[Fault]:
    """Yield the fault of an entry that gives none or several of what it must give once."""
    given = [name for name in names if getattr(entry, name) is not None]
    if len(given) != 1:
        problem = f"The {what} is given by {' and '.join(given)}." if given else f"The {what} is missing."
        quoted = [f"`{name}`" for name in names]
        remedy = f"Give exactly one of {', '.join(quoted[:-1])} and {quoted[-1]}."
        yield document.fault(path, faults.EXCLUSIVE, problem, remedy)


def _request_faults(document: Document, path: Path_, entry: RequestsEntry, *, has_trace: bool) -> Iterator[Fault]:
    volumes = ("per_year", "output_tokens_per_year")
    if not has_trace or any(getattr(entry, name) is not None for name in volumes):
        yield from _one_of(document, path, entry, volumes, "volume")
    yield from _one_of(document, path, entry, ("model", "total_parameters"), "model")
    if entry.batch is not None and entry.latency_ms is not None:
        problem = "A batch and a latency exclude each other."
        yield document.fault((*path, "latency_ms"), faults.EXCLUSIVE, problem, "Delete one of them.")
    if entry.model is not None and (entry.active_parameters is not None or entry.architecture is not None):
        name = "active_parameters" if entry.active_parameters is not None else "architecture"
        problem = f"The catalogue knows the parameters of '{entry.model}'."
        yield document.fault((*path, name), faults.EXCLUSIVE, problem, "Delete it, or write `total_parameters`.")
    if entry.total_parameters and entry.active_parameters and entry.active_parameters > entry.total_parameters:
        problem = f"{entry.active_parameters:g} are active of {entry.total_parameters:g}."
        yield document.fault((*path, "active_parameters"), faults.LOW_ABOVE_HIGH, problem, "Write at most the total.")


def _run_faults(parts: Parts, path: Path_, work: WorkloadEntry, run: RunEntry) -> Iterator[Fault]:
    document, where = parts.document, (*path, "run")
    if work.work_class != "training":
        problem = f"A training run has class training, not {work.work_class.value}."
        yield document.fault((*path, "class"), faults.EXCLUSIVE, problem, "Write `class: training`.")
    if (run.parameters is None) != (run.tokens is None):
        problem = "Parameters and tokens belong together."
        yield document.fault(where, faults.MISSING_KEY, problem, "Give both, or neither.")
    if run.chips is not None and run.peak_mw is not None:
        problem = "Chips and megawatts exclude each other."
        yield document.fault((*where, "peak_mw"), faults.EXCLUSIVE, problem, "Delete one of them.")
    has_work = run.parameters is not None or run.tokens is not None
    has_size = run.chips is not None or run.peak_mw is not None
    if has_work + has_size + (run.weeks is not None) != 2:
        problem = "A run needs two of three: `parameters` with `tokens`, `chips` or `peak_mw`, and `weeks`."
        yield document.fault(where, faults.EXCLUSIVE, problem, "Give two; the third follows.")
    years = parts.programme.planning_years if parts.programme else ()
    if run.start is not None and years and run.start.year not in years:
        problem = f"{run.start.year} is no planning year."
        yield document.fault((*where, "start"), faults.OUTSIDE_YEARS, problem, "Start in a planning year, or add it.")


def _cohort_faults(document: Document, path: Path_, cohort: CohortEntry) -> Iterator[Fault]:
    yield from _one_of(document, path, cohort, ("count", "bought"), "number of chips")
    for name in ("retired", "lifetime_years"):
        if getattr(cohort, name) is not None and cohort.bought is None:
            problem = "It stands without `bought`."
            yield document.fault((*path, name), faults.EXCLUSIVE, problem, "Delete it, or write `bought`.")
    if cohort.retired is not None and cohort.lifetime_years is not None:
        problem = "Chips are retired by year or at the end of their life, not both."
        yield document.fault((*path, "lifetime_years"), faults.EXCLUSIVE, problem, "Delete one of them.")
    bought, standing = cohort.bought or {}, 0.0
    for year in sorted({*bought, *(cohort.retired or {})}):
        standing += bought.get(year, 0.0) - (cohort.retired or {}).get(year, 0.0)
        if standing < 0.0:
            problem = f"By {year} {-standing:g} chips more are retired than were bought."
            yield document.fault((*path, "retired"), faults.LOW_ABOVE_HIGH, problem, "Retire at most what was bought.")
            return


def _fleet_faults(parts: Parts) -> Iterator[Fault]:
    document = parts.document
    for place, cohort in enumerate(parts.fleet):
        yield from _cohort_faults(document, ("fleet", place), cohort)
    users = {index: work.fleet_share for index, work in parts.workloads.items() if work.fleet_share is not None}
    if users and not parts.fleet and "fleet" not in document.tree:
        for index in users:
            problem = "The file has no `fleet` to take a share of."
            path: Path_ = ("workloads", index, "fleet_share")
            yield document.fault(path, faults.MISSING_KEY, problem, "Add `fleet:` at the top level.")
    if sum(users.values()) > 1.0 + 1e-6:
        problem = f"The workloads take {sum(users.values()):.6g} of the fleet."
        yield document.fault(("fleet",), faults.SHARE_SUM, problem, "Lower them to at most 1 in all.", at_key=True)
    if parts.fleet and not users and parts.workloads:
        problem = "No workload takes a share of the fleet."
        yield document.fault(("fleet",), faults.EXCLUSIVE, problem, "Write `fleet_share`, or delete it.", at_key=True)


def _growth_faults(document: Document, path: Path_, work: WorkloadEntry) -> Iterator[Fault]:
    for name in ("run", "fleet_share"):
        if getattr(work, name) is not None and work.growth_per_year:
            problem = f"`{name}` says for each year what runs in it."
            yield document.fault((*path, "growth_per_year"), faults.EXCLUSIVE, problem, "Delete it.")
    if work.saturation_multiple is not None and work.growth_per_year <= 0.0:
        problem, remedy = "Only what grows has a ceiling.", "Add `growth_per_year` above 0, or delete it."
        yield document.fault((*path, "saturation_multiple"), faults.MISSING_KEY, problem, remedy)


def _exclusions(document: Document, path: Path_, work: WorkloadEntry) -> Iterator[Fault]:
    if work.busy_share is not None and work.utilisation is not None:
        problem = "The utilisation of a fleet follows from `busy_share`."
        yield document.fault((*path, "utilisation"), faults.EXCLUSIVE, problem, "Delete one of them.")
    if work.busy_share is not None and work.fleet is None and work.fleet_share is None:
        problem = "Only a fleet has a share of busy chips."
        yield document.fault((*path, "busy_share"), faults.EXCLUSIVE, problem, "Write `utilisation` instead.")
    if work.user_regions and work.user_time_zones:
        problem = "Users live in regions or in time zones."
        yield document.fault((*path, "user_regions"), faults.EXCLUSIVE, problem, "Delete one of them.")
    if work.user_regions and abs(sum(work.user_regions.values()) - 1.0) > 1e-6:
        problem = f"The shares sum to {sum(work.user_regions.values()):.6g}."
        remedy = "Mend them so that they sum to 1."
        yield document.fault((*path, "user_regions"), faults.SHARE_SUM, problem, remedy)
    shapes = [name for name in SHAPES if getattr(work, name) is not None]
    if work.trace is not None and shapes:
        problem = f"A trace says when work arrives; {' and '.join(shapes)} would be ignored."
        yield document.fault((*path, "trace"), faults.EXCLUSIVE, problem, "Delete one of them.")


def _trace_faults(document: Document, path: Path_, trace: TraceEntry) -> Iterator[Fault]:
    try:
        is_there = (document.folder / trace.file).is_file()
    except (OSError, ValueError):
        is_there = False
    if not is_there:
        problem = f"There is no file '{trace.file}' beside the scenario."
        yield document.fault(path, faults.MISSING_FILE, problem, "Mend the path, or delete the line.")


def _unknown(document: Document, path: Path_, what: str, name: str, known: tuple[str, ...]) -> Iterator[Fault]:
    if name and name not in known:
        problem = f"There is no {what} '{name}'."
        yield document.fault(path, faults.UNKNOWN_PARAMETER, problem, suggest(name, known))
