"""One run of the chain solver on a `SparseLP`: arrays in, arrays and a plain word for the ending out."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field

import numpy as np

from firmwatt.lp.blas import one_blas_thread
from firmwatt.lp.certificate import dual_bound, primal_objective
from firmwatt.lp.chain.group import compiled
from firmwatt.lp.chain.interior import InteriorPoint, Measure, Strategy
from firmwatt.lp.chain.labels import without_gaps
from firmwatt.lp.chain.presolve import reduce_program
from firmwatt.lp.chain.reduction import ChainRefusalError, Small
from firmwatt.lp.chain.standard import StandardForm, standard_form
from firmwatt.lp.chain.start import Start, place, reach
from firmwatt.lp.chain.system import ChainSystem
from firmwatt.lp.chain.warm import ChainMemory
from firmwatt.lp.heap import trim_heap
from firmwatt.lp.highs import Ending, HighsRun
from firmwatt.lp.interruption import StopWish, ctrl_c_as_a_wish
from firmwatt.lp.options import Progress, SolverOptions
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.timegrid import FloatArray

Worth = Callable[[FloatArray, FloatArray], float]
DEFAULT_THREADS = 2
_MOST_ITERATIONS, _MOST_WARM_ITERATIONS = 200, 60
_PATIENCE = 25  # iterations without progress before another strategy is tried
_WORTH_A_LOOK = 1e-6  # residual from which on a point may be good enough
_RESIDUES = (1e-11, 1e-9, 1e-7)  # of the usual cost: duals below may be what rounding left of none
_WORTH_ASKING = 0.3  # a point is judged again when what it lacks, or its gap, has fallen by this
_RUNAWAY, _MOST_RUNAWAY = 1e2, 3  # dual objective beside the primal one; iterations in a row
_FAR = 1e-3  # residual of a point that is far from feasible
_EXHAUSTED = 1e-14  # no further step can better a point as good as this
_CLOSED = 1e-12  # residual at which a point that had to stop needs no further closing
_CLOSING_GAP = 0.9  # of the gap asked for
_CLOSES = 0.7  # of what is lacking may be left by steps that close
_CLOSING_PATIENCE = 4  # such steps without that much success before one that lessens the gap
_CLOSING_SHARE = 0.25  # of the time so far may be spent on closing
_CLOSING_PATIENCE_SECONDS = 3.0  # of whoever presses Ctrl-C
_BOUND_SHARE = 0.05  # of the time may be spent on bounds that are shown on the way


@dataclass(slots=True)
class _Watch:
    """What a run must obey, and the best that it has found."""

    lp: SparseLP
    options: SolverOptions
    worth: Worth
    memory: ChainMemory
    wish: StopWish
    limit_seconds: float
    started: float = field(default_factory=time.perf_counter)
    built_seconds: float = 0.0
    iterations: int = 0
    best: float = np.inf
    gap: float = np.inf
    kept_rows: bool = False
    point: FloatArray | None = None
    duals: FloatArray | None = None
    bound: float = -np.inf
    bound_seconds: float = 0.0
    constant: float = 0.0

    @property
    def elapsed(self) -> float:
        """Return the seconds since the start."""
        return time.perf_counter() - self.started


@dataclass(slots=True)
class _Closing:
    """Finds when a step should only close residuals: the gap is small enough, and closing gets on."""

    relative_gap: float
    least: float = np.inf
    tries: int = 0

    def is_next(self, measure: Measure) -> bool:
        """Return whether the step from here is one."""
        lack = max(measure.primal_lack, measure.dual_lack)
        self.tries = 0 if lack < _CLOSES * self.least else self.tries + 1
        closes = measure.gap <= _CLOSING_GAP * self.relative_gap and lack > _CLOSED and self.tries < _CLOSING_PATIENCE
        self.least = min(self.least, lack) if closes else np.inf
        return closes


def run_chain(
    lp: SparseLP,
    options: SolverOptions,
    worth: Worth,
    time_limit_seconds: float | None,
    memory: ChainMemory | None = None,
) -> HighsRun:
    """Run the chain solver once and return what it left.

    Parameters
    ----------
    lp
    options
        Gap, threads and progress.
    worth
        Certified gap of a point and row duals: inf if the point is not feasible, the largest float if it is but the
        duals prove nothing; asked when they look good.
    time_limit_seconds : seconds, None = no limit
    memory
        What an earlier solve left, and what this one leaves for the next.

    Raises
    ------
    Exception
        Whatever `options.progress` or `worth` raised.
    """
    limit = np.inf if time_limit_seconds is None else time_limit_seconds
    threads = options.threads or DEFAULT_THREADS
    note, own = "", ChainMemory(keeps=False) if memory is None else nullcontext(memory)
    with ctrl_c_as_a_wish() as wish, one_blas_thread(), own as kept:
        watch = _Watch(without_gaps(lp), options, worth, kept, wish, limit)
        try:
            ending = _try_strategies(threads, watch)
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
        build_seconds=watch.built_seconds,
        solve_seconds=watch.elapsed - watch.built_seconds,
        note=note,
    )


def _try_strategies(threads: int, watch: _Watch) -> Ending:
    """Run one strategy after the other until one is good enough; the first from a warm start if there is one.

    What is needed to start alone is let go once a run is under way, and made anew for the next one.
    """
    trim_heap(watch.lp)
    form = standard_form(reduce_program(watch.lp))
    system = watch.memory.system(watch.lp, form, threads)
    trim_heap(watch.lp)
    watch.built_seconds = watch.elapsed
    watch.constant = primal_objective(watch.lp, form.original_point(np.zeros(form.cost.size)))
    strategies = _strategies(form)
    if watch.memory.keeps:
        point = InteriorPoint(place(form, system, None), system, strategies[0], watch.constant)
        if watch.memory.place(point, form, system):
            ending = _iterate(form, system, point, watch, is_warm=True)
            if ending is not Ending.UNKNOWN:
                return ending
        del point  # before the next one is made
    ending = Ending.UNKNOWN
    for strategy in strategies:
        if not form.cost.size:
            form = standard_form(reduce_program(watch.lp))
        reached = reach(form) if strategy.start is Start.SIZED else None
        if not watch.memory.keeps:
            form = form.without_entries()
        placed = place(form, system, reached)
        if not watch.memory.keeps:
            form = form.way_back()
        point = InteriorPoint(placed, system, strategy, watch.constant)
        point.start(placed.reach)
        del reached, placed
        ending = _iterate(form, system, point, watch, is_warm=False)
        if ending is not Ending.UNKNOWN:
            break
        del point
    return ending


def _strategies(form: StandardForm) -> tuple[Strategy, ...]:
    """Return what to try, in this order.

    Where costs are never negative, y = 0 is feasible for the dual and the middle of the boxes is the better start.
    """
    left = form.reduction.has_col
    is_plain = bool((form.cost[left] >= 0.0).all())
    first, second = (Start.PLAIN, Start.SIZED) if is_plain else (Start.SIZED, Start.LEAST_SQUARES)
    return (
        Strategy(first, clips=True, correctors=1),
        Strategy(first, clips=False, correctors=2),
        Strategy(second, clips=False, correctors=2),
    )


def _iterate(form: StandardForm, system: ChainSystem, point: InteriorPoint, watch: _Watch, *, is_warm: bool) -> Ending:
    """Run one strategy; UNKNOWN if it came to a stand."""
    best, last_progress, runaway, falling, closing = np.inf, 0, 0, 0, _Closing(watch.options.relative_gap)
    for iteration in range(_MOST_WARM_ITERATIONS if is_warm else _MOST_ITERATIONS):
        measure = point.measure()
        _report(form, system, point, measure, watch)
        if not np.isfinite(measure.worst):
            break
        watch.memory.remember(point, measure, form)
        if _look(form, system, point, measure, watch):
            return Ending.CLAIMS_OPTIMAL
        if measure.worst < 0.9 * best:
            best, last_progress = measure.worst, iteration
        if iteration - last_progress > _PATIENCE or measure.worst < _EXHAUSTED:
            break
        runaway = runaway + 1 if _runs_away(measure) else 0
        watch.kept_rows |= measure.primal_lack <= _WORTH_A_LOOK
        if runaway > _MOST_RUNAWAY and not watch.kept_rows:
            return Ending.CLAIMS_INFEASIBLE
        falling = falling + 1 if _falls(measure) else 0
        if falling > _MOST_RUNAWAY:
            return Ending.CLAIMS_UNBOUNDED
        if watch.wish.is_asked or watch.elapsed > watch.limit_seconds / (1.0 + _CLOSING_SHARE):
            _close(form, system, point, watch)
            return Ending.INTERRUPTED if watch.wish.is_asked else Ending.TIME_LIMIT
        if not point.advance(measure, closes=closing.is_next(measure)):
            break
        watch.iterations += 1
    if watch.point is None and measure.primal_lack <= _WORTH_A_LOOK:
        point.rest()
        watch.point, watch.duals = _original(form, system, point)
    return Ending.UNKNOWN


def _runs_away(measure: Measure) -> bool:
    """Return whether the dual objective leaves the primal one behind while rows are far from kept: likely for ever."""
    return measure.primal_lack > _FAR and measure.dual > _RUNAWAY * max(1.0, abs(measure.primal))


def _falls(measure: Measure) -> bool:
    """Return whether the primal objective leaves the dual one behind while no duals fit the costs: likely for ever."""
    return measure.dual_lack > _FAR and -measure.primal > _RUNAWAY * max(1.0, abs(measure.dual))


def _report(form: StandardForm, system: ChainSystem, point: InteriorPoint, measure: Measure, watch: _Watch) -> None:
    """Tell where the run stands; the certified bound is renewed when it is cheap beside the rest."""
    if watch.options.progress is None:
        return
    begun = watch.elapsed
    if watch.bound_seconds <= _BOUND_SHARE * begun:
        point.rest()
        duals = form.original_duals(_taken(point.duals, system.row_place))
        watch.bound = max(watch.bound, dual_bound(watch.lp, duals, watch.point))
        watch.bound_seconds += watch.elapsed - begun
    unit = form.cost_unit * form.side_unit
    primal, dual = measure.primal * unit + watch.constant, measure.dual * unit + watch.constant
    known = watch.bound if np.isfinite(watch.bound) else np.nan
    lack = max(measure.primal_lack, measure.dual_lack)
    watch.options.progress(Progress(watch.iterations, primal, dual, watch.elapsed, known, lack))


def _close(form: StandardForm, system: ChainSystem, point: InteriorPoint, watch: _Watch) -> None:
    """Close what the point of a run that must stop lacks, as far as time allows, and keep it if it is worth more."""
    stop = watch.elapsed * (1.0 + _CLOSING_SHARE)
    if watch.wish.is_asked:
        stop = max(stop, watch.elapsed + _CLOSING_PATIENCE_SECONDS)
    measure = point.measure()
    while measure.primal_lack > _CLOSED and watch.elapsed < stop and point.advance(measure, closes=True):
        watch.iterations += 1
        measure = point.measure()
    point.rest()
    found, duals = _original(form, system, point)
    if not (np.isfinite(found).all() and np.isfinite(duals).all()):
        return
    if watch.point is None or watch.duals is None or watch.worth(found, duals) < watch.worth(watch.point, watch.duals):
        watch.point, watch.duals = found, duals


def _look(form: StandardForm, system: ChainSystem, point: InteriorPoint, measure: Measure, watch: _Watch) -> bool:
    """Keep the point if it is feasible and the best so far; return whether it is good enough.

    A point that is not is let go: it takes as much memory as two vectors of the step.
    """
    lack = max(measure.primal_lack, measure.dual_lack)
    is_better = lack < _WORTH_ASKING * watch.best or measure.gap < _WORTH_ASKING * watch.gap
    if measure.gap > watch.options.relative_gap or measure.primal_lack > _WORTH_A_LOOK or not is_better:
        return False
    watch.best, watch.gap = lack, measure.gap
    point.rest()
    found, duals = _original(form, system, point)
    gap = watch.worth(found, duals)
    if np.isinf(gap):
        return False
    watch.point, watch.duals = found, duals
    if gap <= watch.options.relative_gap:
        return True
    rows = _taken(point.duals, system.row_place)
    for residue in _RESIDUES:
        cleaned = form.original_duals(np.where(np.abs(rows) < residue, 0.0, rows))
        if watch.worth(found, cleaned) <= watch.options.relative_gap:
            watch.duals = cleaned
            return True
    return False


def _original(form: StandardForm, system: ChainSystem, point: InteriorPoint) -> tuple[FloatArray, FloatArray]:
    """Return the point and row duals of the whole program."""
    columns, rows = _taken(point.at.x, system.col_place), _taken(point.duals, system.row_place)
    return form.original_point(columns), form.original_duals(rows)


def _taken(vector: FloatArray, place: Small) -> FloatArray:
    """Return the values at the places, zero where a place is -1."""
    values = np.empty(place.size)
    _take(vector, place, values)
    return values


@compiled
def _take(vector: FloatArray, place: Small, values: FloatArray) -> None:
    for index in range(len(place)):
        values[index] = vector[place[index]] if place[index] >= 0 else 0.0
