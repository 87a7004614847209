"""Time what comes before the first solve: imports, and kernels compiled on the first run of a machine or loaded later.

Run `python -m benchmarks.startup`. Each is timed in a process of its own; what compiles gets an empty cache.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results_startup.json")
_IMPORT = "import firmwatt.lp"
_FIRST = """
from firmwatt.lp import ModelBuilder, SolverOptions, solve
model = ModelBuilder(chains=1, stages=240)
size = model.border_columns("size", {}, cost=2.0)
made = model.stage_columns("made", {}, cost=1.0, upper=9.0)
stock = model.stage_columns("stock", {})
flow = model.stage_rows("flow", {}, lower=5.0, upper=5.0)
model.put(flow, made, 1.0)
model.put(flow, stock, -1.0)
model.put(flow[:, 1:], stock[:, :-1], 1.0)
fits = model.stage_rows("fits", {}, upper=0.0)
model.put(fits, stock, 1.0)
model.put(fits, size, -1.0)
assert solve(model.build(), SolverOptions(solver="chain")).solver == "chain"
"""
_TIMED = """
import time
wall, processor = time.perf_counter(), time.process_time()
{}
print(time.perf_counter() - wall, time.process_time() - processor)
"""


def timed(what: str, code: str, cache: str | None = None) -> dict[str, Any]:
    """Return what a fresh interpreter takes for some code."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    if cache is not None:
        environment["NUMBA_CACHE_DIR"] = cache
    command = [sys.executable, "-c", _TIMED.format(code)]
    ended = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    seconds, processor = map(float, ended.stdout.split()[-2:])
    return {"what": what, "seconds": round(seconds, 2), "cpu_seconds": round(processor, 2)}


def main() -> None:
    """Time all, print and keep what was found."""
    with tempfile.TemporaryDirectory() as cache:
        rows = [
            timed("import `firmwatt.lp`", _IMPORT),
            timed("import and first solve on a machine: kernels are compiled", _FIRST, cache),
            timed("import and first solve of a process: kernels are loaded", _FIRST, cache),
        ]
    text = json.dumps(rows, indent=2)
    print(text)
    RESULTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
