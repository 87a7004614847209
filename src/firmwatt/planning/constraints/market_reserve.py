"""Reserve margin of a market that answers the load: its dual is the price of capacity.

Equation
--------
For market m with a margin r and planning year y, with κ the capacity credit and o the share of the year in which new
megawatts are energised:

`Σ_e κ · installed + Σ shortage - (1 + r) · Σ_s (energised + o · (firm - energised))
 >= (1 + over) · (1 + r) · peak of the background - Σ_k κ · capacity - firm carbon-free capacity`

The peak is the one that is expected: measured peaks over the mean, times the mean of the year (`planning/market.py`).
`over` is 0 where the demand for capacity is a hard edge; where it slopes, capacity beyond the margin is paid too, less
the more there is of it: the first tranches of shortage are cheap.

A firm megawatt of the programme pays this price and no fixed one: nobody pays twice for the same megawatt.
"""

from __future__ import annotations

import numpy as np

from firmwatt.lp.model import Positions
from firmwatt.planning.assets.market import MarketColumns, market_names
from firmwatt.planning.columns import Columns
from firmwatt.planning.frame import Frame
from firmwatt.planning.market import expansions, margin_factor, margin_markets, reserve_need_mw
from firmwatt.timegrid import FloatArray

ROWS = "market_reserve"


def add_market_reserve(frame: Frame, columns: Columns) -> None:
    """Add the margin of every market that has one, and the programme's part in it."""
    if columns.market is None:
        return
    series = frame.inputs.curves
    assert series is not None  # there are columns of markets only where there are markets
    firm, share = columns.connection.firm, frame.yearly_share(frame.online.connection)
    waiting = (1.0 - share) * firm.existing[:, None]
    market_of = frame.market_of_site
    need = reserve_need_mw(series)
    for site in np.flatnonzero(market_of >= 0):
        need[market_of[site]] += margin_factor(series)[market_of[site]] * waiting[site]
    held = margin_markets(series)
    rows = add_reserve_rows(frame, columns.market, need)
    for place in (at for at, market in enumerate(market_of.tolist()) if market in held):
        factor = margin_factor(series)[market_of[place]]
        frame.builder.put(rows[held.index(market_of[place])], firm.installed[place], -factor * share[place])


def add_reserve_rows(frame: Frame, market: MarketColumns, need_mw: FloatArray) -> Positions:
    """Add the margins over a need (markets, years); return their rows, those of `margin_markets`."""
    series, builder = frame.inputs.curves, frame.builder
    assert series is not None  # there are columns of markets only where there are markets
    held = margin_markets(series)
    coords = {"market": tuple(market_names(series)[at] for at in held), "year": frame.year_labels}
    rows = builder.border_rows(ROWS, coords, lower=need_mw[list(held)])
    builder.put(rows[:, None, :], market.shortage, 1.0)
    for i, each in enumerate(expansions(series)):
        if each.market in held:
            builder.put(rows[held.index(each.market)], market.added.installed[i], each.expansion.capacity_credit)
    return rows
