"""Seconds of adequacy and headroom: 10,000 years of a ten-unit campus, and 22 areas over nine years at four limits.

Run `FIRMWATT_DATA=... python -m benchmarks.adequacy [--out FILE]`; headroom is left out where the demand is not there.
Each is run once before, so that kernels are loaded, and timed on the clock of the wall.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path

import numpy as np

LIMITS = (0.0025, 0.005, 0.01, 0.05)
DEMAND = "eia930_demand_22ba/ba22_2016_2024.parquet"
YEARS = 10_000


def time_campus(workers: int, *, follows_weather: bool) -> dict[str, float]:
    """Return the seconds of 10,000 years of ten units, on so many threads."""
    from firmwatt.reliability.monte_carlo import SimulationOptions, simulate
    from firmwatt.reliability.system import Unit, one_load
    from firmwatt.reliability.weather_outages import temperature_bins, with_weather

    system = one_load((Unit("engine", 10.0, 0.03, 50.0),) * 10, np.full((1, 8760), 90.0))
    if follows_weather:
        temperature = 12.0 - 14.0 * np.cos(np.arange(8760) * 2.0 * np.pi / 8760)
        (system,) = with_weather([system], [temperature_bins(temperature[None])], {"engine": "gas_turbine"})
    simulate([system], SimulationOptions(least_years=100, most_years=100))
    started = time.perf_counter()
    found = simulate([system], SimulationOptions(least_years=YEARS, most_years=YEARS, workers=workers))
    return {"seconds": round(time.perf_counter() - started, 2), "lolh_hours_per_year": found.lolh_hours_per_year}


def time_headroom(path: Path) -> dict[str, float]:
    """Return the seconds from the file to headroom and events of all areas and limits."""
    from firmwatt.grid.demand_file import read_demand
    from firmwatt.grid.headroom import measure_headroom, total_mw

    measure_headroom(read_demand(path), LIMITS)
    started = time.perf_counter()
    found = measure_headroom(read_demand(path), LIMITS)
    return {"seconds": round(time.perf_counter() - started, 2), "total_mw_at_half_a_percent": total_mw(found)[1]}


def main() -> None:
    """Time all, print and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, help="JSON file for the results")
    out = parser.parse_args().out
    results: dict[str, dict[str, float]] = {}
    for workers in (1, 2):
        for follows in (False, True):
            name = f"campus of ten units, 10,000 years, {workers} threads{', in the weather' if follows else ''}"
            results[name] = time_campus(workers, follows_weather=follows)
    demand = Path(os.environ.get("FIRMWATT_DATA", "")) / DEMAND
    if demand.is_file():
        results["headroom, 22 areas, nine years, four limits"] = time_headroom(demand)
    text = json.dumps(results, indent=2)
    print(text)
    if out is not None:
        out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
