"""Our planning model finds the least cost that Switch 2 publishes with its example `new_builds_only`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from firmwatt.finance import annuity_factor
from firmwatt.units import HOURS_PER_YEAR
from tests.data import data_path
from tests.golden.kit import World, case, golden_plan, site, supply

HOURS_PER_MEAN_YEAR = 8766.0


def _table(name: str) -> pd.DataFrame:
    return pd.read_csv(data_path(f"switch/new_builds_only/inputs/{name}.csv"), na_values=".", index_col=0)


def _plant(name: str, rate: float, interest: float, fuel_usd_per_mmbtu: float):
    """Return a project as one of our assets.

    Switch repays capital at one rate and discounts at another, and counts 8766 hours a year: the overnight cost and
    the costs of each MWh carry these factors here.
    """
    info, cost = _table("gen_info").loc[name], _table("gen_build_costs").loc[name]
    capital = (cost.gen_overnight_cost + info.gen_connect_cost_per_mw) / 1000.0
    life = float(info.gen_max_age)
    longer = HOURS_PER_MEAN_YEAR / HOURS_PER_YEAR
    has_limit = pd.notna(info.gen_capacity_limit_mw)
    return supply(
        name,
        overnight_cost_usd_per_kw=capital * annuity_factor(interest, life) / annuity_factor(rate, life),
        lifetime_years=life,
        fixed_om_usd_per_kw_year=cost.gen_fixed_om / 1000.0,
        variable_om_usd_per_mwh=info.gen_variable_om * longer,
        heat_rate_mmbtu_per_mwh=0.0 if pd.isna(info.gen_full_load_heat_rate) else info.gen_full_load_heat_rate * longer,
        fuel_cost_usd_per_mmbtu=(fuel_usd_per_mmbtu,),
        max_mw=info.gen_capacity_limit_mw if has_limit else 100.0,
        earliest_year=2017,
    )


def test_new_builds_only():
    """Geothermal must run flat in Switch; it is too dear to be built, with that duty or without."""
    financials = _table("financials")
    rate, interest = (float(financials[name].iloc[0]) for name in ("discount_rate", "interest_rate"))
    period = _table("periods").iloc[0]
    fuel = float(_table("fuel_cost")["fuel_cost"].iloc[0])
    info = _table("gen_info")
    sun = _table("variable_capacity_factors")["gen_max_capacity_factor"].tolist()
    plants = tuple(_plant(name, rate, interest, fuel) for name in info.index)
    asked = case(site(), years=(int(period.period_start),), supply=plants)
    # Switch pays at the end of each year: one year later than we do.
    base = date(int(financials.index[0]) - 1, 1, 1)
    years = int(period.period_end - period.period_start) + 1
    programme = replace(asked.programme, discount_rate=rate, decision_date=base, years_represented=(years,))
    availability = [
        [(1.0 - plant.gen_forced_outage_rate) * factor for factor in (sun if plant.gen_is_variable else [1.0, 1.0])]
        for plant in info.itertuples()
    ]
    world = World(work_mw=[_table("loads")["zone_demand_mw"].tolist()], availability=availability)
    plan = golden_plan(replace(asked, programme=programme), world)
    published = float(data_path("switch/new_builds_only/outputs/total_cost.txt").read_text())
    assert plan.solution.primal_objective == pytest.approx(published, rel=1e-9)
    assert plan.supply_mw[:, 0] == pytest.approx([0.0, 8.0 / 0.94, 0.0])
