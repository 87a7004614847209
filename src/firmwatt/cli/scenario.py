"""`firmwatt new`, `check` and `schema`: start a scenario, find its faults, and help an editor to write it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firmwatt.cli.output import print_json

if TYPE_CHECKING:
    from firmwatt.scenario.case import Case

STARTER = "campus"
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout, words on stderr.")]


def new_scenario(
    file: Annotated[Path, typer.Argument(help="YAML file to write.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")] = False,
    is_json: JsonOption = False,
    builtin: Annotated[str, typer.Option("--from", help="Built-in scenario to copy.")] = STARTER,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Another value, such as supply.smr.max_mw=0; repeatable."),
    ] = None,
) -> None:
    """Write a commented scenario to start from: a copy of a built-in one, with the values that are set."""
    from firmwatt.scenario.loader import builtin_text
    from firmwatt.scenario.vary import set_values

    text = set_values(builtin_text(builtin), settings or [])
    _write(file, text, may_replace=force)
    typer.echo(f"Wrote {file}. Next: `firmwatt check {file}`, then `firmwatt plan {file}`.", err=True)
    if is_json:
        print_json("ok", {"file": str(file)})


def check_scenario(
    source: Annotated[str, typer.Argument(metavar="scenario", help="Name of a built-in scenario, or a scenario file.")],
    is_json: JsonOption = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="JSON file for every default that the catalogue gave, with its source.")
    ] = None,
) -> None:
    """Name every fault of a scenario at once, or say what was understood."""
    import json
    from dataclasses import asdict

    from firmwatt.demand.amounts import volume_faults
    from firmwatt.demand.trace_file import trace_faults
    from firmwatt.errors import InputFaults
    from firmwatt.grid.series_file import series_faults
    from firmwatt.resource.weather import site_weather_faults
    from firmwatt.scenario.loader import load_case

    case = load_case(source)
    faults = [fault for site in case.sites for fault in site_weather_faults(site)]
    faults += [fault for region in case.regions if region.series_file for fault in series_faults(region.series_file)]
    for trace in (work.trace for work in case.workloads if work.trace is not None):
        faults += trace_faults(trace.file, trace.model, trace.region)
    faults += [fault for fault in volume_faults(case) if fault not in faults]
    if faults:
        raise InputFaults(faults)
    summary = _summary(case)
    words = "\n".join(f"{name.replace('_', ' ').replace(' mw ', ' MW ')}: {value}" for name, value in summary.items())
    typer.echo(f"No fault.\n{words}", err=is_json)
    if out is not None:
        content = {**summary, "defaults": [asdict(default) for default in case.defaults_used]}
        _write(out, json.dumps(content, indent=2, ensure_ascii=False) + "\n", may_replace=True)
        typer.echo(f"Wrote {out}.", err=True)
    if is_json:
        print_json("ok", summary)


def show_schema(
    out: Annotated[Path | None, typer.Option("--out", help="File to write instead of stdout.")] = None,
    is_json: JsonOption = False,
) -> None:
    """Print the JSON Schema of a scenario file, with which an editor completes and checks the keys."""
    import json

    from firmwatt.scenario.schema import editor_schema

    content = editor_schema()
    if out is not None:
        _write(out, json.dumps(content, indent=2, ensure_ascii=False) + "\n", may_replace=True)
        typer.echo(f"Wrote {out}.", err=True)
    elif not is_json:
        typer.echo(json.dumps(content, indent=2, ensure_ascii=False))
    if is_json:
        print_json("ok", {"file": None if out is None else str(out), "schema": content})


def _summary(case: Case) -> dict[str, object]:
    programme = case.programme
    sampled = programme.sampled_periods
    return {
        "scenario": programme.name,
        "title": programme.title,
        "decision_date": programme.decision_date.isoformat(),
        "planning_years": list(programme.planning_years),
        "resolution": f"{sampled} periods of {programme.period_hours} hours a year" if sampled else "every hour",
        "sites": len(case.sites),
        "asked_mw_at_the_end": round(sum(site.asked_mw[-1] for site in case.sites), 3),
        "workloads": len(case.workloads),
        "supply": len(case.supply),
        "storage": len(case.storage),
        "links": len(case.links),
        "defaults_from_the_catalogue": len(case.defaults_used),
        "sha256": case.scenario_sha256,
    }


def _write(file: Path, text: str, *, may_replace: bool) -> None:
    """Write a file whole or not at all, into a folder that is there."""
    from firmwatt.errors import input_fault
    from firmwatt.interop.replace import replaced_file
    from firmwatt.scenario import faults

    if file.is_dir():
        raise input_fault(file, "", "This is a folder.", "Give the path of a file.", faults.NOT_READABLE.code)
    if file.exists() and not may_replace:
        raise input_fault(file, "", "The file exists.", "Choose another name, or add --force.", faults.FILE_EXISTS.code)
    if not file.parent.is_dir():
        problem, remedy = "The file cannot be written: no such folder.", "Give a folder that exists."
        raise input_fault(file, "", problem, remedy, faults.NOT_WRITABLE.code)
    with replaced_file(file) as new:
        new.write_text(text, encoding="utf-8")
