"""Generation on a site or delivered to it: gas, nuclear, geothermal, solar, wind, hydro, fusion and their contracts.

Equations
---------
For asset a in chain-hour h of planning year y, with `o` the share of time that new capacity is online:

- `generation[a, h] <= availability[a, h] · (existing[a] + o[a, h] · (installed[a, y] - existing[a]))`
- `installed >= committed` from the first year in which it can be built
- cost: annuities of builds, fixed cost of what stands, fuel and variable cost of each MWh; an asset with a strike
  costs the strike for each MWh taken and nothing else.

A *virtual* contract has no hourly choice: it generates all that is available, and its capacity column carries the
money of the hours: strike (or own cost) less the price of the hour.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.lp.model import Positions
from firmwatt.planning.capacity import CapacityColumns, CapacityTerms, add_capacity
from firmwatt.planning.frame import LOOSE, Frame
from firmwatt.scenario.assets import Delivery, SupplyAsset
from firmwatt.timegrid import FloatArray
from firmwatt.units import KG_PER_TONNE, KW_PER_MW


@dataclass(frozen=True, slots=True)
class SupplyColumns:
    """Columns of all supply.

    Attributes
    ----------
    capacity
        All assets, in the order of the case.
    delivered : indices of the assets that are on site or physical
    virtual : indices of the virtual contracts
    generation : (delivered, chains, hours) positions
    usable_share : (supply, chains, hours) 0-1
        Availability × online share: generation possible per installed MW.
    usable_existing_mw : (supply, chains, hours) MW
        What existing capacity gives beyond `usable_share × installed`.
    virtual_value_usd_per_mw : (supply, chains)
        Present value of the hours of a chain of 1 MW of a virtual contract, running cost less price; 0 for others.
    virtual_existing_usd : (chains,)
        The same of existing contracts beyond what their capacity column carries.
    """

    capacity: CapacityColumns
    delivered: tuple[int, ...]
    virtual: tuple[int, ...]
    generation: Positions
    usable_share: FloatArray
    usable_existing_mw: FloatArray
    virtual_value_usd_per_mw: FloatArray
    virtual_existing_usd: FloatArray


def add_supply(frame: Frame) -> SupplyColumns:
    """Add capacity and generation of every supply asset of the case."""
    assets = frame.case.supply
    delivered = tuple(i for i, asset in enumerate(assets) if asset.delivery != Delivery.VIRTUAL)
    virtual = tuple(i for i, asset in enumerate(assets) if asset.delivery == Delivery.VIRTUAL)
    existing = np.array([asset.existing_mw for asset in assets])
    usable = frame.series.availability * frame.online.supply
    usable_existing = frame.series.availability * (1.0 - frame.online.supply) * existing[:, None, None]
    running = np.array([running_cost_usd_per_mwh(frame, asset) for asset in assets]).reshape(
        len(assets), len(frame.years)
    )
    is_virtual = np.array([[asset.delivery == Delivery.VIRTUAL] for asset in assets]).reshape(-1, 1)
    margin = (frame.by_chain(running) - _price_of_asset(frame)) * frame.hour_value
    virtual_value = is_virtual * (margin * usable).sum(axis=-1)
    virtual_existing = (is_virtual * (margin * usable_existing).sum(axis=-1)).sum(axis=0)
    frame.builder.objective_offset += float(virtual_existing.sum())

    capacity = _add_capacity(frame, virtual_value)
    chosen = np.array(delivered, dtype=np.int64)
    names = {"asset": tuple(assets[i].name for i in delivered)}
    cost = frame.by_chain(running[chosen]) * frame.hour_value
    most = np.array([assets[i].max_mw * assets[i].probability + assets[i].existing_mw for i in delivered])
    most_generation = LOOSE * frame.series.availability[chosen] * most.reshape(-1, 1, 1)
    generation = frame.builder.stage_columns("generation_mw", names, cost=cost, upper=most_generation)
    limit = frame.builder.stage_rows("generation_limit", names, upper=usable_existing[chosen])
    frame.builder.put(limit, generation, 1.0)
    frame.builder.put(limit, frame.columns_by_chain(capacity.installed[chosen]), -usable[chosen])
    return SupplyColumns(
        capacity, delivered, virtual, generation, usable, usable_existing, virtual_value, virtual_existing
    )


def running_cost_usd_per_mwh(frame: Frame, asset: SupplyAsset) -> FloatArray:
    """Return (years,) what one MWh generated costs: the strike, or fuel and variable cost, and the carbon price."""
    years = len(frame.years)
    if asset.strike_usd_per_mwh is not None:
        own = np.full(years, asset.strike_usd_per_mwh)
    else:
        fuel = asset.heat_rate_mmbtu_per_mwh * np.asarray(asset.fuel_cost_usd_per_mmbtu)
        own = asset.variable_om_usd_per_mwh + fuel
    if asset.delivery == Delivery.VIRTUAL:
        return own
    carbon = np.asarray(frame.case.policy.carbon_price_usd_per_tonne) / KG_PER_TONNE
    delivery = 0.0
    if asset.delivery == Delivery.PHYSICAL:
        site = frame.case.sites[frame.case.site_index(asset.site)]
        delivery = site.connection.delivery_charge_usd_per_mwh
    return own + carbon * asset.emission_kg_per_mwh + delivery


def build_limit_mw(frame: Frame, asset_share: FloatArray, asset: SupplyAsset) -> FloatArray:
    """Return (years,) MW that may come online in each planning year; 0 before the first possible date.

    Parameters
    ----------
    asset_share : (years,) 0-1
        Share of each year in which new capacity of the asset is online.
    """
    years = np.asarray(frame.years)
    is_open = (asset_share > 0.0) & (years >= asset.earliest_year) & (years <= asset.latest_year)
    limit = np.full(len(years), asset.max_mw * asset.probability)
    if asset.build_limit_mw_per_year is not None:
        limit = np.minimum(limit, asset.build_limit_mw_per_year * frame.years_since_last)
    return np.where(is_open, limit, 0.0)


def _add_capacity(frame: Frame, virtual_value_usd_per_mw: FloatArray) -> CapacityColumns:
    assets, phi = frame.case.supply, frame.present_value
    share = frame.yearly_share(frame.online.supply)
    owned = np.array([asset.strike_usd_per_mwh is None for asset in assets], dtype=np.float64).reshape(-1, 1)
    build_value = np.array(
        [
            frame.kept_share(a)
            * frame.capital_value(a.overnight_cost_usd_per_kw, a.lifetime_years, a.construction_years, share[i])
            for i, a in enumerate(assets)
        ]
    ).reshape(len(assets), len(frame.years))
    fixed_om = owned * KW_PER_MW * np.array([[asset.fixed_om_usd_per_kw_year] for asset in assets]).reshape(-1, 1)
    existing = np.array([asset.existing_mw for asset in assets])
    standing = phi * share * fixed_om
    np.add.at(standing.T, frame.year_of_chain, virtual_value_usd_per_mw.T)
    frame.builder.objective_offset += float((phi * (1.0 - share) * fixed_om * existing[:, None]).sum())
    limit = np.array([build_limit_mw(frame, share[i], asset) for i, asset in enumerate(assets)])
    most = np.array([[asset.max_mw * asset.probability + asset.existing_mw] for asset in assets])
    committed = np.array([[asset.min_mw * asset.probability] for asset in assets]).reshape(-1, 1)
    has_opened = np.logical_or.accumulate(limit.reshape(len(assets), len(frame.years)) > 0.0, axis=1)
    terms = CapacityTerms(
        names=tuple(asset.name for asset in assets),
        dim="asset",
        existing=existing,
        lifetime_years=np.array([asset.lifetime_years for asset in assets]),
        build_value_usd=owned * build_value,
        standing_value_usd=standing,
        build_upper=limit.reshape(len(assets), len(frame.years)),
        installed_upper=most.reshape(len(assets), 1),
        installed_lower=np.where(has_opened, committed, 0.0),
    )
    return add_capacity(frame, "supply_mw", terms)


def _price_of_asset(frame: Frame) -> FloatArray:
    """Return (supply, chains, hours) price that the objective holds in the region of each asset's site."""
    site = [frame.case.site_index(asset.site) for asset in frame.case.supply]
    return frame.given_price_usd_per_mwh[site]
