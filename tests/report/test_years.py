"""Yearly charts: units that fit, empty layers left out, the ledger's own sums."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.report.programme import programme_gap
from firmwatt.report.years import (
    COMPUTING_KINDS,
    LEAST_BELOW_SHARE,
    compute_chart,
    cost_chart,
    emissions_chart,
    gap_chart,
    mix_chart,
    share_chart,
    water_chart,
)
from tests.report.fabricated import fabricate


@pytest.fixture(scope="module")
def ledger():
    return build_ledger(fabricate())


def test_gap_stacks_the_sites_under_what_was_asked() -> None:
    chart = gap_chart(programme_gap(fabricate().plan))
    assert chart.unit.en == "GW"
    assert [layer.name.en for layer in chart.stacks[0]] == ["North Field", "Milam", "Saline"]
    np.testing.assert_allclose(chart.lines[0].values, [1.2, 2.1, 3.0, 3.0])


def test_small_programmes_keep_the_small_unit() -> None:
    assert gap_chart(programme_gap(fabricate(["Solo"], scale=0.5).plan)).unit.en == "MW"


def test_power_cost_has_no_layer_of_computing(ledger) -> None:
    keys = {layer.key for layer in cost_chart(ledger, power_only=True).stacks[0]}
    assert keys.isdisjoint({f"cost/{kind}" for kind in COMPUTING_KINDS})


def test_sums_are_the_ledgers(ledger) -> None:
    whole = cost_chart(ledger, power_only=False)
    expected = np.sum([cost.sum(axis=0) for cost in ledger.cost_usd_per_year.values()], axis=0) / 1e9
    np.testing.assert_allclose(
        np.sum([layer.values for layer in whole.stacks[0]], axis=0),
        expected,
        rtol=0,
        atol=LEAST_BELOW_SHARE * expected.max(),
    )
    served = next(layer for layer in compute_chart(ledger).stacks[0] if layer.key == "compute/served")
    np.testing.assert_allclose(served.values, ledger.compute_mwh["served"].sum(axis=0) / 1e6)
    np.testing.assert_allclose(
        np.sum([layer.values for layer in water_chart(ledger).stacks[0]], axis=0),
        (ledger.water_site_m3 + ledger.water_power_m3).sum(axis=0) / 1e6,
    )


def test_emissions_stand_twice_a_year(ledger) -> None:
    chart = emissions_chart(ledger, fabricate().plan.inputs.case.policy)
    assert chart.lines == ()
    location, market = chart.stacks
    assert [layer.key for layer in location][:2] == ["scope/1", "scope/2_location"]
    assert [layer.key for layer in market][:2] == ["scope/1", "scope/2_market"]


def test_caps_on_carbon_stand_beside_what_is_emitted(ledger) -> None:
    policy = replace(
        fabricate().plan.inputs.case.policy,
        carbon_cap_tonne=(4e6, 3e6, 2e6, 1e6),
        carbon_intensity_cap_kg_per_mwh=(300.0, 200.0, 100.0, 50.0),
    )
    chart = emissions_chart(ledger, policy)
    assert chart.unit.en == "Mt CO₂e"
    assert [line.name.en for line in chart.lines] == [
        "Cap on Scope 1 and 2 (location)",
        "Cap per MWh on Scope 1 and 2 (location)",
    ]
    np.testing.assert_allclose(chart.lines[0].values, [4.0, 3.0, 2.0, 1.0])
    np.testing.assert_allclose(
        chart.lines[1].values, np.array([300.0, 200.0, 100.0, 50.0]) * ledger.energy_mwh["metered"] / 1e9
    )


def test_mix_shows_contracts_as_a_line_of_their_own(ledger) -> None:
    chart = mix_chart(ledger)
    assert [line.key for line in chart.lines] == ["load", "contract"]
    assert "wind_onshore" not in [layer.key for layer in chart.stacks[0]]


def test_shares_are_percent_beside_what_was_promised(ledger) -> None:
    policy = replace(
        fabricate().plan.inputs.case.policy, re100_share=(0.0, 0.2, 0.4, 1.0), annual_carbon_free_share=None
    )
    lines = {line.key: line for line in share_chart(ledger, replace(policy, hourly_carbon_free_share=(0.0,) * 4)).lines}
    assert list(lines) == ["share/hourly", "share/annual", "share/re100", "promise/re100"]
    np.testing.assert_allclose(lines["share/hourly"].values, 100.0 * ledger.carbon_free_share_hourly)
    np.testing.assert_allclose(lines["promise/re100"].values, [0.0, 20.0, 40.0, 100.0])
    assert lines["promise/re100"].name.en == "Renewable (RE100): promised"


def test_dust_below_zero_does_not_stretch_the_axis(ledger) -> None:
    costs = dict(ledger.cost_usd_per_year)
    costs["contract"] = np.where(costs["contract"] < 0, -1.0, 0.0) - np.array([[0.0, 0.0, 0.0, 1e9]])
    chart = cost_chart(replace(ledger, cost_usd_per_year=costs), power_only=False)
    contract = next(layer for layer in chart.stacks[0] if layer.key == "cost/contract")
    np.testing.assert_allclose(contract.values, [0.0, 0.0, 0.0, -3.0])


def test_layers_that_are_zero_in_all_years_are_left_out(ledger) -> None:
    dry = replace(ledger, water_power_m3=np.zeros_like(ledger.water_power_m3))
    assert [layer.key for layer in water_chart(dry).stacks[0]] == ["water/site"]
