"""Time planning beside PyPSA: `make bench`. Each case runs in a process of its own, so that memory is its own.

All tools get the same program in MW and USD, to the same tolerance. `firmwatt` solves it with the chain solver,
`firmwatt-highs` and PyPSA with the same HiGHS, the interior point HiPO without crossover. Small cases run three times,
the tools in turn, and the run of median total counts; of larger ones there is one run. Imports are not timed, and a
short program is solved before (`warm_up`), so that kernels are loaded; `startup.py` measures what both take.
`python benchmarks/page.py` then writes the tables and the picture of `docs/solver.md`.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
RESULTS = FOLDER / "results.json"
RELATIVE_GAP = 1e-6
CAMPUS, CAMPUS_HOURS = "campus", "4x96"
FAMILY = {
    "1x2190": (1, 2190, 1),
    "1x4380": (1, 4380, 1),
    "1x8760": (1, 8760, 1),
    "1x17520": (1, 17520, 1),
    "1x35040": (1, 35040, 1),
    "1x8760x2": (1, 8760, 2),
    "1x8760x3": (1, 8760, 3),
    "4x8760": (4, 8760, 1),
    "8x8760": (8, 8760, 1),
    "4x8760x3": (4, 8760, 3),
}
"""Regions, hours and years of each case."""
GERMANY = {"germany-336": 336, "germany-672": 672, "germany-1344": 1344, "germany-8760": 8760}
"""Hours of each case."""
STARGATE = "stargate-full"
PLAN_GAP = 1e-4
BESIDE_PYPSA = ("1x8760", "4x8760", *GERMANY)
RUN_OFTEN = (CAMPUS, "1x2190", "1x4380", "1x8760", "1x17520", "1x8760x2", "1x8760x3", "germany-336")
MOST_PYPSA_SECONDS = 1800.0
GROWTH_CASES = ("1x2190", "1x4380", "1x8760", "1x17520", "1x35040", "1x8760x2", "1x8760x3")
IN_MEGAWATTS = ("1x8760", "germany-672", "germany-1344", "germany-8760")
MEGAWATTS_TOO = ("germany-336",)
DEFAULT_CASES = (CAMPUS, "1x8760", "germany-336", "4x8760")
TOOLS = ("firmwatt", "firmwatt-highs", "pypsa", "pypsa-mw")
WARM_UP_HOURS = 240
HIGHS_OPTIONS = {"solver": "ipm", "run_crossover": "off", "ipm_optimality_tolerance": 1e-8, "output_flag": False}
GIGAWATTS = {"user_bound_scale": -10, "user_objective_scale": -10}
"""HiGHS works on GW and thousands of USD: in MW and USD PyPSA's four regions had not ended after sixteen minutes."""


def run_plan(name: str, solver: str, relative_gap: float, *, all_hours: bool = False) -> dict[str, Any]:
    """Plan a built-in scenario; build is everything before the solve, extract everything after."""
    from firmwatt import study
    from firmwatt.planning.solve import solve_plan

    warm_up = _warm_up(solver)
    started, processor = time.perf_counter(), time.process_time()
    case = study.load(name, resolution="full" if all_hours else CAMPUS_HOURS)
    case = study.with_solver(case, solver, relative_gap)
    inputs = study.prepare(case)
    prepared = time.perf_counter()
    plan = solve_plan(inputs)
    ended = time.perf_counter()
    solution = plan.solution
    build = prepared - started + solution.build_seconds
    seconds = {"build": build, "solve": solution.solve_seconds}
    seconds["extract"] = ended - started - build - solution.solve_seconds
    return {**_row(seconds, processor, _found(solution)), **warm_up}


def run_campus_pypsa() -> dict[str, Any]:
    """Solve the exported plan with PyPSA; build is what PyPSA does before the solver runs, without weather and load."""
    import tempfile

    import pypsa
    from family_pypsa import quiet, timed_solver

    from firmwatt import study
    from firmwatt.interop.pypsa_network import export_network

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "campus.nc"
        case = study.with_solver(study.load(CAMPUS, resolution=CAMPUS_HOURS), "chain", RELATIVE_GAP)
        export_network(study.plan(case), path)
        network = pypsa.Network(path)
    with quiet(), timed_solver() as seconds_in_solver:
        started, processor = time.perf_counter(), time.process_time()
        network.optimize(
            multi_investment_periods=True,
            include_objective_constant=True,
            solver_name="highs",
            solver_options=dict(HIGHS_OPTIONS),
            io_api="direct",
        )
        ended = time.perf_counter()
    solve = sum(seconds_in_solver)
    seconds = {"build": ended - started - solve, "solve": solve, "extract": 0.0}
    return _row(seconds, processor, {"objective": network.objective + network.objective_constant, "status": "ok"})


def _warm_up(solver: str) -> dict[str, Any]:
    """Solve a short instance, so that what is compiled or loaded once is not counted in the solve."""
    if solver != "chain":
        return {}
    from family import make_instance
    from family_lp import build_lp

    from firmwatt.lp.solve import SolverOptions, solve

    started = time.perf_counter()
    solve(build_lp(make_instance(1, WARM_UP_HOURS)), SolverOptions(solver=solver, relative_gap=RELATIVE_GAP))
    return {"warm_up": round(time.perf_counter() - started, 3)}


def run_firmwatt(make: Callable[[], Any], solver: str) -> dict[str, Any]:
    """Build and solve an instance as a SparseLP."""
    from family_lp import build_lp

    from firmwatt.lp.solve import SolverOptions, solve

    warm_up = _warm_up(solver)
    instance = make()
    started, processor = time.perf_counter(), time.process_time()
    lp = build_lp(instance)
    built = time.perf_counter()
    solution = solve(lp, SolverOptions(solver=solver, relative_gap=RELATIVE_GAP))
    ended = time.perf_counter()
    seconds = {"build": built - started + solution.build_seconds, "solve": solution.solve_seconds}
    seconds["extract"] = ended - built - solution.build_seconds - solution.solve_seconds
    return {**_row(seconds, processor, _found(solution)), **warm_up}


def _found(solution: Any) -> dict[str, Any]:
    return {
        "objective": solution.primal_objective,
        "gap": solution.relative_gap,
        "row_violation": solution.row_violation,
        "iterations": solution.iterations,
        "status": solution.status.name,
    }


def run_pypsa(make: Callable[[], Any], scaling: dict[str, Any]) -> dict[str, Any]:
    """Build and solve an instance with PyPSA; it certifies no gap. HiGHS is stopped after half an hour."""
    from importlib import import_module

    from family_pypsa import solve_with_pypsa

    import_module("pypsa")  # its seconds are not counted
    instance, processor = make(), time.process_time()
    run = solve_with_pypsa(instance, {**HIGHS_OPTIONS, "time_limit": MOST_PYPSA_SECONDS, **scaling})
    seconds = {"build": run.build_seconds, "solve": run.solve_seconds, "extract": run.extract_seconds}
    objective = run.objective if math.isfinite(run.objective) else None
    units = "GW" if scaling else "MW"
    return _row(seconds, processor, {"objective": objective, "status": run.status, "units": units})


def _row(seconds: dict[str, float], processor: float, found: dict[str, Any]) -> dict[str, Any]:
    """Return a row of the results; `cpu_seconds` are those of the processor for build, solve and extraction."""
    cpu = time.process_time() - processor
    return {
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
        "cpu_seconds": round(cpu, 3),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "load": round(os.getloadavg()[0], 1),
        "day": time.strftime("%Y-%m-%d"),
        **found,
    }


def runners() -> dict[tuple[str, str], Callable[[], dict[str, Any]]]:
    """Return what runs for each case and tool, in the order of the table."""
    from family import make_instance
    from germany import make_germany

    every: dict[tuple[str, str], Callable[[], dict[str, Any]]] = {
        (CAMPUS, "firmwatt"): lambda: run_plan(CAMPUS, "chain", RELATIVE_GAP),
        (CAMPUS, "firmwatt-highs"): lambda: run_plan(CAMPUS, "highs", RELATIVE_GAP),
        (CAMPUS, "pypsa"): run_campus_pypsa,
        (STARGATE, "firmwatt"): lambda: run_plan("stargate", "chain", PLAN_GAP, all_hours=True),
    }
    made: dict[str, Callable[[], Any]] = {name: partial(make_instance, *size) for name, size in FAMILY.items()}
    made |= {name: partial(make_germany, hours) for name, hours in GERMANY.items()}
    for case, make in made.items():
        every[case, "firmwatt"] = partial(run_firmwatt, make, "chain")
        if case == "1x8760":  # more would take a quarter of an hour and say the same
            every[case, "firmwatt-highs"] = partial(run_firmwatt, make, "highs")
        if case in BESIDE_PYPSA:
            every[case, "pypsa"] = partial(run_pypsa, make, {} if case in IN_MEGAWATTS else GIGAWATTS)
        if case in MEGAWATTS_TOO:
            every[case, "pypsa-mw"] = partial(run_pypsa, make, {})
    return every


def run_in_own_process(case: str, tool: str) -> dict[str, Any]:
    """Run one case in a fresh interpreter and return its row."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, str(Path(__file__).resolve()), "--worker", case, tool]
    print(f"{case} with {tool} …", file=sys.stderr, flush=True)
    ended = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if ended.returncode != 0:
        lines = ended.stderr.strip().splitlines() or ["no message"]
        return {"case": case, "tool": tool, "error": lines[-1]}
    return {"case": case, "tool": tool, **json.loads(ended.stdout.strip().splitlines()[-1])}


def total_seconds(row: dict[str, Any]) -> float:
    """Return build, solve and extraction together; infinite where a run failed."""
    return sum(row["seconds"].values()) if "seconds" in row else float("inf")


def run_case(case: str, tools: Sequence[str], runs: int) -> list[dict[str, Any]]:
    """Run the tools of a case in turn, so many times; return of each the run of median total, with all totals."""
    found: dict[str, list[dict[str, Any]]] = {tool: [] for tool in tools}
    for _ in range(runs):
        for tool in tools:
            found[tool].append(run_in_own_process(case, tool))
    rows = []
    for of_tool in found.values():
        by_total = sorted(of_tool, key=total_seconds)
        totals = [round(total_seconds(row), 3) for row in of_tool if "seconds" in row]
        rows.append({**by_total[len(by_total) // 2], "totals": totals})
    return rows


def print_table(rows: list[dict[str, Any]]) -> None:
    """Print the rows; the last column is the objective's distance from PyPSA's on the same case."""
    reference = {row["case"]: row["objective"] for row in rows if row["tool"] == "pypsa" and row.get("objective")}
    titles = f"{'build s':>9}{'solve s':>9}{'extract s':>10}{'cpu s':>8}{'MB':>8}{'objective':>18}{'apart':>10}"
    print(f"{'case':<15}{'tool':<16}{titles}")
    for row in rows:
        if "error" in row:
            print(f"{row['case']:<15}{row['tool']:<16}{row['error']}")
            continue
        seconds, objective = row["seconds"], row["objective"] or math.nan
        against = reference.get(row["case"])
        apart = "" if against is None else f"{abs(objective - against) / abs(against):.1e}"
        times = f"{seconds['build']:>9.2f}{seconds['solve']:>9.2f}{seconds['extract']:>10.2f}"
        print(
            f"{row['case']:<15}{row['tool']:<16}{times}{row['cpu_seconds']:>8.1f}{row['memory_mb']:>8.0f}{objective:>18.8e}{apart:>10}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", nargs="*", default=DEFAULT_CASES, help="which cases to run")
    parser.add_argument("--tools", nargs="*", default=list(TOOLS), help="which tools to run")
    parser.add_argument("--growth", action="store_true", help="run the cases that show how cost grows")
    parser.add_argument("--runs", type=int, default=3, help="runs of each small case, of which the median counts")
    parser.add_argument("--worker", nargs=2, metavar=("CASE", "TOOL"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    every = runners()
    if asked.worker:
        print(json.dumps(every[tuple(asked.worker)]()))
        return
    order, kept = list(every), json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    cases = GROWTH_CASES if asked.growth else asked.cases
    for case in dict.fromkeys(case for case, _ in every if case in cases):
        tools = [tool for name, tool in every if name == case and tool in asked.tools]
        fresh = run_case(case, tools, asked.runs if case in RUN_OFTEN else 1)
        kept = [row for row in kept if row["case"] != case or row["tool"] not in tools] + fresh
        kept.sort(key=lambda row: order.index((row["case"], row["tool"])))
        RESULTS.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    print_table(kept)


if __name__ == "__main__":
    main()
