"""`firmwatt training`: how long a training run takes, what it draws and how its power swings."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firmwatt.cli.output import json_object
from firmwatt.errors import UserError

if TYPE_CHECKING:
    from firmwatt.accounting.training_footprint import TrainingFootprint
    from firmwatt.demand.training import Estimate


def show_training(
    *,
    model: Annotated[
        str | None, typer.Option("--model", help="Model of the table models, for its active parameters.")
    ] = None,
    parameters: Annotated[
        float | None, typer.Option("--parameters", help="Parameters that each token uses, such as 405e9.")
    ] = None,
    tokens: Annotated[float | None, typer.Option("--tokens", help="Tokens trained on, such as 15.6e12.")] = None,
    chip: Annotated[str, typer.Option("--chip", help="Chip of the table chips, such as H100 or GB200.")] = "H100",
    chips: Annotated[float | None, typer.Option("--chips", help="How many chips train together.")] = None,
    it_mw: Annotated[
        float | None, typer.Option("--it-mw", help="Instead of chips: megawatts of IT at nameplate, such as 2000.")
    ] = None,
    weeks: Annotated[float | None, typer.Option("--weeks", help="Length of the run, interruptions included.")] = None,
    utilisation: Annotated[
        float | None, typer.Option("--utilisation", help="Model FLOP utilisation, 0-1; the catalogue's if left out.")
    ] = None,
    region: Annotated[
        str | None, typer.Option("--region", help="Grid region of the table regions; pjm if left out.")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", help="Year of the grid's intensity; this year if left out.")
    ] = None,
    plant: Annotated[str | None, typer.Option("--plant", help="Cooling plant of the table cooling.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the JSON object to this file.")] = None,
    is_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say how long a training run takes and what it draws, given two of its work, its size and its length."""
    from firmwatt.accounting.label_place import DEFAULT_PLANT, DEFAULT_REGION
    from firmwatt.accounting.training_footprint import training_footprint, training_record
    from firmwatt.demand.inference_architecture import architecture
    from firmwatt.demand.training import TrainingAsk, training_run

    if model is not None and parameters is not None:
        raise UserError("--model and --parameters exclude each other. Give one of them.")
    active = parameters if model is None else architecture(model).active_parameters
    run = training_run(TrainingAsk(chip, active, tokens, chips, it_mw, weeks, utilisation))
    this_year = datetime.now(tz=UTC).year
    found = training_footprint(run, region or DEFAULT_REGION, year or this_year, plant or DEFAULT_PLANT)
    if out is not None:
        _write(json_object("ok", training_record(found)), out)
    if is_json:
        typer.echo(json_object("ok", training_record(found)))
    else:
        _print(found)


def _write(text: str, out: Path) -> None:
    from firmwatt.interop.replace import replaced_file

    with replaced_file(out) as new:
        new.write_text(f"{text}\n", encoding="utf-8")
    typer.echo(f"The object is in {out}.", err=True)


def _print(found: TrainingFootprint) -> None:
    run, swing, restart = found.run, found.run.swing, found.run.restart
    lines = [
        f"{run.flop.value:.3g} FLOP on {_span(run.chips)} {run.chip} in {_span(run.weeks, 1)} weeks",
        f"Power      {_span(run.mean_mw, 1)} MW of IT on average, {run.nameplate_mw.value:,.1f} MW at nameplate",
        f"Energy     {_span(found.energy_mwh)} MWh at the meter (PUE {found.where.pue:.2f}, {found.where.region})",
        f"Carbon     {_span(found.carbon_t)} t CO2e, location-based",
        f"Water      {_span(found.water_m3)} m3 on site and at power plants",
        f"Swing      {swing.low_mw:,.1f} to {swing.peak_mw:,.1f} MW in every step, {swing.idle_mw:,.1f} MW at a "
        f"checkpoint ({swing.checkpoints_per_day:.0f} a day); peak over mean {swing.peak_to_mean:.2f}",
        f"Ramp       {_span(swing.ramp_mw_per_second, 1)} MW of IT a second",
        f"Connection {found.connection_mw:,.1f} MW at the meter: the peak in the hottest hour",
        f"Pause      {_span(restart.lost_minutes)} minutes and {restart.it_mwh:,.2f} MWh to start again; "
        f"{restart.unplanned_lost_minutes:.0f} minutes if it came unannounced",
        "In brackets the 10th and 90th percentile.",
    ]
    for line in lines:
        typer.echo(line)


def _span(estimate: Estimate, digits: int = 0) -> str:
    """Return a value with its interval, without one where it is sure."""
    if estimate.low == estimate.high:
        return f"{estimate.value:,.{digits}f}"
    return f"{estimate.value:,.{digits}f} [{estimate.low:,.{digits}f}-{estimate.high:,.{digits}f}]"
