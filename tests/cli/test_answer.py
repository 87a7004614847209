"""The answer in the terminal holds the figures of the run."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from firmwatt import study
from firmwatt.accounting.books import build_ledger
from firmwatt.cli.answer import MOST_ORDERS, print_answer
from firmwatt.planning.plan import BindingLimit, BreakEven
from tests.accounting.two_sites import two_site_dispatch
from tests.hand import SAMPLING_ERROR, hand_dispatch, hand_plan


def answer(dispatch, width=200, **changes) -> str:
    run = study.Run(dispatch.plan, dispatch, build_ledger(dispatch))
    console = Console(file=io.StringIO(), width=width)
    print_answer(replace(run, **changes), console)
    return console.file.getvalue().replace("\xa0", " ")


@pytest.fixture(scope="module")
def text():
    return answer(hand_dispatch())


def test_sentences_come_first(text):
    assert text.startswith("Of 250 MW asked for by 2030")


@pytest.mark.parametrize("width", range(40, 60))
def test_a_number_and_its_unit_stay_on_one_line(width):
    paragraphs, _, _ = answer(hand_dispatch(), width).partition("Roadmap")
    lines = paragraphs.splitlines()
    assert max(map(len, lines)) <= width
    assert not [line for line in lines if line.startswith(("%", "MW", "USD/", "kt", "t ", "GWh"))]


def test_tables_hold_the_figures(text):
    lines = {" ".join(line.split()) for line in text.splitlines()}
    assert "Home 75.0 / 125.0 75.0 / 250.0" in lines
    assert "Gas turbine 60.0 110.0" in lines
    assert "Grid 35 MW 2030-01-01T00:00Z" in lines
    assert "One more megawatt would save money. USD 5 million per MW" in lines
    assert any(line.startswith("Chips and servers USD") for line in lines)
    assert any(line.startswith("Scope 2, market-based ") for line in lines)
    assert any(line.startswith("Home · Solar 2026-01-01 2027-07-03 2026-10-02 … 2029-01-01 30 MW") for line in lines)


def test_limits_of_one_kind_are_one_line_with_names_as_in_the_report():
    plan = hand_plan()
    binding = tuple(
        BindingLimit(f"it_mw[site=port_home, year={year}]", 5e6 - year, "MW", "Raw words.") for year in (2027, 2030)
    )
    text = answer(hand_dispatch(replace(plan, binding=binding)))
    line = "All computing asked for at Port Home in 2027 is energised; more would pay. (and 1 more like it)"
    assert line in text
    assert text.count("more would pay") == 1


def test_what_is_not_built_is_told_with_the_cost_at_which_it_would_be():
    plan = hand_plan()
    names = [asset.name for asset in plan.inputs.case.supply]
    standing = plan.supply_mw.copy()
    standing[names.index("home/gas_turbine")] = 0.0
    break_even = (
        BreakEven("home/gas_turbine", 2030, 1200.0, 540.0),
        BreakEven("home/solar", 2030, 1300.0, 1300.0),
    )
    text = answer(hand_dispatch(replace(plan, supply_mw=standing, break_even=break_even)))
    assert "Home · Gas turbine 1,200 USD/kW 540 USD/kW 2030" in " ".join(text.split())
    assert "1,300 USD/kW" not in text


def test_several_sites_have_a_sum():
    assert "all sites" in answer(two_site_dispatch())


def test_sampling_error_is_told_where_it_was_measured():
    assert (
        "The plan looks at 96 of 8,760 hours a year. With its capacities run on 384, 2030 costs USD 105 million to run "
        "instead of USD 100 million: a sampling error of 5 %. --check-sample runs them on every hour of every year, "
        "--resolution full plans every hour."
    ) in " ".join(answer(hand_dispatch(), sampling_error=SAMPLING_ERROR).split())


def test_a_long_roadmap_is_cut_and_says_so():
    plan = hand_plan()
    text = answer(hand_dispatch(replace(plan, roadmap=plan.roadmap * (MOST_ORDERS + 5))))
    assert "… and 5 later orders, in summary.json and the report." in text
