"""Fit the model of image and video generation, judge it by leaving models out, and write the table `generation_fit`.

Run from the project's folder: FIRMWATT_DATA=../shared/data python -m tools.fit_generation [--write]

The rows are those of the ML.ENERGY benchmark (github.com/ml-energy/leaderboard). They are read, never copied.
"""

from __future__ import annotations

import argparse
import csv
import os
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import least_squares

from firmwatt.catalog.cells import HEADER
from firmwatt.demand.generation import GenerationFit, Jobs, known_generator, make
from firmwatt.demand.inference_serving import chip_key
from firmwatt.timegrid import FloatArray

TARGET = Path(__file__).parents[1] / "src" / "firmwatt" / "catalog" / "data" / "generation_fit.csv"
SOURCE = (
    "Fit of firmwatt (tools/fit_generation.py) on the ML.ENERGY benchmark v3, 837 image and video rows "
    "(github.com/ml-energy/leaderboard, commit 0cd52da)"
)
PRIORS: dict[str, tuple[float, float]] = {
    "product_compute_share": (0.7, 0.3), "attention_compute_share": (0.4, 0.4), "narrow_width": (300.0, 1.0),
    "layer_overhead_ms": (0.5, 0.7), "exchange_layer_overhead_ms": (0.5, 0.8),
    "level_compute": (2.5, 0.5), "level_overhead": (0.4, 0.5), "level_exchange": (0.5, 0.5),
    "b200_product_factor": (0.8, 0.3), "b200_attention_factor": (0.8, 0.3), "b200_span_factor": (1.0, 0.15),
}  # fmt: skip
"""Central value and spread (of its logarithm) before the rows are seen."""
TIME_SD, POWER_SD, ENERGY_SD = 0.6, 0.4, 0.3


def media_rows(data: Path) -> pd.DataFrame:
    """Return the image and video rows with the keys of the catalogue and energy per item."""
    table = pd.read_csv(data / "llm_energy_mlenergy" / "configs.csv")
    table = table[table["task"].isin(["text-to-image", "text-to-video"])].reset_index(drop=True)
    table["model"] = [known_generator(name) for name in table["model_id"]]
    table["chip"] = [chip_key(name) for name in table["gpu_model"]]
    table["energy"] = table["energy_per_image_joules"].fillna(table["energy_per_video_joules"])
    return table


def jobs_of(rows: pd.DataFrame) -> Jobs:
    """Return the rows as jobs."""
    numbers = (rows[name].to_numpy(float) for name in ("num_gpus", "batch_size", "inference_steps"))
    return Jobs(rows["model"].tolist(), rows["chip"].tolist(), *numbers)


def fit_rows(rows: pd.DataFrame) -> GenerationFit:
    """Return the numbers with the least robust distance to rows and priors."""
    jobs = jobs_of(rows)
    centre = np.log([central for central, _ in PRIORS.values()])
    spread = np.array([spread for _, spread in PRIORS.values()])
    count = rows["model"].map(rows["model"].value_counts()).to_numpy(float)
    weight = (count.mean() / count) ** 0.25
    seconds, power = rows["batch_latency_s"].to_numpy(), rows["avg_power_watts"].to_numpy()

    def distance(vector: FloatArray) -> FloatArray:
        made = make(jobs, _unpack(vector))
        time_error, power_error = np.log(made.seconds / seconds), np.log(made.power_w / power)
        parts = [time_error / TIME_SD, power_error / POWER_SD, (time_error + power_error) / ENERGY_SD]
        scaled = np.concatenate([part * weight for part in parts])
        soft = np.sign(scaled) * np.sqrt(2.0 * (np.sqrt(1.0 + scaled**2) - 1.0))
        return np.concatenate([soft, (vector - centre) / spread])

    return _unpack(np.asarray(least_squares(distance, centre, max_nfev=100).x))


def _unpack(vector: FloatArray) -> GenerationFit:
    return GenerationFit(**dict(zip(PRIORS, np.exp(vector).tolist(), strict=True)))


def errors(rows: pd.DataFrame, fit: GenerationFit) -> FloatArray:
    """Return ln(predicted / measured) of the energy per item, by physics alone."""
    return np.asarray(np.log(make(jobs_of(rows), fit).joules_per_item / rows["energy"].to_numpy()))


def left_out(rows: pd.DataFrame) -> FloatArray:
    """Return the errors of rows whose model was left out of the fit, by physics alone."""
    found = np.empty(len(rows))
    for model in rows["model"].unique():
        inside = (rows["model"] == model).to_numpy()
        found[inside] = errors(rows[inside], fit_rows(rows[~inside]))
    return found


def model_factors(rows: pd.DataFrame, fit: GenerationFit) -> dict[str, float]:
    """Return measured over physical energy of each model: the median of its rows."""
    medians = pd.Series(errors(rows, fit)).groupby(rows["model"].to_numpy()).median()
    return {str(model): float(np.exp(-value)) for model, value in medians.items()}


def with_factors(rows: pd.DataFrame, error: FloatArray) -> FloatArray:
    """Return errors less each model's factor, found on the rows with another number of chips than the row's."""
    found = np.empty(len(rows))
    table = pd.DataFrame({"model": rows["model"], "chips": rows["num_gpus"], "error": error})
    for (model, chips), part in table.groupby(["model", "chips"]):
        others = table[(table["model"] == model) & (table["chips"] != chips)]
        found[part.index] = part["error"] - others["error"].median()
    return found


def summary(rows: pd.DataFrame, error: FloatArray, title: str) -> str:
    """Return median error and p90 factor of images and videos."""
    parts = []
    for task, part in pd.Series(error).groupby(rows["task"].to_numpy()):
        median, p90 = np.median(np.abs(np.expm1(part))), np.exp(np.quantile(np.abs(part), 0.9))
        parts.append(f"{task} {len(part)} rows, median error {median:.1%}, p90 factor {p90:.2f}")
    return f"{title}: {'; '.join(parts)}"


def main() -> None:
    """Fit, judge, print and, where asked, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the catalogue table")
    is_write = parser.parse_args().write
    rows = media_rows(Path(os.environ["FIRMWATT_DATA"]))
    alone = left_out(rows)
    fit = fit_rows(rows)
    known = with_factors(rows, errors(rows, fit))
    print(summary(rows, alone, "model left out, physics alone"))
    print(summary(rows, known, "model known from other numbers of chips"))
    print(fit, model_factors(rows, fit))
    if is_write:
        write(rows, fit, {"unmeasured": alone, "measured": known})


def write(rows: pd.DataFrame, fit: GenerationFit, found: dict[str, FloatArray]) -> None:
    """Write fitted numbers, factors of models and interval factors."""
    day = datetime.now(tz=UTC).date()
    lines: list[list[object]] = []

    def add(key: str, parameter: str, value: float, note: str) -> None:
        unit = "ms" if parameter.endswith("_ms") else "fraction" if parameter.endswith("_share") else "ratio"
        unit = "count" if parameter == "narrow_width" else unit
        lines.append(
            [key, parameter, "central", f"{value:.4g}", unit, f"{SOURCE}, {day}", day.year, "medium", "", note]
        )

    for field in fields(GenerationFit):
        central, spread = PRIORS[field.name]
        add("model", field.name, getattr(fit, field.name), f"prior {central:g}, spread {spread:g}")
    for model, factor in model_factors(rows, fit).items():
        add(model, "energy_factor", factor, "measured over physical energy, median of the model's rows")
    for name, error in found.items():
        low, high = np.exp(np.quantile(-error, [0.05, 0.95]))
        kept = min(1.0, np.log(3.0) / np.log(high / low))
        note = "errors of left-out rows" if kept == 1.0 else "errors of left-out rows, cut to a factor of three in all"
        add("interval", f"{name}_low_factor", float(low**kept), note)
        add("interval", f"{name}_high_factor", float(high**kept), note)
        add("interval", f"{name}_median_error_share", float(np.median(np.abs(np.expm1(error)))), "images and videos")
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(lines)


if __name__ == "__main__":
    main()
