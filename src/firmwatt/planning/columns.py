"""`Columns`: the columns of all assets, as the constraints see them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.lp.model import Positions
from firmwatt.planning.assets.computing import ComputingColumns, add_computing
from firmwatt.planning.assets.connection import ConnectionColumns, add_connections
from firmwatt.planning.assets.link import LinkColumns, add_links
from firmwatt.planning.assets.market import MarketColumns, add_markets
from firmwatt.planning.assets.pipeline import PipelineColumns, add_pipelines
from firmwatt.planning.assets.storage import StorageColumns, add_storage
from firmwatt.planning.assets.supply import SupplyColumns, add_supply
from firmwatt.planning.frame import Frame
from firmwatt.timegrid import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of all assets."""

    supply: SupplyColumns
    storage: StorageColumns
    link: LinkColumns
    connection: ConnectionColumns
    computing: ComputingColumns
    market: MarketColumns | None
    pipeline: PipelineColumns | None


def add_assets(frame: Frame) -> Columns:
    """Add the columns and own limits of every asset of the case."""
    return Columns(
        supply=add_supply(frame),
        storage=add_storage(frame),
        link=add_links(frame),
        connection=add_connections(frame),
        computing=add_computing(frame),
        market=add_markets(frame),
        pipeline=add_pipelines(frame),
    )


def put_metered_load(frame: Frame, columns: Columns, rows: Positions, factor: FloatArray | float) -> None:
    """Add factor × metered load (IT load × PUE) of each site to rows.

    Parameters
    ----------
    rows : broadcasts to (sites, chains, hours)
        The row that each site's load of the hour goes into.
    factor : broadcasts to (sites, chains, hours)
    """
    computing, pue = columns.computing, frame.series.pue
    shaped = np.broadcast_to(rows, pue.shape)
    weight = np.broadcast_to(np.asarray(factor, dtype=np.float64), pue.shape) * pue
    drawn = computing.energy_factor[:, None, None] * weight[computing.site_of]
    frame.builder.put(shaped[computing.site_of], computing.served, drawn)


def put_generation(
    frame: Frame, columns: Columns, chosen: FloatArray, rows: Positions, factor: FloatArray | float = 1.0
) -> None:
    """Add factor × `chosen` × generation of every delivered asset to the row of its site.

    Parameters
    ----------
    chosen : (supply,)
        Weight of each asset of the case, 0 to leave it out.
    rows : broadcasts to (sites, chains, hours)
    factor : broadcasts to (sites, chains, hours)
    """
    supply, case = columns.supply, frame.case
    shape = frame.series.pue.shape
    shaped = np.broadcast_to(rows, shape)
    weight = np.broadcast_to(np.asarray(factor, dtype=np.float64), shape)
    kept = [k for k, asset in enumerate(supply.delivered) if chosen[asset] != 0.0]
    for k in kept:
        asset = supply.delivered[k]
        site = case.site_index(case.supply[asset].site)
        frame.builder.put(shaped[site], supply.generation[k], chosen[asset] * weight[site])


def put_virtual_generation(
    frame: Frame, columns: Columns, chosen: FloatArray, rows: Positions, factor: FloatArray | float = 1.0
) -> None:
    """Add factor × `chosen` × generation of the virtual contracts to the row of their site.

    What existing contracts generate beyond what the capacity column carries is a constant: the caller counts it.
    """
    supply, case = columns.supply, frame.case
    shape = frame.series.pue.shape
    shaped = np.broadcast_to(rows, shape)
    weight = np.broadcast_to(np.asarray(factor, dtype=np.float64), shape)
    for asset in (i for i in supply.virtual if chosen[i] != 0.0):
        site = case.site_index(case.supply[asset].site)
        installed = frame.columns_by_chain(supply.capacity.installed[asset])
        frame.builder.put(shaped[site], installed, chosen[asset] * weight[site] * supply.usable_share[asset])


def matching_groups(frame: Frame) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return (label, sites) of each group over which clean energy and load are matched."""
    scope, sites = frame.case.policy.matching_scope, frame.case.sites
    if scope == "company":
        return (("company", tuple(range(len(sites)))),)
    keys = [site.name if scope == "site" else site.region for site in sites]
    return tuple((key, tuple(i for i, other in enumerate(keys) if other == key)) for key in dict.fromkeys(keys))


def group_of_sites(frame: Frame) -> IntArray:
    """Return (sites,) the index of each site's matching group."""
    group = np.zeros(len(frame.case.sites), dtype=np.int64)
    for index, (_, sites) in enumerate(matching_groups(frame)):
        group[list(sites)] = index
    return group


def yearly_existing_virtual_mwh(frame: Frame, columns: Columns, chosen: FloatArray) -> FloatArray:
    """Return (groups, years) MWh that existing virtual contracts give whatever is chosen, × `chosen`.

    Their energy beyond what the capacity column carries is a constant of the year.
    """
    return yearly_virtual_mwh(frame, columns, chosen[:, None, None] * columns.supply.usable_existing_mw)


def yearly_virtual_mwh(frame: Frame, columns: Columns, hourly_mw: FloatArray) -> FloatArray:
    """Return (groups, years) MWh of the virtual contracts among hourly megawatts given as (supply, chains, hours)."""
    group = group_of_sites(frame)
    energy = np.zeros((len(matching_groups(frame)), len(frame.years)))
    for asset in columns.supply.virtual:
        site = frame.case.site_index(frame.case.supply[asset].site)
        hours = (hourly_mw[asset] * frame.hour_weight).sum(axis=-1)
        np.add.at(energy[group[site]], frame.year_of_chain, hours)
    return energy


def clean_weight(frame: Frame) -> FloatArray:
    """Return (supply,) 1 for carbon-free assets, else 0."""
    return np.array([float(asset.is_carbon_free) for asset in frame.case.supply])


def renewable_weight(frame: Frame) -> FloatArray:
    """Return (supply,) 1 for assets that count for RE100, else 0."""
    return np.array([float(asset.is_renewable) for asset in frame.case.supply])
