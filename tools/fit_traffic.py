"""Fit when requests arrive, how bursty they are and how long they get, and write the catalogue table `traffic`.

Run from the project's folder: FIRMWATT_DATA=../shared/data python -m tools.fit_traffic [--write]

The rows are those of ServeGen (github.com/alibaba/ServeGen, Apache-2.0: requests to three models of Alibaba Cloud, a
week at ten minutes) and of the Azure LLM inference traces of 2023 (github.com/Azure/AzurePublicDataset, CC BY 4.0:
single requests over 58 minutes). They are read, never copied; only the fitted numbers ship.
"""

from __future__ import annotations

import argparse
import csv
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from firmwatt.catalog.cells import HEADER
from firmwatt.demand.trace_file import Counted
from firmwatt.demand.trace_shape import burstiness
from firmwatt.timegrid import FloatArray

TARGET = Path(__file__).parents[1] / "src" / "firmwatt" / "catalog" / "data" / "traffic.csv"
SERVEGEN = "Fit of firmwatt (tools/fit_traffic.py) on ServeGen, {model} (github.com/alibaba/ServeGen, commit f891d11)"
AZURE = "Fit of firmwatt (tools/fit_traffic.py) on the Azure LLM inference trace 2023, {model} (commit b469a11)"
MODELS = {"small_model": "m-small", "medium_model": "m-mid", "large_model": "m-large"}
TASKS = {"chat": "conv", "code": "code"}
WINDOWS_A_DAY, WINDOW_SECONDS = 144, 600
HARMONICS = 2
DISPERSION_SECONDS = (1, 10, 60)


@dataclass(frozen=True)
class Fitted:
    """One number of the table."""

    key: str
    parameter: str
    value: float
    unit: str
    source: str
    confidence: str
    note: str = ""


def weeks(data: Path) -> dict[str, FloatArray]:
    """Return key → (7, 144) requests a second of each window of ten minutes."""
    table = pd.read_csv(data / "llm_traffic_servegen" / "aggregate_rate_tokens.csv")
    rows = {key: table[table["model"] == model].sort_values("t_start_s") for key, model in MODELS.items()}
    return {key: each["req_per_s"].to_numpy().reshape(-1, WINDOWS_A_DAY) for key, each in rows.items()}


def harmonics(week: FloatArray) -> FloatArray:
    """Return (24,) relative weights of the local hours, mean 1: two waves of the day by least squares."""
    windows = np.arange(WINDOWS_A_DAY)
    mean_day = (week / week.mean(axis=1, keepdims=True)).mean(axis=0)
    fitted = _waves(windows) @ np.linalg.lstsq(_waves(windows), mean_day, rcond=None)[0]
    hourly = np.maximum(fitted, 0.0).reshape(24, -1).mean(axis=1)
    return np.asarray(hourly / hourly.mean())


def _waves(windows: np.ndarray) -> FloatArray:
    angle = 2.0 * np.pi * (windows + 0.5) / WINDOWS_A_DAY
    parts = [np.ones(len(windows))]
    for number in range(1, HARMONICS + 1):
        parts += [np.cos(number * angle), np.sin(number * angle)]
    return np.stack(parts, axis=1)


def left_out_error(week: FloatArray) -> float:
    """Return the root mean square error of a day's hours by the fit of the other days, over the day's mean."""
    misses = []
    for day in range(len(week)):
        hourly = week[day].reshape(24, -1).mean(axis=1)
        misses.append(harmonics(np.delete(week, day, axis=0)) - hourly / hourly.mean())
    return float(np.sqrt(np.mean(np.square(misses))))


def single_requests(data: Path, task: str) -> pd.DataFrame:
    """Return the requests of an Azure trace: seconds since its first, tokens in and out."""
    table = pd.read_csv(data / "llm_traffic_azure_2023" / f"AzureLLMInferenceTrace_{task}.csv.gz")
    stamps = pd.to_datetime(table["TIMESTAMP"])
    seconds = (stamps - stamps.min()).dt.total_seconds()
    return pd.DataFrame(
        {"seconds": seconds, "input": table["ContextTokens"], "output": table["GeneratedTokens"]}
    ).sort_values("seconds")


def dispersion(seconds: FloatArray, window_s: int) -> float:
    """Return variance over mean of the requests in windows; 1 for arrivals that know nothing of each other."""
    counts = np.bincount((seconds // window_s).astype(np.int64))[:-1]
    return float(counts.var() / counts.mean())


def fit(data: Path) -> list[Fitted]:
    """Return all numbers of the table."""
    found: list[Fitted] = []
    by_key = weeks(data)
    for key, week in by_key.items():
        found += _of_week(key, week, SERVEGEN.format(model=MODELS[key]), "medium", data)
    mean_week = np.mean([week / week.mean() for week in by_key.values()], axis=0)
    for key, task in TASKS.items():
        source = SERVEGEN.format(model="mean of three models")
        confidence = "medium" if key == "chat" else "low"
        found += _shape(key, mean_week, source, confidence)
        found += _of_requests(key, single_requests(data, task), AZURE.format(model=task))
    return found


def _shape(key: str, week: FloatArray, source: str, confidence: str) -> list[Fitted]:
    note = "two harmonics of the day; the trace's hour 0 taken as local midnight; its days have no names"
    shape = [
        Fitted(key, f"daily_shape_{hour:02d}", value, "relative", source, confidence, note if hour == 0 else "")
        for hour, value in enumerate(harmonics(week).tolist())
    ]
    error_note = "root mean square of a left-out day's hours over its mean"
    return [*shape, Fitted(key, "daily_error_share", left_out_error(week), "fraction", source, confidence, error_note)]


def _of_week(key: str, week: FloatArray, source: str, confidence: str, data: Path) -> list[Fitted]:
    stamps = np.datetime64("2026-01-05T00:00", "s") + np.arange(week.size) * np.timedelta64(WINDOW_SECONDS, "s")
    bursts = burstiness(Counted(stamps, week.ravel() * WINDOW_SECONDS, "requests"))
    days = week.mean(axis=1)

    def one(parameter: str, value: float, unit: str, note: str = "") -> Fitted:
        return Fitted(key, parameter, value, unit, source, confidence, note)

    spread = "standard deviation about the mean of each hour of the day, over the mean; counting explains less than 1 %"
    table = pd.read_csv(data / "llm_traffic_servegen" / "aggregate_rate_tokens.csv")
    rows = table[table["model"] == MODELS[key]]
    weight = rows["req_per_s_with_token_data"]
    tokens = {
        name: float(np.average(rows[f"mean_{name}_tokens"].fillna(0.0), weights=weight)) for name in ("input", "output")
    }
    return [
        *_shape(key, week, source, confidence),
        one("peak_to_mean_10_minutes", bursts.peak_to_mean[10], "ratio", "highest of a week over its mean"),
        one("peak_to_mean_1_hour", bursts.peak_to_mean[60], "ratio", "highest of a week over its mean"),
        one("excess_share_10_minutes", bursts.excess_share[10], "fraction", spread),
        one("excess_share_1_hour", bursts.excess_share[60], "fraction", spread),
        one("day_to_day_share", float(days.std() / days.mean()), "fraction", "standard deviation of seven daily means"),
        one("input_tokens_mean", tokens["input"], "tokens", "of the part of the requests whose lengths are known"),
        one("output_tokens_mean", tokens["output"], "tokens", "of the part of the requests whose lengths are known"),
    ]


def _of_requests(key: str, rows: pd.DataFrame, source: str) -> list[Fitted]:
    found = []
    for name in ("input", "output"):
        tokens = rows[name].to_numpy(dtype=np.float64)
        spread = float(np.log(np.maximum(tokens, 1.0)).std())
        found += [
            Fitted(key, f"{name}_tokens_mean", float(tokens.mean()), "tokens", source, "medium"),
            Fitted(key, f"{name}_tokens_p50", float(np.median(tokens)), "tokens", source, "medium"),
            Fitted(key, f"{name}_tokens_p90", float(np.quantile(tokens, 0.9)), "tokens", source, "medium"),
            Fitted(key, f"{name}_tokens_p99", float(np.quantile(tokens, 0.99)), "tokens", source, "medium"),
            Fitted(key, f"{name}_tokens_log_spread", spread, "ratio", source, "medium", "of natural logarithms"),
        ]
    seconds = rows["seconds"].to_numpy()
    note = "variance over mean of counts in windows: 1 for arrivals that know nothing of each other; 58 minutes only"
    return [
        *found,
        *(
            Fitted(key, f"dispersion_{window}_s", dispersion(seconds, window), "ratio", source, "medium", note)
            for window in DISPERSION_SECONDS
        ),
    ]


def main() -> None:
    """Fit, print and, where asked, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the catalogue table")
    is_write = parser.parse_args().write
    found = fit(Path(os.environ["FIRMWATT_DATA"]))
    for each in found:
        if not each.parameter.startswith("daily_shape"):
            print(f"{each.key:13} {each.parameter:26} {each.value:10.3f} {each.unit}")
    if is_write:
        write(found)


def write(found: list[Fitted]) -> None:
    """Write the table."""
    day = datetime.now(tz=UTC).date()
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADER)
        for each in found:
            value = f"{each.value:.0f}" if each.unit == "tokens" else f"{each.value:.3f}"
            source = f"{each.source}, {day}"
            row = (
                each.key,
                each.parameter,
                "central",
                value,
                each.unit,
                source,
                day.year,
                each.confidence,
                "",
                each.note,
            )
            writer.writerow(row)


if __name__ == "__main__":
    main()
