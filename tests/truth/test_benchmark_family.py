"""The benchmark's family, written as a SparseLP and as a PyPSA network, has one optimum."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from firmwatt.lp.solution import Status
from firmwatt.lp.solve import solve

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("regions", "years"), [(1, 1), (2, 2)])
def test_pypsa_finds_the_same_cost(monkeypatch, regions, years):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    instance = import_module("family").make_instance(regions, hours=72, years=years)
    solution = solve(import_module("family_lp").build_lp(instance))
    options = {"solver": "ipm", "run_crossover": "off", "output_flag": False}
    peer = import_module("family_pypsa").solve_with_pypsa(instance, options)
    assert solution.status is Status.OPTIMAL
    assert solution.primal_objective == pytest.approx(peer.objective, rel=1e-6)


def test_figures_of_the_page_are_those_that_the_benchmarks_left(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    page = import_module("page")
    assert page.page(page.PAGE.read_text(encoding="utf-8")) == page.PAGE.read_text(encoding="utf-8")
    assert page.PICTURE.read_text(encoding="utf-8") == page.picture()
