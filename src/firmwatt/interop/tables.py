"""Tidy tables of a run: one row an observation, units in the names of the columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

import numpy as np
import pandas as pd

from firmwatt.accounting.clock import yearly_mean
from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.ledger import Ledger
from firmwatt.accounting.workload_books import workload_books
from firmwatt.interop.weather_record import weather_table
from firmwatt.operation.dispatch import Dispatch
from firmwatt.planning.plan import Plan
from firmwatt.timegrid import FloatArray, TimeGrid, utc_stamps

LEAST_MW = 1e-3
"""Capacity that never reaches this is a solver's rounding, not a plant."""


def all_tables(dispatch: Dispatch, ledger: Ledger) -> Mapping[str, pd.DataFrame]:
    """Return name → table of everything that a run holds; the hourly ones are by site, by asset and by workload."""
    plan, weather = dispatch.plan, ledger.weather
    by_draw = {} if weather is None else {"weather_years": weather_table(ledger.planning_years, weather)}
    return {
        "capacities": capacity_table(plan),
        "roadmap": roadmap_table(plan),
        "power_gap": power_gap_table(plan),
        "cost": cost_table(plan, ledger),
        "energy": energy_table(ledger),
        "compute": compute_table(dispatch, ledger),
        "workloads": workload_table(dispatch),
        "emissions": emission_table(plan, ledger),
        "water": water_table(plan, ledger),
        "matching": matching_table(ledger),
        "peaks": peak_table(plan, ledger),
        **by_draw,
        "hourly_site": hourly_site_table(dispatch),
        "hourly_asset": hourly_asset_table(dispatch),
        "hourly_workload": hourly_workload_table(dispatch),
    }


def capacity_table(plan: Plan) -> pd.DataFrame:
    """Return what stands at the end of each planning year: supply, storage, links, connections and computing."""
    case = plan.inputs.case
    none = np.zeros(len(plan.inputs.time.planning_years))
    things = [
        *(
            (asset.site, asset.name, "supply", asset.technology, mw, none)
            for asset, mw in zip(case.supply, plan.supply_mw, strict=True)
        ),
        *(
            (asset.site, asset.name, "storage", asset.technology, mw, mwh)
            for asset, mw, mwh in zip(case.storage, plan.storage_mw, plan.storage_mwh, strict=True)
        ),
        *(
            (link.from_site, link.name, "link", "line", mw, none)
            for link, mw in zip(case.links, plan.link_mw, strict=True)
        ),
    ]
    for name, kind, by_site in (
        ("grid_firm", "connection", plan.connection_firm_mw),
        ("grid_curtailable", "connection", plan.connection_curtailable_mw),
        ("computing", "computing", plan.it_mw),
    ):
        things += [
            (site.name, f"{site.name}/{name}", kind, name, mw, none)
            for site, mw in zip(case.sites, by_site, strict=True)
        ]
    rows = [
        (site, asset, kind, technology, year, mw, mwh)
        for site, asset, kind, technology, by_year, energy in things
        if by_year.max() >= LEAST_MW
        for year, mw, mwh in zip(plan.inputs.time.planning_years, by_year.tolist(), energy.tolist(), strict=True)
    ]
    return pd.DataFrame(rows, columns=["site", "asset", "kind", "technology", "year", "mw", "mwh"])


def technology_table(plan: Plan) -> pd.DataFrame:
    """Return megawatts by technology (rows) and planning year (columns), all sites together."""
    table = capacity_table(plan)
    return table.pivot_table(index="technology", columns="year", values="mw", aggfunc="sum", sort=False)


def roadmap_table(plan: Plan) -> pd.DataFrame:
    """Return what to order by when, the earliest order first."""
    columns = ["asset", "kind", "site", "mw", "year", "order_by", "online", "p10", "p50", "p90"]
    return pd.DataFrame([asdict(item) for item in plan.roadmap], columns=columns)


def power_gap_table(plan: Plan) -> pd.DataFrame:
    """Return what is asked for against what is energised, in megawatts at the meter on the hardest hour."""
    load = plan.inputs.load
    return _by_site(
        plan,
        {
            "asked_mw": load.at_the_meter_mw(load.asked_it_mw),
            "energised_mw": load.at_the_meter_mw(plan.it_mw),
        },
    )


def cost_table(plan: Plan, ledger: Ledger) -> pd.DataFrame:
    """Return every kind of cost by site and planning year: in one calendar year and over all that it stands for."""
    parts = [
        _by_site(plan, {"usd_per_year": yearly, "present_value_usd": yearly * ledger.present_value_factor}).assign(
            kind=kind
        )
        for kind, yearly in ledger.cost_usd_per_year.items()
    ]
    return pd.concat(parts, ignore_index=True)[["kind", "site", "year", "usd_per_year", "present_value_usd"]]


def energy_table(ledger: Ledger) -> pd.DataFrame:
    """Return energy by name and planning year: MWh in one calendar year."""
    rows = [
        (name, year, mwh)
        for name, yearly in ledger.energy_mwh.items()
        for year, mwh in zip(ledger.planning_years, yearly.tolist(), strict=True)
    ]
    return pd.DataFrame(rows, columns=["name", "year", "mwh_per_year"])


def workload_table(dispatch: Dispatch) -> pd.DataFrame:
    """Return each workload by site and planning year: what is at home there, what was served there and came or went.

    Notes
    -----
    `requests` and `wh_per_request`, at the meter, are those of the whole workload and year.
    """
    sites = [site.name for site in dispatch.plan.inputs.case.sites]
    rows = []
    for books in workload_books(dispatch):
        each, moved = books.wh_per_request, books.moved_in_mwh
        for y, year in enumerate(dispatch.plan.inputs.time.planning_years):
            whole = (None, None) if books.requests is None or each is None else (books.requests[y], each[y])
            for s, site in enumerate(sites):
                here = (books.home_mwh[s, y], books.served_mwh[s, y], moved[s, y], books.metered_mwh[s, y])
                rows.append((books.workload, site, year, *map(float, here), *whole))
    names = ["home_mwh", "served_mwh", "moved_in_mwh", "metered_mwh", "requests", "wh_per_request"]
    return pd.DataFrame(rows, columns=["workload", "site", "year", *names])


def compute_table(dispatch: Dispatch, ledger: Ledger) -> pd.DataFrame:
    """Return computing by pool and planning year: what waits on average, what is lost, and the price of that."""
    time, pools = dispatch.plan.inputs.time, dispatch.plan.inputs.load.it.pools
    value = np.array([[pool.value_of_lost_compute_usd_per_mwh] for pool in pools])
    columns = {
        "arrived_mwh_per_year": ledger.compute_mwh["arrived"],
        "served_mwh_per_year": ledger.compute_mwh["served"],
        "lost_mwh_per_year": ledger.compute_mwh["lost"],
        "waiting_mean_mwh": yearly_mean(time, dispatch.backlog_mwh),
        "lost_usd_per_year": value * ledger.compute_mwh["lost"],
    }
    return _by_thing(ledger.planning_years, "workload", [pool.name for pool in pools], columns)


def emission_table(plan: Plan, ledger: Ledger) -> pd.DataFrame:
    """Return tonnes of CO2e a year by site and scope."""
    names = ("scope1_t", "scope2_location_t", "scope2_market_t", "scope3_t")
    return _by_site(plan, {name: getattr(ledger, name) for name in names})


def water_table(plan: Plan, ledger: Ledger) -> pd.DataFrame:
    """Return m3 of water a year by site."""
    return _by_site(plan, {"water_site_m3": ledger.water_site_m3, "water_power_m3": ledger.water_power_m3})


def matching_table(ledger: Ledger) -> pd.DataFrame:
    """Return the company's shares of clean energy by planning year."""
    return pd.DataFrame(
        {
            "year": ledger.planning_years,
            "carbon_free_share_hourly": ledger.carbon_free_share_hourly,
            "carbon_free_share_annual": ledger.carbon_free_share_annual,
            "re100_share": ledger.re100_share,
        }
    )


def peak_table(plan: Plan, ledger: Ledger) -> pd.DataFrame:
    """Return each region's highest coincident import by planning year, and its hour."""
    rows = [
        (region.name, year, f"{utc_stamps(year)[int(ledger.peak_hour_of_year[r, y])]}:00Z", float(ledger.peak_mw[r, y]))
        for r, region in enumerate(plan.inputs.case.regions)
        for y, year in enumerate(ledger.planning_years)
    ]
    return pd.DataFrame(rows, columns=["region", "year", "hour_utc", "mw"])


def hourly_site_table(dispatch: Dispatch) -> pd.DataFrame:
    """Return every hour looked at by site, with what the site's grid offered."""
    flows = read_flows(dispatch)
    columns = {
        "it_mw": dispatch.it_power_mw.sum(axis=0),
        "metered_mw": dispatch.metered_mw,
        "import_firm_mw": dispatch.import_firm_mw,
        "import_curtailable_mw": dispatch.import_curtailable_mw,
        "sale_mw": dispatch.sale_mw,
        "grid_price_usd_per_mwh": flows.price_usd_per_mwh,
        "average_intensity_kg_per_mwh": flows.average_intensity_kg_per_mwh,
        "carbon_free_share": flows.carbon_free_share,
        "energy_price_usd_per_mwh": dispatch.plan.energy_price_usd_per_mwh,
    }
    return _hourly(dispatch.plan.inputs.time, "site", [site.name for site in flows.case.sites], columns)


def hourly_asset_table(dispatch: Dispatch) -> pd.DataFrame:
    """Return every hour looked at by supply, storage and link; what does not apply to an asset is zero."""
    case = dispatch.plan.inputs.case
    names = [*(asset.name for asset in case.supply), *(asset.name for asset in case.storage)]
    names += [link.name for link in case.links]
    return _hourly(dispatch.plan.inputs.time, "asset", names, asset_series(dispatch))


def hourly_workload_table(dispatch: Dispatch) -> pd.DataFrame:
    """Return every hour looked at by pool of work."""
    columns = {
        "arrived_mw": dispatch.arrived_mw,
        "served_mw": dispatch.served_mw.sum(axis=1),
        "lost_mw": dispatch.lost_mw,
        "backlog_mwh": dispatch.backlog_mwh,
    }
    names = [pool.name for pool in dispatch.plan.inputs.load.it.pools]
    return _hourly(dispatch.plan.inputs.time, "workload", names, columns)


def asset_series(dispatch: Dispatch) -> dict[str, FloatArray]:
    """Return name → (supply + storage + links, chains, hours), zero where a series does not apply to an asset."""
    case = dispatch.plan.inputs.case
    counts = (len(case.supply), len(case.storage), len(case.links))
    hours = dispatch.metered_mw.shape[1:]

    def spread(series: FloatArray, place: int) -> FloatArray:
        parts = [np.zeros((count, *hours)) for count in counts]
        parts[place] = series
        return np.concatenate(parts)

    return {
        "generation_mw": spread(dispatch.generation_mw, 0),
        "available_mw": spread(dispatch.available_mw, 0),
        "charge_mw": spread(dispatch.charge_mw, 1),
        "discharge_mw": spread(dispatch.discharge_mw, 1),
        "state_of_charge_mwh": spread(dispatch.state_of_charge_mwh, 1),
        "flow_forward_mw": spread(dispatch.flow_forward_mw, 2),
        "flow_backward_mw": spread(dispatch.flow_backward_mw, 2),
    }


def _by_site(plan: Plan, columns: Mapping[str, FloatArray]) -> pd.DataFrame:
    sites = [site.name for site in plan.inputs.case.sites]
    return _by_thing(plan.inputs.time.planning_years, "site", sites, columns)


def _by_thing(years: tuple[int, ...], dim: str, names: list[str], columns: Mapping[str, FloatArray]) -> pd.DataFrame:
    """Return one row for each thing and year of columns (things, years)."""
    index = {dim: np.repeat(np.array(names, dtype=object), len(years)), "year": np.tile(years, len(names))}
    return pd.DataFrame(index | {name: values.ravel() for name, values in columns.items()})


def _hourly(time: TimeGrid, dim: str, names: list[str], columns: Mapping[str, FloatArray]) -> pd.DataFrame:
    """Return one row for each thing, chain and hour of columns (things, chains, hours)."""
    hours = time.period_hours
    periods = np.tile(time.hour_of_year, (time.chains // time.periods, 1))
    by_chain = {
        "year": np.array(time.planning_years)[time.chain_year],
        "weather_year": np.array(time.weather_years)[time.chain_weather],
        "weight_hours": time.chain_hour_weight,
    }
    index = {dim: np.repeat(np.array(names, dtype=object), time.chains * hours)}
    index |= {name: np.tile(np.repeat(values, hours), len(names)) for name, values in by_chain.items()}
    index["hour_of_year"] = np.tile(periods.ravel(), len(names))
    return pd.DataFrame(index | {name: values.ravel() for name, values in columns.items()})
