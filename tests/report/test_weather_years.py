"""What the page tells of weather years and of the risk that they bring."""

from dataclasses import replace

import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.ledger import Ledger
from firmwatt.accounting.weather_years import WeatherBooks
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.plan import Plan, RiskChange
from firmwatt.planning.risk_change import with_risk_change
from firmwatt.report.context import build_context
from firmwatt.report.numbers import money
from firmwatt.report.page import page_sections, render_report
from firmwatt.report.weather_years import weather_chart, weather_notes, weather_tables
from firmwatt.scenario.programme import Risk
from tests.golden.kit import solved_plan
from tests.golden.test_risk import risky_inputs
from tests.hand import hand_dispatch


@pytest.fixture(scope="module")
def told() -> tuple[Plan, Ledger, WeatherBooks]:
    plan = with_risk_change(solved_plan(risky_inputs((20.0, 60.0), (0.8, 0.2), Risk(0.2, 0.8))))
    ledger = build_ledger(dispatch_from_plan(plan))
    assert ledger.weather is not None
    return plan, ledger, ledger.weather


def test_the_picture_has_the_dearest_draw_first(told: tuple[Plan, Ledger, WeatherBooks]) -> None:
    chart = weather_chart(told[2], 0)
    assert chart.years == ("2", "1")
    (stack,) = chart.stacks
    heights = sum(layer.values for layer in stack)
    assert heights.tolist() == pytest.approx([2.628, 1.752])  # million USD: 30 and 20 USD/MWh
    assert [line.values.tolist() for line in chart.lines] == [
        pytest.approx([1.9272] * 2), pytest.approx([2.628] * 2)
    ]  # fmt: skip


def test_tables_tell_the_draws_the_years_and_what_changes(told: tuple[Plan, Ledger, WeatherBooks]) -> None:
    draws, years, change = weather_tables(told[0], told[1], 0)
    assert [cell.en.replace("\u00a0", " ") for cell in draws.rows[0]] == [
        "2", "20 %", "USD 2.63 million", "36.4 %", "0 MWh", "0 MWh", "100 %"
    ]  # fmt: skip
    assert [cell.en.replace("\u00a0", " ") for cell in years.rows[0]] == [
        "2027", "USD 1.93 million", "USD 2.63 million", "36.4 %"
    ]  # fmt: skip
    assert change.title.ko == "비싼 기상이 2027년 설비에 주는 변화 (MW)"
    assert [cell.en for cell in change.rows[0]][1:] == ["Power plant", "0", "10"]


def test_notes_tell_what_counts_and_what_that_changes(told: tuple[Plan, Ledger, WeatherBooks]) -> None:
    plan, _, books = told
    notes = [note.en.replace("\u00a0", " ") for note in weather_notes(books, plan.risk_change)]
    assert notes[1] == (
        "In the objective the dearest 20 % of each year count with a weight of 80 %, the mean of all with the rest; "
        "that adds USD 560,600 to the expected cost."
    )
    assert notes[2] == (
        "Against the plan for the mean alone it costs USD 1.47 million more in the mean and USD 628,000 less in the "
        f"dearest 20 %, present value; both plans are known to within {money(plan.risk_change.tolerance_usd).en}."
    ).replace("\u00a0", " ")
    unsure = weather_notes(books, replace(plan.risk_change, tolerance_usd=2e6))
    assert unsure[2].en.replace("\u00a0", " ") == (
        "Against the plan for the mean alone its costs differ by less than is known of both (USD 2 million, present "
        "value): what differs in megawatts may be the solver's. A smaller `--gap` tells more."
    )
    alike = weather_notes(books, RiskChange(0.0, 0.0, 0.0, ()))
    assert alike[2].en == "What is built is what the plan for the mean alone would build."
    assert len(weather_notes(books, None)) == 2
    assert weather_notes(replace(books, weight=0.0), None)[1].en.startswith("The plan minimises the mean alone;")


def test_the_page_has_a_part_on_several_draws_only(told: tuple[Plan, Ledger, WeatherBooks]) -> None:
    plan, ledger, _ = told
    page = build_context(dispatch_from_plan(plan), ledger)
    (part,) = [section for section in page_sections(page) if section.name == "weather"]
    assert [figure.name for figure in part.figures] == ["weather-cost"]
    assert [name for name in part.tables if page.table(name) is None] == ["hedge-change"]  # nothing is hedged here
    assert "비용이 커지는 기상" in render_report(dispatch_from_plan(plan), ledger)
    single = hand_dispatch()
    alone = build_context(single, build_ledger(single))
    assert "weather" not in [section.name for section in page_sections(alone)]
    assert weather_tables(single.plan, build_ledger(single), 0) == ()
