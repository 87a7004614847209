"""Time and memory of an account: one million and ten million meter-hours of a year, from files to figures.

Run `python -m benchmarks.account`; each size runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

HOURS = 8760
SIZES = {"1e6": 115, "1e7": 1142}
"""Meter-hours → meters."""


def write_inputs(folder: Path, meters: int, suffix: str) -> tuple[Path, Path, Path]:
    """Write a year of hourly readings, a solar contract and a grid."""
    rng = np.random.default_rng(1)
    times = pd.date_range("2025-01-01", periods=HOURS, freq="h", tz="UTC")
    text = times.strftime("%Y-%m-%dT%H:%MZ")
    readings = pd.DataFrame(
        {
            "timestamp": np.tile(times if suffix == "parquet" else text, meters),
            "meter": np.repeat([f"site_{at:04d}" for at in range(meters)], HOURS),
            "energy_kwh": rng.uniform(900.0, 1100.0, meters * HOURS).round(2),
        }
    )
    path = folder / f"meters.{suffix}"
    if suffix == "parquet":
        readings.to_parquet(path, index=False)
    else:
        readings.to_csv(path, index=False)
    sun = np.clip(np.sin((np.arange(HOURS) % 24 - 6) / 12 * np.pi), 0.0, None) * meters * 3000.0
    contract = pd.DataFrame({"timestamp": text, "contract": "sun", "source": "solar", "energy_kwh": sun})
    contract.to_csv(folder / "contracts.csv", index=False)
    grid = pd.DataFrame(
        {
            "timestamp": text,
            "carbon_intensity_kg_per_mwh": rng.uniform(200, 600, HOURS),
            "residual_kg_per_mwh": 450.0,
            "carbon_free_share": rng.uniform(0, 1, HOURS),
        }
    )
    grid.to_csv(folder / "grid.csv", index=False)
    return path, folder / "contracts.csv", folder / "grid.csv"


def account_once(meters: Path, contracts: Path, grid: Path) -> dict[str, float]:
    """Keep one account; return seconds and peak memory of this process."""
    started = time.perf_counter()
    from firmwatt.accounting.account import AccountRequest
    from firmwatt.accounting.metered_account import account_of_meters

    kept = account_of_meters(AccountRequest(meters, contracts=contracts, grid=grid))
    return {
        "seconds": time.perf_counter() - started,
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0,
        "load_mwh": kept.value("load_mwh") or 0.0,
        "scope2_location_t": kept.value("scope2_t.location") or 0.0,
    }


def main() -> None:
    """Print one line for each size and format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--once", nargs=3, type=Path, help="meters, contracts and grid: keep one account and stop")
    parser.add_argument("--sizes", nargs="*", default=list(SIZES), choices=list(SIZES))
    asked = parser.parse_args()
    if asked.once:
        print(json.dumps(account_once(*asked.once)))
        return
    for size in asked.sizes:
        for suffix in ("csv", "parquet"):
            with tempfile.TemporaryDirectory() as folder:
                files = write_inputs(Path(folder), SIZES[size], suffix)
                words = [sys.executable, "-m", "benchmarks.account", "--once", *map(str, files)]
                ended = subprocess.run(words, capture_output=True, text=True, check=True)
            found = json.loads(ended.stdout)
            print(f"{size} {suffix:8s} {found['seconds']:6.2f} s {found['peak_memory_mb']:8.0f} MB", flush=True)


if __name__ == "__main__":
    main()
