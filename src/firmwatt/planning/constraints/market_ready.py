"""Plants that stand ready in a market that pays for them: its dual is the price of scarcity.

Equation
--------
For market m with a demand for ready plants in chain-hour h, over the steps k that generate and with a the availability
of the hour:

`Σ_k (a · capacity - step) + Σ_e (a · installed - flat) + Σ_j short >= Σ_j width`

What is missing (`short`) costs what it would be worth, the dearest last. A plant that runs is not ready, so that the
price of the hour is the running cost of the last plant and this dual: load pays both, and plants that stand ready earn
the second. Sun and wind that are spilled and load that could be forgone do not count as ready.
"""

from __future__ import annotations

from firmwatt.lp.model import Positions
from firmwatt.planning.assets.market import MarketColumns, maintained_share, market_names
from firmwatt.planning.columns import Columns
from firmwatt.planning.frame import Frame
from firmwatt.planning.market import FORGONE, expansions, flat_expansions
from firmwatt.planning.operating_reserve import paying_markets, standing_mw, steps_of_markets

ROWS = "market_ready"


def add_market_ready(frame: Frame, columns: Columns) -> None:
    """Add what stands ready in every market that pays for it."""
    if columns.market is not None:
        add_ready_rows(frame, columns.market)


def add_ready_rows(frame: Frame, market: MarketColumns) -> Positions:
    """Add the rows of the markets' own plants; return them, those of `paying_markets`."""
    series, time, builder = frame.inputs.curves, frame.inputs.time, frame.builder
    assert series is not None  # there are columns of markets only where there are markets
    paying = paying_markets(series)
    asked = steps_of_markets(series)[0].sum(axis=1)[:, None, None]
    need = asked - standing_mw(series, time, maintained_share(time))
    rows = builder.stage_rows(ROWS, {"market": tuple(market_names(series)[at] for at in paying)}, lower=need)
    builder.put(rows[:, None], market.short, 1.0)
    for row, at in zip(rows, paying, strict=True):
        for k, step in enumerate(series.curves[at].steps):
            if step.name not in FORGONE:
                builder.put(row, market.step[at, k], -1.0)
        for k, i in enumerate(flat_expansions(series)):
            if expansions(series)[i].market == at:
                builder.put(row, market.flat[k], -1.0)
                builder.put(row, frame.columns_by_chain(market.added.installed[i]), market.share[i])
    return rows
