"""Solve a `SparseLP`: run a solver, check what it left, fall back if it is not good enough, never dress it up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from firmwatt.lp import certificate
from firmwatt.lp.diagnosis import diagnose
from firmwatt.lp.heap import trim_heap
from firmwatt.lp.highs import Ending, HighsRun, Stage, run_highs
from firmwatt.lp.interruption import StopWish, ctrl_c_as_a_wish
from firmwatt.lp.options import Method, Progress, SolverOptions
from firmwatt.lp.solution import Solution, Status
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.lp.warm import WarmStart
from firmwatt.timegrid import FloatArray

__all__ = ["Progress", "Repair", "SolverOptions", "solve"]

Repair = Callable[[FloatArray], FloatArray | None]
"""Takes a point within its bounds that nearly keeps all rows; returns one that keeps them, or None if it cannot."""

Worth = Callable[[FloatArray, FloatArray], float]
"""Takes a point and row duals; returns what they are worth."""

_STAGES: dict[tuple[Method, bool], tuple[Stage, ...]] = {
    ("ipm", False): ("ipm", "ipm-crossover", "simplex", "unscaled"),
    ("ipm", True): ("ipm-crossover", "simplex", "unscaled"),
    ("simplex", False): ("simplex", "ipm-crossover", "unscaled"),
    ("simplex", True): ("simplex", "ipm-crossover", "unscaled"),
    ("choose", False): ("choose", "ipm-crossover", "unscaled"),
    ("choose", True): ("choose", "ipm-crossover", "unscaled"),
}
_FALLBACK_TIME_FACTOR, _LEAST_FALLBACK_SECONDS = 10.0, 60.0
_NO_OPTIMUM = (Ending.CLAIMS_INFEASIBLE, Ending.CLAIMS_UNBOUNDED, Ending.CLAIMS_EITHER)
_STOPS = (Ending.TIME_LIMIT, Ending.INTERRUPTED)
_NOTHING_PROVEN = float(np.finfo(np.float64).max)
_VERTEX_PROOF_SECONDS = 60.0
_LARGE = 5000  # rows from which on the chain solver proves faster than simplex


@dataclass(frozen=True, slots=True)
class _Judged:
    """A run, and what its point and duals really are worth."""

    run: HighsRun
    primal: FloatArray | None
    violation: float
    objective: float
    bound: float
    is_repaired: bool = False
    is_polished: bool = False

    @property
    def gap(self) -> float:
        return certificate.relative_gap(self.objective, self.bound)


def solve(
    lp: SparseLP,
    options: SolverOptions | None = None,
    *,
    repair: Repair | None = None,
    warm: WarmStart | None = None,
) -> Solution:
    """Return the solution, with a status that was checked here and not taken from the solver.

    Parameters
    ----------
    lp
    options : None = the defaults
    repair
        Makes a nearly feasible point feasible. What it returns is checked like any point, and taken if the solver's own
        point violates a row, or if its gap is no larger than the one asked for: the caller may clean a point with it.
    warm
        What earlier solves of neighbouring programs left.

    Raises
    ------
    KeyboardInterrupt
        Ctrl-C was pressed twice. Pressed once, the solver stops with what it has.
    ValueError
        `repair` returned a point of another length.

    Notes
    -----
    `OPTIMAL` means: the point keeps all bounds, no row is violated by more than the tolerance asked for, and the dual
    bound computed from the row duals lies within the gap asked for. If a solver ends short of that, a more careful one
    follows: interior point, then with crossover, then simplex, at last simplex without our scaling.

    Examples
    --------
    >>> from firmwatt.lp.model import ModelBuilder
    >>> model = ModelBuilder(chains=1, stages=1)
    >>> size = model.border_columns("size", {}, cost=3.0)
    >>> model.put(model.border_rows("need", {}, lower=2.0), size, 1.0)
    >>> solution = solve(model.build())
    >>> solution.status.name, round(solution.primal_objective, 6)
    ('OPTIMAL', 6.0)
    """
    asked = options or SolverOptions()
    with ctrl_c_as_a_wish() as wish:
        return _Solve(lp, asked, repair, warm).run(wish)


class _Solve:
    """One solve: the runs so far, and what they fell short of."""

    def __init__(self, lp: SparseLP, options: SolverOptions, repair: Repair | None, warm: WarmStart | None) -> None:
        self._lp, self._options, self._repair, self._warm = lp, options, repair, warm
        self._started = time.perf_counter()
        self._judge = _Judge(lp, options)
        self._judged: list[_Judged] = []
        self._shortcomings: list[str] = []
        self._polish_note = ""
        self._is_disproof_tried = False

    def run(self, wish: StopWish) -> Solution:
        """Run one stage after the other until one is good enough, and return what is best."""
        options = self._options
        stages = _STAGES[options.method, options.crossover]
        if options.solver == "chain":
            stages = ("chain", *stages)
        for stage in stages:
            limit = _time_limit(options, time.perf_counter() - self._started, self._judged)
            outcome = self._run_stage(stage, limit)
            wish.is_asked = False  # it is granted; pressed again, Ctrl-C stops the repair
            latest = self._repaired(self._judge(outcome))
            self._judged.append(latest)
            ending = latest.run.ending
            if _is_good(latest, options) or ending in _STOPS:
                break
            self._shortcomings.append(_shortcoming(latest, options))
            if ending in _NO_OPTIMUM or (self._has_no_point() and not self._is_disproof_tried):
                self._is_disproof_tried = True
                proof = _proof(self._lp, options, time.perf_counter() - self._started)
                if proof is not None:
                    return self._solution(proof)
        if options.polish and _is_good(self._judged[-1], options):
            self._polish()
        return self._solution()

    def _has_no_point(self) -> bool:
        return all(one.primal is None for one in self._judged)

    def _polish(self) -> None:
        """Push the last point to a vertex; without success it stays as it is, and the message tells."""
        near = self._judged[-1]
        if near.primal is None or near.run.row_dual is None:
            return
        limit = _time_limit(self._options, time.perf_counter() - self._started, [])
        run = run_highs(self._lp, self._options, "polish", limit, (near.primal, near.run.row_dual))
        polished = self._repaired(self._judge(run))
        if _is_good(polished, self._options):
            self._judged[-1] = replace(polished, run=_together(near.run, run), is_polished=True)
        else:
            self._polish_note = _shortcoming(polished, self._options)

    def _run_stage(self, stage: Stage, limit: float | None) -> HighsRun:
        if stage != "chain":
            return run_highs(self._lp, self._options, stage, limit)
        return _run_chain(self._lp, self._options, limit, self._judge.worth, self._warm)

    def _repaired(self, judged: _Judged) -> _Judged:
        """Return the point that the caller's `repair` makes of a run's, judged, if it is the better one to have."""
        if self._repair is None or judged.run.primal is None:
            return judged
        point = self._repair(certificate.point_within_bounds(self._lp, judged.run.primal))
        if point is None:
            return judged
        if np.shape(point) != (self._lp.columns,):
            raise ValueError(
                f"repair returned the shape {np.shape(point)}; the program has {self._lp.columns} columns."
            )
        candidate = replace(self._judge(replace(judged.run, primal=point)), is_repaired=True)
        if candidate.primal is None:
            return judged
        worst_gap = max(judged.gap, self._options.relative_gap)
        return candidate if judged.primal is None or candidate.gap <= worst_gap else judged

    def _solution(self, proof: tuple[Status, tuple[str, ...]] | None = None) -> Solution:
        found = _solution(self._lp, self._judged, self._shortcomings, self._options, proof)
        return replace(found, message=self._polish_note) if self._polish_note else found


class _Judge:
    """Says what points and duals are worth; of what was good enough it remembers the last, to be asked again."""

    def __init__(self, lp: SparseLP, options: SolverOptions) -> None:
        self._lp, self._options = lp, options
        self._good: _Judged | None = None

    def __call__(self, run: HighsRun) -> _Judged:
        """Return a run judged."""
        good = self._good
        if good is None or run.primal is not good.run.primal or run.row_dual is not good.run.row_dual:
            return _judge(self._lp, run, self._options)
        return replace(good, run=run)

    def worth(self, primal: FloatArray, row_dual: FloatArray) -> float:
        """Return the certified gap: inf if the point is not feasible, the largest float if the duals prove nothing."""
        judged = _judge(self._lp, HighsRun("chain", Ending.UNKNOWN, primal, row_dual, 0, 0.0, 0.0), self._options)
        if judged.primal is None:
            return np.inf
        if _is_good(judged, self._options):
            self._good = judged
        return judged.gap if np.isfinite(judged.gap) else _NOTHING_PROVEN


def _judge(lp: SparseLP, run: HighsRun, options: SolverOptions) -> _Judged:
    if run.primal is None:
        return _Judged(run, None, np.inf, np.nan, _bound(lp, run, None))
    point = certificate.point_within_bounds(lp, run.primal)
    violation = certificate.worst_row_violation(lp, point)
    kept = point if violation <= options.feasibility_tolerance else None
    return _Judged(run, kept, violation, certificate.primal_objective(lp, point), _bound(lp, run, kept))


def _bound(lp: SparseLP, run: HighsRun, point: FloatArray | None) -> float:
    return np.nan if run.row_dual is None else certificate.dual_bound(lp, run.row_dual, point)


def _is_good(judged: _Judged, options: SolverOptions) -> bool:
    return judged.primal is not None and judged.gap <= options.relative_gap


def _time_limit(options: SolverOptions, elapsed: float, judged: list[_Judged]) -> float | None:
    """Return what is left of the time limit; a fallback also gets no more than a multiple of the first run's time."""
    limits = []
    if options.time_limit_seconds is not None:
        limits.append(max(0.0, options.time_limit_seconds - elapsed))
    if judged:
        limits.append(max(_LEAST_FALLBACK_SECONDS, _FALLBACK_TIME_FACTOR * judged[0].run.solve_seconds))
    return min(limits) if limits else None


def _proof(lp: SparseLP, options: SolverOptions, elapsed: float) -> tuple[Status, tuple[str, ...]] | None:
    """Return the proven reason why there is no optimum, or INTERRUPTED; None if nothing could be proven."""
    helper_options = SolverOptions(threads=options.threads)
    limit = _time_limit(options, elapsed, [])
    runs: list[HighsRun] = []

    def run(helper: SparseLP) -> HighsRun:
        """Take a vertex if it comes soon, since its proof names few rows; an interior point otherwise."""
        if helper.rows >= _LARGE and (helper.row_chain >= 0).any():
            runs.append(_run_chain(helper, helper_options, limit, _Judge(helper, helper_options).worth))
            if runs[-1].ending in (Ending.CLAIMS_OPTIMAL, *_STOPS):
                return runs[-1]
        soon = min(_VERTEX_PROOF_SECONDS, np.inf if limit is None else limit)
        runs.append(run_highs(helper, helper_options, "simplex", soon))
        if runs[-1].ending is Ending.TIME_LIMIT:
            runs.append(run_highs(helper, helper_options, "ipm", limit))
        return runs[-1]

    proof = diagnose(lp, run, options.feasibility_tolerance)
    if runs[-1].ending is Ending.INTERRUPTED:
        return Status.INTERRUPTED, ()
    return proof


def _run_chain(
    lp: SparseLP, options: SolverOptions, limit: float | None, worth: Worth, warm: WarmStart | None = None
) -> HighsRun:
    from firmwatt.lp.chain.solver import run_chain  # noqa: PLC0415 - compiles, and only some solves need it

    outcome = run_chain(lp, options, worth, limit, None if warm is None else warm.chain_memory)
    trim_heap(lp)
    return outcome


def _shortcoming(judged: _Judged, options: SolverOptions) -> str:
    """Return in words why a run was not good enough."""
    run = judged.run
    name = _solver_name(run)
    if run.note:
        return f"{name} refused: {run.note}"
    if run.ending is not Ending.CLAIMS_OPTIMAL:
        return f"{name} {run.ending.value}"
    if judged.primal is None:
        return f"{name} {_violates(judged)}"
    return f"{name} left a certified gap of {judged.gap:.1e}, {options.relative_gap:.1e} was asked for"


def _together(first: HighsRun, second: HighsRun) -> HighsRun:
    """Return the first run with the duals of the second, which went on from it, and the work of both."""
    return replace(
        first,
        primal=second.primal,
        row_dual=second.row_dual,
        iterations=first.iterations + second.iterations,
        build_seconds=first.build_seconds + second.build_seconds,
        solve_seconds=first.solve_seconds + second.solve_seconds,
    )


def _violates(judged: _Judged) -> str:
    return f"left a point that violates a row by {judged.violation:.1e} of its terms"


def _solver_name(run: HighsRun) -> str:
    names = {"choose": "highs", "chain": "chain", "polish": "highs-simplex"}
    return names.get(run.stage, f"highs-{run.stage}")


def _solution(
    lp: SparseLP,
    judged: list[_Judged],
    shortcomings: list[str],
    options: SolverOptions,
    proof: tuple[Status, tuple[str, ...]] | None = None,
) -> Solution:
    with_point = [one for one in judged if one.primal is not None and proof is None]
    with_bound = [one for one in judged if np.isfinite(one.bound) and proof is None]
    best = min(with_point, key=lambda one: one.gap if np.isfinite(one.gap) else np.inf, default=judged[-1])
    bounding = max(with_bound, key=lambda one: one.bound, default=best)  # any run's duals hold for any point
    bound = bounding.bound if with_bound else float("nan")
    status, reasons = proof or (_status(replace(best, bound=bound), judged[-1].run.ending, options), ())
    objective = best.objective if with_point else float("nan")
    duals = bounding.run.row_dual if with_point else None
    duals = None if duals is None else certificate.usable_duals(lp, duals)
    is_fallback = best is not judged[0]
    return Solution(
        status=status,
        solver=_solver_name(best.run) + ("+polish" if best.is_polished else ""),
        primal=best.primal if with_point else None,
        row_dual=duals,
        reduced_cost=None if duals is None else certificate.reduced_costs(lp, duals),
        primal_objective=objective,
        dual_bound=bound,
        relative_gap=certificate.relative_gap(objective, bound),
        iterations=sum(one.run.iterations for one in judged),
        build_seconds=sum(one.run.build_seconds for one in judged),
        solve_seconds=sum(one.run.solve_seconds for one in judged),
        reasons=reasons,
        fallback_reason="; ".join(shortcomings) if shortcomings and is_fallback else None,
        message=_message(status, judged[-1], shortcomings),
        row_violation=best.violation if with_point else None,
        is_repaired=best.is_repaired and bool(with_point),
    )


def _status(best: _Judged, last_ending: Ending, options: SolverOptions) -> Status:
    if _is_good(best, options):
        return Status.OPTIMAL
    if best.primal is not None:
        return Status.STOPPED_FEASIBLE
    if last_ending is Ending.INTERRUPTED:
        return Status.INTERRUPTED
    if last_ending in (Ending.TIME_LIMIT, Ending.ITERATION_LIMIT):
        return Status.STOPPED_NO_POINT
    if last_ending in _NO_OPTIMUM:
        return Status.INFEASIBLE_OR_UNBOUNDED
    return Status.FAILED


def _message(status: Status, last: _Judged, shortcomings: list[str]) -> str:
    if status in (Status.OPTIMAL, Status.INFEASIBLE, Status.UNBOUNDED):
        return ""
    if last.run.ending in _STOPS:
        without = "" if last.primal is not None or last.run.primal is None else f"; {_violates(last)}"
        return f"{_solver_name(last.run)} {last.run.ending.value}{without}"
    return "; ".join(shortcomings)
