"""One run of the chain solver on a `SparseLP`: arrays in, arrays and a plain word for the ending out."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from firmwatt.lp.blas import one_blas_thread
from firmwatt.lp.certificate import primal_objective
from firmwatt.lp.chain.interior import InteriorPoint, Measure, Strategy
from firmwatt.lp.chain.presolve import ChainRefusalError, IntArray, reduce_program
from firmwatt.lp.chain.standard import StandardForm, standard_form
from firmwatt.lp.chain.system import ChainSystem
from firmwatt.lp.highs import Ending, HighsRun
from firmwatt.lp.options import Progress, SolverOptions
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.timegrid import FloatArray

Accept = Callable[[FloatArray, FloatArray], bool]
DEFAULT_THREADS = 2
_MOST_ITERATIONS = 200
_PATIENCE = 25  # iterations without progress before another strategy is tried
_WORTH_A_LOOK = 1e-6  # residual from which on a point may be good enough
_RESIDUES = (1e-11, 1e-9, 1e-7)  # of the usual cost: duals below may be what rounding left of none
_EXHAUSTED = 1e-14  # no further step can better a point as good as this


@dataclass(slots=True)
class _Watch:
    """What a run must obey, and the best that it has found."""

    lp: SparseLP
    options: SolverOptions
    accept: Accept
    deadline: float
    started: float = field(default_factory=time.perf_counter)
    iterations: int = 0
    best: float = np.inf
    point: FloatArray | None = None
    duals: FloatArray | None = None


def run_chain(lp: SparseLP, options: SolverOptions, accept: Accept, time_limit_seconds: float | None) -> HighsRun:
    """Run the chain solver once and return what it left.

    Parameters
    ----------
    lp
    options
        Gap, threads and progress.
    accept
        Whether a point and row duals are good enough; asked when they look so.
    time_limit_seconds : seconds, None = no limit

    Raises
    ------
    Exception
        Whatever `options.progress` or `accept` raised.
    """
    limit = np.inf if time_limit_seconds is None else time_limit_seconds
    watch = _Watch(lp, options, accept, time.perf_counter() + limit)
    threads = options.threads or DEFAULT_THREADS
    built, note = watch.started, ""
    try:
        with one_blas_thread(), ThreadPoolExecutor(threads) as pool:
            form = standard_form(reduce_program(lp))
            system = ChainSystem(lp, form, threads, pool)
            built = time.perf_counter()
            ending = _try_strategies(form, system, watch)
    except ChainRefusalError as refusal:
        ending, note = Ending.ERROR, str(refusal)
    except KeyboardInterrupt:
        ending = Ending.INTERRUPTED
    return HighsRun(
        stage="chain",
        ending=ending,
        primal=watch.point,
        row_dual=watch.duals,
        iterations=watch.iterations,
        build_seconds=built - watch.started,
        solve_seconds=time.perf_counter() - built,
        note=note,
    )


def _try_strategies(form: StandardForm, system: ChainSystem, watch: _Watch) -> Ending:
    """Run one strategy after the other until one is good enough."""
    ending = Ending.UNKNOWN
    for strategy in _strategies(form):
        ending = _iterate(form, system, strategy, watch)
        if ending is not Ending.UNKNOWN:
            break
    return ending


def _strategies(form: StandardForm) -> tuple[Strategy, ...]:
    """Return what to try, in this order.

    Where costs are never negative, y = 0 is feasible for the dual and the middle of the boxes is the better start.
    """
    left = form.reduction.has_col
    is_plain = bool((form.cost[left] >= 0.0).all())
    return (
        Strategy(plain_start=is_plain, clips=True, correctors=1),
        Strategy(plain_start=is_plain, clips=False, correctors=2),
        Strategy(plain_start=not is_plain, clips=False, correctors=2),
    )


def _iterate(form: StandardForm, system: ChainSystem, strategy: Strategy, watch: _Watch) -> Ending:
    """Run one strategy; UNKNOWN if it came to a stand."""
    constant = primal_objective(watch.lp, form.original_point(np.zeros(form.cost.size)))
    point = InteriorPoint(form, system, strategy, constant)
    best, last_progress = np.inf, 0
    for iteration in range(_MOST_ITERATIONS):
        measure = point.measure()
        _report(form, measure, constant, watch)
        if not np.isfinite(measure.worst):
            break
        if _look(form, system, point, measure, watch):
            return Ending.CLAIMS_OPTIMAL
        if measure.worst < 0.9 * best:
            best, last_progress = measure.worst, iteration
        if iteration - last_progress > _PATIENCE or measure.worst < _EXHAUSTED:
            break
        if time.perf_counter() > watch.deadline:
            return Ending.TIME_LIMIT
        if not point.advance(measure):
            break
        watch.iterations += 1
    return Ending.UNKNOWN


def _report(form: StandardForm, measure: Measure, constant: float, watch: _Watch) -> None:
    if watch.options.progress is None:
        return
    unit = form.cost_unit * form.side_unit
    elapsed = time.perf_counter() - watch.started
    primal, dual = measure.primal * unit + constant, measure.dual * unit + constant
    watch.options.progress(Progress(watch.iterations, primal, dual, elapsed))


def _look(form: StandardForm, system: ChainSystem, point: InteriorPoint, measure: Measure, watch: _Watch) -> bool:
    """Keep the point if it is the best so far and near; return whether it is accepted."""
    if measure.primal_lack > _WORTH_A_LOOK or measure.worst >= watch.best:
        return False
    near = measure.gap <= watch.options.relative_gap
    if not near and watch.point is not None and measure.worst > 0.1 * watch.best:
        return False
    watch.best = measure.worst
    columns, rows = _taken(point.at.x, system.col_place), _taken(point.duals, system.row_place)
    watch.point, watch.duals = form.original_point(columns), form.original_duals(rows)
    if not near or watch.accept(watch.point, watch.duals):
        return near
    for residue in _RESIDUES:
        cleaned = form.original_duals(np.where(np.abs(rows) < residue, 0.0, rows))
        if watch.accept(watch.point, cleaned):
            watch.duals = cleaned
            return True
    return False


def _taken(vector: FloatArray, place: IntArray) -> FloatArray:
    """Return the values at the places, zero where a place is -1."""
    values = np.zeros(place.size)
    values[place >= 0] = vector[place[place >= 0]]
    return values
