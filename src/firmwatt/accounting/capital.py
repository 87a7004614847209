"""Costs of what stands: capital by vintage, fixed operation and maintenance, connection and grid capacity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from firmwatt.accounting.clock import sum_by_site, yearly_mean, yearly_sum
from firmwatt.accounting.flows import Flows
from firmwatt.finance import annual_capital_cost_usd_per_mw, years_alive
from firmwatt.planning.assets.connection import connection_annuity_usd_per_mw
from firmwatt.planning.assets.pipeline import PIPELINE, expandable, expansion_annuity_usd, expansion_online_share
from firmwatt.planning.market import margin_of_site, market_of_site
from firmwatt.planning.response import curtailable_price_usd_per_mw_year
from firmwatt.planning.roadmap import online_dates
from firmwatt.planning.tariff import billings
from firmwatt.planning.tax_credit import capital_kept_share, plants_by_production, production_credits
from firmwatt.timegrid import FloatArray
from firmwatt.units import KW_PER_MW


def standing_costs(flows: Flows) -> dict[str, FloatArray]:
    """Return kind → (sites, years) USD in one calendar year of the costs that do not depend on the hour."""
    return {
        "it_capital": _computing_capital(flows, "it"),
        "building_capital": _computing_capital(flows, "building"),
        "supply_capital": _supply_capital(flows),
        "storage_capital": _storage_capital(flows),
        "tax_credit": _tax_credit(flows),
        "link_capital": _link_capital(flows),
        "connection_capital": _connection_capital(flows),
        "fixed_om": _supply_fixed_om(flows) + _storage_fixed_om(flows),
        "grid_capacity": _grid_capacity(flows),
    }


COMPUTING = ("chips", "building")
"""Kinds of capital that are not power."""


@dataclass(frozen=True, slots=True, eq=False)
class CapitalSpent:
    """Overnight capital, with no interest, of one thing.

    Attributes
    ----------
    thing
        Name of the asset, or `site/chips`, `site/building`, `site/connection`.
    kind
        `chips`, `building`, `supply`, `storage`, `link` or `connection`.
    owner
        The party that owns it.
    usd : (years,) of what is built in each planning year
    """

    thing: str
    kind: str
    owner: str
    usd: FloatArray


def capital_spent(flows: Flows) -> tuple[CapitalSpent, ...]:
    """Return what is spent on each thing that the programme pays the capital of.

    Notes
    -----
    The whole cost of a build counts in the planning year in which it comes online. Contracts with a strike spend
    none: their owner does. Chips and buildings belong to the party that gives the capital, or runs the site where
    none is named; a plant, a store and a line to its `owner`; a connection to who runs the site.
    """
    case, plan = flows.case, flows.dispatch.plan
    runs = {site.name: site.party for site in case.sites}
    capital = case.programme.parties.get("capital")
    connected = plan.connection_firm_mw + plan.connection_curtailable_mw
    spent: list[CapitalSpent] = []

    def add(thing: str, kind: str, owner: str, *parts: tuple[float, FloatArray]) -> None:
        usd = sum((KW_PER_MW * cost_usd_per_kw * built for cost_usd_per_kw, built in parts), np.zeros(flows.years))
        spent.append(CapitalSpent(thing, kind, owner, usd))

    for place, site in enumerate(case.sites):
        grown = np.diff(connected[place], prepend=site.connection.energised_mw)
        add(f"{site.name}/chips", "chips", capital or site.party, (site.it_capital_usd_per_kw, plan.it_build_mw[place]))
        building = (site.building_capital_usd_per_kw, plan.it_build_mw[place])
        add(f"{site.name}/building", "building", capital or site.party, building)
        add(f"{site.name}/connection", "connection", site.party, (site.connection.capital_cost_usd_per_kw, grown))
    if plan.gas_pipeline_added_mmbtu_per_hour is not None:
        for place, each in expandable(case):
            grown = np.diff(plan.gas_pipeline_added_mmbtu_per_hour[place], prepend=0.0) / KW_PER_MW
            name, party = case.sites[place].name, case.sites[place].party
            add(f"{name}/{PIPELINE}", "connection", party, (each.capital_cost_usd_per_mmbtu_per_hour, grown))
    for asset, mw in zip(case.supply, plan.supply_build_mw, strict=True):
        if asset.strike_usd_per_mwh is None:
            add(asset.name, "supply", asset.owner or runs[asset.site], (asset.overnight_cost_usd_per_kw, mw))
    for store, mw, mwh in zip(case.storage, plan.storage_build_mw, plan.storage_build_mwh, strict=True):
        parts = ((store.power_cost_usd_per_kw, mw), (store.energy_cost_usd_per_kwh, mwh))
        add(store.name, "storage", store.owner or runs[store.site], *parts)
    for link, mw in zip(case.links, plan.link_build_mw, strict=True):
        add(link.name, "link", link.owner or runs[link.from_site], (link.overnight_cost_usd_per_kw, mw))
    return tuple(spent)


def capital_by_kind(flows: Flows) -> dict[str, FloatArray]:
    """Return kind → (years,) overnight USD of what is built in each planning year, chips and buildings first."""
    found: dict[str, FloatArray] = {}
    for spent in capital_spent(flows):
        found[spent.kind] = found.get(spent.kind, np.zeros(flows.years)) + spent.usd
    return dict(sorted(found.items(), key=lambda item: item[0] not in COMPUTING))


def _vintage_capital(
    flows: Flows, build: FloatArray, annuity_usd_per_mw: Sequence[float], lifetime_years: Sequence[float]
) -> FloatArray:
    """Return (things, years) the yearly capital cost of all vintages that still stand, as if online all year."""
    years = flows.time.planning_years
    alive = np.array([[years_alive(vintage, life, years) for vintage in years] for life in lifetime_years])
    alive = alive.reshape(len(lifetime_years), len(years), len(years))
    standing = np.einsum("av,avy->ay", build, alive)
    cost: FloatArray = np.asarray(annuity_usd_per_mw, dtype=np.float64)[:, None] * standing
    return cost


def _supply_annuity(flows: Flows) -> list[float]:
    """Return (supply,) the annuity of a megawatt, 0 where a strike is paid instead."""
    rate = flows.case.programme.discount_rate
    return [
        0.0
        if asset.strike_usd_per_mwh is not None
        else annual_capital_cost_usd_per_mw(
            asset.overnight_cost_usd_per_kw, rate, asset.lifetime_years, asset.construction_years
        )
        for asset in flows.case.supply
    ]


def _storage_annuities(flows: Flows) -> tuple[list[float], list[float]]:
    """Return (storage,) the annuities of a megawatt and of a megawatt-hour."""
    storage, rate = flows.case.storage, flows.case.programme.discount_rate
    power, energy = (
        [
            annual_capital_cost_usd_per_mw(cost, rate, asset.lifetime_years, asset.construction_years)
            for asset, cost in zip(storage, costs, strict=True)
        ]
        for costs in (
            [asset.power_cost_usd_per_kw for asset in storage],
            [asset.energy_cost_usd_per_kwh for asset in storage],
        )
    )
    return power, energy


def _supply_capital(flows: Flows, share_of_builds: FloatArray | float = 1.0) -> FloatArray:
    """Return (sites, years) the annuities of plants, or of a share (supply, years) of each vintage."""
    plan, lives = flows.dispatch.plan, [asset.lifetime_years for asset in flows.case.supply]
    cost = _vintage_capital(flows, share_of_builds * plan.supply_build_mw, _supply_annuity(flows), lives)
    return flows.by_site(cost * yearly_mean(flows.time, plan.supply_online_share))


def _storage_capital(flows: Flows, share_of_builds: FloatArray | float = 1.0) -> FloatArray:
    """Return (sites, years) the annuities of stores, or of a share (storage, years) of each vintage."""
    plan, lives = flows.dispatch.plan, [asset.lifetime_years for asset in flows.case.storage]
    power, energy = _storage_annuities(flows)
    cost = _vintage_capital(flows, share_of_builds * plan.storage_build_mw, power, lives)
    cost += _vintage_capital(flows, share_of_builds * plan.storage_build_mwh, energy, lives)
    cost *= yearly_mean(flows.time, plan.storage_online_share)
    return sum_by_site(cost, flows.storage_site, len(flows.case.sites))


def _tax_credit(flows: Flows) -> FloatArray:
    """Return (sites, years) what tax credits give back of the annuities, and for what is generated, negative."""
    case, years = flows.case, flows.time.planning_years
    by_production = plants_by_production(flows.dispatch.plan.inputs)
    given = [
        np.array(
            [
                1.0 - capital_kept_share(a, case.programme.decision_date, years, by_production=a.name in by_production)
                for a in assets
            ]
        )
        for assets in (case.supply, case.storage)
    ]
    supply, storage = (share.reshape(-1, len(years)) for share in given)
    return -_supply_capital(flows, supply) - _storage_capital(flows, storage) - _production_credit(flows)


def _production_credit(flows: Flows) -> FloatArray:
    """Return (sites, years) credits for what plants generate in their first years, and no more than they generate."""
    plan = flows.dispatch.plan
    total = np.zeros((len(flows.case.sites), flows.years))
    if not plants_by_production(plan.inputs):
        return total
    usable = flows.time.sample(plan.inputs.availability.share) * plan.supply_online_share
    generated = yearly_sum(flows.time, flows.dispatch.generation_mw)
    for credit in production_credits(plan.inputs, usable):
        most = plan.supply_build_mw[credit.asset] @ credit.credited_mwh_per_mw
        credited = np.minimum(most, generated[credit.asset])
        total[flows.supply_site[credit.asset]] += credit.usd_per_mwh * credited
    return total


def _link_capital(flows: Flows) -> FloatArray:
    case, rate = flows.case, flows.case.programme.discount_rate
    total = np.zeros((len(case.sites), flows.years))
    if not case.links:
        return total
    annuity = [
        annual_capital_cost_usd_per_mw(
            link.overnight_cost_usd_per_kw, rate, link.lifetime_years, link.construction_years
        )
        for link in case.links
    ]
    lives = [link.lifetime_years for link in case.links]
    online = [online_dates(link.steps, case.programme.decision_date).p50 for link in case.links]
    share = yearly_mean(flows.time, np.array([flows.time.online_share(day) for day in online]))
    cost = share * _vintage_capital(flows, flows.dispatch.plan.link_build_mw, annuity, lives)
    for link, yearly in zip(case.links, cost, strict=True):
        for end in (link.from_site, link.to_site):
            total[case.site_index(end)] += yearly / 2.0
    return total


def _connection_capital(flows: Flows) -> FloatArray:
    case, plan, rate = flows.case, flows.dispatch.plan, flows.case.programme.discount_rate
    connections = [site.connection for site in case.sites]
    annuity = [connection_annuity_usd_per_mw(connection, rate) for connection in connections]
    energised = np.array([[connection.energised_mw] for connection in connections])
    firm = (plan.connection_firm_mw - energised) * yearly_mean(flows.time, plan.connection_online_share)
    curtailable = plan.connection_curtailable_mw * yearly_mean(flows.time, plan.curtailable_online_share)
    cost: FloatArray = np.array(annuity)[:, None] * (firm + curtailable)
    return cost + _pipeline_capital(flows)


def _pipeline_capital(flows: Flows) -> FloatArray:
    """Return (sites, years) the annuities of what is added to gas pipelines."""
    case, added = flows.case, flows.dispatch.plan.gas_pipeline_added_mmbtu_per_hour
    total = np.zeros((len(case.sites), flows.years))
    if added is not None:
        share = yearly_mean(flows.time, expansion_online_share(case, flows.time))
        for (site, each), online in zip(expandable(case), share, strict=True):
            total[site] = expansion_annuity_usd(each, case.programme.discount_rate) * online * added[site]
    return total


def _supply_fixed_om(flows: Flows) -> FloatArray:
    plan, supply = flows.dispatch.plan, flows.case.supply
    price = [0.0 if asset.strike_usd_per_mwh is not None else asset.fixed_om_usd_per_kw_year for asset in supply]
    existing = np.array([asset.existing_mw for asset in supply])[:, None]
    served = existing + yearly_mean(flows.time, plan.supply_online_share) * (plan.supply_mw - existing)
    return flows.by_site(KW_PER_MW * np.array(price)[:, None] * served)


def _storage_fixed_om(flows: Flows) -> FloatArray:
    plan, storage = flows.dispatch.plan, flows.case.storage
    price = np.array([asset.fixed_om_usd_per_kw_year for asset in storage])[:, None]
    existing = np.array([asset.existing_mw for asset in storage])[:, None]
    served = existing + yearly_mean(flows.time, plan.storage_online_share) * (plan.storage_mw - existing)
    return sum_by_site(KW_PER_MW * price * served, flows.storage_site, len(flows.case.sites))


def _grid_capacity(flows: Flows) -> FloatArray:
    plan = flows.dispatch.plan
    connections = [site.connection for site in flows.case.sites]
    price = _capacity_price_usd_per_mw_year(flows)
    energised = np.array([[connection.energised_mw] for connection in connections])
    share = yearly_mean(flows.time, plan.connection_online_share)
    early = yearly_mean(flows.time, plan.curtailable_online_share)
    curtailable = curtailable_price_usd_per_mw_year(flows.case) * early * plan.connection_curtailable_mw
    firm = energised + share * (plan.connection_firm_mw - energised)
    cost: FloatArray = price * firm + curtailable + _billed_demand(flows)
    return cost


def _billed_demand(flows: Flows) -> FloatArray:
    """Return (sites, years) what tariffs charge for the highest draws."""
    plan, drawn_mw = flows.dispatch.plan, flows.import_mw + flows.physical_mw
    total = np.zeros((len(flows.case.sites), flows.years))
    for each in billings(plan.inputs, plan.connection_online_share, plan.curtailable_online_share):
        energised = flows.case.sites[each.site].connection.energised_mw
        firm = energised + each.firm_share * (plan.connection_firm_mw[each.site] - energised)[:, None]
        billed = each.billed_mw(each.highest_draw_mw(flows.time, drawn_mw[each.site]), firm)
        total[each.site] = (each.charge_usd_per_mw * billed).sum(axis=1)
    return total


def _capacity_price_usd_per_mw_year(flows: Flows) -> FloatArray:
    """Return (sites, years) the price of a firm MW: the fixed one, or that of the margin of the site's market."""
    plan = flows.dispatch.plan
    fixed = [[site.connection.capacity_price_usd_per_mw_year] for site in flows.case.sites]
    price = np.repeat(np.array(fixed, dtype=np.float64), flows.years, axis=1)
    series, markets = plan.inputs.curves, plan.markets
    if series is not None and markets is not None:
        market, margin = market_of_site(flows.case, series), margin_of_site(flows.case, series)
        has_margin = margin > 0.0
        moved = margin[:, None] * markets.capacity_price_usd_per_mw_year[market]
        price[has_margin] = moved[has_margin]
    return price


def _computing_capital(flows: Flows, part: str) -> FloatArray:
    """Return (sites, years) the annuity of chips (`it`) or of buildings on all IT megawatts beyond the existing."""
    plan, sites, rate = flows.dispatch.plan, flows.case.sites, flows.case.programme.discount_rate
    terms = [
        (site.it_capital_usd_per_kw, site.it_lifetime_years)
        if part == "it"
        else (site.building_capital_usd_per_kw, site.building_lifetime_years)
        for site in sites
    ]
    annuity = np.array([[annual_capital_cost_usd_per_mw(cost, rate, life, 0.0)] for cost, life in terms])
    existing = np.array([[site.energised_it_mw] for site in sites])
    cost: FloatArray = annuity * (plan.it_mw - existing) * yearly_mean(flows.time, plan.it_online_share)
    return cost
