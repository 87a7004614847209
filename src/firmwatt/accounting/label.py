"""The label of one request: Wh, gCO2e and mL, each with its interval, beside things that people know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from firmwatt.accounting.footprint import Footprint, Spread, footprint
from firmwatt.accounting.label_place import Place, place, place_faults
from firmwatt.catalog import loader
from firmwatt.demand.calibration import Calibration, calibrated
from firmwatt.demand.inference import Requests, Served, batch_for_latency, serve, throttled
from firmwatt.demand.inference_architecture import architecture
from firmwatt.demand.inference_fit import measured_chips, method_version
from firmwatt.demand.inference_interval import LARGEST_MEASURED_MIXTURE
from firmwatt.demand.inference_serving import Way, least_chips, most_batch, multiplies, tdp_w, weight_bytes
from firmwatt.demand.request_energy import default_batch
from firmwatt.errors import Fault, InputFaults
from firmwatt.timegrid import FloatArray

FOCUSED_MODEL = "llama-3.1-8b"
"""A small model for one task, set beside a large one."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a label is asked for.

    Attributes
    ----------
    way
    input_tokens : >= 0
    output_tokens : >= 1
    region
    year
    hour : hour of the year, UTC, or None for the year's mean
    batch, latency_ms
        At most one of them; without either, `inference.DEFAULT_BATCH` as far as memory holds it.
    plant
        Key of the table `cooling`.
    power_cap : 0-1
        Of the chips' thermal design power, or None.
    calibration
        Of the chip or the model by the user's own rows, or None.
    where
        Site of a plan, in place of region, hour and plant; or None.
    market_intensity_kg_per_mwh : >= 0
        Of one's own contracts and the residual mix, or None.
    """

    way: Way
    input_tokens: float
    output_tokens: float
    region: str
    year: int
    hour: int | None
    batch: float | None
    latency_ms: float | None
    plant: str
    power_cap: float | None = None
    calibration: Calibration | None = None
    where: Place | None = None
    market_intensity_kg_per_mwh: float | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with the ends of its 90 % interval."""

    value: float
    low: float
    high: float


NOTES: Final[Mapping[str, str]] = {
    "run": "PUE, water and carbon are those of the plan's own dispatch.",
    "calibrated": "Calibrated on {rows} rows of one's own: energy times {factor:.2f}.",
    "unmeasured": "No measured rows of {chip}: datasheet and factors between those of measured chips, wider interval.",
    "power_cap": "Power cap: fitted on training; that decoding waits for memory half of its time is an estimate.",
    "typical": "Only parameters are known: a known model of that size lends its shape, or a typical one does.",
    "extrapolated": "A larger mixture of experts than any measured, or one in 8 bits: interval by judgement.",
    "widened": "{chip} does not multiply in {precision}: weights are stored so, widened, and multiplied in 16 bits.",
    "memory": "{gigabytes:,.0f} GB of weights and the cache of {batch:g} sequences exceed the chips' memory.",
}
"""What may limit an answer, with the places of its values."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that limits an answer: key of `NOTES`, and its values."""

    name: str
    values: Mapping[str, object]

    def __str__(self) -> str:
        return NOTES[self.name].format(**self.values)


@dataclass(frozen=True, slots=True)
class Label:
    """What one request costs.

    Attributes
    ----------
    ask, place
    batch
        Sequences served at once.
    energy_wh, carbon_gco2e, water_ml
        At the meter; of its electricity, location-based; on site and at power plants.
    market_gco2e
        Market-based carbon; None where no contract is known.
    gpu_joules_per_output_token
        Of the chips alone, prefill inside.
    itl_ms
        Time between two tokens.
    site_water_ml, embodied_gco2e
    focused_energy_wh
        The same request to a small focused model on one such chip.
    notes
        What limits the answer.
    """

    ask: Ask
    place: Place
    batch: float
    energy_wh: Quantity
    carbon_gco2e: Quantity
    market_gco2e: Quantity | None
    water_ml: Quantity
    gpu_joules_per_output_token: Quantity
    itl_ms: float
    site_water_ml: float
    embodied_gco2e: Quantity
    focused_energy_wh: float
    notes: tuple[Note, ...]


def make_label(ask: Ask) -> Label:
    """Return the label of one request.

    Parameters
    ----------
    ask

    Raises
    ------
    InputFaults
        If numbers are out of their range, or region, hour or plant are unknown: every such fault, by its field.
    UserError
        If no batch meets the latency.
    """
    faults = ask_faults(ask)
    if faults:
        raise InputFaults(faults)
    batch = _batch(ask)
    where = ask.where or place(ask.region, ask.year, ask.hour, ask.plant)
    if where.year is not None:
        ask = replace(ask, year=where.year)
    if ask.market_intensity_kg_per_mwh is not None:
        where = replace(where, market_intensity_kg_per_mwh=ask.market_intensity_kg_per_mwh)
    served, cost = _one(ask.way, batch, ask, where, ask.calibration)
    focused = Way(architecture(FOCUSED_MODEL), ask.way.chip, 1, "bf16")
    _, small = _one(focused, batch, ask, where)
    return Label(
        ask=ask,
        place=where,
        batch=batch,
        energy_wh=_quantity(cost.energy_wh),
        carbon_gco2e=_quantity(cost.carbon_gco2e),
        market_gco2e=None if where.market_intensity_kg_per_mwh is None else _quantity(cost.market_gco2e),
        water_ml=_quantity(cost.water_ml),
        gpu_joules_per_output_token=_quantity(Spread(served.joules_per_output_token, served.low, served.high)),
        itl_ms=float(served.itl_ms[0]),
        site_water_ml=float(cost.site_water_ml[0]),
        embodied_gco2e=embodied_quantity(float(cost.embodied_gco2e[0])),
        focused_energy_wh=float(small.energy_wh.value[0]),
        notes=tuple(_notes(ask, batch)),
    )


def comparisons(label: Label) -> dict[str, float]:
    """Return the label's energy in things that people know: web searches, seconds of television, minutes of a lamp."""
    wh = label.energy_wh.value
    return {**equivalents(wh), "times_focused_model": wh / label.focused_energy_wh}


def equivalents(energy_wh: float) -> dict[str, float]:
    """Return an energy in web searches, seconds of a television and minutes of a lamp."""
    known = loader.group("serving", "comparisons")
    return {
        "web_searches": energy_wh / known["web_search_wh"].number,
        "television_seconds": energy_wh * 3600.0 / known["television_w"].number,
        "lamp_minutes": energy_wh * 60.0 / known["lamp_w"].number,
    }


def label_record(label: Label) -> dict[str, object]:
    """Return the label as the object that `firmwatt label --json` prints."""
    ask, model = label.ask, label.ask.way.model
    return {
        "model": model.name,
        "total_parameters": model.total_parameters,
        "active_parameters": model.active_parameters,
        "chip": ask.way.chip,
        "chips": ask.way.chips,
        "batch": label.batch,
        "precision": ask.way.precision,
        "power_cap": ask.power_cap,
        "input_tokens": ask.input_tokens,
        "output_tokens": ask.output_tokens,
        "region": label.place.region,
        "year": ask.year,
        "hour": ask.hour,
        "energy_wh": _object(label.energy_wh),
        "gpu_joules_per_output_token": _object(label.gpu_joules_per_output_token),
        "itl_ms": label.itl_ms,
        "carbon_gco2e": _object(label.carbon_gco2e),
        "carbon_market_gco2e": None if label.market_gco2e is None else _object(label.market_gco2e),
        "matched_share": label.place.matched_share,
        "water_ml": _object(label.water_ml),
        "site_water_ml": label.site_water_ml,
        "embodied_gco2e": label.embodied_gco2e.value,
        "embodied_gco2e_low": label.embodied_gco2e.low,
        "embodied_gco2e_high": label.embodied_gco2e.high,
        "pue": label.place.pue,
        "wue_l_per_kwh": label.place.wue_l_per_kwh,
        "intensity_kg_per_mwh": label.place.intensity_kg_per_mwh,
        "plant": label.place.plant,
        "is_chip_measured": ask.way.chip in measured_chips(),
        "is_typical_architecture": model.is_typical,
        "comparisons": comparisons(label),
        "notes": [str(note) for note in label.notes],
        "method_version": method_version(),
    }


def _object(quantity: Quantity) -> dict[str, float]:
    return {"value": quantity.value, "low": quantity.low, "high": quantity.high}


def _one(
    way: Way, batch: float, ask: Ask, where: Place, calibration: Calibration | None = None
) -> tuple[Served, Footprint]:
    """Return what one request costs on one way of serving."""

    def one(value: float) -> FloatArray:
        return np.array([value], dtype=np.float64)

    index = np.zeros(1, dtype=np.int64)
    served = serve([way], Requests(index, one(batch), one(ask.input_tokens), one(ask.output_tokens)))
    if calibration is not None:
        served = calibrated(served, calibration)
    if ask.power_cap is not None:
        served = throttled(served, one(ask.output_tokens), ask.power_cap * tdp_w(way.chip))
    return served, footprint(served, one(ask.output_tokens), [where], index)


def _quantity(spread: Spread) -> Quantity:
    return Quantity(float(spread.value[0]), float(spread.low[0]), float(spread.high[0]))


def embodied_quantity(value: float) -> Quantity:
    """Return the share of what making chips emitted, between the ends of the published figures of a chip."""
    made = loader.get("serving", "default", "embodied_kg_per_chip")
    low, high = (made.number if end is None else end for end in (made.low, made.high))
    return Quantity(value, value * low / made.number, value * high / made.number)


def _batch(ask: Ask) -> float:
    if ask.latency_ms is not None:
        cap_w = np.inf if ask.power_cap is None else ask.power_cap * tdp_w(ask.way.chip)
        return batch_for_latency(ask.way, ask.input_tokens, ask.output_tokens, ask.latency_ms, cap_w)
    if ask.batch is not None:
        return ask.batch
    return default_batch(ask.way, ask.input_tokens + ask.output_tokens)


def request_faults(
    input_tokens: float, output_tokens: float, batch: float | None, latency_ms: float | None
) -> list[tuple[str, str]]:
    """Return what is wrong with the numbers of a request: field and message of each fault.

    Parameters
    ----------
    input_tokens, output_tokens, batch, latency_ms
        As of `Ask`.
    """
    found = []
    if not 0.0 <= input_tokens <= 1e8:
        found.append(("input_tokens", f"input tokens {input_tokens:g} must lie between 0 and 1e8."))
    if not 1.0 <= output_tokens <= 1e8:
        found.append(("output_tokens", f"output tokens {output_tokens:g} must lie between 1 and 1e8."))
    if batch is not None and not 1.0 <= batch <= 1e6:
        found.append(("batch", f"batch {batch:g} must lie between 1 and 1e6."))
    if latency_ms is not None and not latency_ms > 0.0:
        found.append(("latency_ms", f"latency {latency_ms:g} ms must be above 0."))
    if batch is not None and latency_ms is not None:
        found.append(("latency_ms", "a batch and a latency exclude each other. Give one of them."))
    return found


def ask_faults(ask: Ask) -> list[Fault]:
    """Return everything that is wrong with an ask, by field."""
    found = place_faults(ask.where, ask.region, ask.year, ask.hour, ask.plant, ask.market_intensity_kg_per_mwh)
    found.extend(request_faults(ask.input_tokens, ask.output_tokens, ask.batch, ask.latency_ms))
    if ask.power_cap is not None and not 0.0 < ask.power_cap <= 1.0:
        found.append(("power_cap", f"power cap {ask.power_cap:g} must be a share of the rated power, such as 0.7."))
    return [Fault("", 0, 0, field, problem, "") for field, problem in found]


def _notes(ask: Ask, batch: float) -> list[Note]:
    """Return what limits the answer."""
    way, notes = ask.way, []
    if ask.where is not None:
        notes.append(Note("run", {}))
    if ask.calibration is not None:
        notes.append(Note("calibrated", {"rows": ask.calibration.rows, "factor": ask.calibration.energy_factor}))
    elif way.chip not in measured_chips():
        notes.append(Note("unmeasured", {"chip": way.chip}))
    if ask.power_cap is not None:
        notes.append(Note("power_cap", {}))
    if way.model.is_typical:
        notes.append(Note("typical", {}))
    if way.model.routed_parameters > 0.0 and (
        way.precision == "fp8" or way.model.total_parameters > LARGEST_MEASURED_MIXTURE
    ):
        notes.append(Note("extrapolated", {}))
    if not multiplies(way.chip, way.precision):
        notes.append(Note("widened", {"chip": way.chip, "precision": way.precision}))
    if way.chips < least_chips(way.model, way.chip, way.precision) / 2.0 or batch > 1.5 * most_batch(
        way, ask.input_tokens + 0.5 * ask.output_tokens
    ):
        gigabytes = weight_bytes(way.model, way.precision) / 1e9
        notes.append(Note("memory", {"gigabytes": gigabytes, "batch": batch}))
    return notes
