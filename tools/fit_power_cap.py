"""Fit how time and power answer to caps and clocks, and write the catalogue table `power_response`.

Run from the project's folder: FIRMWATT_DATA=../shared/data python -m tools.fit_power_cap [--write]

The rows are those of the projects Zeus (V100 training under power limits) and Perseus (stages of GPT-3 on the A100 at
set clocks), github.com/ml-energy/zeus, Apache-2.0. They are read, never copied; only the fitted numbers ship.
"""

from __future__ import annotations

import argparse
import csv
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import least_squares

from firmwatt.catalog.cells import HEADER
from firmwatt.demand.power_cap import PowerResponse, throttle_clock, throttle_power
from firmwatt.timegrid import FloatArray

TARGET = Path(__file__).parents[1] / "src" / "firmwatt" / "catalog" / "data" / "power_response.csv"
SOURCES = {
    "v100": "Fit of firmwatt (tools/fit_power_cap.py) on Zeus, power limits of the V100 (github.com/ml-energy/zeus)",
    "a100_sxm": "Fit of firmwatt (tools/fit_power_cap.py) on Perseus, GPT-3 on the A100 (github.com/ml-energy/zeus)",
    "training": "Mean of the fits on V100 and A100 (tools/fit_power_cap.py, data of github.com/ml-energy/zeus)",
    "decoding": "Power as in training (fits on V100 and A100); half of the time waits for memory: estimate",
}
Misses = Callable[[PowerResponse, pd.DataFrame], FloatArray]
BUSY_W = 130.0
"""Rows that draw less are bound by their host, not by the chip."""
DECODING_UNCLOCKED_SHARE = 0.5


def v100_rows(data: Path) -> pd.DataFrame:
    """Return cap share, time and power of V100 training relative to the highest limit, where the cap binds."""
    table = pd.read_csv(data / "gpu_power_limits" / "summary_power_v100.csv")
    keys = ["dataset", "network", "batch_size", "optimizer"]
    free = table[table["power_limit"] == table["power_limit"].max()]
    free = free.rename(columns={"time_per_epoch": "free_time", "average_power": "free_power"})
    table = table.merge(free[[*keys, "free_time", "free_power"]], on=keys)
    table["cap"] = table["power_limit"] / table["free_power"]
    table["time"] = table["time_per_epoch"] / table["free_time"]
    table["power"] = table["average_power"] / table["free_power"]
    return table[(table["free_power"] > BUSY_W) & (table["cap"] < 1.0) & (table["cap"] > 0.45)]


def a100_rows(data: Path) -> pd.DataFrame:
    """Return clock share, time and power of GPT-3 stages on the A100 relative to the highest clock."""
    table = pd.read_csv(data / "gpu_power_limits" / "gpt3-175b+a100_sxm_bf16.csv")
    highest = table["frequency"].max()
    free = table[table["frequency"] == highest].rename(columns={"time": "free_time", "energy": "free_energy"})
    table = table.merge(free[["stage", "instruction", "free_time", "free_energy"]], on=["stage", "instruction"])
    relative = table["time"] / table["free_time"]
    energy = table["energy"] / table["free_energy"]
    return pd.DataFrame({"clock": table["frequency"] / highest, "time": relative, "power": energy / relative})


def v100_misses(response: PowerResponse, rows: pd.DataFrame) -> FloatArray:
    """Return the logarithms of predicted over measured time under a cap."""
    time = throttle_power(response, rows["cap"].to_numpy()).time_factor
    return np.asarray(np.log(time / rows["time"].to_numpy()))


def a100_misses(response: PowerResponse, rows: pd.DataFrame) -> FloatArray:
    """Return the logarithms of predicted over measured time, then power, at a clock."""
    found = throttle_clock(response, rows["clock"].to_numpy())
    time, power = rows["time"].to_numpy(), rows["power"].to_numpy()
    return np.concatenate([np.log(found.time_factor / time), np.log(found.power_factor / power)])


def fit_response(rows: pd.DataFrame, misses: Misses) -> tuple[PowerResponse, float]:
    """Return the response with the least robust miss, and its median miss."""

    def distance(vector: FloatArray) -> FloatArray:
        return misses(PowerResponse(*vector.tolist()), rows)

    ends = ([0.0, 1.0, 0.0], [0.42, 4.0, 0.9])
    best = least_squares(distance, [0.3, 2.5, 0.2], bounds=ends, loss="soft_l1", f_scale=0.05)
    return PowerResponse(*best.x.tolist()), float(np.median(np.abs(distance(best.x))))


def main() -> None:
    """Fit, print and, where asked, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the catalogue table")
    is_write = parser.parse_args().write
    data = Path(os.environ["FIRMWATT_DATA"])
    found = {
        "v100": fit_response(v100_rows(data), v100_misses),
        "a100_sxm": fit_response(a100_rows(data), a100_misses),
    }
    for key, (response, miss) in found.items():
        print(f"{key}: {response}, median miss {miss:.1%}")
    if is_write:
        write(found)


def write(found: dict[str, tuple[PowerResponse, float]]) -> None:
    """Write the fitted responses, those of training and decoding, and their misses."""
    day = datetime.now(tz=UTC).date()
    lines: list[list[object]] = []

    def add(key: str, parameter: str, statistic: str, value: float, confidence: str) -> None:
        unit = "ratio" if parameter == "clock_exponent" else "fraction"
        source = f"{SOURCES[key]}, {day}"
        lines.append([key, parameter, statistic, f"{value:.3f}", unit, source, day.year, confidence, "", ""])

    for key, (response, miss) in found.items():
        for name in PowerResponse.__slots__:
            add(key, name, "central", getattr(response, name), "medium")
        add(key, "median_error_share", "central", miss, "medium")
    for name in PowerResponse.__slots__:
        values = sorted(getattr(response, name) for response, _ in found.values())
        is_wait = name == "unclocked_share"
        for statistic, value in (("central", float(np.mean(values))), ("low", values[0]), ("high", values[-1])):
            add("training", name, statistic, value, "medium")
            if not is_wait:
                add("decoding", name, statistic, value, "low")
    add("decoding", "unclocked_share", "central", DECODING_UNCLOCKED_SHARE, "low")
    lines.sort(key=lambda line: str(line[0]))
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(lines)


if __name__ == "__main__":
    main()
