"""The family as a `SparseLP`: chains are years (cut into periods if asked), stages are hours."""

from __future__ import annotations

import numpy as np
from family import GENERATORS, STORAGES, FloatArray, Instance
from numpy.typing import NDArray

from firmwatt.lp.model import ModelBuilder
from firmwatt.lp.sparse_lp import SparseLP

Positions = NDArray[np.int64]


def build_lp(instance: Instance, periods_per_year: int = 1) -> SparseLP:
    """Return the planning program; every period of a year is a chain whose storages end as they began."""
    return _Family(instance, periods_per_year).build()


class _Family:
    """The blocks while they are put together; arrays have the axes (name, region, chain, hour)."""

    def __init__(self, instance: Instance, periods: int) -> None:
        self.data, self.periods = instance, periods
        self.chains, self.stages = instance.years * periods, instance.hours // periods
        self.year = np.repeat(np.arange(instance.years), periods)
        self.model = ModelBuilder(self.chains, self.stages)
        self.region = {"region": [f"r{r}" for r in range(instance.regions)]}
        self.hour_cost = instance.year_weight[self.year][:, None]

    def build(self) -> SparseLP:
        data, model = self.data, self.model
        self.add_capacity()
        generation = self.add_generation()
        imported, unserved = self.add_grid()
        work = self.add_backlog()
        charge, discharge = self.add_storage()
        fixed_load = (1 - data.flexible_share) * self.by_chain(data.load_mw)
        balance = model.stage_rows("balance", self.region, lower=fixed_load, upper=fixed_load)
        for sign, terms in ((1.0, generation), (1.0, discharge), (-1.0, charge)):
            model.put(balance, terms, sign)
        model.put(balance, imported, 1.0)
        model.put(balance, unserved, 1.0)
        model.put(balance, work, -1.0)
        self.add_links(balance)
        self.add_limits(generation[GENERATORS.index("gas")], imported)
        return model.build()

    def by_chain(self, values: FloatArray) -> FloatArray:
        """(years, regions, hours) → (regions, chains, stages)."""
        return np.moveaxis(values, 0, 1).reshape(self.data.regions, self.chains, self.stages)

    def alike_by_chain(self, values: FloatArray) -> FloatArray:
        """(regions, hours), the same in all years → (regions, chains, stages)."""
        return self.by_chain(np.broadcast_to(values, (self.data.years, *values.shape)))

    def add_capacity(self) -> None:
        """Vintages, and what is installed in each year: installed = Σ vintages so far."""
        data, names = self.data, (*GENERATORS, *STORAGES)
        coords = {"asset": names, **self.region, "year": [str(y) for y in range(data.years)]}
        years_left = np.cumsum(data.year_weight[::-1])[::-1]
        capital = np.stack([(data.capital_usd_per_mw_year[n] * years_left[:, None]).T for n in names])
        most = np.stack([data.build_limit_mw[n].T for n in names])
        for index, name in enumerate(names):
            most[index, :, : data.first_year[name]] = 0.0
        build = self.model.border_columns("build", coords, cost=capital, upper=most)
        self.installed = self.model.border_columns("installed", coords)
        rows = self.model.border_rows("vintages", coords, lower=0.0, upper=0.0)
        self.model.put(rows, self.installed, -1.0)
        for year in range(data.years):
            self.model.put(rows[..., year, None], build[..., : year + 1], 1.0)

    def installed_in_chain(self, name: str) -> Positions:
        """(regions, chains, 1) the column of what is installed in the year of each chain."""
        position = (*GENERATORS, *STORAGES).index(name)
        return np.asarray(self.installed[position][:, self.year, None])

    def add_generation(self) -> Positions:
        data, model = self.data, self.model
        coords = {"generator": GENERATORS, **self.region}
        marginal = np.array([data.marginal_cost_usd_per_mwh[g] for g in GENERATORS])[:, None, None, None]
        generation = model.stage_columns("generation_mw", coords, cost=marginal * self.hour_cost)
        limit = model.stage_rows("available", coords, upper=0.0)
        model.put(limit, generation, 1.0)
        for index, name in enumerate(GENERATORS):
            model.put(limit[index], self.installed_in_chain(name), -self.alike_by_chain(data.availability[name]))
        return generation

    def add_grid(self) -> tuple[Positions, Positions]:
        data, model = self.data, self.model
        price = self.alike_by_chain(data.price_usd_per_mwh) * self.hour_cost
        most = data.import_limit_mw.T[:, self.year, None]
        imported = model.stage_columns("import_mw", self.region, cost=price, upper=most)
        cost = data.unserved_cost_usd_per_mwh * self.hour_cost
        return imported, model.stage_columns("unserved_mw", self.region, cost=cost)

    def add_backlog(self) -> Positions:
        """Flexible work: level[t] = level[t-1] + done - arrived, within a few hours of the average."""
        data, model = self.data, self.model
        average = data.flexible_share * data.base_load_mw[:, None, None] * data.growth[self.year][:, None]
        reach = data.backlog_hours * average
        work = model.stage_columns("work_mw", self.region, upper=data.flexible_overdrive * average)
        level = model.stage_columns("work_ahead_mwh", self.region, lower=-reach, upper=reach)
        arrived = -data.flexible_share * self.by_chain(data.load_mw)
        rows = model.stage_rows("work_balance", self.region, lower=arrived, upper=arrived)
        model.put(rows, work, -1.0)
        self.put_chain_level("work", rows, level, 1.0)
        return work

    def put_chain_level(self, name: str, rows: Positions, level: Positions, keep: float) -> None:
        """Add level[t] - keep · level[t-1] to the rows; each chain begins at the level with which it ends."""
        model = self.model
        coords = {"item": [str(i) for i in range(level[..., 0].size // self.chains)], "period": self.chain_labels}
        first = model.border_columns(f"{name}_first", coords, lower=-np.inf).reshape(level.shape[:-1])
        model.put(rows, level, 1.0)
        model.put(rows[..., 1:], level[..., :-1], -keep)
        model.put(rows[..., 0], first, -keep)
        wrap = model.border_rows(f"{name}_cyclic", coords, lower=0.0, upper=0.0).reshape(first.shape)
        model.put(wrap, first, 1.0)
        model.put(wrap, level[..., -1], -1.0)

    @property
    def chain_labels(self) -> list[str]:
        """A label for each chain."""
        return [str(chain) for chain in range(self.chains)]

    def add_storage(self) -> tuple[Positions, Positions]:
        data, model = self.data, self.model
        coords = {"storage": STORAGES, **self.region}
        charge, discharge, level = (model.stage_columns(n, coords) for n in ("charge_mw", "discharge_mw", "level_mwh"))
        rows = model.stage_rows("storage_balance", coords, lower=0.0, upper=0.0)
        for index, name in enumerate(STORAGES):
            into, out = data.efficiency[name]
            model.put(rows[index], charge[index], -into)
            model.put(rows[index], discharge[index], 1.0 / out)
            for label, flow, hours in (
                ("charge", charge, 1.0),
                ("discharge", discharge, 1.0),
                ("level", level, data.duration_hours[name]),
            ):
                limit = model.stage_rows(f"{name}_{label}_limit", self.region, upper=0.0)
                model.put(limit, flow[index], 1.0)
                model.put(limit, self.installed_in_chain(name), -hours)
        self.put_chain_level("level", rows, level, 1.0)
        return charge, discharge

    def add_links(self, balance: Positions) -> None:
        data, model = self.data, self.model
        if not data.links:
            return
        coords = {"link": [f"{a}-{b}" for a, b in data.links]}
        capital = data.link_capital_usd_per_mw_year * float(data.year_weight.sum())
        bounds = {"lower": data.link_least_mw, "upper": data.link_most_mw}
        size = model.border_columns("link_mw", coords, cost=capital, **bounds)[:, None, None]
        flow = model.stage_columns("flow_mw", coords, lower=-np.inf)
        forward = model.stage_rows("forward_limit", coords, upper=0.0)
        backward = model.stage_rows("backward_limit", coords, lower=0.0)
        for rows, sign in ((forward, -1.0), (backward, 1.0)):
            model.put(rows, flow, 1.0)
            model.put(rows, size, sign)
        ends = np.array(data.links)
        model.put(balance[ends[:, 0]], flow, -1.0)
        model.put(balance[ends[:, 1]], flow, 1.0)

    def add_limits(self, gas: Positions, imported: Positions) -> None:
        """Yearly limits on energy that is not carbon-free, and on CO2."""
        data, model = self.data, self.model
        coords = {"year": [str(y) for y in range(data.years)]}
        of_year = self.year[:, None]
        for name, most, gas_weight, import_weight in (
            ("not_carbon_free", 1 - data.carbon_free_share, 1.0, 1 - data.grid_carbon_free_share),
            ("co2", data.co2_limit_t_per_mwh, data.gas_intensity_t_per_mwh, data.grid_intensity_t_per_mwh),
        ):
            rows = model.border_rows(name, coords, upper=most * data.yearly_load_mwh)[of_year]
            model.put(rows, gas, gas_weight)
            model.put(rows, imported, self.alike_by_chain(import_weight))
