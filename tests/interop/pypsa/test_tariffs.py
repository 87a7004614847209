"""Tariffs cost in PyPSA what they cost in the plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firmwatt.scenario.defaults import Defaults
from firmwatt.scenario.resolve_tariff import resolve_tariff
from firmwatt.scenario.tariff import Tariff
from tests.interop.pypsa.solved import assert_same_optimum, busy_case
from tests.worlds import simple_inputs

NIGHT = ((tuple(7 <= hour < 22 for hour in range(24)),) * 12,) * 3


def under(tariff):
    case = busy_case()
    sites = tuple(replace(s, connection=replace(s.connection, tariff=tariff)) for s in case.sites)
    return replace(case, sites=sites)


@pytest.mark.parametrize(
    ("terms", "binding"),
    [
        ({}, ("billed_demand",)),
        ({"least_billed_share": 0.9}, ("billed_at_least/north",)),
        ({"ratchet_share": 0.95}, ("billed_ratchet/north", "ratchet_peak/north")),
        ({"ratchet_share": 1.0, "ratchet_months": (7, 8)}, ("billed_ratchet/north",)),
        ({"ratchet_share": 1.0, "counted_hours": NIGHT}, ("billed_demand",)),
    ],
)
def test_demand_is_billed_by_month(terms, binding, tmp_path):
    tariff = Tariff(**{"name": "test", "energy_usd_per_mwh": None, "least_billed_share": 0.0, **terms,
                       "demand_charge_usd_per_mw_year": 90_000.0})  # fmt: skip
    assert_same_optimum(simple_inputs(under(tariff)), tmp_path, *binding)


def test_kepco_s_prices_and_demand(tmp_path):
    tariff = resolve_tariff("kepco_industrial_154kv", "x", 0.0, Defaults(2024))
    assert_same_optimum(simple_inputs(under(tariff)), tmp_path, "billed_demand")
