"""The tables of a run's account: by year, site, workload and hour, and what the European database asks for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from firmwatt.accounting.clock import yearly_sum
from firmwatt.accounting.flows import Flows
from firmwatt.accounting.ledger import Ledger
from firmwatt.accounting.matching import matched_mw, matching_groups
from firmwatt.accounting.run_embodied import BeyondLedger
from firmwatt.accounting.run_submission import submission_table
from firmwatt.timegrid import FloatArray
from firmwatt.units import KG_PER_TONNE


def run_tables(flows: Flows, ledger: Ledger, beyond: BeyondLedger) -> dict[str, pd.DataFrame]:
    """Return name → table of one calendar year for each planning year."""
    return {
        "by_year": _by_year(flows, ledger, beyond),
        "by_site": _by_site(flows, ledger, beyond),
        "by_workload": _by_workload(flows, ledger),
        "by_hour": _by_hour(flows),
        "eu_submission": submission_table(flows, ledger),
    }


def _by_year(flows: Flows, ledger: Ledger, beyond: BeyondLedger) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "year": ledger.planning_years,
            "calendar_years": flows.case.programme.years_represented,
            "load_mwh": ledger.energy_mwh["metered"],
            "it_mwh": ledger.energy_mwh["it"],
            "scope1_t": ledger.scope1_t.sum(axis=0),
            "scope2_location_t": ledger.scope2_location_t.sum(axis=0),
            "scope2_market_t": ledger.scope2_market_t.sum(axis=0),
            "scope3_t": ledger.scope3_t.sum(axis=0),
            "methane_slip_t": beyond.methane_slip_t.sum(axis=0),
            "nitrous_oxide_t": beyond.nitrous_oxide_t.sum(axis=0),
            "embodied_equipment_t": beyond.embodied_chips_t.sum(axis=0),
            "embodied_buildings_t": beyond.embodied_buildings_t.sum(axis=0),
            "grid_losses_t": beyond.grid_losses_t.sum(axis=0),
            "upstream_purchased_t": beyond.upstream_purchased_t.sum(axis=0),
            "cfe_score": ledger.carbon_free_share_hourly,
            "re100_share": ledger.re100_share,
            "water_site_m3": ledger.water_site_m3.sum(axis=0),
            "water_plants_m3": ledger.water_power_m3.sum(axis=0),
            "cost_usd": sum(cost.sum(axis=0) for cost in ledger.cost_usd_per_year.values()),
        }
    )


def _by_site(flows: Flows, ledger: Ledger, beyond: BeyondLedger) -> pd.DataFrame:
    columns = {
        "load_mwh": yearly_sum(flows.time, flows.dispatch.metered_mw),
        "scope1_t": ledger.scope1_t,
        "scope2_location_t": ledger.scope2_location_t,
        "scope2_market_t": ledger.scope2_market_t,
        "scope3_t": ledger.scope3_t,
        "methane_slip_t": beyond.methane_slip_t,
        "nitrous_oxide_t": beyond.nitrous_oxide_t,
        "embodied_equipment_t": beyond.embodied_chips_t,
        "embodied_buildings_t": beyond.embodied_buildings_t,
        "grid_losses_t": beyond.grid_losses_t,
        "upstream_purchased_t": beyond.upstream_purchased_t,
        "cfe_score": ledger.site_carbon_free_share_hourly,
        "water_site_m3": ledger.water_site_m3,
        "water_plants_m3": ledger.water_power_m3,
        "cost_usd": np.sum(list(ledger.cost_usd_per_year.values()), axis=0),
    }
    sites = [site.name for site in flows.case.sites]
    return _long("site", sites, ledger.planning_years, columns)


def _by_workload(flows: Flows, ledger: Ledger) -> pd.DataFrame:
    """Return each pool's share of every hour at every site, by the IT energy that it was served.

    Notes
    -----
    `share = served of the pool / served of all`, site by site and hour by hour; the meter and the grid's average
    follow it. Scopes 1, 2 by market and 3, water and cost go by the meter's energy of the site and year. Rows add up to
    the account where anything is served.
    """
    served = flows.dispatch.it_power_mw
    total = served.sum(axis=0)
    share = np.divide(served, total, out=np.zeros_like(served), where=total > 0.0)
    location = flows.average_intensity_kg_per_mwh * (flows.import_mw + flows.physical_mw) / KG_PER_TONNE

    def shared(site_hours: FloatArray) -> FloatArray:
        return yearly_sum(flows.time, (share * site_hours).sum(axis=1))

    metered = yearly_sum(flows.time, flows.dispatch.metered_mw)
    by_site = yearly_sum(flows.time, share * flows.dispatch.metered_mw)
    of_energy = np.divide(by_site, metered, out=np.zeros_like(by_site), where=metered > 0.0)

    def by_energy(site_years: FloatArray) -> FloatArray:
        return np.asarray((of_energy * site_years).sum(axis=1))

    columns = {
        "it_mwh": yearly_sum(flows.time, served.sum(axis=1)),
        "load_mwh": shared(flows.dispatch.metered_mw),
        "scope2_location_t": shared(location),
        "scope1_t": by_energy(ledger.scope1_t),
        "scope2_market_t": by_energy(ledger.scope2_market_t),
        "scope3_t": by_energy(ledger.scope3_t),
        "water_site_m3": by_energy(ledger.water_site_m3),
        "water_plants_m3": by_energy(ledger.water_power_m3),
        "cost_usd": by_energy(np.sum(list(ledger.cost_usd_per_year.values()), axis=0)),
    }
    names = [pool.name for pool in flows.dispatch.plan.inputs.load.it.pools]
    return _long("workload", names, ledger.planning_years, columns)


def _by_hour(flows: Flows) -> pd.DataFrame:
    """Return every hour that the plan looked at: load, what clean energy of the hour meets, and the rest's carbon.

    Notes
    -----
    `weight_hours` is how many hours of its calendar year one stands for, weather years weighed by their probability:
    energy of a year is the sum of MW times weight.
    """
    time, dispatch = flows.time, flows.dispatch
    no_grid = replace(flows, carbon_free_share=np.zeros_like(flows.carbon_free_share))
    groups = matching_groups(flows.case)
    columns = {
        "load_mw": dispatch.metered_mw.sum(axis=0),
        "matched_mw": matched_mw(no_grid, groups).sum(axis=0),
        "carbon_free_mw": matched_mw(flows, groups).sum(axis=0),
        "import_mw": (flows.import_mw + flows.physical_mw).sum(axis=0),
        "scope2_location_t_per_hour": (flows.average_intensity_kg_per_mwh * (flows.import_mw + flows.physical_mw)).sum(
            axis=0
        )
        / KG_PER_TONNE,
    }
    hours = np.tile(time.hour_of_year, (time.chains // time.periods, 1))
    index = {
        "year": np.repeat(np.array(time.planning_years)[time.chain_year], time.period_hours),
        "weather_year": np.repeat(np.array(time.weather_years)[time.chain_weather], time.period_hours),
        "hour_of_year": hours.ravel(),
        "weight_hours": np.repeat(time.chain_hour_weight, time.period_hours),
    }
    return pd.DataFrame(index | {name: values.ravel() for name, values in columns.items()})


def _long(dim: str, names: list[str], years: tuple[int, ...], columns: dict[str, FloatArray]) -> pd.DataFrame:
    """Return one row for each thing and year of columns (things, years)."""
    index = {dim: np.repeat(np.array(names, dtype=object), len(years)), "year": np.tile(years, len(names))}
    return pd.DataFrame(index | {name: values.ravel() for name, values in columns.items()})
