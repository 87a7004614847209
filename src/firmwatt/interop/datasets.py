"""`plan.nc` and `dispatch.nc`: a run as xarray datasets with units, and back again without loss.

Both use the dimensions `year`, `weather_year`, `hour`, `site`, `asset` and `workload`. Assets are supply, storage and
links in that order; where a quantity does not apply to an asset it is zero. In `plan.nc` an hour is an hour of the
year and the series are those of the outside world; in `dispatch.nc` it is an hour that the plan looked at, with the
coordinates `hour_of_year` and `weight_hours` (how many hours of the year it stands for).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import xarray as xr

from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.matching import matching_groups
from firmwatt.interop.market_datasets import WITHOUT, market_coords, market_hour_arrays, market_plan_arrays
from firmwatt.interop.tables import asset_series
from firmwatt.operation.dispatch import Dispatch
from firmwatt.planning.plan import Plan
from firmwatt.scenario.case import Case
from firmwatt.timegrid import FloatArray, TimeGrid
from firmwatt.units import HOURS_PER_YEAR

Variables = dict[str, tuple[tuple[str, ...], FloatArray, dict[str, str]]]

YEARLY_ASSET, YEARLY_SITE = ("asset", "year"), ("site", "year")
SITE_SERIES, SITE_YEAR_SERIES = ("site", "weather_year", "hour"), ("site", "year", "weather_year", "hour")
HOURS = ("year", "weather_year", "hour")
_UNITS = (
    ("_usd_per_mwh", "USD/MWh"),
    ("_usd_per_mw_year", "USD/MW/year"),
    ("_usd", "USD"),
    ("_kg_per_mwh", "kg/MWh"),
    ("_l_per_kwh", "L/kWh"),
    ("_mwh", "MWh"),
    ("_mw", "MW"),
    ("_hours", "h"),
    ("_mmbtu_per_hour", "MMBtu/h"),
)
PIPELINE_ADDED = "gas_pipeline_added_mmbtu_per_hour"


def plan_dataset(plan: Plan) -> xr.Dataset:
    """Return the plan by asset, site and year, with the hourly outside world that it was made from."""
    inputs, case = plan.inputs, plan.inputs.case
    years, weather_years, _, _ = inputs.time.shape
    before, after = np.zeros((len(case.supply), years)), np.zeros((len(case.links), years))
    always = np.ones((len(case.storage) + len(case.links), weather_years, HOURS_PER_YEAR))
    region = [case.region_index(site.region) for site in case.sites]
    grid, load = inputs.grid, inputs.load
    arrays: dict[str, tuple[tuple[str, ...], FloatArray]] = {
        "capacity_mw": (YEARLY_ASSET, np.concatenate([plan.supply_mw, plan.storage_mw, plan.link_mw])),
        "build_mw": (YEARLY_ASSET, np.concatenate([plan.supply_build_mw, plan.storage_build_mw, plan.link_build_mw])),
        "energy_capacity_mwh": (YEARLY_ASSET, np.concatenate([before, plan.storage_mwh, after])),
        "energy_build_mwh": (YEARLY_ASSET, np.concatenate([before, plan.storage_build_mwh, after])),
        "connection_firm_mw": (YEARLY_SITE, plan.connection_firm_mw),
        "connection_curtailable_mw": (YEARLY_SITE, plan.connection_curtailable_mw),
        "it_mw": (YEARLY_SITE, plan.it_mw),
        "it_build_mw": (YEARLY_SITE, plan.it_build_mw),
        "asked_it_mw": (YEARLY_SITE, load.asked_it_mw),
        "peak_pue": (("site",), load.peak_pue),
        "pue": (SITE_SERIES, load.pue),
        "wue_l_per_kwh": (SITE_SERIES, load.wue_l_per_kwh),
        "availability": (("asset", "weather_year", "hour"), np.concatenate([inputs.availability.share, always])),
        "arrivals_mw": (("workload", "year", "hour"), np.array([pool.arrivals_mw for pool in load.it.pools])),
        "may_run": (("workload", "site"), _may_run(plan)),
        "grid_price_usd_per_mwh": (SITE_YEAR_SERIES, grid.price_usd_per_mwh[region]),
        "average_intensity_kg_per_mwh": (SITE_YEAR_SERIES, grid.average_intensity_kg_per_mwh[region]),
        "marginal_intensity_kg_per_mwh": (SITE_YEAR_SERIES, grid.marginal_intensity_kg_per_mwh[region]),
        "carbon_free_share": (SITE_YEAR_SERIES, grid.carbon_free_share[region]),
    }
    arrays |= market_plan_arrays(plan)
    if plan.gas_pipeline_added_mmbtu_per_hour is not None:
        arrays[PIPELINE_ADDED] = (YEARLY_SITE, plan.gas_pipeline_added_mmbtu_per_hour)
    if load.reused_kwh_per_kwh.ndim:
        arrays["reused_kwh_per_kwh"] = (SITE_SERIES, load.reused_kwh_per_kwh)
    coords = {**_coords(plan), **_asset_coords(case), **_pool_coords(plan), **market_coords(plan)}
    return xr.Dataset(_with_units(arrays), coords=coords, attrs=_attrs(case))


def dispatch_dataset(dispatch: Dispatch) -> xr.Dataset:
    """Return every hour that the plan looked at."""
    plan, case = dispatch.plan, dispatch.plan.inputs.case
    time, flows = plan.inputs.time, read_flows(dispatch)
    by_asset = asset_series(dispatch)
    online_links = np.zeros((len(case.links), *dispatch.metered_mw.shape[1:]))
    by_asset["online_share"] = np.concatenate([plan.supply_online_share, plan.storage_online_share, online_links])
    by_site = {
        "import_firm_mw": dispatch.import_firm_mw,
        "import_curtailable_mw": dispatch.import_curtailable_mw,
        "sale_mw": dispatch.sale_mw,
        "metered_mw": dispatch.metered_mw,
        "connection_online_share": plan.connection_online_share,
        "curtailable_online_share": plan.curtailable_online_share,
        "it_online_share": plan.it_online_share,
        "energy_price_usd_per_mwh": plan.energy_price_usd_per_mwh,
        "grid_price_usd_per_mwh": flows.price_usd_per_mwh,
        "average_intensity_kg_per_mwh": flows.average_intensity_kg_per_mwh,
        "carbon_free_share": flows.carbon_free_share,
    }
    if dispatch.matched_mw is not None:
        by_site["matched_mw"] = _matched_by_site(dispatch, dispatch.matched_mw)
    by_pool = {"arrived_mw": dispatch.arrived_mw, "lost_mw": dispatch.lost_mw, "backlog_mwh": dispatch.backlog_mwh}
    arrays: dict[str, tuple[tuple[str, ...], FloatArray]] = {
        name: (("workload", "site", *HOURS), _unchained(time, values))
        for name, values in (("served_mw", dispatch.served_mw), ("capped_mw", dispatch.capped_mw))
    }
    for dim, series in (("asset", by_asset), ("site", by_site), ("workload", by_pool)):
        arrays |= {name: ((dim, *HOURS), _unchained(time, values)) for name, values in series.items()}
    arrays |= market_hour_arrays(plan)
    coords = {**_coords(plan), **_asset_coords(case), **_hour_coords(time), **market_coords(plan)}
    return xr.Dataset(_with_units(arrays), coords=coords, attrs={**_attrs(case), **_time_attrs(time)})


def write_dataset(dataset: xr.Dataset, path: Path) -> None:
    """Write a dataset as compressed netCDF 4: made in memory, for the HDF5 library crashes on a disk that is full."""
    encoding = {
        str(name): {"zlib": True, "complevel": 1, "shuffle": True}
        for name, variable in dataset.data_vars.items()
        if variable.size > 1
    }
    path.write_bytes(dataset.to_netcdf(engine="h5netcdf", encoding=encoding))


def read_dataset(path: Path) -> xr.Dataset:
    """Return a dataset that `write_dataset` wrote, in memory."""
    with xr.open_dataset(path, engine="h5netcdf") as dataset:
        return dataset.load()


def chained(dataset: xr.Dataset, name: str, time: TimeGrid) -> FloatArray:
    """Return (things, chains, hours) of a variable (thing, year, weather_year, hour) of `dispatch.nc`."""
    values = np.asarray(dataset[name].to_numpy(), dtype=np.float64)
    return values.reshape(*values.shape[:-3], time.chains, time.period_hours)


def read_time(dataset: xr.Dataset) -> TimeGrid:
    """Return the hours that a `dispatch.nc` looked at."""
    numbers = {
        name: tuple(int(value) for value in np.atleast_1d(dataset.attrs[name]))
        for name in ("years_represented", "period_start_hour", "period_block_hours", "period_block_start")
    }
    return TimeGrid(
        planning_years=tuple(int(year) for year in dataset["year"].to_numpy()),
        weather_years=tuple(int(year) for year in dataset["weather_year"].to_numpy()),
        weather_probability=tuple(float(p) for p in np.atleast_1d(dataset.attrs["weather_probability"])),
        period_hours=int(dataset.attrs["period_hours"]),
        **numbers,
    )


def matched_by_group(dataset: xr.Dataset, case: Case, time: TimeGrid) -> FloatArray | None:
    """Return (groups, chains, hours) MW of load that clean energy of the hour meets, or None where none was asked."""
    if "matched_mw" not in dataset:
        return None
    by_site, group = chained(dataset, "matched_mw", time), matching_groups(case)
    return np.array([by_site[group == number].sum(axis=0) for number in range(int(group.max()) + 1)])


def _matched_by_site(dispatch: Dispatch, matched_mw: FloatArray) -> FloatArray:
    """Return (sites, chains, hours) the matched load of each group, shared among its sites as their load stands."""
    group = matching_groups(dispatch.plan.inputs.case)
    load = np.array([dispatch.metered_mw[group == number].sum(axis=0) for number in group])
    alone = np.array([np.full(load.shape[1:], 1.0 / (group == number).sum()) for number in group])
    share = np.divide(dispatch.metered_mw, load, out=alone, where=load > 0.0)
    spread: FloatArray = matched_mw[group] * share
    return spread


def _unchained(time: TimeGrid, series: FloatArray) -> FloatArray:
    """Return (..., years, weather_years, periods × hours) of a series (..., chains, hours)."""
    years, weather_years, periods, hours = time.shape
    return series.reshape(*series.shape[:-2], years, weather_years, periods * hours)


def _with_units(arrays: Mapping[str, tuple[tuple[str, ...], FloatArray]]) -> Variables:
    """Return variables whose unit, as the name ends, stands in the attributes."""
    return {
        name: (
            dims,
            values,
            {"units": next((unit for end, unit in _UNITS if name.removesuffix(WITHOUT).endswith(end)), "1")},
        )
        for name, (dims, values) in arrays.items()
    }


def _coords(plan: Plan) -> dict[str, object]:
    inputs = plan.inputs
    return {
        "year": list(inputs.time.planning_years),
        "weather_year": list(inputs.time.weather_years),
        "site": [site.name for site in inputs.case.sites],
        "workload": [pool.name for pool in inputs.load.it.pools],
    }


def _asset_coords(case: Case) -> dict[str, object]:
    rows = [
        *((asset.name, "supply", asset.technology, asset.site) for asset in case.supply),
        *((asset.name, "storage", asset.technology, asset.site) for asset in case.storage),
        *((link.name, "link", "line", link.from_site) for link in case.links),
    ]
    # Of a fixed dtype, since an empty list would become an array of numbers.
    columns = np.array(rows, dtype=np.str_).reshape(-1, 4).T
    names = ("asset", "kind", "technology", "asset_site")
    return {name: ("asset", column) for name, column in zip(names, columns, strict=True)}


def _pool_coords(plan: Plan) -> dict[str, object]:
    pools = plan.inputs.load.it.pools
    return {
        "pool_workload": ("workload", [pool.workload for pool in pools]),
        "work_class": ("workload", [pool.work_class.value for pool in pools]),
        "deadline_hours": ("workload", [pool.deadline_hours for pool in pools], {"units": "h"}),
        "occupancy": ("workload", [pool.occupancy for pool in pools], {"units": "1"}),
        "swing": ("workload", [pool.swing for pool in pools], {"units": "1"}),
        **{
            f"capped_{name}": ("workload", [getattr(pool.throttle, name, np.nan) for pool in pools], {"units": "1"})
            for name in ("time_factor", "energy_factor")
        },
        "value_of_lost_compute_usd_per_mwh": (
            "workload",
            [pool.value_of_lost_compute_usd_per_mwh for pool in pools],
            {"units": "USD/MWh"},
        ),
        "must_serve": ("workload", [int(pool.must_serve) for pool in pools]),
    }


def _may_run(plan: Plan) -> FloatArray:
    """Return (pools, sites) 1 where a pool may run at a site, else 0."""
    allowed = np.zeros((len(plan.inputs.load.it.pools), len(plan.inputs.case.sites)))
    for index, pool in enumerate(plan.inputs.load.it.pools):
        allowed[index, list(pool.sites)] = 1.0
    return allowed


def _hour_coords(time: TimeGrid) -> dict[str, object]:
    weight = np.repeat(np.asarray(time.period_block_hours) / time.period_hours, time.period_hours)
    return {
        "hour_of_year": ("hour", time.hour_of_year.ravel(), {"units": "h", "long_name": "hours after 1 January, UTC"}),
        "weight_hours": ("hour", weight, {"units": "h", "long_name": "hours of the year that the hour stands for"}),
    }


def _attrs(case: Case) -> dict[str, object]:
    return {"scenario": case.programme.name, "scenario_sha256": case.scenario_sha256}


def _time_attrs(time: TimeGrid) -> dict[str, object]:
    return {
        "years_represented": np.array(time.years_represented),
        "weather_probability": np.array(time.weather_probability),
        "period_start_hour": np.array(time.period_start_hour),
        "period_hours": time.period_hours,
        "period_block_hours": np.array(time.period_block_hours),
        "period_block_start": np.array(time.period_block_start),
    }
