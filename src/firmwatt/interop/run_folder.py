"""A run as a folder: write it whole or not at all, and read it back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from firmwatt import __version__
from firmwatt.errors import UserError
from firmwatt.interop.datasets import dispatch_dataset, plan_dataset, read_dataset, write_dataset
from firmwatt.interop.provenance import Provenance, case_from_json, case_to_json, catalogue_hashes
from firmwatt.interop.rebuild import rebuild_dispatch, rebuild_plan
from firmwatt.interop.replace import check_replaceable, replaced_folder
from firmwatt.interop.scenario_text import resolved_scenario
from firmwatt.interop.summary import Summary
from firmwatt.lp.solution import Status
from firmwatt.operation.dispatch import Dispatch
from firmwatt.planning.sampling_error import SampledYear, SamplingError
from firmwatt.scenario.case import Case

SUMMARY, PROVENANCE, SCENARIO = "summary.json", "provenance.json", "scenario.yaml"
PLAN, DISPATCH, REPORT = "plan.nc", "dispatch.nc", "report.html"


def check_run_folder(folder: Path) -> None:
    """Raise if a run may not or cannot be written there.

    Raises
    ------
    UserError
        `folder` is a file, holds something that is not a run, or nothing can be written there.
    """
    check_replaceable(folder, mark=SUMMARY)


def write_run(folder: Path, dispatch: Dispatch, summary: Summary, provenance: Provenance, report: str) -> None:
    """Write a run beside its final name, then rename: a reader finds the old run, the new one or none.

    Raises
    ------
    UserError
        `folder` is a file, or holds something that is not a run.
    """
    with replaced_folder(folder, mark=SUMMARY) as new:
        (new / SCENARIO).write_text(resolved_scenario(dispatch.plan.inputs.case), encoding="utf-8")
        _write_json(new / SUMMARY, summary)
        _write_json(new / PROVENANCE, provenance)
        write_dataset(plan_dataset(dispatch.plan), new / PLAN)
        write_dataset(dispatch_dataset(dispatch), new / DISPATCH)
        (new / REPORT).write_text(report, encoding="utf-8")


def holds_run_of(folder: Path, case: Case) -> bool:
    """Return whether a folder holds an optimal run of this very case, by this version and its catalogue.

    Parameters
    ----------
    folder
        Need not be there.
    case
        Files that it reads must not have been written after the run.
    """
    path = folder / PROVENANCE
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        read = [*(site.weather_file for site in case.sites), *(region.series_file for region in case.regions)]
        is_newer = [file.stat().st_mtime > path.stat().st_mtime for file in read if file is not None]
    except (OSError, ValueError):
        return False
    mine = {"firmwatt_version": __version__, "catalogue_sha256": catalogue_hashes(), "case": case_to_json(case)}
    is_same = isinstance(known, dict) and all(known.get(name) == value for name, value in mine.items())
    return is_same and known["solver"]["status"] == Status.OPTIMAL.name.lower() and not any(is_newer)


def read_run(folder: Path) -> tuple[Dispatch, SamplingError | None]:
    """Return the dispatch (with its plan) and the sampling error of a run that `write_run` wrote.

    Raises
    ------
    UserError
        `folder` is not a run, or a file of it is missing or broken.
    """
    missing = [name for name in (SUMMARY, PROVENANCE, PLAN, DISPATCH) if not (folder / name).is_file()]
    if missing:
        absent = f"is not a run, {', '.join(missing)} is missing" if folder.exists() else "there is no such folder"
        raise UserError(f"{folder}: {absent}. Give a folder that `firmwatt plan` wrote, such as runs/campus.")
    try:
        summary = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
        provenance = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
        case = case_from_json(provenance["case"])
        plan_data, hours = read_dataset(folder / PLAN), read_dataset(folder / DISPATCH)
        dispatch = rebuild_dispatch(rebuild_plan(case, plan_data, hours, summary), hours)
        sampling = provenance["sampling_error"]
        return dispatch, None if sampling is None else _sampling_error(sampling)
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = f"{error} is missing" if isinstance(error, KeyError) else error
        remedy = f"It may be of another version than {__version__}: plan the scenario again."
        raise UserError(f"{folder}: cannot be read as a run ({what}). {remedy}") from error


def _sampling_error(content: dict[str, Any]) -> SamplingError:
    return SamplingError(**{**content, "years": tuple(SampledYear(**each) for each in content["years"])})


def _write_json(path: Path, content: object) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")
