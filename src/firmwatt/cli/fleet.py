"""`firmwatt fleet`: how many requests a megawatt serves, now and later, and what so many requests need."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firmwatt.cli.options import OptionFaults
from firmwatt.cli.output import json_object

if TYPE_CHECKING:
    from firmwatt.demand.fleet import FleetSize, Served

DEFAULT_MODEL, LATER = "llama-3.1-70b", 2030


def show_fleet(
    *,
    model: Annotated[
        str | None, typer.Option("--model", help="Model of the table models; llama-3.1-70b if left out.")
    ] = None,
    total_parameters: Annotated[
        float | None, typer.Option("--total-parameters", help="Instead of a model, such as 235e9.")
    ] = None,
    active_parameters: Annotated[
        float | None, typer.Option("--active-parameters", help="Used per token, such as 22e9.")
    ] = None,
    input_tokens: Annotated[float, typer.Option("--input", help="Tokens of the prompt.")] = 500.0,
    output_tokens: Annotated[float, typer.Option("--output", help="Tokens of the answer.")] = 300.0,
    batch: Annotated[float | None, typer.Option("--batch", help="Requests served at once; 64 if left out.")] = None,
    latency_ms: Annotated[
        float | None, typer.Option("--latency-ms", help="Time per token to keep; picks the largest batch that does.")
    ] = None,
    years: Annotated[
        list[int] | None,
        typer.Option("--year", metavar="<int>", help="Year of the fleet, repeatable; this year and 2030 if left out."),
    ] = None,
    mix: Annotated[
        str | None,
        typer.Option("--mix", help="Chips by share of power, such as H100=0.4,GB200=0.6, whatever the year."),
    ] = None,
    connected_mw: Annotated[
        float | None, typer.Option("--mw", help="Megawatts at the meter that the machines could draw; 1 if left out.")
    ] = None,
    chips: Annotated[float | None, typer.Option("--chips", help="Instead: how many chips there are.")] = None,
    requests: Annotated[
        float | None, typer.Option("--requests-per-year", help="Instead: how many requests must be served.")
    ] = None,
    output_tokens_per_year: Annotated[
        float | None, typer.Option("--tokens-per-year", help="Instead: how many tokens of answers a year.")
    ] = None,
    inference_share: Annotated[
        float, typer.Option("--inference-share", help="Share of the chips that serve requests; the others train.")
    ] = 1.0,
    busy_share: Annotated[
        float | None,
        typer.Option("--busy-share", help="Share of the time that chips are at work; the catalogue's if left out."),
    ] = None,
    region: Annotated[
        str | None, typer.Option("--region", help="Grid region whose weather gives the PUE; pjm if left out.")
    ] = None,
    plant: Annotated[str | None, typer.Option("--plant", help="Cooling plant of the table cooling.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the JSON object to this file.")] = None,
    is_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say how many requests a megawatt of chips serves, or what so many chips or requests take."""
    from dataclasses import asdict

    from firmwatt.accounting.label import request_faults
    from firmwatt.accounting.label_place import DEFAULT_PLANT, DEFAULT_REGION, place, place_faults
    from firmwatt.accounting.label_way import way_of
    from firmwatt.demand import fleet
    from firmwatt.scenario.work import RequestVolume

    faults = OptionFaults()
    if model is not None and total_parameters is not None:
        faults.add("total_parameters", "--model and --total-parameters exclude each other. Give one of them.")
    named = None if total_parameters is not None else (model or DEFAULT_MODEL)
    described = {"model": named, "total_parameters": total_parameters, "active_parameters": active_parameters}
    faults.tried("model", lambda: way_of({name: value for name, value in described.items() if value is not None}))
    busy = fleet.default_share("busy_share") if busy_share is None else busy_share
    for field, problem in (
        *request_faults(input_tokens, output_tokens, batch, latency_ms), *fleet.share_faults(inference_share, busy)
    ):  # fmt: skip
        faults.add(field, problem)
    faults.tried("mw", lambda: fleet.check_size(connected_mw, chips, requests, output_tokens_per_year))
    given = None if mix is None else faults.tried("mix", lambda: fleet.given_mix(mix))
    region, plant, this_year = region or DEFAULT_REGION, plant or DEFAULT_PLANT, datetime.now(tz=UTC).year
    for field, problem in place_faults(None, region, this_year, None, plant, None):
        faults.add(field, problem)
    mixes = {
        year: given if mix is not None else faults.tried("year", partial(fleet.typical_mix, year))
        for year in years or ((this_year, LATER) if mix is None else (this_year,))
    }
    faults.check()
    volume = RequestVolume(
        (), named, total_parameters, active_parameters, None, "", None, None, batch, latency_ms, input_tokens,
        output_tokens,
    )  # fmt: skip
    pue = place(region, this_year, None, plant).pue
    answers: list[tuple[int, Served, FleetSize]] = []
    for year, chosen in mixes.items():
        served = fleet.serve_fleet(fleet.FleetAsk(volume, chosen or {}, pue, inference_share, busy))
        size = fleet.size_fleet(served, connected_mw, chips, requests, output_tokens_per_year)
        answers.append((year, served, size))
    content = {
        "model": named,
        "input_tokens": input_tokens,
        "output_tokens": output_tokens,
        "inference_share": inference_share,
        "busy_share": busy,
        "years": {str(year): {**asdict(served), "fleet": asdict(size)} for year, served, size in answers},
    }
    if out is not None:
        _write(json_object("ok", content), out)
    if is_json:
        typer.echo(json_object("ok", content))
    else:
        _print(answers)


def _write(text: str, out: Path) -> None:
    from firmwatt.interop.replace import replaced_file

    with replaced_file(out) as new:
        new.write_text(f"{text}\n", encoding="utf-8")
    typer.echo(f"The object is in {out}.", err=True)


def _print(answers: list[tuple[int, Served, FleetSize]]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    for year, served, size in answers:
        drawn, fleet, tokens = served.requests_per_drawn_mw, size.requests_per_year, size.output_tokens_per_year
        console.print(
            f"{year}: a megawatt drawn all year at the meter serves {drawn.value:.3g} requests "
            f"[{drawn.low:.2g} to {drawn.high:.2g}].\n"
            f"{size.connected_mw:,.4g} MW connected: {size.chips:,.0f} chips, {size.drawn_mw:,.4g} MW on average, "
            f"{fleet.value:.3g} requests a year [{fleet.low:.2g} to {fleet.high:.2g}], "
            f"{tokens.value:.3g} tokens of answers.",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
        shown = Table(box=None, header_style="dim")
        for name in ("chip", "of the power", "Wh of IT a request", "of the requests", "measured"):
            shown.add_column(name, justify="left" if name == "chip" else "right")
        for row in served.chips:
            shown.add_row(
                row.chip,
                f"{100 * row.power_share:.0f} %",
                f"{row.it_wh_per_request.value:.3f}",
                f"{100 * row.request_share:.0f} %",
                "yes" if row.is_measured else "no",
            )
        console.print(shown)
