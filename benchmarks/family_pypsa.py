"""The family as a PyPSA network with two extra constraints, solved by HiGHS."""

from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from family import GENERATORS, STORAGES, FloatArray, Instance

FIRST_YEAR, YEARS_APART, LIFETIME_YEARS = 2030, 5, 100


@dataclass(frozen=True, slots=True)
class PypsaRun:
    """What a run with PyPSA gave."""

    build_seconds: float
    solve_seconds: float
    extract_seconds: float
    objective: float
    status: str


def solve_with_pypsa(instance: Instance, options: dict[str, Any]) -> PypsaRun:
    """Build, solve and read back; the objective counts PyPSA's constant."""
    import_module("pypsa")  # its seconds are not counted
    with quiet(), timed_solver() as in_solver:
        started = time.perf_counter()
        network = build_network(instance)
        network.optimize.create_model(multi_investment_periods=instance.years > 1)
        _add_limits(network, instance)
        built = time.perf_counter()
        status, condition = network.optimize.solve_model(solver_name="highs", io_api="direct", solver_options=options)
        ended = time.perf_counter()
    return PypsaRun(
        build_seconds=built - started,
        solve_seconds=in_solver[0],
        extract_seconds=ended - built - in_solver[0],
        objective=float(network.objective + network.objective_constant),
        status=f"{status}, {condition}",
    )


def build_network(instance: Instance) -> Any:
    """Return the network; flexible work is a bus of its own behind a link, with a store that may go negative."""
    return _Network(instance).build()


class _Network:
    """The network while it is put together."""

    def __init__(self, instance: Instance) -> None:
        import pandas as pd
        import pypsa

        self.data, self.pd = instance, pd
        self.labels = [FIRST_YEAR + YEARS_APART * year for year in range(instance.years)]
        self.network = pypsa.Network()
        if instance.years > 1:
            pairs = pd.MultiIndex.from_product([self.labels, range(instance.hours)], names=["period", "timestep"])
            self.network.set_snapshots(pairs)
            self.network.investment_periods = self.labels
            self.network.investment_period_weightings["objective"] = instance.year_weight
            self.network.investment_period_weightings["years"] = YEARS_APART
        else:
            self.network.set_snapshots(pd.RangeIndex(instance.hours))
        self.growth = np.repeat(instance.growth, instance.hours)

    def build(self) -> Any:
        self.network.add("Bus", self.names("e"))
        self.network.add("Bus", self.names("f"))
        self.add_load()
        for year in range(self.data.years):
            self.add_assets(year)
        self.add_grid()
        self.add_links()
        return self.network

    def names(self, prefix: str, suffix: str = "") -> list[str]:
        return [f"{prefix}{region}{suffix}" for region in range(self.data.regions)]

    def series(self, names: list[str], values: FloatArray) -> Any:
        """A frame from (regions, snapshots)."""
        return self.pd.DataFrame(values.T, index=self.network.snapshots, columns=names)

    def each_year(self, values: FloatArray) -> FloatArray:
        """(regions, hours), the same in all years → (regions, snapshots)."""
        return np.tile(values, (1, self.data.years))

    def add_load(self) -> None:
        data = self.data
        load = np.moveaxis(data.load_mw, 0, 1).reshape(data.regions, -1)
        for prefix, bus, share in (("fixed", "e", 1 - data.flexible_share), ("work", "f", data.flexible_share)):
            names = self.names(prefix)
            self.network.add("Load", names, bus=self.names(bus), p_set=self.series(names, share * load))
        average = data.flexible_share * data.base_load_mw
        growth = np.broadcast_to(self.growth, (data.regions, self.growth.size))
        self.network.add(
            "Link",
            self.names("flex"),
            bus0=self.names("e"),
            bus1=self.names("f"),
            p_nom=data.flexible_overdrive * average,
            p_max_pu=self.series(self.names("flex"), growth),
        )
        self.network.add(
            "Store",
            self.names("ahead"),
            bus=self.names("f"),
            e_nom=data.backlog_hours * average,
            e_min_pu=self.series(self.names("ahead"), -growth),
            e_max_pu=self.series(self.names("ahead"), growth),
            e_cyclic=True,
            e_cyclic_per_period=True,
        )

    def add_assets(self, year: int) -> None:
        data = self.data
        vintage = {"build_year": self.labels[year], "lifetime": LIFETIME_YEARS} if data.years > 1 else {}
        for name in (*GENERATORS, *STORAGES):
            if year < data.first_year[name]:
                continue
            names = self.names(name, f"_{year}")
            common = {
                "bus": self.names("e"),
                "p_nom_extendable": True,
                "p_nom_max": data.build_limit_mw[name][year],
                "capital_cost": data.capital_usd_per_mw_year[name][year],
                **vintage,
            }
            if name in GENERATORS:
                share = self.series(names, self.each_year(data.availability[name]))
                cost = data.marginal_cost_usd_per_mwh[name]
                self.network.add("Generator", names, p_max_pu=share, marginal_cost=cost, **common)
            else:
                into, out = data.efficiency[name]
                self.network.add(
                    "StorageUnit",
                    names,
                    max_hours=data.duration_hours[name],
                    efficiency_store=into,
                    efficiency_dispatch=out,
                    cyclic_state_of_charge=True,
                    cyclic_state_of_charge_per_period=True,
                    **common,
                )

    def add_grid(self) -> None:
        data, names = self.data, self.names("import")
        growth = np.broadcast_to(self.growth, (data.regions, self.growth.size))
        self.network.add(
            "Generator",
            names,
            bus=self.names("e"),
            p_nom=data.import_limit_mw[0],
            p_max_pu=self.series(names, growth),
            marginal_cost=self.series(names, self.each_year(data.price_usd_per_mwh)),
        )
        most = 10 * data.growth.max() * data.base_load_mw.max()
        cost = data.unserved_cost_usd_per_mwh
        self.network.add("Generator", self.names("unserved"), bus=self.names("e"), p_nom=most, marginal_cost=cost)

    def add_links(self) -> None:
        data = self.data
        for start, end in data.links:
            self.network.add(
                "Link",
                f"line{start}-{end}",
                bus0=f"e{start}",
                bus1=f"e{end}",
                p_nom_extendable=True,
                p_nom_min=data.link_least_mw,
                p_nom_max=data.link_most_mw,
                capital_cost=data.link_capital_usd_per_mw_year,
                p_min_pu=-1,
            )


def _add_limits(network: Any, instance: Instance) -> None:
    """Yearly limits on energy that is not carbon-free, and on CO2."""
    import xarray as xr

    power = network.model["Generator-p"]
    gas = [name for name in network.generators.index if name.startswith("gas")]
    imports = [f"import{region}" for region in range(instance.regions)]
    for year in range(instance.years):
        hours = slice(year * instance.hours, (year + 1) * instance.hours)
        burnt = power.sel(name=gas).isel(snapshot=hours)
        bought = power.sel(name=imports).isel(snapshot=hours)
        for limit, most, gas_weight, import_weight in (
            ("not_carbon_free", 1 - instance.carbon_free_share, 1.0, 1 - instance.grid_carbon_free_share),
            (
                "co2",
                instance.co2_limit_t_per_mwh,
                instance.gas_intensity_t_per_mwh,
                instance.grid_intensity_t_per_mwh,
            ),
        ):
            weight = xr.DataArray(import_weight.T, dims=["snapshot", "name"], coords={"name": imports})
            weight = weight.assign_coords(snapshot=bought.indexes["snapshot"])
            total = gas_weight * burnt.sum() + (weight * bought).sum()
            side = most[year] * instance.yearly_load_mwh[year]
            network.model.add_constraints(total <= side, name=f"{limit}_{year}")


@contextmanager
def quiet() -> Iterator[None]:
    """Keep PyPSA's remarks off the terminal."""
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)


@contextmanager
def timed_solver() -> Iterator[list[float]]:
    """Count the seconds inside the solver; the list's one entry grows."""
    import highspy

    seconds, original = [0.0], highspy.Highs.run

    def timed(self: Any, *arguments: Any) -> Any:
        started = time.perf_counter()
        try:
            return original(self, *arguments)
        finally:
            seconds[0] += time.perf_counter() - started

    highspy.Highs.run = timed
    try:
        yield seconds
    finally:
        highspy.Highs.run = original
