"""What the markets of a case do without the programme: the prices that its load moves, and the cost it adds to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from firmwatt.errors import UserError
from firmwatt.grid.series import GridSeries
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solution import Solution
from firmwatt.lp.solve import solve
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.planning.assets.market import MarketColumns, add_markets
from firmwatt.planning.constraints import market_balance, market_ready, market_reserve
from firmwatt.planning.frame import Frame, make_frame
from firmwatt.planning.market import MarketOutcome, margin_markets, market_intensity, market_of_site, reserve_need_mw
from firmwatt.planning.merit_order import standing_hours
from firmwatt.planning.plan import PlanInputs
from firmwatt.timegrid import FloatArray

GAP = 1e-7
"""The cost without the programme is taken from the objective, so that its error must vanish beside the programme's."""
DRAWING, FEEDING = ("import_firm_mw", "import_curtailable_mw"), ("sale_mw",)


def with_markets(inputs: PlanInputs) -> PlanInputs:
    """Return the inputs with what their markets do without the programme; unchanged where there are none.

    Notes
    -----
    In `grid` the price and carbon of the markets' regions become the market's own: where the plan looks, the duals of
    its balance; in other hours the merit order with the additions that pay.

    Raises
    ------
    UserError
        The program of the markets cannot be solved.
    """
    series = inputs.curves
    if series is None:
        return inputs
    frame = make_frame(inputs)
    columns = add_markets(frame)
    assert columns is not None  # there are curves
    need = market_balance.background_need_mw(series, inputs.time)
    market_balance.add_market_rows(frame, columns, need)
    market_ready.add_ready_rows(frame, columns)
    market_reserve.add_reserve_rows(frame, columns, reserve_need_mw(series))
    lp = frame.builder.build()
    solution = solve(lp, _options(inputs))
    if solution.primal is None or solution.row_dual is None:
        raise UserError(f"grid: the markets without the programme: {solution.status.value}")
    drawn, years = np.zeros(need.shape), len(frame.years)
    without = read_markets(frame, columns, (lp, solution), (drawn, np.zeros((len(series.curves), years))))
    return replace(inputs, without=without, grid=_moved_grid(inputs, without))


def _options(inputs: PlanInputs) -> SolverOptions:
    """Return how the markets are solved: to a vertex, where the hours are few enough for that."""
    asked = inputs.case.solve
    if inputs.time.is_full:
        return SolverOptions(solver=asked.solver, relative_gap=GAP, threads=asked.threads)
    return SolverOptions(crossover=True, relative_gap=GAP, threads=asked.threads)


def read_markets(
    frame: Frame, columns: MarketColumns, solved: tuple[SparseLP, Solution], programme: tuple[FloatArray, FloatArray]
) -> MarketOutcome:
    """Return what the markets do in a solution.

    Parameters
    ----------
    frame, columns
    solved
        The program and its solution, which has a point.
    programme
        What the programme draws (markets, chains, hours) and for what the margin is held (markets, years).
    """
    lp, solution = solved
    point = solution.primal
    assert point is not None  # the caller has looked
    market = [columns.step, columns.flat, columns.added.installed, columns.added.build, columns.shortage, columns.short]
    cost = sum(float(lp.cost[block.ravel()] @ point[block.ravel()]) for block in market)
    nothing = np.full(lp.rows, np.nan) if solution.row_dual is None else solution.row_dual
    blocks = (lp.row_block(module.ROWS) for module in (market_balance, market_ready, market_reserve))
    energy_dual, ready_dual, capacity_dual = (
        nothing[block.start : block.start + block.size].reshape(block.shape) for block in blocks
    )
    series = frame.inputs.curves
    assert series is not None  # there are columns
    held, shape = list(margin_markets(series)), (len(series.curves), len(frame.years))
    capacity_price, shortage = np.zeros(shape), np.zeros((shape[0], columns.shortage.shape[1], shape[1]))
    capacity_price[held], shortage[held] = capacity_dual / frame.present_value, point[columns.shortage]
    return MarketOutcome(
        price_usd_per_mwh=np.asarray(energy_dual / frame.hour_value, dtype=np.float64),
        capacity_price_usd_per_mw_year=capacity_price,
        step_mw=point[columns.step],
        flat_mw=point[columns.flat],
        expansion_mw=point[columns.added.installed],
        expansion_build_mw=point[columns.added.build],
        shortage_mw=shortage,
        ready_price_usd_per_mwh=np.asarray(ready_dual / frame.hour_value, dtype=np.float64),
        short_mw=point[columns.short],
        drawn_mw=programme[0],
        reserved_mw=programme[1],
        cost_usd=cost,
    )


def _moved_grid(inputs: PlanInputs, without: MarketOutcome) -> GridSeries:
    """Return the grid series with the markets' own in their regions."""
    series, grid, time = inputs.curves, inputs.grid, inputs.time
    assert series is not None  # the caller has looked
    moved = [np.array(field) for field in (
        grid.price_usd_per_mwh, grid.average_intensity_kg_per_mwh, grid.marginal_intensity_kg_per_mwh,
        grid.carbon_free_share,
    )]  # fmt: skip
    every_hour = standing_hours(series, without)
    seen = market_intensity(series, time, without)
    sampled = (without.price_usd_per_mwh, seen.average_kg_per_mwh, seen.marginal_kg_per_mwh, seen.carbon_free_share)
    years, weather, periods, hours = time.shape
    for region, market in enumerate(series.market_of_region):
        if market < 0:
            continue
        for field, whole, own in zip(moved, every_hour, sampled, strict=True):
            field[region] = whole[market]
            field[region][..., time.hour_of_year] = own[market].reshape(years, weather, periods, hours)
    return GridSeries(*moved)


def drawn_by_programme_mw(frame: Frame, point: FloatArray, lp: SparseLP, virtual_mw: FloatArray) -> FloatArray:
    """Return (markets, chains, hours) MW that the programme takes from the markets.

    Parameters
    ----------
    frame
    point : of the solution
    lp
    virtual_mw : (sites, chains, hours) what new virtual contracts feed in
    """
    series = frame.inputs.curves
    assert series is not None  # the caller has looked
    net = -virtual_mw
    for names, sign in ((DRAWING, 1.0), (FEEDING, -1.0)):
        for name in names:
            block = lp.col_block(name)
            net = net + sign * point[block.start : block.start + block.size].reshape(block.shape)
    drawn = np.zeros((len(series.curves), *net.shape[1:]))
    market = market_of_site(frame.case, series)
    np.add.at(drawn, market[market >= 0], net[market >= 0])
    return drawn
