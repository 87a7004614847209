"""The options of `firmwatt label` → what is asked for, or every fault of them at once, each under its option."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from firmwatt.cli.options import OptionFaults
from firmwatt.errors import UserError
from firmwatt.units import HOURS_PER_YEAR

if TYPE_CHECKING:
    from firmwatt.accounting.generation_label import GenerationAsk
    from firmwatt.accounting.label import Ask
    from firmwatt.accounting.label_place import Place
    from firmwatt.demand.calibration import Calibration
    from firmwatt.demand.inference_serving import Way

DEFAULT_INPUT_TOKENS, DEFAULT_OUTPUT_TOKENS = 500.0, 300.0
CARD_SUFFIXES: Final = (".svg", ".html")
FOR_PARAMETERS: Final = ("active_parameters", "architecture")
FOR_TEXT: Final = (
    "input_tokens", "output_tokens", "latency_ms", "precision", "power_cap", "calibrate", *FOR_PARAMETERS,
)  # fmt: skip
OF_A_RUN: Final = ("region", "plant")
FOR_A_FILE: Final = ("batch_file", "out", "year")


@dataclass(frozen=True, slots=True)
class Words:
    """The options as they were given; None where one was left out."""

    model: str | None
    chip: str | None
    chips: int | None
    input_tokens: float | None
    output_tokens: float | None
    region: str | None
    year: int | None
    hour: str | None
    batch: float | None
    latency_ms: float | None
    precision: str | None
    power_cap: float | None
    market_intensity: float | None
    plant: str | None
    steps: int | None
    total_parameters: float | None
    active_parameters: float | None
    architecture: str | None
    run: Path | None
    site: str | None
    calibrate: Path | None
    batch_file: Path | None
    out: Path | None

    def given(self) -> dict[str, object]:
        """Return the options that were given, by their fields."""
        named = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in named.items() if value is not None}


def check_alone(words: Words) -> None:
    """Raise if options stand beside a file of requests whose rows say the same.

    Raises
    ------
    InputFaults
    """
    faults = OptionFaults()
    for name in words.given():
        if name not in FOR_A_FILE:
            faults.add(name, "a file of requests says this row by row. Leave it out.")
    faults.check()


def asked(words: Words) -> Ask | GenerationAsk:
    """Return what the options ask for: a text, or an image or a video.

    Parameters
    ----------
    words

    Raises
    ------
    InputFaults
        Everything that is wrong with them, each under its option.
    """
    from firmwatt.demand.generation import is_rather_generator

    faults = OptionFaults()
    if words.out is not None and words.out.suffix not in CARD_SUFFIXES:
        faults.add("out", f"'{words.out.suffix}' is no kind of card. Write {' or '.join(CARD_SUFFIXES)}.")
    hour, hour_year = faults.tried("hour", lambda: _hour(words.hour)) or (None, None)
    year = words.year or hour_year
    where = faults.tried("run", lambda: _where(words, year, hour))
    if words.run is None and words.site is not None:
        faults.add("site", "only a run has sites. Give --run, or leave it out.")
    for name in OF_A_RUN:
        if words.run is not None and name in words.given():
            faults.add(name, "the site of the run has its own. Leave it out.")
    this_year = year or datetime.now(tz=UTC).year
    if words.model is not None and words.total_parameters is None and is_rather_generator(words.model):
        ask: Ask | GenerationAsk = _image(words, this_year, hour, where, faults)
    else:
        ask = _text(words, this_year, hour, where, faults)
    faults.check()
    return ask


def _image(words: Words, year: int, hour: int | None, where: Place | None, faults: OptionFaults) -> GenerationAsk:
    from firmwatt.accounting.generation_label import GenerationAsk, generation_faults
    from firmwatt.accounting.label_place import DEFAULT_PLANT, DEFAULT_REGION
    from firmwatt.accounting.label_way import DEFAULT_CHIP

    told = "images and videos have no such thing. Leave it out."
    for name in words.given():
        if name in FOR_TEXT:
            faults.add(name, told)
    ask = GenerationAsk(
        words.model or "", words.chip or DEFAULT_CHIP, words.chips, words.batch, words.steps,
        words.region or DEFAULT_REGION, year, hour, words.plant or DEFAULT_PLANT, where, words.market_intensity,
    )  # fmt: skip
    faults.add_all(generation_faults(ask))
    return ask


def _text(words: Words, year: int, hour: int | None, where: Place | None, faults: OptionFaults) -> Ask:
    from firmwatt.accounting.label import FOCUSED_MODEL, Ask, ask_faults
    from firmwatt.accounting.label_place import DEFAULT_PLANT, DEFAULT_REGION
    from firmwatt.accounting.label_way import WAY_COLUMNS, way_of

    _check_contradictions(words, faults)
    described = {name: value for name, value in words.given().items() if name in WAY_COLUMNS}
    way = faults.tried("model", lambda: way_of(described))
    ask = Ask(
        way=way or way_of({"model": FOCUSED_MODEL}),
        input_tokens=DEFAULT_INPUT_TOKENS if words.input_tokens is None else words.input_tokens,
        output_tokens=DEFAULT_OUTPUT_TOKENS if words.output_tokens is None else words.output_tokens,
        region=words.region or DEFAULT_REGION,
        year=year,
        hour=hour,
        batch=words.batch,
        latency_ms=words.latency_ms,
        plant=words.plant or DEFAULT_PLANT,
        power_cap=words.power_cap,
        where=where,
        market_intensity_kg_per_mwh=words.market_intensity,
    )
    faults.add_all(ask_faults(ask))
    path = words.calibrate
    if path is not None and way is not None:
        ask = replace(ask, calibration=faults.tried("calibrate", lambda: _calibration(path, way)))
    return ask


def _check_contradictions(words: Words, faults: OptionFaults) -> None:
    """Note what is wrong with options of a text that exclude or need each other."""
    if words.steps is not None:
        faults.add("steps", "only images and videos are made in steps. Leave it out.")
    if words.model is None:
        return
    if words.total_parameters is not None:
        faults.add("total_parameters", "--model and --total-parameters exclude each other. Give one.")
    for name in FOR_PARAMETERS:
        if name in words.given():
            faults.add(name, "it goes with --total-parameters: the model has its own. Leave it out.")


def _calibration(path: Path, way: Way) -> Calibration:
    from firmwatt.accounting.label_calibration import calibration_of
    from firmwatt.interop.label_files import read_requests

    rows = read_requests(path)
    return calibration_of(rows.table, rows.lines, path.name, way, rows.columns)


def _where(words: Words, year: int | None, hour: int | None) -> Place | None:
    """Return the place of a run, or None without one."""
    if words.run is None:
        return None
    from firmwatt import study
    from firmwatt.accounting.label_run import place_of_run

    return place_of_run(study.load_run(words.run).dispatch, words.site, year, hour)


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
