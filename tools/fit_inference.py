"""Fit the inference model on measured rows, judge it by leaving families out, and print the table `inference_fit`.

Run from the project's folder with the folder of test data named:

    FIRMWATT_DATA=../shared/data python -m tools.fit_inference            # errors by leave-one-family-out
    FIRMWATT_DATA=../shared/data python -m tools.fit_inference --write    # … and write the catalogue table

The rows are the ML.ENERGY benchmark (github.com/ml-energy/leaderboard): GPU energy by NVML in a steady state. They are
read, never copied; only the fitted numbers ship.
"""

from __future__ import annotations

import argparse
import csv
import os
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import least_squares

from firmwatt.catalog.cells import HEADER
from firmwatt.demand.inference_architecture import architecture, precision, typical_architecture
from firmwatt.demand.inference_fit import ChipFit, Efficiencies
from firmwatt.demand.inference_power import power_levels, power_w
from firmwatt.demand.inference_serving import Way, chip_key, serving
from firmwatt.demand.inference_step import Serving, step_rates, step_time
from firmwatt.timegrid import FloatArray

METHOD = "inference-1.2"
TEXT_TASKS = ("gpqa", "lm-arena-chat", "sourcegraph-fim")
TARGET = Path(__file__).parents[1] / "src" / "firmwatt" / "catalog" / "data" / "inference_fit.csv"
SOURCE = (
    "Fit of firmwatt (tools/fit_inference.py) on the ML.ENERGY benchmark v3, 228 H100 and 72 B200 text rows "
    "(github.com/ml-energy/leaderboard, commit 0cd52da)"
)
SET_SOURCE = (
    "Set by firmwatt to medians of Chung et al. 2026, Where Do the Joules Go? (arXiv 2601.22076), section Precision"
)

PRIORS: dict[str, tuple[float, float]] = {
    "weight_bandwidth_share": (0.84, 0.15), "expert_bandwidth_share": (0.67, 0.25),
    "cache_bandwidth_share": (0.69, 0.25), "state_bandwidth_share": (0.96, 0.25),
    "dense_compute_share": (0.65, 0.2), "mixture_compute_share": (0.6, 0.3),
    "prefill_compute_share": (0.65, 0.15), "hybrid_prefill_factor": (1.0, 0.3),
    "step_overhead_ms": (1.1, 0.5), "layer_overhead_ms": (0.02, 0.5), "mixture_layer_overhead_ms": (0.03, 0.6),
    "fp8_mixture_layer_overhead_ms": (0.08, 0.0), "slow_layer_overhead_ms": (0.1, 1.0),
    "sampling_bytes_per_entry": (134.0, 1.0), "sequence_overhead_us": (3.0, 1.0),
    "exchange_layer_overhead_ms": (0.012, 0.6), "exchange_ps_per_value": (13.0, 0.7),
    "context_share": (0.46, 0.1), "batch_exponent": (1.0, 0.1), "coverage_exponent": (1.0, 0.1),
    "imbalance": (0.65, 0.2),
    "level_weights": (1.2, 0.5), "level_experts": (1.2, 0.5), "level_cache": (1.2, 0.5), "level_state": (1.2, 0.5),
    "level_compute": (2.0, 0.5), "level_prefill": (2.0, 0.5), "level_sampling": (0.8, 0.6),
    "level_overhead": (0.35, 0.7), "level_exchange": (0.6, 0.6),
    "emulated_level_factor": (1.0, 0.25), "fp8_tile_level": (5.0, 0.0), "fp8_tile_batch": (12.0, 0.0),
    "fp8_level_factor": (1.0, 0.25), "fp8_compute_factor": (0.6, 0.3), "fp8_bandwidth_factor": (0.85, 0.2),
}  # fmt: skip
"""Central value and spread (of its logarithm) before the rows are seen: physics, and an earlier trial."""
CHIP_PRIORS: dict[str, tuple[float, float]] = {
    "bandwidth_factor": (1.0, 0.2), "compute_factor": (1.0, 0.3), "overhead_factor": (1.0, 0.3),
    "sampling_factor": (1.0, 0.4), "span_factor": (1.0, 0.2),
}  # fmt: skip
IDLE_SHARE = {"h100_sxm": 0.107, "b200": 0.14}
"""75 W of an H100, measured idle of the Hopper class 7 to 11 % of TDP; the B200's is assumed."""
PROMPT_PRIORS: dict[str, tuple[float, float]] = {
    "gpqa": (300.0, 0.3), "lm-arena-chat": (200.0, 0.3), "sourcegraph-fim": (1500.0, 0.5),
}  # fmt: skip
"""The rows hold no prompt lengths; these and the prefill efficiency cannot be told apart by them."""
REFERENCE_CHIP = "h100_sxm"
EXTRAPOLATED = (0.65, 1.6)
"""Factors of the interval of mixtures that are larger than any measured, or in 8 bits: no row of the folder has one."""
TIME_SD, POWER_SD, ENERGY_SD = 0.33, 0.17, 0.10
"""Spread of the residuals' logarithms: energy counts most; a stalled step is slow but draws little."""

FAMILIES = (
    ("30b-a3b", "qwen3-30b-a3b"), ("qwen3-8b", "qwen3-8b"), ("vl-8b", "qwen3-8b"), ("qwen3-14b", "qwen3-14b"),
    ("32b", "qwen3-32b"), ("gemma-3-12b", "gemma-3-12b"), ("gemma-3-27b", "gemma-3-27b"),
    ("405b", "llama-3.1-405b"), ("70b", "llama-3.1-70b"), ("llama-3.1-8b", "llama-3.1-8b"), ("scout", "llama-4-scout"),
    ("nano-9b", "nemotron-nano-9b-v2"), ("nano-12b", "nemotron-nano-12b-v2"), ("gpt-oss-20b", "gpt-oss-20b"),
    ("gpt-oss-120b", "gpt-oss-120b"),
)  # fmt: skip


@dataclass(frozen=True)
class Rows:
    """Measured rows as arrays, all (rows,).

    Attributes
    ----------
    table
        The rows as they stand in the file.
    family, chip, task
    way
        How each row was served.
    batch, output_tokens
    time_ms, power_w, energy_j
        Mean step, power of all chips, energy per output token.
    """

    table: pd.DataFrame
    family: FloatArray
    chip: FloatArray
    task: FloatArray
    way: tuple[Way, ...]
    batch: FloatArray
    output_tokens: FloatArray
    time_ms: FloatArray
    power_w: FloatArray
    energy_j: FloatArray

    def where(self, mask: FloatArray) -> Rows:
        """Return some of the rows."""
        return measured(self.table[mask], [way for way, kept in zip(self.way, mask, strict=True) if kept])


def family_of(model_id: str) -> str:
    """Return the catalogue key of a row's model; variants for code, vision and thinking are one family."""
    name = model_id.lower()
    return next(key for part, key in FAMILIES if part in name)


def measured(table: pd.DataFrame, ways: Sequence[Way]) -> Rows:
    """Return rows of the data set with their ways of serving."""
    batch = table["avg_batch_size"].to_numpy(float)
    return Rows(
        table=table,
        family=np.array([family_of(name) for name in table["model_id"]]),
        chip=np.array([chip_key(name) for name in table["gpu_model"]]),
        task=table["task"].to_numpy(str),
        way=tuple(ways),
        batch=batch,
        output_tokens=table["avg_output_len"].to_numpy(float),
        time_ms=1000.0 * batch / table["output_throughput_tokens_per_sec"].to_numpy(float),
        power_w=table["avg_power_watts"].to_numpy(float),
        energy_j=table["energy_per_token_joules"].to_numpy(float),
    )


def text_rows(data: Path, is_typical: bool = False) -> Rows:
    """Return the text rows of the benchmark.

    Parameters
    ----------
    data
        Folder of test data.
    is_typical
        Take of each model only its parameters, as a user does who knows no more.
    """
    table = pd.read_csv(data / "llm_energy_mlenergy" / "configs.csv")
    table = table[table["task"].isin(TEXT_TASKS)].reset_index(drop=True)
    ways = []
    for row in table.to_dict("records"):
        model = architecture(family_of(str(row["model_id"])))
        if is_typical:
            sizes = [float(row[f"{part}_params_billions"]) * 1e9 for part in ("total", "activated")]
            kind = "hybrid" if model.state_values else "moe" if model.routed_parameters else "dense"
            model = typical_architecture(sizes[0], sizes[1], kind)
        asked = precision(str(row["weight_precision"]), model)
        ways.append(Way(model, chip_key(str(row["gpu_model"])), int(row["num_gpus"]), asked))
    return measured(table, ways)


class Parameters:
    """The vector that is fitted: logarithms of all free numbers, and their priors."""

    def __init__(self, chips: Sequence[str]) -> None:
        self.chips = [chip for chip in chips if chip != REFERENCE_CHIP]
        named = [(name, *prior) for name, prior in PRIORS.items() if prior[1] > 0.0]
        named += [(f"{chip}.{name}", *prior) for chip in self.chips for name, prior in CHIP_PRIORS.items()]
        named += [(f"prompt.{task}", *prior) for task, prior in PROMPT_PRIORS.items()]
        self.names = [name for name, _, _ in named]
        self.centre = np.log([central for _, central, _ in named])
        self.spread = np.array([spread for _, _, spread in named])

    def unpack(self, vector: FloatArray) -> tuple[Efficiencies, dict[str, ChipFit], dict[str, float]]:
        """Return the vector as the model's records."""
        value = dict(zip(self.names, np.exp(vector).tolist(), strict=True))
        shared = {field.name: value.get(field.name, PRIORS[field.name][0]) for field in fields(Efficiencies)}
        chips = {
            chip: ChipFit(idle, *(value.get(f"{chip}.{name}", 1.0) for name in CHIP_PRIORS))
            for chip, idle in IDLE_SHARE.items()
        }
        return Efficiencies(**shared), chips, {task: value[f"prompt.{task}"] for task in PROMPT_PRIORS}


def predict(
    base: Serving, rows: Rows, unpacked: tuple[Efficiencies, dict[str, ChipFit], dict[str, float]]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return step time (ms), power (W) and the step without prefill (ms) of each row."""
    fit, chips, prompts = unpacked
    factors = {name: np.array([getattr(chips[chip], name) for chip in rows.chip]) for name in CHIP_PRIORS}
    ways = replace(base, **factors)
    inputs = np.array([prompts[task] for task in rows.task])
    step = step_time(step_rates(ways, fit), rows.batch, inputs, rows.output_tokens, fit)
    decode = step.decode_ms
    total = decode + step.prefill
    return total, power_w(power_levels(ways, fit), step, total, fit), decode


def reference_serving(rows: Rows) -> Serving:
    """Return the ways of the rows with all chip factors one."""
    return serving(rows.way, lambda chip: ChipFit(IDLE_SHARE[chip], 1.0, 1.0, 1.0, 1.0, 1.0))


def fit_rows(rows: Rows, parameters: Parameters, start: FloatArray | None = None) -> FloatArray:
    """Return the parameters with the least robust distance to rows and priors.

    Time, power and energy of each row enter by their logarithms, softened beyond one spread; a family of many rows
    counts by their root.
    """
    base = reference_serving(rows)
    _, place, count = np.unique(rows.family, return_inverse=True, return_counts=True)
    weight = (count.mean() / count[place]) ** 0.25

    def distance(vector: FloatArray) -> FloatArray:
        total, power, _ = predict(base, rows, parameters.unpack(vector))
        time_error, power_error = np.log(total / rows.time_ms), np.log(power / rows.power_w)
        errors = [time_error / TIME_SD, power_error / POWER_SD, (time_error + power_error) / ENERGY_SD]
        scaled = np.concatenate([error * weight for error in errors])
        soft = np.sign(scaled) * np.sqrt(2.0 * (np.sqrt(1.0 + scaled**2) - 1.0))
        return np.concatenate([soft, (vector - parameters.centre) / parameters.spread])

    found = least_squares(distance, parameters.centre if start is None else start, max_nfev=80, ftol=1e-5, xtol=1e-5)
    return np.asarray(found.x)


def errors(rows: Rows, parameters: Parameters, vector: FloatArray) -> FloatArray:
    """Return ln(predicted / measured) of the energy per output token."""
    total, power, _ = predict(reference_serving(rows), rows, parameters.unpack(vector))
    return np.log(total * power / 1000.0 / rows.batch / rows.energy_j)


def left_out(rows: Rows, groups: FloatArray, judged: Rows | None = None) -> FloatArray:
    """Return the errors of rows whose group was left out of the fit, group by group.

    Parameters
    ----------
    rows
    groups : (rows,)
    judged
        The same rows described otherwise, such as by parameters only; None judges the rows themselves.
    """
    parameters = Parameters(sorted(set(rows.chip)))
    start = fit_rows(rows, parameters)
    found = np.empty(len(rows.batch))
    for group in sorted(set(groups)):
        inside = groups == group
        vector = fit_rows(rows.where(~inside), parameters, start)
        found[inside] = errors((judged or rows).where(inside), parameters, vector)
    return found


def other_chip(rows: Rows) -> FloatArray:
    """Return the errors of each chip's rows under a fit on the other chip alone, carried by its datasheet."""
    found = np.empty(len(rows.batch))
    for chip in sorted(set(rows.chip)):
        inside = rows.chip == chip
        parameters = Parameters([REFERENCE_CHIP])
        found[inside] = errors(rows.where(inside), parameters, fit_rows(rows.where(~inside), parameters))
    return found


def summary(rows: Rows, error: FloatArray, title: str) -> str:
    """Return median error, p90 factor and p5-p95 of predicted over measured, per chip."""
    lines = [title]
    for chip in sorted(set(rows.chip)):
        own = error[rows.chip == chip]
        low, high = np.exp(np.quantile(own, [0.05, 0.95]))
        lines.append(
            f"  {chip:9} {len(own):4} rows  median error {np.median(np.abs(np.expm1(own))):6.1%}  "
            f"p90 factor {np.exp(np.quantile(np.abs(own), 0.9)):.2f}  p5-p95 {low:.2f}-{high:.2f}  "
            f"bias {np.expm1(np.median(own)):+.1%}"
        )
    return "\n".join(lines)


def by_family(rows: Rows, error: FloatArray) -> str:
    """Return the median error of each family on each chip."""
    found = pd.DataFrame({"chip": rows.chip, "family": rows.family, "error": np.abs(np.expm1(error)), "bias": error})
    table = found.groupby(["chip", "family"]).agg(
        rows=("error", "size"), median=("error", "median"), bias=("bias", "median"), worst=("error", "max")
    )
    return str(table.round(3).to_string())


def main() -> None:
    """Fit, judge, print and, where asked, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the catalogue table")
    is_write = parser.parse_args().write
    data = Path(os.environ["FIRMWATT_DATA"])
    rows, sized = text_rows(data), text_rows(data, is_typical=True)
    found = {
        "named": left_out(rows, rows.family),
        "sized": left_out(rows, rows.family, sized),
        "unmeasured": other_chip(rows),
    }
    for name, error in found.items():
        print(summary(rows, error, f"{name}:"))
        print(f"  90 % interval: {coverage(rows, error)}")
    print(by_family(rows, found["named"]))
    parameters = Parameters(sorted(set(rows.chip)))
    vector = fit_rows(rows, parameters)
    total, _, decode = predict(reference_serving(rows), rows, parameters.unpack(vector))
    itl = rows.table["median_itl_ms"].to_numpy(float)
    print(f"ITL in sample: decode/median {np.median(np.abs(np.log(decode / itl))):.3f}, mean/median "
          f"{np.median(np.abs(np.log(total / itl))):.3f}")  # fmt: skip
    print(parameters.unpack(vector))
    if is_write:
        write(parameters, vector, found, rows)


def write(parameters: Parameters, vector: FloatArray, found: dict[str, FloatArray], rows: Rows) -> None:
    """Write the fitted numbers, their errors and the interval factors as the catalogue table."""
    today = datetime.now(tz=UTC).date()
    fit, chips, prompts = parameters.unpack(vector)
    lines: list[list[object]] = [_line("model", "method_version", f"{METHOD} ({today})", "text", today, "")]
    for field in fields(Efficiencies):
        central, spread = PRIORS[field.name]
        note = f"prior {central:g}, spread {spread:g}" if spread else "set, not fitted: see docs/label.md"
        line = _line("model", field.name, f"{getattr(fit, field.name):.4g}", _unit(field.name), today, note)
        lines.append(line if spread else [*line[:5], f"{SET_SOURCE}, {today}", *line[6:]])
    for chip, values in chips.items():
        for field in fields(ChipFit):
            note = "reference chip" if chip == REFERENCE_CHIP else ""
            note = "assumed" if chip == "b200" and field.name == "idle_share" else note
            lines.append(_line(chip, field.name, f"{getattr(values, field.name):.4g}", _unit(field.name), today, note))
        own = found["named"][rows.chip == chip]
        figures = {
            "median_error_share": np.median(np.abs(np.expm1(own))),
            "p90_error_factor": np.exp(np.quantile(np.abs(own), 0.9)),
        }
        for name, value in figures.items():
            lines.append(_line(chip, name, f"{value:.3f}", _unit(name), today, "leave-one-family-out, text rows"))
    for task, tokens in prompts.items():
        note = "prompt length that the fit took; not told apart from the prefill efficiency by the rows"
        lines.append(_line("prompts", f"{task.replace('-', '_')}_tokens", f"{tokens:.0f}", "tokens", today, note))
    lines.extend(_interval_lines(found, rows, today))
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(lines)


def _interval_lines(found: dict[str, FloatArray], rows: Rows, today: date) -> list[list[object]]:
    """Return the interval factors: of each measured chip for known and for typical shapes, and of any other chip."""
    spans = {
        (chip, name): interval_factors(error[rows.chip == chip])
        for name, error in found.items()
        for chip in sorted(set(rows.chip))
    }
    wide = [spans[chip, "unmeasured"] for chip in sorted(set(rows.chip))]
    ends = {f"{chip}_{name}": span for (chip, name), span in spans.items() if name != "unmeasured"}
    ends["unmeasured"] = (min(low for low, _ in wide), max(high for _, high in wide))
    ends["extrapolated"] = EXTRAPOLATED
    lines = []
    for name, (low, high) in ends.items():
        note = "set, not fitted: see docs/label.md" if name == "extrapolated" else "errors of left-out rows"
        lines.append(_line("interval", f"{name}_low_factor", f"{low:.3f}", "ratio", today, note))
        lines.append(_line("interval", f"{name}_high_factor", f"{high:.3f}", "ratio", today, note))
    return lines


def coverage(rows: Rows, error: FloatArray) -> str:
    """Return which share of left-out rows lies in the interval drawn from the other families' errors, per chip."""
    parts = []
    for chip in sorted(set(rows.chip)):
        held = []
        for family in sorted(set(rows.family[rows.chip == chip])):
            own = (rows.chip == chip) & (rows.family == family)
            low, high = np.log(interval_factors(error[(rows.chip == chip) & ~own]))
            held.extend((low <= -error[own]) & (-error[own] <= high))
        low, high = interval_factors(error[rows.chip == chip])
        parts.append(f"{chip}: {np.mean(held):.0%} held, spans a factor {high / low:.2f}")
    return "; ".join(parts)


def interval_factors(error: FloatArray) -> tuple[float, float]:
    """Return the factors from a prediction to the ends of its interval: what 3 and 97 % of rows stay within."""
    low, high = np.quantile(-error, [0.03, 0.97])
    return float(np.exp(low)), float(np.exp(high))


def _line(key: str, parameter: str, value: str, unit: str, day: date, note: str) -> list[object]:
    return [key, parameter, "central", value, unit, f"{SOURCE}, {day}", day.year, "medium", "", note]


def _unit(name: str) -> str:
    for suffix in ("_ms", "_us", "_tokens"):
        if name.endswith(suffix):
            return suffix[1:]
    if name.endswith("_ps_per_value"):
        return "ps_per_value"
    if name == "sampling_bytes_per_entry":
        return "bytes_per_entry"
    if name == "fp8_tile_batch":
        return "sequences"
    return "fraction" if name.endswith("_share") else "ratio"


if __name__ == "__main__":
    main()
