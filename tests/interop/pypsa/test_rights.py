"""Permits and credits bind in PyPSA as they bind in the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from firmwatt.scenario.assets import LeadStep, PipelineExpansion, TaxCredit
from tests.interop.pypsa.solved import assert_same_optimum, busy_case
from tests.worlds import simple_inputs


def with_supply(case, index, **changes):
    supply = list(case.supply)
    supply[index] = replace(supply[index], **changes)
    return replace(case, supply=tuple(supply))


def test_hours_of_an_air_permit(tmp_path):
    case = with_supply(busy_case(), 1, run_hours_limit_per_year=1500.0)
    assert_same_optimum(simple_inputs(case), tmp_path, "run_hours")


def test_a_minimum_load(tmp_path):
    case = with_supply(busy_case(), 1, minimum_load_share=0.7)
    assert_same_optimum(simple_inputs(case), tmp_path, "minimum_load")


def test_a_pipeline_that_grows(tmp_path):
    expansion = PipelineExpansion(150.0, 4000.0, 40.0, (LeadStep("build", 1.0, 1.0, 1.0),))
    case = busy_case()
    limits = {"gas_pipeline_limit_mmbtu_per_hour": 100.0, "gas_pipeline_expansion": expansion}
    case = replace(case, sites=tuple(replace(site, **limits) for site in case.sites))
    assert_same_optimum(simple_inputs(case), tmp_path, "gas_pipeline", "gas_pipeline_expansion_vintages")


@pytest.mark.parametrize(
    ("years", "solar_mw", "binding"),
    [
        (3.0, 20.0, "credited_by_capacity"),
        (10.0, 20.0, "credited_by_capacity"),
        (10.0, 500.0, "credited_by_generation"),
    ],
)
def test_a_credit_on_what_is_generated(years, solar_mw, binding, tmp_path):
    # 500 MW of sun are more than the site can take: what is spilled earns nothing.
    credit = TaxCredit(0.0, ((date(2028, 12, 31), 1.0), (date(2030, 12, 31), 0.5)), None, 25.0, years)
    case = with_supply(busy_case(), 0, min_mw=solar_mw, max_mw=500.0)
    for index in (0, 3):
        case = with_supply(case, index, tax_credit=credit, strike_usd_per_mwh=None)
    assert_same_optimum(simple_inputs(case), tmp_path, binding)
