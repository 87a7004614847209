"""Sites: connection to the grid, computing, and the work that waits."""

from __future__ import annotations

import numpy as np

from firmwatt.errors import UserError
from firmwatt.interop.pypsa.accounts import Accounts, add_account
from firmwatt.interop.pypsa.draft import Draft, Port
from firmwatt.interop.pypsa.matching import import_ports, load_ports
from firmwatt.interop.pypsa.stocktaking import SINK, Stocktaking
from firmwatt.interop.pypsa.supply import MARKET
from firmwatt.interop.pypsa.tariffs import draw_ports, least_ports
from firmwatt.interop.pypsa.vintages import Capacity, Vintage, add_standing, add_vintage, add_vintages
from firmwatt.planning.model import PlanningModel
from firmwatt.planning.response import response_credit_usd_per_mwh
from firmwatt.planning.tariff import purchase_price_usd_per_mwh
from firmwatt.timegrid import FloatArray
from firmwatt.units import KG_PER_TONNE


def add_connections(draft: Draft, model: PlanningModel, accounts: Accounts, limits: Stocktaking) -> None:
    """Add the sites' buses, their connections, purchase and sale."""
    for s, site in enumerate(model.frame.case.sites):
        draft.bus(site.name, "AC")
        grid = draft.bus(f"{site.name}/grid", "AC")
        _add_firm(draft, model, s, limits)
        ports = [*accounts.of_import(s), *import_ports(model, site.name), *draw_ports(draft, model, s)]
        most = float(model.lp.col_upper[model.columns.connection.import_firm[s]].max())
        draft.link(
            f"{site.name}/firm import", (grid, site.name), 1.0, most, carrier="import",
            ports=[(f"{site.name}/firm import", -1.0), *ports],
        )  # fmt: skip
        most += _add_curtailable(draft, model, s, (limits, ports))
        draft.source(grid, grid, most, draft.clock.series(1.0), carrier="import", marginal_cost=_price(draft, model, s))


def _price(draft: Draft, model: PlanningModel, s: int) -> FloatArray:
    frame = model.frame
    site = frame.case.sites[s]
    carbon = frame.by_chain(np.asarray(frame.case.policy.carbon_price_usd_per_tonne)) / KG_PER_TONNE
    emitted = carbon * frame.series.average_intensity_kg_per_mwh[s]
    price = purchase_price_usd_per_mwh(frame.inputs, frame.series.price_usd_per_mwh)[s]
    return draft.clock.series(price + site.connection.delivery_charge_usd_per_mwh + emitted)


def _add_firm(draft: Draft, model: PlanningModel, s: int, limits: Stocktaking) -> None:
    """Add firm megawatts: what is bought and what physical contracts deliver share them; so does, apart, the sale."""
    frame, lp = model.frame, model.lp
    site = frame.case.sites[s]
    online = frame.online.connection[s]
    is_selling = site.sale_limit_mw > 0.0
    rating = draft.bus(f"{site.name}/firm import", "rating")
    home = draft.bus(f"{site.name}/firm connection", "rating") if is_selling else rating
    capacity = Capacity(
        site.name, home, "firm connection", "Generator", model.columns.connection.firm, s, np.inf,
        np.ones_like(online), online,
    )  # fmt: skip
    add_vintages(draft, lp, capacity)
    ports = [
        *limits.of_connection(site.connection.capital_cost_usd_per_kw),
        *limits.reserve(site.name, frame.case.reliability.grid_capacity_credit),
        *least_ports(draft, model, s),
    ]
    add_standing(draft, lp, capacity, SINK, ports)
    if not is_selling:
        return
    most, window = float(capacity.bounds(lp)[1].max()), draft.clock.series(1.0)
    sold = draft.bus(f"{site.name}/firm sale", "rating")
    draft.link(f"{site.name}/firm connection", (home, rating), 1.0, most, ports=[(sold, 1.0)], carrier="rating")
    draft.sink(rating, most, window)
    draft.sink(sold, most, window)
    draft.sink(draft.bus(MARKET, "AC"), site.sale_limit_mw, window)
    draft.link(
        f"{site.name}/sale", (site.name, MARKET), 1.0, site.sale_limit_mw, ports=[(sold, -1.0)], carrier="sale",
        marginal_cost=draft.clock.series(-frame.series.price_usd_per_mwh[s]),
    )  # fmt: skip


def _add_curtailable(draft: Draft, model: PlanningModel, s: int, books: tuple[Stocktaking, list[Port]]) -> float:
    """Add curtailable megawatts and the energy that they are given in a year; return the most that may flow."""
    frame, lp = model.frame, model.lp
    site = frame.case.sites[s]
    limits, import_ports_of_site = books
    called = frame.series.called_share[s]
    online = frame.online.curtailable[s] * (1.0 - called)
    capacity = Capacity(
        site.name, f"{site.name}/curtailable connection", "curtailable connection", "Generator",
        model.columns.connection.curtailable, s, np.inf, np.ones_like(online), online,
    )  # fmt: skip
    if not capacity.is_possible(lp):
        return 0.0
    if called.any() and site.connection.curtailable_energy_share > 0.0:
        problem = f"pypsa: the network has no word for a yearly share of energy beside the calls at {site.name}."
        raise UserError(f"{problem} Set `curtailable_energy_share` or the contract's hours to 0.")
    draft.bus(capacity.bus, "rating")
    rating = draft.bus(f"{site.name}/curtailable import", "rating")
    add_vintages(draft, lp, capacity)
    add_standing(draft, lp, capacity, SINK, limits.of_connection(site.connection.capital_cost_usd_per_kw))
    most = float(capacity.bounds(lp)[1].max())
    hours = float(frame.hour_weight.sum()) * online.shape[1]
    account = add_account(draft, f"{site.name}/curtailable energy", np.zeros(len(frame.years)), most * hours)
    draft.sink(rating, most, draft.clock.series(1.0))
    weight = draft.clock.series(frame.hour_weight)
    given = 1.0 - site.connection.curtailable_energy_share
    draft.link(
        f"{site.name}/curtailable connection", (capacity.bus, rating), 1.0, most, ports=[(account, given * weight)],
        carrier="rating",
    )  # fmt: skip
    draft.link(
        f"{site.name}/curtailable import", (f"{site.name}/grid", site.name), 1.0, most, carrier="import",
        ports=[(rating, -1.0), (account, -weight), *import_ports_of_site],
        marginal_cost=draft.clock.series(-_credit(model, s)),
    )  # fmt: skip
    return most


def _credit(model: PlanningModel, s: int) -> FloatArray:
    """Return (chains, hours) what the contract pays for a megawatt-hour drawn."""
    frame = model.frame
    credit = response_credit_usd_per_mwh(frame.inputs, frame.series.called_share, frame.online.curtailable)
    return np.broadcast_to(frame.by_chain(credit)[s], frame.series.called_share[s].shape)


def add_computing(draft: Draft, model: PlanningModel, accounts: Accounts, limits: Stocktaking) -> None:
    """Add machines, the power that they draw, and the work of every pool."""
    frame, lp, computing = model.frame, model.lp, model.columns.computing
    margin = frame.case.reliability.reserve_margin or 0.0
    for s, site in enumerate(frame.case.sites):
        online = frame.online.computing[s]
        machines = draft.bus(f"{site.name}/machines", "rating")
        it = draft.bus(f"{site.name}/it", "IT power")
        capacity = Capacity(
            site.name, machines, "machines", "Generator", computing.capacity, s, np.inf, np.ones_like(online), online
        )
        add_vintages(draft, lp, capacity)
        for late, column in zip(frame.online.late, computing.late, strict=True):
            if late.site == s:
                name = f"{frame.years[late.year]} late {late.start}"
                most, saved_usd = float(lp.col_upper[column]), float(lp.cost[column])
                add_vintage(draft, lp, capacity, Vintage(name, late.year, most, late.share, saved_usd))
        need = (1.0 + margin) * float(frame.inputs.load.peak_pue[s])
        capital = site.it_capital_usd_per_kw + site.building_capital_usd_per_kw
        add_standing(draft, lp, capacity, SINK, [*limits.budget(capital), *limits.reserve(site.name, -need)])
        pue = frame.series.pue[s]
        most = float(capacity.bounds(lp)[1].max() * pue.max())
        draft.link(
            f"{site.name}/metered load", (site.name, it), draft.clock.series(1.0 / pue), most, carrier="IT power",
            ports=[*accounts.of_metered(s), *load_ports(model, site.name)],
        )  # fmt: skip
    for j in range(len(frame.inputs.load.it.pools)):
        _add_pool(draft, model, j)


def _add_pool(draft: Draft, model: PlanningModel, j: int) -> None:
    """Add a pool: its work, where it runs, what is lost, and its backlog as a store below zero."""
    frame, lp, computing, clock = model.frame, model.lp, model.columns.computing, draft.clock
    pool = frame.inputs.load.it.pools[j]
    bus = draft.bus(pool.name, "work")
    draft.add("Load", pool.name, bus=bus, p_set=clock.series(frame.series.arrivals_mw[j]), carrier="work")
    draft.source(
        f"{pool.name}/lost", bus, float(lp.col_upper[computing.lost[j]].max()), clock.series(1.0), carrier="lost work",
        marginal_cost=pool.value_of_lost_compute_usd_per_mwh,
    )  # fmt: skip
    for pair in np.flatnonzero(computing.pool_of == j):
        site, energy = frame.site_names[computing.site_of[pair]], float(computing.energy_factor[pair])
        draft.link(
            f"{pool.name}@{site}{'/capped' if energy < 1.0 else ''}", (f"{site}/it", bus), 1.0 / energy,
            energy * float(lp.col_upper[computing.served[pair]].max()),
            ports=[(f"{site}/machines", -pool.occupancy * computing.time_factor[pair] / energy)], carrier="work",
        )  # fmt: skip
    if j in computing.deferrable:
        limit = lp.col_upper[computing.backlog[computing.deferrable.index(j)]]
        most = float(limit.max())
        if most > 0.0:
            draft.add(
                "Store", f"{pool.name}/backlog", bus=bus, carrier="work", e_nom=most, e_max_pu=0.0,
                e_min_pu=clock.series(-limit / most), e_cyclic_per_period=True,
            )  # fmt: skip
