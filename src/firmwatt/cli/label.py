"""`firmwatt label`: what one request costs in Wh, gCO2e and mL, or a whole file of requests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firmwatt.cli.output import print_json
from firmwatt.errors import UserError, input_fault
from firmwatt.units import HOURS_PER_YEAR

if TYPE_CHECKING:
    import pandas as pd

    from firmwatt.accounting.label import Label
    from firmwatt.demand.inference_serving import Way

DEFAULT_INPUT_TOKENS, DEFAULT_OUTPUT_TOKENS = 500.0, 300.0
CARD_SUFFIXES = (".svg", ".html")


def show_label(
    *,
    model: Annotated[
        str | None,
        typer.Option("--model", help="Open model of the tables models (text) and generators (image, video)."),
    ] = None,
    chip: Annotated[str, typer.Option("--chip", help="Chip of the table chips, such as H100 or B200.")] = "H100",
    chips: Annotated[
        int | None, typer.Option("--chips", help="How many serve together; the least that hold the model if left out.")
    ] = None,
    input_tokens: Annotated[float, typer.Option("--input", help="Tokens of the prompt.")] = DEFAULT_INPUT_TOKENS,
    output_tokens: Annotated[float, typer.Option("--output", help="Tokens of the answer.")] = DEFAULT_OUTPUT_TOKENS,
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
    language: Annotated[str, typer.Option("--lang", help="Language of the card: en or ko.")] = "en",
    is_json: Annotated[bool, typer.Option("--json", help="Print the label as one JSON object.")] = False,
) -> None:
    """Say what one request to a model costs: electricity, carbon and water, each with a 90 % interval."""
    from firmwatt.accounting.generation_label import GenerationAsk, generation_record
    from firmwatt.accounting.label import Ask, label_record, make_label
    from firmwatt.accounting.label_batch import label_table
    from firmwatt.accounting.label_calibration import calibration_of
    from firmwatt.accounting.label_place import DEFAULT_PLANT, DEFAULT_REGION
    from firmwatt.accounting.label_run import place_of_run
    from firmwatt.demand.generation import generator_key

    if batch_file is not None:
        labels = label_table(_read_requests(batch_file), batch_file.name, year)
        _write_labels(labels, out, is_json)
        return
    hour_of_year, hour_year = _hour(hour)
    this_year = datetime.now(tz=UTC).year if hour_year is None else hour_year
    if model is not None and generator_key(model) is not None:
        made = GenerationAsk(
            model, chip, chips, batch, steps, region or DEFAULT_REGION, year or this_year, hour_of_year,
            plant or DEFAULT_PLANT,
        )  # fmt: skip
        record = generation_record(made)
        if out is not None:
            from firmwatt.report.label_card import render_generation_card

            _write_card(render_generation_card(record, language), out, language)
        _print_generation(record, is_json)
        return
    described = {
        "model": model, "total_parameters": total_parameters, "active_parameters": active_parameters,
        "architecture": architecture, "chip": chip, "chips": chips, "precision": precision,
    }  # fmt: skip
    way = _way(described)
    where = None
    if run is not None:
        from firmwatt import study

        where = place_of_run(study.load_run(run).dispatch, site, year or hour_year, hour_of_year)
    ask = Ask(
        way=way,
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        region=region or DEFAULT_REGION,
        year=year or this_year,
        hour=hour_of_year,
        batch=batch,
        latency_ms=latency_ms,
        plant=plant or DEFAULT_PLANT,
        power_cap=power_cap,
        calibration=None if calibrate is None else calibration_of(_read_requests(calibrate), calibrate.name, way),
        where=where,
        market_intensity_kg_per_mwh=market_intensity,
    )
    label = make_label(ask)
    if out is not None:
        from firmwatt.report.label_card import render_card

        _write_card(render_card(label, language), out, language)
    if is_json:
        print_json("ok", label_record(label))
    else:
        _print_label(label, language)


def _print_generation(record: Mapping[str, object], is_json: bool) -> None:
    """Print the label of an image or a video."""
    if is_json:
        print_json("ok", record)
        return
    from firmwatt.report.label_card import generation_lines

    for line in generation_lines(record):
        typer.echo(line)


def _way(described: Mapping[str, object]) -> Way:
    """Return the way of serving that the options describe."""
    from firmwatt.accounting.label_batch import way_of

    if described["model"] is not None and described["total_parameters"] is not None:
        raise UserError("--model and --total-parameters exclude each other. Give one of them.")
    if described["model"] is None and described["total_parameters"] is None:
        raise UserError("no model is named. Give --model, or --total-parameters with --architecture.")
    for name in ("active_parameters", "architecture"):
        if described["model"] is not None and described[name] is not None:
            option = f"--{name.replace('_', '-')}"
            raise UserError(f"{option} goes with --total-parameters: the model has its own. Leave one of them out.")
    return way_of({name: value for name, value in described.items() if value is not None})


def _hour(text: str | None) -> tuple[int | None, int | None]:
    """Return the hour of the year that a text names, and its year where it says one."""
    if text is None:
        return None, None
    if text.isdecimal():
        return int(text), None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        message = f"hour '{text}' is no time. Write UTC such as 2026-07-01T15, or 0 to {HOURS_PER_YEAR - 1}."
        raise UserError(message) from None
    utc = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    start = datetime(utc.year, 1, 1, tzinfo=UTC)
    return min(int((utc - start).total_seconds() // 3600), HOURS_PER_YEAR - 1), utc.year


def _read_requests(path: Path) -> pd.DataFrame:
    """Return the requests of a CSV or Parquet file."""
    import pandas as pd

    if not path.is_file():
        raise input_fault(path, "", "there is no such file.", "Name a CSV or Parquet file of requests.")
    try:
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        return pd.read_csv(path, engine="pyarrow")
    except ValueError as error:
        problem = f"it cannot be read ({error})."
        raise input_fault(path, "", problem, "Write a CSV with a header, or Parquet.") from None


def _write_labels(labels: pd.DataFrame, out: Path | None, is_json: bool) -> None:
    """Write the labels of a batch to a file, or as CSV to stdout."""
    if out is None:
        typer.echo(labels.to_csv(index=False), nl=False)
        return
    from pyarrow import Table, csv

    from firmwatt.interop.replace import replaced_file

    with replaced_file(out) as new:
        if out.suffix == ".parquet":
            labels.to_parquet(new, index=False)
        else:
            short = labels.astype({name: "float32" for name in labels.columns if name != "id"})
            csv.write_csv(Table.from_pandas(short, preserve_index=False), new)
    if is_json:
        print_json("ok", {"requests": len(labels), "out": str(out)})
    else:
        typer.echo(f"{len(labels):,} labels are in {out}.", err=True)


def _write_card(svg: str, out: Path, language: str) -> None:
    """Write a card as SVG, or as a page of its own."""
    from firmwatt.interop.replace import replaced_file
    from firmwatt.report.label_card import as_page

    if out.suffix not in CARD_SUFFIXES:
        raise input_fault(out, "--out", f"'{out.suffix}' is no kind of card.", f"Write {' or '.join(CARD_SUFFIXES)}.")
    with replaced_file(out) as new:
        new.write_text(svg if out.suffix == ".svg" else as_page(svg, language), encoding="utf-8")
    typer.echo(f"The card is in {out}.", err=True)


def _print_label(label: Label, language: str) -> None:
    """Print the label as a table for people."""
    from rich.console import Console

    from firmwatt.report.label_card import label_lines

    console = Console()
    for line in label_lines(label, language):
        console.print(line, highlight=False, soft_wrap=True)
