"""The label of one image or one video."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from firmwatt.accounting.footprint import Spread, footprint
from firmwatt.accounting.label import embodied_quantity
from firmwatt.accounting.label_place import Place, place, place_faults
from firmwatt.accounting.label_way import tried
from firmwatt.catalog import loader
from firmwatt.demand.generation import Jobs, generation_fit, known_generator, made_interval, make, model_factor
from firmwatt.demand.inference import Served
from firmwatt.demand.inference_fit import measured_chips, method_version
from firmwatt.demand.inference_serving import chip_key
from firmwatt.errors import Fault, InputFaults

MOST_OF_ANYTHING: Final = 100_000


@dataclass(frozen=True, slots=True)
class GenerationAsk:
    """What the label of an image or a video is asked for.

    Attributes
    ----------
    model, chip
        Names as people write them.
    chips, batch, steps : >= 1
        None takes one chip, one item at once, and the steps of the benchmark.
    region, year, hour, plant, where, market_intensity_kg_per_mwh
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
    where: Place | None = None
    market_intensity_kg_per_mwh: float | None = None


def generation_record(ask: GenerationAsk) -> dict[str, object]:
    """Return what one item costs, as the object that `firmwatt label --json` prints.

    Parameters
    ----------
    ask

    Raises
    ------
    InputFaults
        If names are unknown or numbers out of their range: every such fault, by its field.
    """
    faults = generation_faults(ask)
    if faults:
        raise InputFaults(faults)
    model, chip = known_generator(ask.model), chip_key(ask.chip)
    row = loader.group("generators", model)
    chips, batch, steps = (
        float(default if given is None else given)
        for given, default in ((ask.chips, 1.0), (ask.batch, 1.0), (ask.steps, row["steps"].number))
    )
    made = make(Jobs([model], [chip], np.array([chips]), np.array([batch]), np.array([steps])), generation_fit())
    joules = made.joules_per_item * model_factor(model)
    low, high = made_interval(model, chip)
    served = Served(joules, joules * low, joules * high, made.seconds * 1000.0, made.seconds * chips / batch)
    where = ask.where or place(ask.region, ask.year, ask.hour, ask.plant)
    if ask.market_intensity_kg_per_mwh is not None:
        where = replace(where, market_intensity_kg_per_mwh=ask.market_intensity_kg_per_mwh)
    cost = footprint(served, np.ones(1), [where], np.zeros(1, dtype=np.int64))
    made_of_chips = embodied_quantity(float(cost.embodied_gco2e[0]))
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
        "carbon_market_gco2e": None if where.market_intensity_kg_per_mwh is None else _object(cost.market_gco2e),
        "water_ml": _object(cost.water_ml),
        "embodied_gco2e": made_of_chips.value,
        "embodied_gco2e_low": made_of_chips.low,
        "embodied_gco2e_high": made_of_chips.high,
        "is_chip_measured": chip in measured_chips(),
        "method_version": method_version(),
    }


def generation_faults(ask: GenerationAsk) -> list[Fault]:
    """Return everything that is wrong with an ask, by field."""
    faults: list[Fault] = []
    tried(faults, "model", lambda: known_generator(ask.model))
    tried(faults, "chip", lambda: chip_key(ask.chip))
    counts = {"chips": ask.chips, "batch": ask.batch, "steps": ask.steps}
    wrong = [
        (name, f"{count:g} must lie between 1 and {MOST_OF_ANYTHING:,}.")
        for name, count in counts.items()
        if count is not None and not 1 <= count <= MOST_OF_ANYTHING
    ]
    wrong.extend(place_faults(ask.where, ask.region, ask.year, ask.hour, ask.plant, ask.market_intensity_kg_per_mwh))
    return [*faults, *(Fault("", 0, 0, field, problem, "") for field, problem in wrong)]


def _where(where: Place, ask: GenerationAsk) -> dict[str, object]:
    return {
        "region": where.region,
        "year": where.year or ask.year,
        "hour": ask.hour,
        "pue": where.pue,
        "wue_l_per_kwh": where.wue_l_per_kwh,
        "intensity_kg_per_mwh": where.intensity_kg_per_mwh,
        "plant": where.plant,
    }


def _object(spread: Spread) -> dict[str, float]:
    return {"value": float(spread.value[0]), "low": float(spread.low[0]), "high": float(spread.high[0])}
