"""`firmwatt headroom`: what new load the grid's areas can take if it bends, and how it has to bend."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firmwatt.cli.output import print_json

if TYPE_CHECKING:
    import pandas as pd

    from firmwatt.grid.headroom import AreaHeadroom

DEFAULT_LIMITS = "0.0025,0.005,0.01,0.05"
WIDTH_WITHOUT_TERMINAL = 160


def show_headroom(
    demand: Annotated[
        Path, typer.Option("--demand", help="CSV or Parquet file: UTC hours, then one column in MW for each area.")
    ],
    limits: Annotated[
        str, typer.Option("--limits", help="Shares of the new load's energy that may be given up, with commas.")
    ] = DEFAULT_LIMITS,
    growth: Annotated[
        float, typer.Option("--growth", help="Growth of today's demand before the new load comes, such as 0.1.")
    ] = 0.0,
    reserve: Annotated[
        float, typer.Option("--reserve", help="Share of each seasonal peak that is kept free, such as 0.05.")
    ] = 0.0,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write one line an area and limit to this CSV file.")
    ] = None,
    is_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")] = False,
) -> None:
    """Measure how much new load each area takes below past peaks if the load bends: an upper bound."""
    from firmwatt.grid.demand_file import read_demand
    from firmwatt.grid.headroom import UPPER_BOUND, measure_headroom

    asked = _limits(limits)
    found = measure_headroom(read_demand(demand), asked, growth, reserve)
    if out is not None:
        _write(_table(found, asked), out)
    if is_json:
        print_json("ok", _content(found, asked) | {"note": UPPER_BOUND})
    else:
        _print(found, asked)
        typer.echo(UPPER_BOUND)


def _limits(text: str) -> tuple[float, ...]:
    from firmwatt.errors import UserError

    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError as error:
        raise UserError(f"--limits: '{text}' is no list of fractions. Write such as {DEFAULT_LIMITS}.") from error


def _content(found: tuple[AreaHeadroom, ...], limits: tuple[float, ...]) -> dict[str, object]:
    from dataclasses import asdict

    names = [f"{limit:g}" for limit in limits]
    return {
        "areas": {area.area: dict(zip(names, area.headroom_mw, strict=True)) for area in found},
        "total_mw": {name: sum(area.headroom_mw[i] for area in found) for i, name in enumerate(names)},
        "events": {
            area.area: {name: asdict(area.curtailment[i]) for i, name in enumerate(names)} for area in found
        },
    }  # fmt: skip


def _table(found: tuple[AreaHeadroom, ...], limits: tuple[float, ...]) -> pd.DataFrame:
    import pandas as pd

    rows = [
        {
            "area": area.area,
            "limit": limit,
            "headroom_mw": load,
            "curtailed_hours_per_year": bends.hours_per_year,
            "events_per_year": bends.events_per_year,
            "mean_event_hours": bends.mean_event_hours,
            "longest_event_hours": bends.longest_event_hours,
            "mean_depth_share": bends.mean_depth_share,
            "deepest_share": bends.deepest_share,
        }
        for area in found
        for limit, load, bends in zip(limits, area.headroom_mw, area.curtailment, strict=True)
    ]
    return pd.DataFrame(rows)


def _write(table: pd.DataFrame, path: Path) -> None:
    from firmwatt.errors import UserError

    try:
        table.to_csv(path, index=False)
    except OSError as error:
        raise UserError(f"{path}: it cannot be written ({error}). Give a file in a folder that exists.") from error


def _print(found: tuple[AreaHeadroom, ...], limits: tuple[float, ...]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH_WITHOUT_TERMINAL)
    middle = (len(limits) - 1) // 2
    shown = Table(
        title="Headroom in MW by share of energy given up", title_justify="left", box=None, header_style="dim"
    )
    shown.add_column("area")
    for limit in limits:
        shown.add_column(f"{100 * limit:g} %", justify="right")
    for name in ("hours", "events", "mean h", "longest h", "mean depth"):
        shown.add_column(name, justify="right")
    for area in found:
        bends = area.curtailment[middle]
        shown.add_row(
            area.area,
            *(f"{load:,.0f}" for load in area.headroom_mw),
            f"{bends.hours_per_year:.0f}",
            f"{bends.events_per_year:.0f}",
            f"{bends.mean_event_hours:.1f}",
            f"{bends.longest_event_hours}",
            f"{100 * bends.mean_depth_share:.0f} %",
        )
    totals = [sum(area.headroom_mw[i] for area in found) for i in range(len(limits))]
    shown.add_row("total", *(f"{total:,.0f}" for total in totals))
    console.print(shown)
    console.print(f"Hours, events, lengths and depth are a year's at {100 * limits[middle]:g} %.")
