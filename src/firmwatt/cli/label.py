"""`firmwatt label`: what one request costs in Wh, gCO2e and mL, or a whole file of requests."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from firmwatt.cli.label_ask import Words, asked, check_alone
from firmwatt.cli.language import Language
from firmwatt.cli.output import print_json
from firmwatt.errors import input_fault


def show_label(
    *,
    model: Annotated[
        str | None,
        typer.Option("--model", help="Open model of the tables models (text) and generators (image, video)."),
    ] = None,
    chip: Annotated[
        str | None, typer.Option("--chip", help="Chip of the table chips, such as H100 or B200; H100.")
    ] = None,
    chips: Annotated[
        int | None, typer.Option("--chips", help="How many serve together; the least that hold the model if left out.")
    ] = None,
    input_tokens: Annotated[float | None, typer.Option("--input", help="Tokens of the prompt; 500.")] = None,
    output_tokens: Annotated[float | None, typer.Option("--output", help="Tokens of the answer; 300.")] = None,
    region: Annotated[
        str | None, typer.Option("--region", help="Grid region of the table regions; pjm if left out.")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", help="Year of the grid's intensity; this year if left out.")
    ] = None,
    hour: Annotated[
        str | None, typer.Option("--hour", help="UTC hour, such as 2026-07-01T15 or 4359; the year's mean if left out.")
    ] = None,
    batch: Annotated[float | None, typer.Option("--batch", help="Requests served at once; 64 if left out.")] = None,
    latency_ms: Annotated[
        float | None, typer.Option("--latency-ms", help="Time per token to keep; picks the largest batch that does.")
    ] = None,
    precision: Annotated[
        str | None, typer.Option("--precision", help="bf16, fp8 or fp4; the model's own if left out.")
    ] = None,
    power_cap: Annotated[
        float | None,
        typer.Option("--power-cap", help="Share of the chips' rated power that they may draw, such as 0.7."),
    ] = None,
    market_intensity: Annotated[
        float | None,
        typer.Option(
            "--market-intensity", help="kg CO2 per MWh of your contracts and residual mix, for Scope 2 by market."
        ),
    ] = None,
    plant: Annotated[str | None, typer.Option("--plant", help="Cooling plant of the table cooling.")] = None,
    steps: Annotated[int | None, typer.Option("--steps", help="Denoising steps of an image or video model.")] = None,
    total_parameters: Annotated[
        float | None, typer.Option("--total-parameters", help="Instead of a model, such as 235e9.")
    ] = None,
    active_parameters: Annotated[
        float | None, typer.Option("--active-parameters", help="Used per token, such as 22e9.")
    ] = None,
    architecture: Annotated[
        str | None, typer.Option("--architecture", help="dense, moe or hybrid, with --total-parameters.")
    ] = None,
    run: Annotated[
        Path | None, typer.Option("--run", help="Run folder whose dispatch gives PUE, water and carbon; with --site.")
    ] = None,
    site: Annotated[str | None, typer.Option("--site", help="Site of the run; the first if left out.")] = None,
    calibrate: Annotated[
        Path | None,
        typer.Option(
            "--calibrate", help="CSV of own measurements: the columns of a batch file and joules_per_output_token."
        ),
    ] = None,
    batch_file: Annotated[
        Path | None, typer.Option("--batch-file", help="CSV or Parquet of requests; --out takes the labels.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Card (.svg, .html), or the labels of a batch file (.csv, .parquet).")
    ] = None,
    language: Annotated[Language, typer.Option("--lang", help="Language of card and text.")] = Language.ENGLISH,
    is_json: Annotated[bool, typer.Option("--json", help="Print the label as one JSON object.")] = False,
) -> None:
    """Say what one request to a model costs: electricity, carbon and water, each with a 90 % interval."""
    words = Words(
        model, chip, chips, input_tokens, output_tokens, region, year, hour, batch, latency_ms, precision, power_cap,
        market_intensity, plant, steps, total_parameters, active_parameters, architecture, run, site, calibrate,
        batch_file, out,
    )  # fmt: skip
    if batch_file is not None:
        check_alone(words)
        _label_file(batch_file, out, year, is_json)
        return
    from firmwatt.accounting.generation_label import GenerationAsk, generation_record
    from firmwatt.accounting.label import label_record, make_label
    from firmwatt.report.label_card import generation_lines, label_lines, render_card, render_generation_card

    ask = asked(words)
    if isinstance(ask, GenerationAsk):
        record = generation_record(ask)
        lines, card = generation_lines(record, language), partial(render_generation_card, record, language)
    else:
        label = make_label(ask)
        record, lines, card = label_record(label), label_lines(label, language), partial(render_card, label, language)
    if out is not None:
        _write_card(card(), out, language)
    if is_json:
        print_json("ok", record)
    else:
        typer.echo("\n".join(lines))


def _label_file(path: Path, out: Path | None, year: int | None, is_json: bool) -> None:
    """Label a file of requests, into a file or as CSV to stdout."""
    from firmwatt.interop.label_files import label_file

    if out is None and is_json:
        raise input_fault("--out", "", "the labels of a file are no JSON object.", "Name a file for them.")
    if out is None:
        label_file(path, sys.stdout.buffer, year)
        return
    count = label_file(path, out, year)
    if is_json:
        print_json("ok", {"requests": count, "out": str(out)})
    else:
        typer.echo(f"{count:,} labels are in {out}.", err=True)


def _write_card(svg: str, out: Path, language: str) -> None:
    """Write a card as SVG, or as a page of its own."""
    from firmwatt.interop.replace import replaced_file
    from firmwatt.report.label_card import as_page

    with replaced_file(out) as new:
        new.write_text(svg if out.suffix == ".svg" else as_page(svg, language), encoding="utf-8")
    typer.echo(f"The card is in {out}.", err=True)
