"""Ctrl-C in a real process: the best point so far is kept, with its certified gap, and written whole."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from firmwatt import study
from firmwatt.lp.storage import save_lp
from tests.lp.programs import chain_lp

DRIVER = """
import os, signal, sys
import firmwatt.lp.chain.solver as chain
report = chain._report

def told(*arguments):
    report(*arguments)
    watch = arguments[-1]
    if watch.iterations == {iteration}:
        os.kill(os.getpid(), signal.SIGINT)

chain._report = told
from firmwatt.cli.app import main
main(sys.argv[1:])
"""


def pressed(iteration: int, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own that gets SIGINT in an iteration."""
    command = [sys.executable, "-c", DRIVER.format(iteration=iteration), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)


def test_solve_lp_keeps_the_point_and_its_gap(tmp_path):
    lp = chain_lp(4, 800)
    save_lp(lp, tmp_path / "lp.npz")
    ended = pressed(7, "solve-lp", tmp_path / "lp.npz", "--solver", "chain", "--json", "--out", tmp_path / "point.npz")
    told = json.loads(ended.stdout)
    assert (ended.returncode, told["status"], told["message"]) == (4, "stopped_feasible", "chain was interrupted")
    assert told["dual_bound"] < told["objective"]
    assert 1e-6 < told["gap"] < 10.0
    assert told["row_violation"] <= 1e-6
    with np.load(tmp_path / "point.npz") as arrays:
        assert float(lp.cost @ arrays["primal"]) == pytest.approx(told["objective"])


@pytest.mark.slow
def test_plan_writes_a_whole_run_that_says_that_it_stopped_early(tmp_path):
    folder = tmp_path / "run"
    ended = pressed(12, "plan", "campus", "--resolution", "4x96", "--solver", "chain", "--json", "--out", folder)
    told = json.loads(ended.stdout)
    assert (ended.returncode, told["status"]) == (4, "stopped_feasible")
    assert told["solver"]["dual_bound_usd"] <= told["solver"]["primal_objective_usd"] == told["objective_usd"]
    assert told["solver"]["relative_gap"] > 1e-4
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ("scenario.yaml", "summary.json", "plan.nc", "dispatch.nc", "provenance.json", "report.html")
    )
    assert "Stopped early with a feasible point" in (folder / "report.html").read_text()
    assert study.load_run(folder).plan.solution.status.name == "STOPPED_FEASIBLE"
    assert "Traceback" not in ended.stderr


def test_a_signal_from_outside_while_a_command_starts_is_no_traceback(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "firmwatt", "plan", "campus", "--resolution", "4x96", "--out", tmp_path / "run"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    for line in process.stderr:
        if line.startswith("Making weather"):
            break
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=600)
    assert process.returncode in (4, 130)
    assert "Traceback" not in err
    assert not list(Path(tmp_path).glob("*.part"))


def test_an_interrupt_while_modules_load_shows_no_traceback():
    driver = """
import sys

class Pressed:
    def find_spec(self, name, *_):
        if name == "firmwatt.cli.plan":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Pressed())
from firmwatt.__main__ import run
run()
"""
    ended = subprocess.run([sys.executable, "-c", driver], capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "Interrupted.\n")
