"""Time a sweep: two hundred neighbouring scenarios at one site and all 8760 hours, each certified.

Run it with `python benchmarks/sweep.py`. Each scenario changes the price of solar or of batteries, the price of imports
and the yearly limit on CO2 by a fraction of a per cent beside the one before: costs and sides, so that the order of
elimination is used again and most begin where the last was on its way. Two processes of one thread each take one half.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from family import GENERATORS, STORAGES, make_instance
from family_lp import build_lp

RESULTS = Path(__file__).with_name("results_sweep.json")
HOURS, STEP = 8760, 0.001


def scenarios(first: int, count: int, hours: int) -> Iterator[Any]:
    """Yield programs `first` … of the sweep."""
    lp = build_lp(make_instance(1, hours))
    names = (*GENERATORS, *STORAGES)
    build, imported = lp.col_block("build").start, lp.col_block("import_mw")
    limit = lp.row_block("co2").start
    for number in range(first, first + count):
        cost, upper = lp.cost.copy(), lp.row_upper.copy()
        cost[build + names.index("solar")] *= 1.0 - STEP * number
        cost[build + names.index("battery")] *= 1.0 - 2.0 * STEP * number
        cost[imported.start : imported.start + imported.size] *= 1.0 + STEP * number
        upper[limit] *= 1.0 - STEP * number
        yield replace(lp, cost=cost, row_upper=upper)


def solve_part(part: tuple[int, int, int, float, bool]) -> list[dict[str, Any]]:
    """Solve a part of the sweep, warm or each from the start."""
    from firmwatt.lp import SolverOptions, WarmStart, solve

    first, count, hours, gap, is_warm = part
    options = SolverOptions(solver="chain", relative_gap=gap, threads=1)
    solve(build_lp(make_instance(1, 240)), options)  # loads or compiles the kernels
    rows = []
    with WarmStart() as warm:
        for lp in scenarios(first, count, hours):
            begun, processor = time.perf_counter(), time.process_time()
            found = solve(lp, options, warm=warm if is_warm else None)
            rows.append({
                "seconds": time.perf_counter() - begun, "cpu": time.process_time() - processor,
                "iterations": found.iterations, "gap": found.relative_gap,
                "status": found.status.name, "solver": found.solver, "objective": found.primal_objective,
            })  # fmt: skip
    return rows


def run(count: int, hours: int, gap: float, *, is_warm: bool, processes: int) -> dict[str, Any]:
    """Run the sweep and return its figures."""
    each = -(-count // processes)
    parts = [(first, min(each, count - first), hours, gap, is_warm) for first in range(0, count, each)]
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        rows = [row for part in pool.map(solve_part, parts) for row in part]
    seconds = np.array([row["seconds"] for row in rows])
    return {
        "scenarios": count,
        "hours": hours,
        "gap_asked": gap,
        "warm": is_warm,
        "processes": processes,
        "load": round(os.getloadavg()[0], 1),
        "seconds_each_in_its_process": round(float(seconds.mean()), 3),
        "cpu_seconds_each": round(float(np.mean([row["cpu"] for row in rows])), 3),
        "seconds_each_of_the_sweep": round(float(seconds.sum()) / processes / count, 3),
        "slowest_seconds": round(float(seconds.max()), 3),
        "iterations_each": round(float(np.mean([row["iterations"] for row in rows])), 1),
        "worst_gap": max(row["gap"] for row in rows),
        "not_optimal": sum(row["status"] != "OPTIMAL" for row in rows),
        "not_by_chain": sum(row["solver"] != "chain" for row in rows),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="scenarios")
    parser.add_argument("--hours", type=int, default=HOURS, help="hours of the year")
    parser.add_argument("--gaps", type=float, nargs="*", default=[1e-4, 1e-6], help="certified gaps to ask for")
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1), help="processes")
    parser.add_argument("--cold", action="store_true", help="also solve a tenth of them each from the start")
    asked = parser.parse_args()
    rows = []
    for gap in asked.gaps:
        rows.append(run(asked.count, asked.hours, gap, is_warm=True, processes=asked.processes))
        print(json.dumps(rows[-1]), flush=True)
        if asked.cold:
            count = max(asked.processes, asked.count // 10)
            rows.append(run(count, asked.hours, gap, is_warm=False, processes=asked.processes))
            print(json.dumps(rows[-1]), flush=True)
    RESULTS.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
