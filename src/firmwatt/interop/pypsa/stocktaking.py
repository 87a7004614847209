"""Limits on capacity, as buses that capacities report to in the stock-taking: land, reserve, vendor slots, budget."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from firmwatt.interop.pypsa.draft import Draft, Port
from firmwatt.planning.model import PlanningModel
from firmwatt.scenario.assets import TRANSFORMER, Delivery, StorageAsset, SupplyAsset
from firmwatt.timegrid import FloatArray
from firmwatt.units import KW_PER_MW

SINK = "stock-taking"
_MILLION = 1e6


@dataclass(frozen=True, slots=True)
class Stocktaking:
    """The limits of a plan on capacity, and the ports through which capacities report.

    Attributes
    ----------
    draft, model
    """

    draft: Draft
    model: PlanningModel

    def of_supply(self, asset: SupplyAsset) -> list[Port]:
        """Return ports for what stands of a supply asset."""
        ports = self._slots(asset.technology)
        if asset.strike_usd_per_mwh is None:
            ports += self.budget(asset.overnight_cost_usd_per_kw)
        if asset.delivery == Delivery.ON_SITE:
            ports += [*self._land(asset.site, asset.land_acre_per_mw), *self.reserve(asset.site, asset.capacity_credit)]
        return ports

    def of_storage(self, asset: StorageAsset) -> list[Port]:
        """Return ports for what stands of a storage's power."""
        land = self._land(asset.site, asset.land_acre_per_mw)
        return [*self._slots(asset.technology), *self.budget(asset.power_cost_usd_per_kw), *land]

    def of_connection(self, overnight_cost_usd_per_kw: float) -> list[Port]:
        """Return ports for what is connected to the grid, firm or curtailable."""
        return [*self._slots(TRANSFORMER), *self.budget(overnight_cost_usd_per_kw)]

    def budget(self, overnight_cost_usd_per_kw: float) -> list[Port]:
        """Return the port for what is built, until the budget's last year."""
        programme = self.model.frame.case.programme
        if programme.budget_usd is None:
            return []
        return self._built("budget", -overnight_cost_usd_per_kw * KW_PER_MW / _MILLION * self._is_counted())

    def reserve(self, site: str, credit: float) -> list[Port]:
        """Return the port of what counts in a site's reserve (negative: what needs it)."""
        if self.model.frame.case.reliability.reserve_margin is None:
            return []
        return self._standing(f"{site}/reserve", credit)

    def add_limits(self) -> None:
        """Add the buses of the limits and what they hold."""
        case, draft, clock = self.model.frame.case, self.draft, self.draft.clock
        standing = clock.series(standing=1.0)
        draft.sink(draft.bus(SINK, "stock"), self._all_mw(), clock.series(standing=1.0, built=1.0))
        for site in case.sites:
            if case.reliability.reserve_margin is not None:
                draft.sink(draft.bus(f"{site.name}/reserve", "stock"), self._all_mw(), standing)
            if site.land_limit_acre is not None:
                bus = draft.bus(f"{site.name}/land", "stock")
                draft.source(bus, bus, site.land_limit_acre, standing, carrier="stock")
        since = self.model.frame.years_since_last
        for technology, slots in case.vendor_slots_mw_per_year.items():
            bus = draft.bus(f"{technology}/vendor slots", "stock")
            most = slots * float(since.max())
            draft.source(bus, bus, most, clock.series(built=since / since.max()), carrier="stock")
        if case.programme.budget_usd is not None:
            self._add_budget(case.programme.budget_usd / _MILLION)

    def _add_budget(self, budget_musd: float) -> None:
        clock = self.draft.clock
        last = int(np.flatnonzero(self._is_counted()).max())
        lifetime = clock.stock_label(last) + 1.0 - clock.first_label(0)
        self.draft.add(
            "Store", "budget", bus=self.draft.bus("budget", "stock"), carrier="stock", e_nom=budget_musd,
            e_initial=budget_musd, e_cyclic=False, e_cyclic_per_period=False, build_year=clock.first_label(0),
            lifetime=lifetime,
        )  # fmt: skip

    def _is_counted(self) -> FloatArray:
        frame = self.model.frame
        last = frame.case.programme.budget_until_year or frame.years[-1]
        return (np.asarray(frame.years) <= last).astype(np.float64)

    def _all_mw(self) -> float:
        """Return more than all capacities together can ever be."""
        columns, lp = self.model.columns, self.model.lp
        kinds = (
            columns.supply.capacity, columns.storage.power, columns.storage.energy, columns.link.capacity,
            columns.connection.firm, columns.connection.curtailable, columns.computing.capacity,
            *(() if columns.pipeline is None else (columns.pipeline.capacity,)),
        )  # fmt: skip
        return float(sum(lp.col_upper[kind.installed].sum() for kind in kinds))

    def _land(self, site: str, acre_per_mw: float) -> list[Port]:
        case = self.model.frame.case
        if case.sites[case.site_index(site)].land_limit_acre is None:
            return []
        return self._standing(f"{site}/land", -acre_per_mw)

    def _slots(self, technology: str) -> list[Port]:
        if technology not in self.model.frame.case.vendor_slots_mw_per_year:
            return []
        return self._built(f"{technology}/vendor slots", -1.0)

    def _standing(self, bus: str, factor: float) -> list[Port]:
        return [(bus, self.draft.clock.series(standing=factor))] if factor != 0.0 else []

    def _built(self, bus: str, factor: ArrayLike) -> list[Port]:
        return [(bus, self.draft.clock.series(built=factor))]
