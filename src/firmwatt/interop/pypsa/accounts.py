"""Limits on a year's energy, as stores that are credited and debited hour by hour and must not end below zero.

PyPSA's own global constraints cover one investment period or all of them; a planning year has several.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from firmwatt.interop.pypsa.draft import Draft, Port
from firmwatt.planning.columns import (
    clean_weight,
    group_of_sites,
    matching_groups,
    renewable_weight,
    yearly_existing_virtual_mwh,
)
from firmwatt.planning.model import PlanningModel
from firmwatt.scenario.assets import Delivery
from firmwatt.timegrid import FloatArray
from firmwatt.units import KG_PER_TONNE, LITRES_PER_M3

CARBON_FREE, RENEWABLE, HOURLY = "carbon-free share", "RE100 share", "hourly carbon-free share"


@dataclass(frozen=True, slots=True)
class Account:
    """What one MWh of each flow adds to an account of the year.

    Attributes
    ----------
    name
    supply : (supply,)
    imports, metered : broadcasts to (sites, chains, hours)
    opening : (years,)
        What is there at the beginning of the year.
    """

    name: str
    supply: FloatArray
    imports: FloatArray
    metered: FloatArray
    opening: FloatArray


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of a plan, and the ports through which flows reach them.

    Attributes
    ----------
    draft, model
    accounts
    """

    draft: Draft
    model: PlanningModel
    accounts: tuple[Account, ...]

    def of_supply(self, asset: int) -> list[Port]:
        """Return ports for what a supply asset generates."""
        chosen = ((account.name, account.supply[asset]) for account in self.accounts)
        return [(name, self._weighted(factor)) for name, factor in chosen if factor != 0.0]

    def of_import(self, site: int) -> list[Port]:
        """Return ports for what a site buys."""
        return self._ports([(account.name, account.imports) for account in self.accounts], site)

    def of_metered(self, site: int) -> list[Port]:
        """Return ports for what a site's computing draws at the meter."""
        return self._ports([(account.name, account.metered) for account in self.accounts], site)

    def _ports(self, chosen: list[tuple[str, FloatArray]], site: int) -> list[Port]:
        shape = self.model.frame.series.pue.shape
        factors = [(name, np.broadcast_to(factor, shape)[site]) for name, factor in chosen]
        return [(name, self._weighted(factor)) for name, factor in factors if factor.any()]

    def _weighted(self, factor: ArrayLike) -> FloatArray:
        return self.draft.clock.series(np.asarray(factor) * self.model.frame.hour_weight)


def add_accounts(draft: Draft, model: PlanningModel) -> Accounts:
    """Add the store of every account for each planning year."""
    accounts = (*_carbon(model), *_shares(model), *_contracts(model), *_water(model))
    for account in accounts:
        add_account(draft, account.name, account.opening, _most(model, account))
    return Accounts(draft, model, accounts)


def add_account(draft: Draft, name: str, opening: FloatArray, most: float, *, by_capacity: bool = False) -> str:
    """Add the bus of an account and one store a year; return the bus.

    Parameters
    ----------
    opening : (years,)
    most
        More than the account can ever hold or owe.
    by_capacity
        Whether it is credited by what stands, in the stock-taking behind the year, and settled there.
    """
    clock = draft.clock
    bus = draft.bus(name, "account")
    size = 2.0 * most + float(np.abs(opening).max())
    least = clock.series(-1.0, built=-1.0, cleared=-1.0) if by_capacity else clock.series(clock.years_last_hour() - 1.0)
    for y, year in enumerate(clock.time.planning_years):
        draft.add(
            "Store", f"{name}/{year}", bus=bus, carrier="account", e_nom=size, e_initial=float(opening[y]),
            e_cyclic=False, e_cyclic_per_period=False, e_min_pu=least,
            build_year=clock.first_label(y), lifetime=float(clock.chains_per_year + by_capacity),
        )  # fmt: skip
    return bus


def _most(model: PlanningModel, account: Account) -> float:
    """Return a bound on all that could ever be credited or debited in a year."""
    frame, lp, columns = model.frame, model.lp, model.columns
    bought = lp.col_upper[columns.connection.import_firm] + lp.col_upper[columns.connection.import_curtailable]
    drawn = np.zeros(frame.series.pue.shape)
    np.add.at(drawn, columns.computing.site_of, lp.col_upper[columns.computing.served])
    made = np.abs(account.supply) @ lp.col_upper[columns.supply.capacity.installed].max(axis=1, initial=0.0)
    by_hour = np.abs(account.imports) * bought + np.abs(account.metered) * frame.series.pue * drawn
    return float(((by_hour.sum(axis=0) + made) * frame.hour_weight).sum())


def _carbon(model: PlanningModel) -> list[Account]:
    frame, policy = model.frame, model.frame.case.policy
    delivered = np.array([asset.delivery != Delivery.VIRTUAL for asset in frame.case.supply], dtype=np.float64)
    stack = delivered * [asset.emission_kg_per_mwh for asset in frame.case.supply] / KG_PER_TONNE
    bought = frame.series.average_intensity_kg_per_mwh / KG_PER_TONNE
    accounts = []
    if policy.carbon_cap_tonne is not None:
        opening = np.asarray(policy.carbon_cap_tonne)
        accounts.append(Account("carbon cap", -stack, -bought, np.zeros((1, 1, 1)), opening))
    if policy.carbon_intensity_cap_kg_per_mwh is not None:
        rate = frame.by_chain(np.asarray(policy.carbon_intensity_cap_kg_per_mwh))[None] / KG_PER_TONNE
        accounts.append(Account("carbon intensity cap", -stack, -bought, rate, np.zeros(len(frame.years))))
    return accounts


def _shares(model: PlanningModel) -> list[Account]:
    """Return the yearly shares of clean energy; the hourly one is fed by what is matched, not by what is generated."""
    frame, policy = model.frame, model.frame.case.policy
    grid = frame.series.carbon_free_share
    kinds = (
        (CARBON_FREE, policy.annual_carbon_free_share, clean_weight(frame), grid),
        (RENEWABLE, policy.re100_share, renewable_weight(frame), 0.0 * grid),
        (HOURLY, policy.hourly_carbon_free_share, np.zeros(len(frame.case.supply)), 0.0 * grid),
    )
    accounts = []
    for name, share, clean, bought in kinds:
        if share is None:
            continue
        asked = frame.by_chain(np.asarray(share))[None]
        for g, (label, _) in enumerate(matching_groups(frame)):
            sites, assets = _inside(model, g)
            metered = -asked * sites[:, None, None]
            nothing = np.zeros(len(frame.years))
            accounts.append(Account(f"{name} {label}", clean * assets, bought * sites[:, None, None], metered, nothing))
    return accounts


def _contracts(model: PlanningModel) -> list[Account]:
    """Return what virtual contracts may give; what they already give is granted, as the plan's row does."""
    frame, lp = model.frame, model.lp
    if all(block.name != "contract_limit" for block in lp.row_blocks):
        return []
    block = lp.row_block("contract_limit")
    virtual = np.array([float(asset.delivery == Delivery.VIRTUAL) for asset in frame.case.supply])
    granted = lp.row_upper[block.start : block.start + block.size].reshape(block.shape)
    granted = granted + yearly_existing_virtual_mwh(frame, model.columns, virtual)
    accounts = []
    for g, (label, _) in enumerate(matching_groups(frame)):
        sites, assets = _inside(model, g)
        inside = sites[:, None, None]
        accounts.append(Account(f"contracts {label}", -virtual * assets, 0.0 * inside, inside, granted[g]))
    return accounts


def _water(model: PlanningModel) -> list[Account]:
    """Return the water accounts, in m3."""
    frame = model.frame
    litres = np.array([asset.water_l_per_mwh * (asset.delivery == Delivery.ON_SITE) for asset in frame.case.supply])
    sites = frame.case.sites
    limits = [(f"water {site.name}", {site.name}, site.water_limit_m3_per_year) for site in sites]
    limits += [
        (f"water of basin {basin}", {site.name for site in sites if site.basin == basin}, limit)
        for basin, limit in frame.case.basin_limit_m3_per_year.items()
    ]
    accounts = []
    for name, members, limit in limits:
        if limit is None or not members:
            continue
        here = np.array([asset.site in members for asset in frame.case.supply], dtype=np.float64)
        inside = np.array([site.name in members for site in sites], dtype=np.float64)[:, None, None]
        metered = -inside * frame.series.wue_l_per_kwh / frame.series.pue
        opening = np.full(len(frame.years), limit)
        accounts.append(Account(name, -here * litres / LITRES_PER_M3, 0.0 * inside, metered, opening))
    return accounts


def _inside(model: PlanningModel, group: int) -> tuple[FloatArray, FloatArray]:
    """Return (sites,) and (supply,) 1 for what belongs to a matching group."""
    of_site = group_of_sites(model.frame)
    case = model.frame.case
    of_asset = np.array([of_site[case.site_index(asset.site)] for asset in case.supply], dtype=np.int64)
    return (of_site == group).astype(np.float64), (of_asset == group).astype(np.float64)
