"""The numbers a sceptic checks first: each meets what is published, or the page says why not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firmwatt.catalog import loader
from firmwatt.scenario.loader import load_case
from tools.pages import reality

CHECKS = reality.all_checks()


def test_each_miss_is_explained_and_each_explanation_is_needed():
    missed = {(check.parameter, check.key) for check in CHECKS if check.verdict != reality.INSIDE}
    assert missed == set(reality.REASONS)


@pytest.mark.parametrize("parameter", [reality.LCOE, reality.FACTOR, reality.LEAD])
def test_most_figures_lie_inside(parameter):
    verdicts = [check.verdict for check in CHECKS if check.parameter == parameter]
    assert verdicts.count(reality.INSIDE) >= 0.6 * len(verdicts)


def test_every_published_value_is_on_the_page_or_serves_it():
    compared = {(check.key, check.parameter) for check in CHECKS}
    others = {(row.key, row.parameter) for row in loader.rows("published")} - compared
    build_rates = {(key, "build_rate_gw_per_year") for key in ("china_2024", "germany_2024", "united_states_2023")}
    assert others == {("gas_turbine", "capacity_factor"), ("fusion", "overnight_cost_usd_per_kw"), *build_rates}


def test_the_levelised_cost_by_hand():
    # 1000 USD/kW over 20 years at 6 % cost 87,184.56 USD a MW and year; with 10,000 of fixed cost over 4380 MWh 22.19
    # USD/MWh; 7 MMBtu at 4 USD and 2 USD of running cost add 30.
    asset = replace(
        load_case(reality.SCENARIO).supply[-1],
        lifetime_years=20.0,
        construction_years=0.0,
        fixed_om_usd_per_kw_year=10.0,
        variable_om_usd_per_mwh=2.0,
        heat_rate_mmbtu_per_mwh=7.0,
        fuel_cost_usd_per_mmbtu=(4.0,),
    )
    assert reality.lcoe_usd_per_mwh(asset, 1000.0, 0.5) == pytest.approx((87_184.557 + 10_000) / 4380 + 30, rel=1e-6)
