"""Stargate on grids that answer: gigawatts move prices, capacity and carbon, and the books hold it all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from firmwatt import study
from firmwatt.lp.solution import Status
from firmwatt.scenario.loader import BUILTIN_FOLDER
from firmwatt.study import Run

pytestmark = pytest.mark.slow
FEW_HOURS = (
    (
        "planning_years: [2026, 2027, 2028, 2029, 2030, 2032, 2035, 2040, 2045]",
        "planning_years: [2026, 2030, 2035, 2045]",
    ),
    ("solver: chain", "solver: highs"),
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    text = (BUILTIN_FOLDER / "stargate.yaml").read_text(encoding="utf-8")
    for old, new in FEW_HOURS:
        assert old in text
        text = text.replace(old, new)
    path: Path = tmp_path_factory.mktemp("stargate") / "stargate.yaml"
    path.write_text(text, encoding="utf-8")
    return study.plan(study.load(path, "supply_curve", "2x12"))


def test_it_is_solved_and_its_books_equal_the_objective(run: Run) -> None:
    assert run.plan.solution.status is Status.OPTIMAL
    assert run.ledger.total_usd == pytest.approx(run.plan.solution.primal_objective, rel=1e-9)
    books = run.ledger.markets
    assert books is not None
    np.testing.assert_allclose(books.unbalanced_usd / books.planned.others_usd, 0.0, atol=1e-6)


def test_three_markets_answer_and_el_paso_stays_a_price_taker(run: Run) -> None:
    assert run.ledger.markets is not None
    assert run.ledger.markets.markets == ("ercot", "pjm", "miso")
    regions = {region.name: region.curve is not None for region in run.plan.inputs.case.regions}
    assert regions == {"ercot": True, "el_paso": False, "pjm": True, "miso": True}


def test_gigawatts_lift_the_bills_of_others_and_prices_stay_in_what_markets_have_seen(run: Run) -> None:
    books = run.ledger.markets
    assert books is not None
    in_2030 = run.ledger.planning_years.index(2030)
    assert (books.others_more_usd[:, in_2030] > 0.0).any()
    assert ((books.planned.price_usd_per_mwh > 15.0) & (books.planned.price_usd_per_mwh < 80.0)).all()
    assert (books.planned.capacity_price_usd_per_mw_year <= 200_750.0 * (1.0 + 1e-6)).all()
    drawn = books.programme_mwh > 1e5  # by 2045 the plants that it brings clean others' hours as well
    assert ((books.long_run_kg_per_mwh > -100.0) & (books.long_run_kg_per_mwh < 1100.0))[drawn].all()


def test_markets_are_as_clean_as_the_regions_of_price_takers_about(run: Run) -> None:
    # Two roads to one figure: the catalogue's yearly means, and the catalogue's plants run hour by hour.
    books, case = run.ledger.markets, run.plan.inputs.case
    assert books is not None
    for at, market in enumerate(books.markets):
        mean = case.regions[case.region_index(market)].mean_intensity_kg_per_mwh
        assert books.without.average_kg_per_mwh[at, 0] == pytest.approx(mean[0], rel=0.4)
