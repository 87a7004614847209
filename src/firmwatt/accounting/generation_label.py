"""The label of one image or one video."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.accounting.footprint import Spread, footprint
from firmwatt.accounting.label_place import Place, place
from firmwatt.catalog import loader
from firmwatt.demand.generation import Jobs, generation_fit, known_generator, made_interval, make, model_factor
from firmwatt.demand.inference import Served
from firmwatt.demand.inference_fit import measured_chips, method_version
from firmwatt.demand.inference_serving import chip_key
from firmwatt.errors import UserError


@dataclass(frozen=True, slots=True)
class GenerationAsk:
    """What the label of an image or a video is asked for.

    Attributes
    ----------
    model, chip
        Names as people write them.
    chips, batch, steps : >= 1
        None takes one chip, one item at once, and the steps of the benchmark.
    region, year, hour, plant
        As of `label.Ask`.
    """

    model: str
    chip: str
    chips: int | None
    batch: float | None
    steps: int | None
    region: str
    year: int
    hour: int | None
    plant: str


def generation_record(ask: GenerationAsk) -> dict[str, object]:
    """Return what one item costs, as the object that `firmwatt label --json` prints.

    Parameters
    ----------
    ask

    Raises
    ------
    UserError
        If a name is unknown or a number out of its range.
    """
    model, chip = known_generator(ask.model), chip_key(ask.chip)
    row = loader.group("generators", model)
    chips, batch, steps = (
        float(default if given is None else given)
        for given, default in ((ask.chips, 1.0), (ask.batch, 1.0), (ask.steps, row["steps"].number))
    )
    if min(chips, batch, steps) < 1.0:
        raise UserError(f"chips {chips:g}, batch {batch:g} and steps {steps:g} must each be 1 or more.")
    made = make(Jobs([model], [chip], np.array([chips]), np.array([batch]), np.array([steps])), generation_fit())
    joules = made.joules_per_item * model_factor(model)
    low, high = made_interval(model, chip)
    served = Served(joules, joules * low, joules * high, made.seconds * 1000.0, made.seconds * chips / batch)
    where = place(ask.region, ask.year, ask.hour, ask.plant)
    cost = footprint(served, np.ones(1), [where], np.zeros(1, dtype=np.int64))
    return {
        "model": model,
        "medium": row["medium"].text,
        "item": row["made"].text,
        "parameters": row["parameters"].number,
        "chip": chip,
        "chips": int(chips),
        "batch": batch,
        "steps": int(steps),
        **_where(where, ask),
        "energy_wh": _object(cost.energy_wh),
        "gpu_joules_per_item": _object(Spread(joules, served.low, served.high)),
        "seconds": float(made.seconds[0]),
        "carbon_gco2e": _object(cost.carbon_gco2e),
        "water_ml": _object(cost.water_ml),
        "embodied_gco2e": float(cost.embodied_gco2e[0]),
        "is_chip_measured": chip in measured_chips(),
        "method_version": method_version(),
    }


def _where(where: Place, ask: GenerationAsk) -> dict[str, object]:
    return {
        "region": where.region,
        "year": ask.year,
        "hour": ask.hour,
        "pue": where.pue,
        "wue_l_per_kwh": where.wue_l_per_kwh,
        "intensity_kg_per_mwh": where.intensity_kg_per_mwh,
        "plant": where.plant,
    }


def _object(spread: Spread) -> dict[str, float]:
    return {"value": float(spread.value[0]), "low": float(spread.low[0]), "high": float(spread.high[0])}
