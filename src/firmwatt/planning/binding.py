"""What binds, in words: the limits whose loosening would save most, read from the duals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from firmwatt.lp.solution import Solution
from firmwatt.lp.sparse_lp import Block, SparseLP
from firmwatt.planning.plan import BindingLimit
from firmwatt.timegrid import FloatArray

_LEAST_USD = 1.0
_SUMMED: Final = ("month", "chain", "hour")
"""Axes, always the last, over which a limit is told once."""


@dataclass(frozen=True, slots=True)
class _Wording:
    """How the dual of one block is told.

    Attributes
    ----------
    unit
        Of one step of the limit.
    step
        How many units of the row one such step is.
    sentence
        With the places `{site}`, `{asset}`, `{year}` … of the block's axes.
    """

    unit: str
    step: float
    sentence: str


_ROWS = {
    "budget": _Wording("million USD", 1e6, "The budget on capital is used up."),
    "vendor_slots": _Wording("MW", 1.0, "Vendors of {technology} can deliver no more in {year}."),
    "land": _Wording("acre", 1.0, "The land at {site} is used up in {year}."),
    "water": _Wording("1000 m3/year", 1e3, "The water limit at {site} binds in {year}."),
    "basin_water": _Wording("1000 m3/year", 1e3, "The water of the basin {basin} is used up in {year}."),
    "run_hours": _Wording("MWh", 1.0, "The air permit of {asset} lets it run no longer in {year}."),
    "minimum_load": _Wording("MW", 1.0, "{asset} runs at its minimum load."),
    "billed_at_least": _Wording("MW", 1.0, "The tariff at {site} bills more than is drawn in {year}."),
    "billed_ratchet": _Wording("MW", 1.0, "The tariff at {site} bills months of {year} by the highest draw of others."),
    "gas_pipeline": _Wording("MMBtu/h", 1.0, "The gas pipeline to {site} is full."),
    "carbon_cap": _Wording("tonne CO2", 1e3, "The carbon cap binds in {year}."),
    "annual_carbon_free": _Wording("MWh", 1.0, "The yearly carbon-free share of {group} binds in {year}."),
    "re100": _Wording("MWh", 1.0, "The RE100 share of {group} binds in {year}."),
    "hourly_carbon_free": _Wording("MWh", 1.0, "The hourly carbon-free share of {group} binds in {year}."),
    "contract_limit": _Wording("MWh", 1.0, "{group} may contract no more energy than it uses in {year}."),
    "own_supply": _Wording("MW", 1.0, "At {site} the contract gives no more firm megawatts than own supply in {year}."),
    "reserve": _Wording("MW", 1.0, "The reserve at {site} binds in {year}."),
    "power_swing": _Wording("MW", 1.0, "Connection and stores at {site} leave no more room for swings of training."),
}
_COLUMNS = {
    "connection_firm_mw": _Wording("MW", 1.0, "The grid connects no more firm megawatts at {site} in {year}."),
    "connection_curtailable_mw": _Wording(
        "MW", 1.0, "The grid connects no more curtailable megawatts at {site} in {year}."
    ),
    "it_mw": _Wording("MW", 1.0, "All computing asked for at {site} in {year} is energised; more would pay."),
    "supply_mw": _Wording("MW", 1.0, "No more of {asset} can stand in {year}."),
    "supply_mw_build": _Wording(
        "MW", 1.0, "No more of {asset} can be built in {year}: its lead time or its build rate."
    ),
    "storage_mw": _Wording("MW", 1.0, "No more of {storage} can stand in {year}."),
    "storage_mw_build": _Wording("MW", 1.0, "No more of {storage} can be built in {year}."),
    "link_mw": _Wording("MW", 1.0, "The link {link} is at its limit in {year}."),
}
MOST_LIMITS: Final = 24
SENTENCES: Final[Mapping[str, str]] = {name: wording.sentence for name, wording in (_ROWS | _COLUMNS).items()}
"""Block of the program → English sentence with the places `{site}`, `{asset}`, `{year}` … of its axes."""


def binding_limits(lp: SparseLP, solution: Solution) -> tuple[BindingLimit, ...]:
    """Return the `MOST_LIMITS` limits that cost most, dearest first; the dearest of each kind is among them.

    What a unit of one kind is worth cannot be compared with a unit of another: a share of energy is told by the
    megawatt-hour, a connection by the megawatt.

    Parameters
    ----------
    lp, solution
        With duals; without them nothing is returned.
    """
    if solution.row_dual is None or solution.reduced_cost is None or solution.primal is None:
        return ()
    at_upper = (lp.col_upper - solution.primal) <= 1e-6 * np.maximum(1.0, np.abs(lp.col_upper))
    column_value = np.where(at_upper, -solution.reduced_cost, 0.0)
    found = [
        *_told(lp.row_blocks, _ROWS, np.abs(solution.row_dual)),
        *_told(lp.col_blocks, _COLUMNS, column_value),
    ]
    found.sort(key=lambda limit: -limit.value_usd)
    dearest: dict[str, BindingLimit] = {}
    for limit in found:
        dearest.setdefault(limit.name.partition("[")[0], limit)
    first = [*dearest.values()]
    kept = [*first, *(limit for limit in found if limit not in first)][: max(MOST_LIMITS, len(first))]
    return tuple(sorted(kept, key=lambda limit: -limit.value_usd))


def _told(blocks: tuple[Block, ...], wordings: dict[str, _Wording], values: FloatArray) -> list[BindingLimit]:
    found = []
    for block in blocks:
        name = block.name.partition("/")[0]
        wording = wordings.get(name)
        if wording is None:
            continue
        value = values[block.start : block.start + block.size].reshape(block.shape) * wording.step
        dims = tuple(dim for dim in block.dims if dim not in _SUMMED)
        value = value.sum(axis=tuple(range(len(dims), value.ndim)))
        for place in zip(*np.nonzero(np.atleast_1d(value) > _LEAST_USD), strict=True):
            labels = {dim: block.coords[dim][int(position)] for dim, position in zip(dims, place, strict=False)}
            found.append(_limit(name, labels, float(np.atleast_1d(value)[place]), wording))
    return found


def _limit(name: str, labels: dict[str, str], value_usd: float, wording: _Wording) -> BindingLimit:
    place = ", ".join(f"{dim}={label}" for dim, label in labels.items())
    return BindingLimit(
        name=f"{name}[{place}]" if place else name,
        value_usd=value_usd,
        unit=wording.unit,
        words=wording.sentence.format(**labels),
    )
