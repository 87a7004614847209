"""The page's context: tables and the lines a sceptic asks for."""

from dataclasses import replace

import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.planning.sampling_error import SampledYear, SamplingError
from firmwatt.report.context import build_context, default_tables
from firmwatt.report.text import Text, same
from tests.report.fabricated import fabricate, full_year


@pytest.fixture(scope="module")
def context():
    dispatch = fabricate()
    return build_context(dispatch, build_ledger(dispatch))


def test_gap_table_pairs_energised_and_asked_with_a_sum(context) -> None:
    rows = context.table("gap").rows
    assert [cell.en for cell in rows[0]] == ["North Field", "220 / 400", "490 / 700", "850 / 1,000", "1,000 / 1,000"]
    assert rows[-1][0].en == "All"
    assert rows[-1][1].en == "660 / 1,200"


def test_a_title_without_its_korean_reads_alike_in_both_languages() -> None:
    dispatch = fabricate()
    inputs = dispatch.plan.inputs
    named = replace(inputs.case.programme, title="A campus", title_ko="캠퍼스", description="One site.")
    plan = replace(dispatch.plan, inputs=replace(inputs, case=replace(inputs.case, programme=named)))
    page = build_context(replace(dispatch, plan=plan), build_ledger(dispatch))
    assert (page.title, page.description) == (Text("A campus", "캠퍼스"), same("One site."))


def test_every_row_is_as_long_as_its_header(context) -> None:
    for table in (*context.tables, *context.defaults):
        assert {len(row) for row in table.rows} <= {len(table.columns)}


def test_an_empty_table_is_left_out() -> None:
    dispatch = fabricate(scale=0.0)
    assert build_context(dispatch, build_ledger(dispatch)).table("roadmap") is None


def test_a_default_used_twice_stands_once_with_its_count(context) -> None:
    tables = {table.name: table for table in context.defaults}
    row = [cell.en for cell in tables["technologies"].rows[0]]
    assert row == [
        "gas_turbine · heat_rate_mmbtu_per_mwh", "9.14 MMBtu/MWh", "A table <of> figures (2024)", "high", "2"
    ]  # fmt: skip
    assert tables["cooling"].rows[0][1].en == "water_cooled_chiller"
    assert default_tables(()) == ()


def test_computing_table_shows_the_worst_year_of_each_workload(context) -> None:
    assert [row[0].en for row in context.table("compute").rows] == ["Chat", "Train"]


def lines(dispatch, error: SamplingError | None = None) -> dict[str, str]:
    page = build_context(dispatch, build_ledger(dispatch), error)
    return {label.en: value.en.replace("\u00a0", " ") for label, value in page.solve}


def test_a_sceptic_finds_status_gap_sample_and_hash() -> None:
    found = lines(fabricate(), SamplingError(672, 2688, (SampledYear(2030, 1e9, 1.0123e9, 0.0, 0.0),)))
    assert found["Status"] == "Optimal within the gap asked for."
    assert found["Relative gap"] == "1.0e-03"
    assert found["Hours looked at"] == "672 of 8,760 hours a year (4 periods of 168 h); weather years: 1"
    assert found["Sampling error"] == "1.2 % of the running cost of 2030, against a sample of 2,688 hours"
    assert found["Scenario SHA-256"] == "0" * 64


def test_a_full_year_has_no_sampling_error() -> None:
    found = lines(fabricate(["Solo"], full_year()))
    assert found["Hours looked at"] == "all 8,760 hours; weather years: 1"
    assert not any(label.startswith("Sampling") for label in found)


def test_a_fallback_is_told() -> None:
    dispatch = fabricate(["Solo"])
    solution = replace(dispatch.plan.solution, fallback_reason="HiPO is not installed")
    found = lines(replace(dispatch, plan=replace(dispatch.plan, solution=solution)))
    assert found["Why another solver"] == "HiPO is not installed"
