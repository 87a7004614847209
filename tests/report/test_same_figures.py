"""What a report says is what the summary of its run says: key numbers, tables and charts."""

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.interop.summary import build_summary
from firmwatt.report.context import build_context
from firmwatt.report.numbers import energy, mass, money, number, percent, power, volume
from firmwatt.report.page import page_sections
from tests.report.fabricated import fabricate


@pytest.fixture(scope="module")
def both():
    dispatch = fabricate()
    ledger = build_ledger(dispatch)
    return build_summary(dispatch, ledger), build_context(dispatch, ledger)


def test_key_numbers(both) -> None:
    summary, page = both
    year = next(each for each in summary["by_year"] if each["year"] == page.year)
    energised = sum(each["energised_mw"] for each in summary["power_gap"] if each["year"] == page.year)
    emitted = year["emissions_t"]["scope1"] + year["emissions_t"]["scope2_location"]
    drawn = year["water_m3"]["site"] + year["water_m3"]["power"]
    lost = year["compute_mwh"]["lost"]
    facts = {fact.label.en: fact for fact in page.facts}
    told = {
        f"Energised by end {page.year}": power(energised),
        "Total present value": money(summary["ledger_total_usd"]).en,
        f"Emissions in {page.year}": mass(emitted),
        f"Carbon-free hour by hour, {page.year}": percent(year["carbon_free_share_hourly"]),
        f"Water in {page.year}": volume(drawn).en,
        f"Computing not served, {page.year}": percent(lost / year["compute_mwh"]["arrived"]),
    }
    assert {label: facts[label].value.en for label in told} == told
    assert facts[f"Computing not served, {page.year}"].note.en.startswith(energy(lost))
    assert percent(year["carbon_free_share_annual"]) in facts[f"Carbon-free hour by hour, {page.year}"].note.en


def test_megawatts_by_site(both) -> None:
    summary, page = both
    shown = [cell.en for row in page.table("gap").rows[:-1] for cell in row[1:]]
    assert shown == [f"{number(each['energised_mw'])} / {number(each['asked_mw'])}" for each in summary["power_gap"]]


@pytest.mark.parametrize("chart", ["emissions", "water", "compute-energy", "cost"])
def test_bars_of_a_year(both, chart: str) -> None:
    summary, page = both
    figure = next(each for part in page_sections(page) for each in part.figures if each.name == chart)
    bars = [series for series in figure.option["series"] if series["type"] == "bar" and series["stack"] == "stack0"]
    scale = 1e3 if figure.unit.en.split()[0] in ("billion", "Mt", "TWh") or "million m" in figure.unit.en else 1.0
    of_year = {
        "emissions": lambda y: sum(y["emissions_t"][name] for name in ("scope1", "scope2_location", "scope3")) / 1e3,
        "water": lambda y: (y["water_m3"]["site"] + y["water_m3"]["power"]) / 1e3,
        "compute-energy": lambda y: (y["compute_mwh"]["served"] + y["compute_mwh"]["lost"]) / 1e3,
        "cost": lambda y: sum(y["cost_usd"].values()) / 1e6,
    }[chart]
    drawn = np.sum([series["data"] for series in bars], axis=0) * scale
    np.testing.assert_allclose(drawn, [of_year(each) for each in summary["by_year"]], rtol=2e-3)
