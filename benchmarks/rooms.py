"""Seconds of single rooms: cooling of eight sites, draws of dates, weather of eight places, a proof of infeasibility.

Run `python -m benchmarks.rooms [--out FILE]`. Each is run once before, so that kernels and tables are loaded; then the
best of three counts, in seconds of the processor, so that other work on the machine does not decide it. Seconds are
measured here and nowhere in the tests.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

RUNS = 3
HOURS = 8760


@dataclass(frozen=True)
class _Air:
    temperature_c: Any
    relative_humidity: Any
    pressure_pa: Any


def cooling() -> Callable[[], object]:
    """Eight sites, each with another plant of the catalogue, a year of hours."""
    from firmwatt import study
    from firmwatt.catalog import loader
    from firmwatt.facility.cooling import PLANTS
    from firmwatt.facility.plant import facility_factors
    from firmwatt.scenario.building import Cooling

    case = study.load("campus")
    plants = {
        name: {row.parameter: row.number for row in loader.group("cooling", name).values()} for name in list(PLANTS)[:8]
    }
    sites = tuple(replace(case.sites[0], cooling=Cooling(name, numbers)) for name, numbers in plants.items())
    random, shape = np.random.default_rng(0), (len(sites), 1, HOURS)
    air = _Air(random.uniform(-10, 40, shape), random.uniform(0.1, 1.0, shape), np.full(shape, 1e5))
    return lambda: facility_factors(replace(case, sites=sites), air)


def dates() -> Callable[[], object]:
    """Ten thousand draws of the path of one plant of three steps."""
    from firmwatt.planning.date_risk import path_draws, step_scores
    from firmwatt.scenario.assets import LeadStep

    steps = (LeadStep("permit", 1.0, 2.0, 4.0), LeadStep("order", 0.5, 1.0, 2.0), LeadStep("build", 1.0, 1.5, 3.0))

    def draw() -> object:
        step_scores.cache_clear()
        return path_draws(steps, "plant")

    return draw


def weather() -> Callable[[], object]:
    """Five years of weather at eight places."""
    from firmwatt.catalog import loader
    from firmwatt.resource.climate import place_climate
    from firmwatt.resource.generator import generate_weather

    climates = tuple(place_climate(name) for name in loader.keys("climate")[:8])
    return lambda: generate_weather(climates, (1, 2, 3, 4, 5))


def infeasible() -> Callable[[], object]:
    """A store of two years of hours whose size is bounded too low: found infeasible, with names."""
    from firmwatt.lp import ModelBuilder, SolverOptions, solve

    model = ModelBuilder(chains=2, stages=HOURS)
    size = model.border_columns("size", {}, cost=2.0, upper=3.0)
    made = model.stage_columns("made", {}, cost=np.random.default_rng(1).uniform(1, 3, (2, HOURS)), upper=50.0)
    stock = model.stage_columns("stock", {})
    demand = 40.0 + 20.0 * np.sin(np.arange(HOURS) * 2.0 * np.pi / 24.0) * np.ones((2, 1))
    flow = model.stage_rows("flow", {}, lower=demand, upper=demand)
    model.put(flow, made, 1.0)
    model.put(flow, stock, -1.0)
    model.put(flow[:, 1:], stock[:, :-1], 1.0)
    fits = model.stage_rows("fits", {}, upper=0.0)
    model.put(fits, stock, 1.0)
    model.put(fits, size, -1.0)
    lp = model.build()

    def prove() -> object:
        found = solve(lp, SolverOptions(solver="chain"))
        if found.status.name != "INFEASIBLE":
            raise RuntimeError(f"this program is infeasible, not {found.status.name}")
        return found

    return prove


def main() -> None:
    """Time all, print and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, help="JSON file for the results")
    out = parser.parse_args().out
    results = {}
    for make in (cooling, dates, weather, infeasible):
        work, seconds = make(), []
        work()
        for _ in range(RUNS):
            started = time.process_time()
            work()
            seconds.append(time.process_time() - started)
        results[make.__name__] = {"what": make.__doc__, "cpu_seconds": round(min(seconds), 3)}
    text = json.dumps(results, indent=2)
    print(text)
    if out is not None:
        out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
