"""Capacity by vintage: what stands today, and what may be added in each planning year, with its cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from firmwatt.finance import years_alive
from firmwatt.interop.pypsa.draft import Draft, Port
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.planning.capacity import CapacityColumns
from firmwatt.timegrid import FloatArray


@dataclass(frozen=True, slots=True)
class Capacity:
    """One thing that can be built.

    Attributes
    ----------
    name
    bus
        Where it gives its power, or its rating, or holds its energy.
    carrier
    kind : `Generator` or `Store`
    columns, index
        Its place in the columns of the plan.
    lifetime_years
    share_existing, share_new : (chains, hours) 0-1
        What of the capacity is there in each hour.
    least_share : 0-1 of what is there that it must give
    hourly_value_usd : (years,) or 0
        Part of the value of a standing unit that the network's hours carry.
    """

    name: str
    bus: str
    carrier: str
    kind: str
    columns: CapacityColumns
    index: int
    lifetime_years: float
    share_existing: FloatArray
    share_new: FloatArray
    least_share: float = 0.0
    hourly_value_usd: FloatArray | float = 0.0

    @property
    def existing(self) -> float:
        """Return MW or MWh that stand today."""
        return float(self.columns.existing[self.index])

    def bounds(self, lp: SparseLP) -> tuple[FloatArray, FloatArray]:
        """Return (years,) the least and the most that may stand."""
        installed = self.columns.installed[self.index]
        return lp.col_lower[installed], lp.col_upper[installed]

    def is_possible(self, lp: SparseLP) -> bool:
        """Return whether any of it stands or may be built."""
        return bool(self.existing > 0.0 or (lp.col_upper[self.columns.build[self.index]] > 0.0).any())


@dataclass(frozen=True, slots=True)
class Vintage:
    """What is added of a capacity in one planning year and starts on one day.

    Attributes
    ----------
    name
    year : index of the planning year
    most : MW or MWh
    share : (chains, hours) 0-1, from when it is there
    value_usd
        Present value of building one unit, beside what it costs to stand.
    """

    name: str
    year: int
    most: float
    share: FloatArray
    value_usd: float


def add_vintages(
    draft: Draft, lp: SparseLP, capacity: Capacity, ports: Mapping[int, list[Port]] | None = None,
    **attributes_of_all: float,
) -> None:  # fmt: skip
    """Add what stands and one extendable component for each planning year in which something may be added.

    Parameters
    ----------
    ports
        Planning year by its index → what its vintage alone reports to; it then stands on a bus of its own.

    Notes
    -----
    PyPSA counts `capital_cost` in every investment period in which a component is active, times the period's weight,
    so it is the present value of all costs of one unit over the weight of the years in which it stands.
    """
    years = draft.clock.time.planning_years
    build = capacity.columns.build[capacity.index]
    draft.constant_usd += float(_standing_usd(lp, capacity).sum() * capacity.existing)
    if capacity.existing > 0.0:
        attributes: dict[str, Any] = {_nominal(capacity): capacity.existing, **attributes_of_all}
        _add(draft, capacity, "existing", (capacity.share_existing, np.zeros(len(years))), attributes)
    for v, year in enumerate(years):
        most = float(lp.col_upper[build[v]])
        if most > 0.0:
            vintage, own = Vintage(str(year), v, most, capacity.share_new, float(lp.cost[build[v]])), capacity
            if ports is not None and v in ports:
                own = replace(capacity, bus=draft.bus(f"{capacity.bus}/{year}", capacity.carrier))
                window = draft.clock.series(1.0, standing=1.0, built=1.0)
                ends = (own.bus, capacity.bus)
                draft.link(own.bus, ends, 1.0, most, ports=ports[v], window=window, carrier=capacity.carrier)
            add_vintage(draft, lp, own, vintage, **attributes_of_all)


def add_vintage(draft: Draft, lp: SparseLP, capacity: Capacity, vintage: Vintage, **attributes_of_all: float) -> None:
    """Add one extendable component, which stands from its planning year to the end of its life."""
    clock, years, v = draft.clock, draft.clock.time.planning_years, vintage.year
    alive = years_alive(years[v], capacity.lifetime_years, years)
    value_usd = vintage.value_usd + float(_standing_usd(lp, capacity) @ alive)
    dead = [clock.first_label(y) for y in range(v, len(years)) if not alive[y]]
    first, nominal = clock.first_label(v), _nominal(capacity)
    attributes = {
        f"{nominal}_extendable": True,
        f"{nominal}_max": vintage.most,
        "capital_cost": value_usd / float(draft.present_value @ alive),
        "build_year": first,
        "lifetime": float(dead[0] - first) if dead else np.inf,
        **attributes_of_all,
    }
    _add(draft, capacity, vintage.name, (vintage.share, np.eye(len(years))[v]), attributes)


def _standing_usd(lp: SparseLP, capacity: Capacity) -> FloatArray:
    """Return (years,) present value of one unit that stands in each planning year."""
    return np.asarray(lp.cost[capacity.columns.installed[capacity.index]] - capacity.hourly_value_usd)


def _nominal(capacity: Capacity) -> str:
    return "p_nom" if capacity.kind == "Generator" else "e_nom"


def add_standing(draft: Draft, lp: SparseLP, capacity: Capacity, bus: str, ports: list[Port]) -> None:
    """Add the link through which a capacity reports in the stock-taking; it holds the bounds of what may stand.

    Parameters
    ----------
    bus
        Where it reports to.
    ports
        Limits that it counts in.
    """
    least, most = capacity.bounds(lp)
    size = float(most.max())
    if size == 0.0:
        return
    window = draft.clock.series(standing=most / size, built=1.0)
    draft.link(
        f"{capacity.name}/standing {capacity.carrier}", (capacity.bus, bus), 1.0, size, ports=ports, window=window,
        p_min_pu=draft.clock.series(standing=least / size), carrier="stock",
    )  # fmt: skip


def _add(
    draft: Draft, capacity: Capacity, vintage: str, shares: tuple[FloatArray, FloatArray], attributes: dict[str, Any]
) -> None:
    """Add a component; `shares` are of the hours in which it is there and of the years in which it is built."""
    share, is_built = shares
    limit = "p" if capacity.kind == "Generator" else "e"
    least = capacity.least_share * share
    series = {
        f"{limit}_max_pu": draft.clock.series(share, standing=1.0, built=is_built),
        f"{limit}_min_pu": draft.clock.series(least, standing=1.0, built=is_built),
    }
    common = {"bus": capacity.bus, "carrier": capacity.carrier}
    draft.add(capacity.kind, f"{capacity.name}/{capacity.carrier} {vintage}", **common, **attributes, **series)
