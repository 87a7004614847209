"""`firmwatt peaks`: highest hours by area, own and coincident, load factor and ramps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firmwatt.cli.output import print_json

if TYPE_CHECKING:
    from firmwatt.grid.peaks import AreaPeaks

WIDTH_WITHOUT_TERMINAL = 160


def show_peaks(
    source: Annotated[Path, typer.Argument(help="Folder of a run, or a CSV or Parquet file of hourly demand by area.")],
    year: Annotated[
        int | None, typer.Option("--year", help="Planning year of a run; its last one if left out.")
    ] = None,
    is_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")] = False,
) -> None:
    """Show peaks by area, hour and season, own and at the system's peak, with load factor and ramps."""
    from dataclasses import asdict

    from firmwatt.grid.demand_file import read_demand
    from firmwatt.grid.peaks import coincidence_factor, measure_peaks

    if source.is_dir():
        from firmwatt import study
        from firmwatt.reliability.region_load import region_load

        demand = region_load(study.load_run(source).dispatch, year)
    else:
        demand = read_demand(source)
    found = measure_peaks(demand)
    factor = coincidence_factor(found)
    if is_json:
        *areas, system = (asdict(area) for area in found)
        by_name = {str(area.pop("area")): area for area in areas}
        system.pop("area")
        print_json("ok", {"areas": by_name, "system": system, "coincidence_factor": factor})
    else:
        _print(found, factor)


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
