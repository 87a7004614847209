"""`firmwatt facility`: PUE and water of cooling plants at a place, by hour and year, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firmwatt.cli.options import OptionFaults
from firmwatt.cli.output import print_json
from firmwatt.errors import UserError

if TYPE_CHECKING:
    from firmwatt.facility.backup import Backup
    from firmwatt.facility.heat_reuse import HeatReuse
    from firmwatt.facility.plant_year import PlantYear, Range

WIDTH_WITHOUT_TERMINAL = 160


def show_facility(
    *,
    plant: Annotated[
        list[str] | None,
        typer.Option(
            "--plant", metavar="<str>", help="Cooling plant of the table cooling, repeatable; all if left out."
        ),
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", help="Place of the table places, whose weather is generated.")
    ] = None,
    weather: Annotated[
        Path | None, typer.Option("--weather", help="Weather file instead: EPW, NSRDB, PVGIS, Open-Meteo or CSV.")
    ] = None,
    weather_year: Annotated[int, typer.Option("--weather-year", help="Label of the generated weather year.")] = 2025,
    load: Annotated[
        float | None,
        typer.Option("--load", help="IT load over the design's, such as 0.8; each plant's usual one if left out."),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="What is known, such as tower_approach_c=4; repeatable."),
    ] = None,
    reuse_share: Annotated[
        float, typer.Option("--reuse-share", help="Share of the heat in the warmest water that others take.")
    ] = 0.0,
    reuse_temperature_c: Annotated[
        float, typer.Option("--reuse-temperature-c", help="Temperature at which that heat is delivered.")
    ] = 60.0,
    test_hours: Annotated[
        float | None, typer.Option("--test-hours", help="Hours a year that backup generators are tested.")
    ] = None,
    outage_hours: Annotated[
        float | None, typer.Option("--outage-hours", help="Hours a year that backup generators carry the load.")
    ] = None,
    samples: Annotated[int, typer.Option("--samples", help="Draws behind the 90 % intervals.")] = 100,
    seed: Annotated[int, typer.Option("--seed", help="Of the draws; the same seed gives the same intervals.")] = 1,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write PUE and WUE of every hour to this .csv or .parquet file.")
    ] = None,
    is_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")] = False,
) -> None:
    """Say what buildings draw and drink per kWh of computing, by the weather of a place, with 90 % intervals."""
    from dataclasses import replace

    from firmwatt.facility.backup import catalogued_backup
    from firmwatt.facility.heat_reuse import HeatReuse
    from firmwatt.facility.plant_year import PlantAsk, for_every_plant, plant_year
    from firmwatt.interop.facility_record import check_table_name, hourly_table, plant_record, write_table
    from firmwatt.resource.place_air import place_air

    faults = OptionFaults()
    if out is not None:
        faults.tried("out", partial(check_table_name, out))
    backup = faults.tried("test_hours", partial(catalogued_backup, test_hours, outage_hours))
    known = faults.tried("set", partial(_overrides, values or []))
    reuse = HeatReuse(reuse_share, reuse_temperature_c) if reuse_share else None
    ask = PlantAsk("", load, known or {}, reuse, samples, seed)
    named = [replace(ask, plant=name) for name in plant] if plant else None
    asks = faults.tried("set", partial(for_every_plant, ask)) if named is None else named
    for field, problem in (*ask.number_faults(), *(fault for each in asks or () for fault in each.plant_faults())):
        faults.add(field, problem)
    air = faults.tried("place", partial(place_air, place, weather, weather_year))
    faults.check()
    if air is None or asks is None or backup is None:  # each left its fault, which was raised
        return
    years = [plant_year(each, air) for each in asks]
    if out is not None:
        write_table(hourly_table(years, weather_year), out)
    if is_json:
        weather_name = str(weather) if weather is not None else f"{place}, generated year {weather_year}"
        print_json("ok", {"weather": weather_name, "plants": [plant_record(year, backup) for year in years]})
    else:
        _print(years, backup, reuse)
        if out is not None:
            typer.echo(f"{len(years) * len(air.temperature_c):,} hours are in {out}.", err=True)


def _overrides(texts: Sequence[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for text in texts:
        name, is_given, value = text.partition("=")
        try:
            found[name.strip()] = float(value)
        except ValueError:
            problem = f"'{value}' of '{text}' is not a number." if is_given else f"'{text}' has no value."
            raise UserError(f"{problem} Write a parameter such as tower_approach_c=4.") from None
    return found


def _print(years: Sequence[PlantYear], backup: Backup, reuse: HeatReuse | None) -> None:
    from rich.console import Console
    from rich.table import Table

    from firmwatt.facility.backup import backup_year

    shown = Table(title="Cooling plants: central value (90 % interval)", title_justify="left", box=None)
    shown.add_column("plant")
    names = ["PUE", "highest hour", "water L/kWh", "of it evaporated", "hours without compressor", "backup fuel L/MW"]
    for name in [*names, *(["reused"] if reuse else [])]:
        shown.add_column(name, justify="right")
    for year in years:
        fuel = backup_year(backup, year.peak_pue.value, year.pue.value)
        shown.add_row(
            year.ask.plant,
            _span(year.pue),
            _span(year.peak_pue),
            _span(year.wue_l_per_kwh),
            f"{year.consumed_l_per_kwh.value:.2f}",
            f"{year.free_hours.value:,.0f}",
            f"{fuel.test_fuel_l + fuel.outage_fuel_l:,.0f}",
            *([f"{100 * year.energy_reuse_factor.value:.0f} %"] if reuse else []),
        )
    console = Console()
    (console if console.is_terminal else Console(width=WIDTH_WITHOUT_TERMINAL)).print(shown)


def _span(found: Range) -> str:
    return f"{found.value:.2f} ({found.low:.2f}-{found.high:.2f})"
