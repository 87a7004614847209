"""Many neighbouring scenarios: every combination of varied values is planned, and their figures make one table.

>>> from firmwatt import sweep
>>> table = sweep.run_sweep("campus", ["supply.smr.max_mw=0,80"], "sweeps/smr")      # doctest: +SKIP
>>> table[["supply.smr.max_mw", "objective_usd"]]                                   # doctest: +SKIP

Points go to processes of this machine, neighbours to the same one, so that one begins where the last was on its way.
Each finished point is a file, written whole: a sweep that was stopped goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from firmwatt import __version__, study
from firmwatt.errors import InfeasibleError, UserError
from firmwatt.interop.replace import check_replaceable, replaced_file
from firmwatt.lp.warm import WarmStart
from firmwatt.planning.solve import solve_plan
from firmwatt.resource.availability import Weather
from firmwatt.resource.weather import site_weather
from firmwatt.scenario.case import Case
from firmwatt.scenario.loader import load_text, source_text
from firmwatt.scenario.vary import Value, parse_variation, points_of, varied_text

MARK = "sweep.json"
RESULTS = "results"
FINISHED = ("optimal", "infeasible")
_OPTIONS = {
    "solver": ("solver", "solve.solver"),
    "relative_gap": ("gap", "solve.relative_gap"),
    "resolution": ("resolution", "programme.resolution"),
}
"""Options that stand in for a value of the scenario: field → name on the command line and path of the value."""


@dataclass(frozen=True, slots=True)
class SweepPoint:
    """One combination of values.

    Attributes
    ----------
    number : from 0
    changes
        (path, value) of each variation.
    text
        The scenario with them.
    """

    number: int
    changes: tuple[tuple[str, Value], ...]
    text: str

    @property
    def words(self) -> str:
        """Return the changes in words, such as `policy.x=1, supply.y=2`."""
        return ", ".join(f"{path}={value}" for path, value in self.changes)


@dataclass(frozen=True, slots=True)
class SweepOptions:
    """How a sweep is run.

    Attributes
    ----------
    solver, relative_gap : None = what the scenario says
    processes : >= 1, None = one for each processor
    resolution
        Of every point, as in `study.load`; None = what the scenario says.
    """

    solver: str | None = None
    relative_gap: float | None = None
    processes: int | None = None
    resolution: str | None = None

    def __post_init__(self) -> None:
        if self.processes is not None and self.processes < 1:
            raise UserError(f"processes: {self.processes} is below 1. Write a whole number from 1 on.")


@dataclass(frozen=True, slots=True)
class SweepProgress:
    """Where a sweep stands.

    Attributes
    ----------
    done, total
        Points.
    seconds_left : None until the first point of this run is done
    """

    done: int
    total: int
    seconds_left: float | None


def sweep_points(source: str | Path, variations: Sequence[str], resolution: str | None = None) -> list[SweepPoint]:
    """Return every combination of the variations, checked as scenarios.

    Parameters
    ----------
    source
        A built-in scenario's name, or a file.
    variations
        Each as `path=a,b,c` or `path=low:high:n`.
    resolution
        As in `SweepOptions`.

    Raises
    ------
    UserError
        A variation, the scenario with it or the resolution has faults; a point's faults name its values.
    """
    given = [parse_variation(words) for words in variations]
    text = source_text(source)
    points = []
    for number, values in enumerate(points_of(given)):
        changes = tuple((variation.path, value) for variation, value in zip(given, values, strict=True))
        points.append(SweepPoint(number, changes, varied_text(text, changes)))
    for values in {change for point in points for change in point.changes}:
        alone = next(point for point in points if values in point.changes)
        load_text(alone.text, source, f"{source} with {alone.words}", resolution)
    return points


def run_sweep(
    source: str | Path,
    variations: Sequence[str],
    folder: str | Path,
    options: SweepOptions | None = None,
    progress: Callable[[SweepProgress], None] | None = None,
) -> pd.DataFrame:
    """Return the figures of every point, one row each, and leave them in a folder as CSV and Parquet.

    Parameters
    ----------
    source, variations
        As in `sweep_points`.
    folder
        Made if need be. Points that it holds already are not planned again.
    options
    progress
        Called when a point is done.

    Raises
    ------
    UserError
        As in `sweep_points`, or the folder holds another sweep or something else.
    KeyboardInterrupt
        Somebody stopped it; what is done stays, and the same call goes on from there.
    """
    asked = options or SweepOptions()
    _refuse_hidden(variations, asked)
    points = sweep_points(source, variations, asked.resolution)
    place = Path(folder)
    _claim(place, source, variations, asked)
    left = [point for point in points if not _is_done(place, point)]
    started, tell = time.perf_counter(), progress or (lambda _: None)
    tell(SweepProgress(len(points) - len(left), len(points), None))
    for done, _ in enumerate(_planned(left, (str(source), str(place.resolve()), asked)), start=1):
        pace = (time.perf_counter() - started) / done
        tell(SweepProgress(len(points) - len(left) + done, len(points), pace * (len(left) - done)))
    table = sweep_table(place)
    _write_table(table, place)
    return table


def _refuse_hidden(variations: Sequence[str], options: SweepOptions) -> None:
    """Raise if an option would hide what is varied.

    Raises
    ------
    UserError
    """
    for key, (name, path) in _OPTIONS.items():
        value = getattr(options, key)
        for varied in (parse_variation(words).path for words in variations):
            if value is not None and f"{varied}.".startswith(f"{path}."):
                raise UserError(f"--{name} {value}: hides {varied}, which is varied. Leave one of the two out.")


def sweep_table(folder: str | Path) -> pd.DataFrame:
    """Return the figures of the points that a sweep's folder holds, one row each, in order."""
    paths = sorted((Path(folder) / "points").glob("*.json"))
    rows = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    return pd.DataFrame(
        [{"point": row["point"], **row["values"], "status": row["status"], **row["figures"]} for row in rows]
    )


def _planned(points: Sequence[SweepPoint], setting: tuple[str, str, SweepOptions]) -> Any:
    """Plan the points in processes and yield the number of each as it is done."""
    if not points:
        return
    processes = min(setting[2].processes or os.cpu_count() or 1, len(points))
    context = multiprocessing.get_context("spawn")  # a fork would copy threads that hold locks
    with ProcessPoolExecutor(processes, context, _start_worker, (setting, processes)) as pool:
        waiting = {pool.submit(_plan_point, point) for point in points}
        try:
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (_number(future) for future in done)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _number(future: Future[int]) -> int:
    return future.result()


class _Worker:
    """What a process keeps from point to point."""

    setting: tuple[str, str, SweepOptions]
    threads: int | None
    warm: WarmStart
    weather: tuple[Case, Weather] | None


def _start_worker(setting: tuple[str, str, SweepOptions], processes: int) -> None:
    """Prepare a process: Ctrl-C is for the one that started it, and each of several uses one thread."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Worker.setting, _Worker.warm, _Worker.weather = setting, WarmStart(), None
    _Worker.threads = 1 if processes > 1 else None


def _weather(case: Case) -> Weather:
    """Return the weather of a case's sites: the last point's, as long as sites and weather years are the same."""
    last = _Worker.weather
    years = case.programme.weather_years
    if last is None or (last[0].sites, last[0].programme.weather_years) != (case.sites, years):
        last = _Worker.weather = case, site_weather(case)
    return last[1]


def _plan_point(point: SweepPoint) -> int:
    source, folder, options = _Worker.setting
    begun = time.perf_counter()
    try:
        case = load_text(point.text, source, f"{source} with {point.words}", options.resolution)
        case = study.with_solver(case, options.solver, options.relative_gap)
        if _Worker.threads is not None:
            case = replace(case, solve=replace(case.solve, threads=_Worker.threads))
        inputs = study.prepare(case, _weather(case))
        summary = study.keep_books(solve_plan(inputs, warm=_Worker.warm)).summary
        status, figures, reasons = str(summary["status"]), figures_of(summary), []
    except InfeasibleError as error:
        status, figures, reasons = "infeasible", {}, list(error.reasons)
    record = {
        "point": point.number,
        "values": dict(point.changes),
        "status": status,
        "figures": figures,
        "reasons": reasons,
        "seconds": round(time.perf_counter() - begun, 3),
        "fingerprint": _fingerprint(point),
    }
    path = _path(Path(folder), point)
    with replaced_file(path) as new:
        new.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    return point.number


def figures_of(summary: Mapping[str, Any]) -> dict[str, float]:
    """Return the figures of a run's summary as flat columns.

    Parameters
    ----------
    summary
        As `summary.json` holds it.

    Returns
    -------
    dict
        Cost and gap, cost by kind, capacity of each asset and energised megawatts of each site in the last planning
        year, emissions, shares and water.
    """
    figures: dict[str, float] = {"objective_usd": summary["objective_usd"]}
    figures["relative_gap"] = summary["solver"]["relative_gap"]
    figures["solve_seconds"] = summary["solver"]["solve_seconds"]
    for name in ("carbon_free_share_hourly", "carbon_free_share_annual", "re100_share"):
        figures[name] = summary[name]
    figures |= {f"cost_usd.{kind}": value for kind, value in summary["cost_usd"].items()}
    last = max(row["year"] for row in summary["power_gap"])
    figures |= {
        f"energised_mw.{row['site']}": row["energised_mw"] for row in summary["power_gap"] if row["year"] == last
    }
    figures |= {f"capacity_mw.{row['asset']}": row["mw"] for row in summary["capacity_mw"] if row["year"] == last}
    return figures


def _claim(folder: Path, source: str | Path, variations: Sequence[str], options: SweepOptions) -> None:
    """Write what the folder is for, or check that it is for this.

    Raises
    ------
    UserError
        It is not.
    """
    mine = {
        "firmwatt_version": __version__,
        "scenario": str(source),
        "vary": list(variations),
        "solver": options.solver,
        "relative_gap": options.relative_gap,
        "resolution": options.resolution,
    }
    check_replaceable(folder, MARK)
    mark = folder / MARK
    if mark.exists():
        theirs = json.loads(mark.read_text(encoding="utf-8"))
        if theirs != mine:
            raise UserError(
                f"{folder}: holds another sweep ({_sweep_words(theirs)}). Choose another folder with --out, or delete "
                "this one."
            )
        return
    (folder / "points").mkdir(parents=True, exist_ok=True)
    with replaced_file(mark) as new:
        new.write_text(json.dumps(mine, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _sweep_words(mark: Mapping[str, Any]) -> str:
    """Return what a sweep's mark says, options that it was not given left out."""
    options = [f"--{name} {mark[key]}" for key, (name, _) in _OPTIONS.items() if mark.get(key) is not None]
    version = f"firmwatt {mark.get('firmwatt_version')}"
    return ", ".join([f"{mark.get('scenario')}: {', '.join(mark.get('vary', []))}", *options, version])


def _is_done(folder: Path, point: SweepPoint) -> bool:
    try:
        record = json.loads(_path(folder, point).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    return record["fingerprint"] == _fingerprint(point) and record["status"] in FINISHED


def _fingerprint(point: SweepPoint) -> str:
    return hashlib.sha256(f"{__version__}\n{point.text}".encode()).hexdigest()


def _path(folder: Path, point: SweepPoint) -> Path:
    return folder / "points" / f"{point.number:05d}.json"


def _write_table(table: pd.DataFrame, folder: Path) -> None:
    with replaced_file(folder / f"{RESULTS}.csv") as new:
        table.to_csv(new, index=False)
    with replaced_file(folder / f"{RESULTS}.parquet") as new:
        mixed = {
            name: str for name in table.columns if table[name].map(type).nunique() > 1 and table[name].dtype == object
        }
        table.astype(mixed).to_parquet(new, index=False)
