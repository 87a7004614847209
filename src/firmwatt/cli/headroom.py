"""`firmwatt headroom`: what new load the grid's areas can take if it bends, and how it has to bend."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firmwatt.cli.output import print_json

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from firmwatt.grid.contract_room import ContractRoom
    from firmwatt.grid.headroom import AreaHeadroom, LoadInArea

DEFAULT_LIMITS = "0.0025,0.005,0.01,0.05"
WIDTH_WITHOUT_TERMINAL = 160


def show_headroom(
    *,
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
    load_mw: Annotated[
        float | None,
        typer.Option("--load-mw", help="Say also what a new load of this size would give up in each area."),
    ] = None,
    run: Annotated[
        Path | None,
        typer.Option("--run", help="Say also what the regions of this run, at their last year's peaks, would give up."),
    ] = None,
    has_contracts: Annotated[
        bool, typer.Option("--contracts", help="Say also what each area takes under each type of contract.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write one line an area and limit to this CSV file.")
    ] = None,
    is_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")] = False,
) -> None:
    """Measure how much new load each area takes below past peaks if the load bends: an upper bound."""
    from firmwatt.grid.contract_room import known_contracts, measure_contracts
    from firmwatt.grid.demand_file import read_demand
    from firmwatt.grid.headroom import UPPER_BOUND, Margins, measure_headroom, place_load

    asked, hourly, margins = _limits(limits), read_demand(demand), Margins(growth, reserve)
    found = measure_headroom(hourly, asked, margins)
    loads = {} if load_mw is None else dict.fromkeys(hourly.areas, load_mw)
    placed = place_load(hourly, loads if run is None else _run_peaks(run), margins)
    rooms = measure_contracts(hourly, known_contracts(), margins) if has_contracts else ()
    if out is not None:
        _write(_table(found, asked), out)
    if is_json:
        print_json("ok", _content(found, asked) | _placed(placed) | _contracts(rooms) | {"note": UPPER_BOUND})
    else:
        _print(found, asked)
        _print_placed(placed)
        _print_contracts(rooms)
        typer.echo(UPPER_BOUND)


def _run_peaks(run: Path) -> dict[str, float]:
    """Return region → highest import of the last planning year, in MW, where there is any."""
    from firmwatt import study
    from firmwatt.grid.peaks import SYSTEM, measure_peaks
    from firmwatt.reliability.region_load import region_load

    peaks = measure_peaks(region_load(study.load_run(run).dispatch))
    return {area.area: area.own.mw for area in peaks if area.area != SYSTEM and area.own.mw > 0.0}


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


def _placed(placed: tuple[LoadInArea, ...]) -> dict[str, object]:
    from dataclasses import asdict

    return {"load": {load.area: asdict(load) for load in placed}} if placed else {}


def _contracts(rooms: tuple[ContractRoom, ...]) -> dict[str, object]:
    from dataclasses import asdict

    areas: dict[str, dict[str, object]] = {room.area: {} for room in rooms}
    for room in rooms:
        areas[room.area][room.contract] = asdict(room)
    return {"contracts": areas} if rooms else {}


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
            "curtailed_mwh_per_year": bends.mwh_per_year,
            "largest_event_mwh": bends.largest_event_mwh,
        }
        | {f"covered_share_{hours}h_store": share for hours, share in bends.covered_share.items()}
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
    from rich.table import Table

    middle = (len(limits) - 1) // 2
    shown = Table(
        title="Headroom in MW by share of energy given up", title_justify="left", box=None, header_style="dim"
    )
    shown.add_column("area")
    for limit in limits:
        shown.add_column(f"{100 * limit:g} %", justify="right")
    for name in ("hours", "events", "mean h", "longest h", "mean depth", "4 h store"):
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
            f"{100 * bends.covered_share[4]:.0f} %",
        )
    totals = [sum(area.headroom_mw[i] for area in found) for i in range(len(limits))]
    shown.add_row("total", *(f"{total:,.0f}" for total in totals))
    console = _console()
    console.print(shown)
    console.print(
        f"Hours, events, lengths and depth are a year's at {100 * limits[middle]:g} %; the last column is the share of "
        "the energy given up that a store of four hours would cover."
    )


def _print_placed(placed: tuple[LoadInArea, ...]) -> None:
    from rich.table import Table

    if not placed:
        return
    title = "New load, alone in each area"
    shown = Table(title=title, title_justify="left", box=None, header_style="dim")
    shown.add_column("area")
    for name in ("MW", "energy given up", "hours", "events", "longest h", "deepest", "4 h store"):
        shown.add_column(name, justify="right")
    for load in placed:
        bends = load.curtailment
        shown.add_row(
            load.area,
            f"{load.load_mw:,.0f}",
            f"{100 * load.given_up_share:.3f} %",
            f"{bends.hours_per_year:.0f}",
            f"{bends.events_per_year:.0f}",
            f"{bends.longest_event_hours}",
            f"{100 * bends.deepest_share:.0f} %",
            f"{100 * bends.covered_share[4]:.0f} %",
        )
    _console().print(shown)


def _print_contracts(rooms: tuple[ContractRoom, ...]) -> None:
    from rich.table import Table

    if not rooms:
        return
    contracts = list(dict.fromkeys(room.contract for room in rooms))
    shown = Table(title="Room in MW under each contract", title_justify="left", box=None, header_style="dim")
    shown.add_column("area")
    for contract in contracts:
        shown.add_column(contract.replace("_", " "), justify="right")
    for area in dict.fromkeys(room.area for room in rooms):
        shown.add_row(area, *(f"{room.load_mw:,.0f}" for room in rooms if room.area == area))
    _console().print(shown)


def _console() -> Console:
    from rich.console import Console

    console = Console()
    return console if console.is_terminal else Console(width=WIDTH_WITHOUT_TERMINAL)
