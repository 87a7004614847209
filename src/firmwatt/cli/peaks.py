"""`firmwatt peaks`: highest hours by area, own and coincident, load factor, ramps, and what flexible compute saves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firmwatt.cli.output import json_object, print_json

if TYPE_CHECKING:
    from firmwatt.grid.peaks import AreaPeaks
    from firmwatt.reliability.flexible_peaks import FlexiblePeaks

WIDTH_WITHOUT_TERMINAL = 160


def show_peaks(
    source: Annotated[Path, typer.Argument(help="Folder of a run, or a CSV or Parquet file of hourly demand by area.")],
    year: Annotated[
        int | None, typer.Option("--year", help="Planning year of a run; its last one if left out.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="File for the JSON object of --json.")] = None,
    is_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")] = False,
) -> None:
    """Show peaks by area, hour and season, own and at the system's peak, with load factor and ramps."""
    from dataclasses import asdict

    from firmwatt.grid.demand_file import read_demand
    from firmwatt.grid.peaks import coincidence_factor, measure_peaks
    from firmwatt.interop.replace import replaced_file

    flexible: tuple[FlexiblePeaks, ...] = ()
    if source.is_dir():
        from firmwatt import study
        from firmwatt.reliability.flexible_peaks import flexible_peaks
        from firmwatt.reliability.region_load import region_load

        dispatch = study.load_run(source).dispatch
        demand, flexible = region_load(dispatch, year), flexible_peaks(dispatch, year)
    else:
        demand = read_demand(source)
    found = measure_peaks(demand)
    factor = coincidence_factor(found)
    *areas, system = (asdict(area) for area in found)
    by_name = {str(area.pop("area")): area for area in areas}
    system.pop("area")
    more = {} if not flexible else {"flexible": {each.area: asdict(each) for each in flexible}}
    record = {"areas": by_name, "system": system, "coincidence_factor": factor} | more
    if out is not None:
        with replaced_file(out) as new:
            new.write_text(json_object("ok", record) + "\n", encoding="utf-8")
    if is_json:
        print_json("ok", record)
    else:
        _print(found, factor)
        _print_flexible(flexible)


def _print(found: tuple[AreaPeaks, ...], factor: float) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH_WITHOUT_TERMINAL)
    shown = Table(title="Peaks in MW", title_justify="left", box=None, header_style="dim")
    shown.add_column("area")
    names = ("peak", "hour", "at system peak", "winter", "summer", "load factor", "ramp up / h", "ramp down / h")
    for name in names:
        shown.add_column(name, justify="right")
    for area in found:
        seasons = (f"{area.by_season[name].mw:,.0f}" if name in area.by_season else "" for name in ("winter", "summer"))
        shown.add_row(
            area.area,
            f"{area.own.mw:,.0f}",
            area.own.hour_utc,
            f"{area.coincident_mw:,.0f}",
            *seasons,
            f"{100 * area.load_factor:.1f} %",
            f"{area.ramp_up_mw_per_hour:,.0f}",
            f"{area.ramp_down_mw_per_hour:,.0f}",
        )
    console.print(shown)
    console.print(f"The system's peak is {100 * factor:.1f} % of the sum of the areas' own peaks.")


def _print_flexible(flexible: tuple[FlexiblePeaks, ...]) -> None:
    from rich.console import Console
    from rich.table import Table

    if not flexible:
        return
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH_WITHOUT_TERMINAL)
    shown = Table(title="What flexible compute takes off", title_justify="left", box=None, header_style="dim")
    shown.add_column("area")
    names = (
        "peak without",
        "with",
        "saved",
        "at system peak",
        "dearest hours without",
        "with",
        "load factor",
        "ramp up",
    )
    for name in names:
        shown.add_column(name, justify="right")
    for each in flexible:
        shown.add_row(
            each.area,
            f"{each.peak_mw_without:,.0f}",
            f"{each.peak_mw:,.0f}",
            f"{each.saved_mw:,.0f}",
            f"{each.coincident_saved_mw:,.0f}",
            f"{each.dearest_mw_without:,.0f}",
            f"{each.dearest_mw:,.0f}",
            f"{100 * each.load_factor_without:.1f} → {100 * each.load_factor:.1f} %",
            f"{each.ramp_up_mw_per_hour_without:,.0f} → {each.ramp_up_mw_per_hour:,.0f}",
        )
    console.print(shown)
    console.print("Without: all work runs when it arrives; plants, stores and contracts as in the run.")
