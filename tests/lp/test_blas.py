"""BLAS is held to one thread while the chain solver works, whatever the environment says, and let go afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading

import pytest

from firmwatt.lp.blas import blas_libraries, one_blas_thread

SOLVE = """
import json
from firmwatt.lp.blas import blas_libraries
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solve import solve
from tests.lp.programs import chain_lp

def threads():
    return [library.get_threads() for library in blas_libraries()]

before, inside = threads(), []
found = solve(chain_lp(2, 60), SolverOptions(solver="chain", progress=lambda _: inside.append(max(threads()))))
print(json.dumps({"before": before, "inside": inside, "after": threads(), "solver": found.solver}))
"""


def test_numpy_and_scipy_have_a_library_that_can_be_held():
    """The wheels that the project pins bring OpenBLAS; where they do not, there is nothing to hold and this fails."""
    assert len(blas_libraries()) == 2


def test_one_thread_inside_the_solver_whatever_the_environment():
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "2"}
    ended = subprocess.run([sys.executable, "-c", SOLVE], capture_output=True, text=True, env=environment, check=True)
    told = json.loads(ended.stdout)
    assert told["solver"] == "chain"
    assert len(told["inside"]) > 5
    assert set(told["inside"]) == {1}
    assert told["after"] == told["before"]
    if (os.cpu_count() or 1) > 1:
        assert max(told["before"]) == 2


def test_the_number_of_before_comes_back_after_the_last_of_several_and_after_a_fault():
    libraries = blas_libraries()
    before = [library.get_threads() for library in libraries]
    for library in libraries:
        library.set_threads(2)
    try:
        with pytest.raises(ArithmeticError), one_blas_thread():
            other = threading.Thread(target=_hold_once)
            other.start()
            other.join()
            assert [library.get_threads() for library in libraries] == [1, 1]
            raise ArithmeticError
        assert [library.get_threads() for library in libraries] == [2, 2]
    finally:
        for library, threads in zip(libraries, before, strict=True):
            library.set_threads(threads)


def _hold_once() -> None:
    with one_blas_thread():
        pass
