"""Balance of a market that answers the load: what all its plants give covers all customers, the programme among them.

Equation
--------
For market m in chain-hour h, with v what the programme's new virtual contracts in its regions generate (existing ones
are among the carbon-free plants):

`Σ_k step + Σ flat + Σ share · installed sun and wind + v + Σ_s sale - Σ_s import >= background - clean`

More than is needed is spilled at no cost, so that the dual, the price of the hour, is never below zero.
"""

from __future__ import annotations

import numpy as np

from firmwatt.grid.curve_series import CurveSeries
from firmwatt.lp.model import Positions
from firmwatt.planning.assets.market import MarketColumns, market_names
from firmwatt.planning.columns import Columns
from firmwatt.planning.frame import Frame
from firmwatt.planning.market import expansions, flat_expansions
from firmwatt.timegrid import FloatArray, TimeGrid

ROWS = "market_balance"


def add_market_balance(frame: Frame, columns: Columns) -> None:
    """Add the balance of every market and hour, and the programme's part in it."""
    if columns.market is None:
        return
    series, market_of = frame.inputs.curves, frame.market_of_site
    assert series is not None  # there are columns of markets only where there are markets
    connection, builder, supply = columns.connection, frame.builder, columns.supply
    contracts = [(i, market_of[frame.case.site_index(frame.case.supply[i].site)]) for i in supply.virtual]
    need = background_need_mw(series, frame.inputs.time)
    for asset, market in contracts:
        if market >= 0:
            need[market] += supply.usable_share[asset] * supply.capacity.existing[asset]
    rows = add_market_rows(frame, columns.market, need)
    for site in np.flatnonzero(market_of >= 0):
        row = rows[market_of[site]]
        builder.put(row, connection.import_firm[site], -1.0)
        builder.put(row, connection.import_curtailable[site], -1.0)
        builder.put(row, connection.sale[site], 1.0)
    for asset, market in contracts:
        if market >= 0:
            installed = frame.columns_by_chain(supply.capacity.installed[asset])
            builder.put(rows[market], installed, supply.usable_share[asset])


def background_need_mw(series: CurveSeries, time: TimeGrid) -> FloatArray:
    """Return (markets, chains, hours) MW that other customers need beyond what carbon-free plants give."""
    return time.sample_by_year(series.background_mw) - time.sample_by_year(series.clean_mw)


def add_market_rows(frame: Frame, market: MarketColumns, need_mw: FloatArray) -> Positions:
    """Add the balances over a need (markets, chains, hours) with the markets' own plants; return their rows."""
    series, builder = frame.inputs.curves, frame.builder
    assert series is not None  # there are columns of markets only where there are markets
    rows = builder.stage_rows(ROWS, {"market": market_names(series)}, lower=need_mw)
    builder.put(rows[:, None], market.step, 1.0)
    flat = flat_expansions(series)
    for i, each in enumerate(expansions(series)):
        if i in flat:
            builder.put(rows[each.market], market.flat[flat.index(i)], 1.0)
        else:
            builder.put(rows[each.market], frame.columns_by_chain(market.added.installed[i]), market.share[i])
    return rows
