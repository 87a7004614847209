"""`build_ledger`: the books of a plan, kept from capacities, hours and prices, never from the LP's coefficients."""

from __future__ import annotations

import numpy as np

from firmwatt.accounting.capital import capital_spent
from firmwatt.accounting.carbon import count_emissions
from firmwatt.accounting.costs import horizon_factors, present_value_by_kind, yearly_costs
from firmwatt.accounting.energy import compute_mwh, energy_mwh, region_peaks
from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.ledger import Ledger
from firmwatt.accounting.markets import all_costs, market_books
from firmwatt.accounting.matching import score_matching
from firmwatt.accounting.water import power_water_m3, site_water_m3
from firmwatt.accounting.weather_years import weather_books
from firmwatt.operation.dispatch import Dispatch


def build_ledger(dispatch: Dispatch) -> Ledger:
    """Return the books of a dispatch and of the plan behind it.

    Notes
    -----
    Every figure comes from the plan's capacities, the dispatch's hours and the case's prices, by the functions of
    `finance`. That the total equals the optimiser's objective is therefore a check of both (`checks.check_ledger`).
    """
    flows = read_flows(dispatch)
    factors = horizon_factors(flows)
    costs = yearly_costs(flows)
    emissions = count_emissions(flows)
    matching = score_matching(flows)
    peak_mw, peak_hour = region_peaks(flows)
    markets = market_books(flows)
    return Ledger(
        planning_years=flows.time.planning_years,
        present_value_factor=factors,
        cost_usd_per_year=costs,
        total_usd=sum(present_value_by_kind(all_costs(costs, markets), factors).values()),
        energy_mwh=energy_mwh(flows),
        compute_mwh=compute_mwh(flows),
        scope1_t=emissions.scope1_t,
        scope2_location_t=emissions.scope2_location_t,
        scope2_market_t=emissions.scope2_market_t,
        scope3_t=emissions.scope3_t,
        carbon_free_share_annual=matching.carbon_free_share_annual,
        carbon_free_share_hourly=matching.carbon_free_share_hourly,
        re100_share=matching.re100_share,
        site_carbon_free_share_hourly=matching.site_carbon_free_share_hourly,
        water_site_m3=site_water_m3(flows),
        water_power_m3=power_water_m3(flows),
        peak_mw=peak_mw,
        peak_hour_of_year=peak_hour.astype(float),
        capital_spent_usd=np.sum([spent.usd for spent in capital_spent(flows)], axis=0),
        markets=markets,
        weather=weather_books(flows, factors),
    )
