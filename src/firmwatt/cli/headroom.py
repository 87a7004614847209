"""`firmwatt headroom`: what new load the grid's areas can take if it bends, and how it has to bend."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from firmwatt.cli.language import Language
from firmwatt.cli.output import print_json

if TYPE_CHECKING:
    from rich.console import Console

    from firmwatt.grid.contract_room import ContractRoom
    from firmwatt.grid.headroom import AreaHeadroom, LoadInArea

COVERED = ("waits", "own store", "backup", "shed")
"""Columns of who gives the energy of the events, where anything stands beside the load."""
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
    transmission: Annotated[
        Path | None, typer.Option("--transmission", help="CSV: area, limit_mw that lines bring to new load there.")
    ] = None,
    flexible_share: Annotated[
        float, typer.Option("--flexible-share", help="Share of the new load whose computing can wait in an event.")
    ] = 0.0,
    flexible_hours: Annotated[
        float, typer.Option("--flexible-hours", help="Hours of one event for which it can wait.")
    ] = 3.0,
    store_hours: Annotated[
        float, typer.Option("--store-hours", help="Store beside the new load, in hours of its power.")
    ] = 0.0,
    backup_share: Annotated[
        float, typer.Option("--backup-share", help="Share of the new load that generators can carry.")
    ] = 0.0,
    backup_hours_per_year: Annotated[
        float, typer.Option("--backup-hours-per-year", help="Hours a year that they may run.")
    ] = 8760.0,
    gaps: Annotated[
        Literal["refuse", "interpolate"],
        typer.Option("--gaps", help="Hours without a row or a value: a fault, or interpolated and counted."),
    ] = "refuse",
    has_contracts: Annotated[
        bool, typer.Option("--contracts", help="Say also what each area takes under each type of contract.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write one line an area and limit to this CSV file.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="Write a page with map and table, in English and Korean.")
    ] = None,
    language: Annotated[
        Language | None, typer.Option("--lang", help="Language that the page opens in; the reader's if left out.")
    ] = None,
    is_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")] = False,
) -> None:
    """Measure how much new load each area takes below past peaks if the load bends: an upper bound."""
    from firmwatt.grid.area_limits import read_area_limits
    from firmwatt.grid.contract_room import known_contracts, measure_contracts
    from firmwatt.grid.demand_file import read_demand
    from firmwatt.grid.event_cover import Cover
    from firmwatt.grid.headroom import UPPER_BOUND, Margins, measure_headroom, place_load
    from firmwatt.interop.headroom_record import headroom_record, headroom_table
    from firmwatt.interop.replace import replaced_file
    from firmwatt.report.headroom_page import render_headroom

    asked, hourly = _limits(limits), read_demand(demand, fills_gaps=gaps == "interpolate")
    lines = {} if transmission is None else read_area_limits(transmission, hourly.areas)
    margins = Margins(growth, reserve, lines)
    cover = Cover(flexible_share, flexible_hours, store_hours, backup_share, backup_hours_per_year)
    found = measure_headroom(hourly, asked, margins, cover)
    loads = {} if load_mw is None else dict.fromkeys(hourly.areas, load_mw)
    placed = place_load(hourly, loads if run is None else _run_peaks(run), margins, cover)
    rooms = measure_contracts(hourly, known_contracts(), margins) if has_contracts else ()
    if out is not None:
        with replaced_file(out) as new:
            headroom_table(found, asked).to_csv(new, index=False)
    if report is not None:
        page = render_headroom(found, asked, demand.name, language)
        with replaced_file(report) as new:
            new.write_text(page, encoding="utf-8")
    if is_json:
        record = headroom_record(found, asked, placed, rooms)
        print_json("ok", {**record, "filled_hours": hourly.filled_hours})
        return
    _print(found, asked)
    _print_placed(placed)
    _print_contracts(rooms)
    for area, hours in hourly.filled_hours.items():
        typer.echo(f"{area}: {hours} hours were missing and are interpolated.")
    typer.echo(UPPER_BOUND)


def _run_peaks(run: Path) -> dict[str, float]:
    from firmwatt import study
    from firmwatt.reliability.region_load import region_peaks_mw

    return region_peaks_mw(study.load_run(run).dispatch)


def _limits(text: str) -> tuple[float, ...]:
    from firmwatt.errors import UserError

    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError as error:
        raise UserError(f"--limits: '{text}' is no list of fractions. Write such as {DEFAULT_LIMITS}.") from error


def _print(found: tuple[AreaHeadroom, ...], limits: tuple[float, ...]) -> None:
    from rich.table import Table

    from firmwatt.grid.headroom import total_mw

    middle = (len(limits) - 1) // 2
    is_covered = any(bends.covered.helps for area in found for bends in area.curtailment)
    shown = Table(
        title="Headroom in MW by share of energy given up", title_justify="left", box=None, header_style="dim"
    )
    shown.add_column("area")
    for limit in limits:
        shown.add_column(f"{100 * limit:g} %", justify="right")
    for name in ("hours", "events", "mean h", "longest h", "mean depth", "4 h store", *COVERED[: 4 * is_covered]):
        shown.add_column(name, justify="right")
    for area in found:
        bends = area.curtailment[middle]
        covered = bends.covered
        shares = (covered.flexible, covered.store, covered.backup, covered.left) if is_covered else ()
        shown.add_row(
            area.area,
            *(f"{load:,.0f}" for load in area.headroom_mw),
            f"{bends.hours_per_year:.0f}",
            f"{bends.events_per_year:.0f}",
            f"{bends.mean_event_hours:.1f}",
            f"{bends.longest_event_hours}",
            f"{100 * bends.mean_depth_share:.0f} %",
            f"{100 * bends.covered_share[4]:.0f} %",
            *(f"{100 * share:.0f} %" for share in shares),
        )
    shown.add_row("total", *(f"{total:,.0f}" for total in total_mw(found)))
    console = _console()
    console.print(shown)
    console.print(
        f"Hours, events, lengths and depth are a year's at {100 * limits[middle]:g} %; 4 h store is the share of "
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
