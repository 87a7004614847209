"""Generation: a bus for each asset, its vintages on it, and one link that delivers, pays and is counted."""

from __future__ import annotations

import numpy as np

from firmwatt.interop.pypsa.accounts import Accounts
from firmwatt.interop.pypsa.draft import Draft, Port
from firmwatt.interop.pypsa.matching import clean_ports
from firmwatt.interop.pypsa.rights import credit_ports, credits_of, run_hours_ports
from firmwatt.interop.pypsa.stocktaking import SINK, Stocktaking
from firmwatt.interop.pypsa.tariffs import draw_ports
from firmwatt.interop.pypsa.vintages import Capacity, add_standing, add_vintages
from firmwatt.planning.assets.pipeline import expandable
from firmwatt.planning.assets.supply import running_cost_usd_per_mwh
from firmwatt.planning.model import PlanningModel
from firmwatt.scenario.assets import Delivery
from firmwatt.units import KW_PER_MW

MARKET = "market"
"""Where sales and the energy of virtual contracts go."""


def add_supply(draft: Draft, model: PlanningModel, accounts: Accounts, limits: Stocktaking) -> None:
    """Add every supply asset of the case."""
    _add_pipelines(draft, model, limits)
    for index in range(len(model.frame.case.supply)):
        _add_asset(draft, model, index, (accounts, limits))


def _add_asset(draft: Draft, model: PlanningModel, index: int, books: tuple[Accounts, Stocktaking]) -> None:
    frame, lp, supply = model.frame, model.lp, model.columns.supply
    accounts, limits = books
    asset = frame.case.supply[index]
    is_virtual = asset.delivery == Delivery.VIRTUAL
    margin = frame.by_chain(running_cost_usd_per_mwh(frame, asset))
    value = np.zeros(len(frame.years))
    if is_virtual:
        margin = margin - frame.series.price_usd_per_mwh[frame.case.site_index(asset.site)]
        hours = margin * frame.hour_value
        np.add.at(value, frame.year_of_chain, (hours * supply.usable_share[index]).sum(axis=-1))
        draft.constant_usd -= float((hours * supply.usable_existing_mw[index]).sum())
    capacity = Capacity(
        asset.name, asset.name, asset.technology, "Generator", supply.capacity, index, asset.lifetime_years,
        frame.series.availability[index], supply.usable_share[index],
        least_share=1.0 if is_virtual else asset.minimum_load_share, hourly_value_usd=value,
    )  # fmt: skip
    if not capacity.is_possible(lp):
        return
    bus = draft.bus(asset.name, asset.technology)
    most = float(capacity.bounds(lp)[1].max())
    permitted, running = run_hours_ports(draft, model, index, most)
    credit = credits_of(model).get(index)
    of_vintages, earning = ({}, []) if credit is None else credit_ports(draft, model, credit, most)
    add_vintages(draft, lp, capacity, of_vintages)
    add_standing(draft, lp, capacity, SINK, [*limits.of_supply(asset), *permitted])
    end = draft.bus(MARKET, "AC") if is_virtual else asset.site
    if is_virtual:
        draft.sink(MARKET, most, draft.clock.series(1.0))
    own = [*_own_ports(draft, model, index), *running, *earning]
    ports = [*accounts.of_supply(index), *clean_ports(model, asset), *own]
    draft.link(
        f"{asset.name}/energy", (bus, end), 1.0, most, ports=ports, carrier=asset.delivery.value,
        marginal_cost=draft.clock.series(margin),
    )  # fmt: skip


def _own_ports(draft: Draft, model: PlanningModel, index: int) -> list[Port]:
    """Return the ports to the gas pipeline and, for a physical contract, to firm connection and billed demand."""
    asset = model.frame.case.supply[index]
    site = model.frame.case.sites[model.frame.case.site_index(asset.site)]
    ports: list[Port] = []
    is_piped = asset.delivery == Delivery.ON_SITE and asset.is_gas
    if is_piped and site.gas_pipeline_limit_mmbtu_per_hour is not None:
        ports.append((f"{site.name}/gas pipeline", -asset.heat_rate_mmbtu_per_mwh))
    if asset.delivery == Delivery.PHYSICAL:
        ports += [
            (f"{site.name}/firm import", -1.0),
            *draw_ports(draft, model, model.frame.case.site_index(asset.site)),
        ]
    return ports


def _add_pipelines(draft: Draft, model: PlanningModel, limits: Stocktaking) -> None:
    pipeline, case, lp = model.columns.pipeline, model.frame.case, model.lp
    for site in case.sites:
        if site.gas_pipeline_limit_mmbtu_per_hour is not None:
            bus = draft.bus(f"{site.name}/gas pipeline", "gas")
            draft.source(bus, bus, site.gas_pipeline_limit_mmbtu_per_hour, draft.clock.series(1.0), carrier="gas")
    if pipeline is None:
        return
    for k, (s, expansion) in enumerate(expandable(case)):
        bus = f"{case.sites[s].name}/gas pipeline"
        online = pipeline.online[k]
        capacity = Capacity(
            bus, bus, "expansion", "Generator", pipeline.capacity, k, np.inf, np.ones_like(online), online
        )
        add_vintages(draft, lp, capacity)
        cost_usd_per_unit = expansion.capital_cost_usd_per_mmbtu_per_hour / KW_PER_MW
        add_standing(draft, lp, capacity, SINK, limits.budget(cost_usd_per_unit))
