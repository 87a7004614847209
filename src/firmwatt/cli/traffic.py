"""`firmwatt traffic`: what a record of arrivals says of daily shape and bursts, beside the catalogue's traffic."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firmwatt.cli.output import json_object

if TYPE_CHECKING:
    from firmwatt.demand.trace_shape import TraceReport

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def show_traffic(
    trace: Annotated[
        Path, typer.Argument(help="CSV or Parquet with timestamp and requests or tokens, if wanted model and region.")
    ],
    model: Annotated[str | None, typer.Option("--model", help="Take the rows of this model only.")] = None,
    region: Annotated[str | None, typer.Option("--region", help="Take the rows of this region only.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the JSON object to this file.")] = None,
    is_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say how a record of arrivals spreads over the day and the week, and how bursty it is."""
    from dataclasses import asdict

    from firmwatt.demand.trace_file import read_trace
    from firmwatt.demand.trace_shape import trace_report
    from firmwatt.interop.replace import replaced_file

    found = trace_report(read_trace(trace, model, region))
    if out is not None:
        with replaced_file(out) as new:
            new.write_text(f"{json_object('ok', asdict(found))}\n", encoding="utf-8")
        typer.echo(f"The object is in {out}.", err=True)
    if is_json:
        typer.echo(json_object("ok", asdict(found)))
    else:
        _print(found)


def _print(found: TraceReport) -> None:
    bursts = found.bursts
    lines = [
        f"{found.total:,.0f} {found.what} in {bursts.hours:,.1f} hours, {found.per_hour:,.1f} an hour",
        *([f"{found.empty_hours:,} hours have no row and count as 0"] if found.empty_hours else []),
        f"Nearest catalogue traffic: {found.nearest} (its hours differ by {100 * found.nearest_error_share:.0f} % "
        f"of the mean, in UTC{found.nearest_utc_offset_hours:+d})",
        *(
            f"Peak over mean in {minutes} minutes: {bursts.peak_to_mean[minutes]:.2f}; spread about the hour of the "
            f"day {100 * bursts.excess_share[minutes]:.0f} % of the mean"
            for minutes in sorted(bursts.peak_to_mean)
        ),
        *(f"{day}        {weight:5.2f} of the mean" for day, weight in zip(WEEKDAYS, found.weekly or (), strict=False)),
        "UTC hour   share of the mean",
        *(f"{hour:02d}         {weight:5.2f} {'#' * round(20 * weight)}" for hour, weight in enumerate(found.daily)),
    ]
    for line in lines:
        typer.echo(line)
