"""One run of HiGHS on a `SparseLP`: arrays in, arrays and a plain word for the ending out. Judges nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal

import numpy as np

from firmwatt.lp.interruption import StopWish, ctrl_c_as_a_wish
from firmwatt.lp.options import Progress, SolverOptions
from firmwatt.lp.scaling import Scale, automatic_scale
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.lp.vertex import highs_basis, near_basis
from firmwatt.timegrid import FloatArray

Stage = Literal["ipm", "ipm-crossover", "simplex", "choose", "unscaled", "chain", "polish"]
_PRIMAL_SIMPLEX = 4
_LEAST_COEFFICIENT = 1e-12  # smaller ones HiGHS drops; left to itself, those below 1e-9


class Ending(Enum):
    """What HiGHS says about how it ended, in few words; whether it is true is checked elsewhere."""

    CLAIMS_OPTIMAL = "claims an optimum"
    CLAIMS_INFEASIBLE = "claims that no point is feasible"
    CLAIMS_UNBOUNDED = "claims that the cost falls without limit"
    CLAIMS_EITHER = "claims infeasible or unbounded"
    TIME_LIMIT = "reached the time limit"
    ITERATION_LIMIT = "reached the iteration limit"
    INTERRUPTED = "was interrupted"
    UNKNOWN = "ended without a claim"
    ERROR = "ended with an error"


ENDINGS = {
    "kOptimal": Ending.CLAIMS_OPTIMAL,
    "kModelEmpty": Ending.CLAIMS_OPTIMAL,
    "kInfeasible": Ending.CLAIMS_INFEASIBLE,
    "kUnbounded": Ending.CLAIMS_UNBOUNDED,
    "kUnboundedOrInfeasible": Ending.CLAIMS_EITHER,
    "kTimeLimit": Ending.TIME_LIMIT,
    "kIterationLimit": Ending.ITERATION_LIMIT,
    "kInterrupt": Ending.INTERRUPTED,
    "kHighsInterrupt": Ending.INTERRUPTED,
    "kObjectiveBound": Ending.UNKNOWN,
    "kObjectiveTarget": Ending.UNKNOWN,
    "kSolutionLimit": Ending.UNKNOWN,
    "kUnknown": Ending.UNKNOWN,
    "kNotset": Ending.ERROR,
    "kLoadError": Ending.ERROR,
    "kModelError": Ending.ERROR,
    "kPresolveError": Ending.ERROR,
    "kSolveError": Ending.ERROR,
    "kPostsolveError": Ending.ERROR,
    "kMemoryLimit": Ending.ERROR,
}


@dataclass(frozen=True, slots=True)
class HighsRun:
    """What one run left behind.

    Attributes
    ----------
    stage
    ending
    primal : (columns,) or None
        Unscaled; may be infeasible.
    row_dual : (rows,) or None
        Unscaled; may be infeasible.
    iterations
    build_seconds, solve_seconds
    note
        Why there is nothing, where the ending does not tell.
    """

    stage: Stage
    ending: Ending
    primal: FloatArray | None
    row_dual: FloatArray | None
    iterations: int
    build_seconds: float
    solve_seconds: float
    note: str = ""


def run_highs(
    lp: SparseLP,
    options: SolverOptions,
    stage: Stage,
    time_limit_seconds: float | None,
    near: tuple[FloatArray, FloatArray] | None = None,
) -> HighsRun:
    """Run HiGHS once and return what it left.

    Parameters
    ----------
    lp
    options
        Tolerances, threads, scale and progress; the method is that of `stage`.
    stage
        `unscaled` is simplex on the program as it stands.
    time_limit_seconds : seconds, None = no limit
    near
        Point and row duals of an optimum that `polish` pushes to a vertex.

    Raises
    ------
    Exception
        Whatever `options.progress` raised.
    """
    started = time.perf_counter()
    scale = Scale(0, 0, np.zeros(lp.rows, np.int32)) if stage == "unscaled" else _scale(lp, options)
    highs = _configured(options, stage, time_limit_seconds)
    _pass_model(highs, lp, scale)
    if near is not None:
        highs.setBasis(highs_basis(*near_basis(lp, scale, *near)))
    built = time.perf_counter()
    is_stopped = _run_interruptibly(highs, options.progress, scale, lp.objective_offset)
    solved = time.perf_counter()
    info, solution = highs.getInfo(), highs.getSolution()
    ending = ENDINGS.get(highs.getModelStatus().name, Ending.UNKNOWN)
    primal = np.asarray(solution.col_value, dtype=np.float64)
    row_dual = np.asarray(solution.row_dual, dtype=np.float64)
    counts = (info.ipm_iteration_count, info.crossover_iteration_count, info.simplex_iteration_count)
    return HighsRun(
        stage=stage,
        ending=Ending.INTERRUPTED if is_stopped and ending is not Ending.CLAIMS_OPTIMAL else ending,
        primal=_usable(primal, lp.columns, scale.point),
        row_dual=_usable(row_dual, lp.rows, scale.duals),
        iterations=sum(max(0, int(count)) for count in counts),
        build_seconds=built - started,
        solve_seconds=solved - built,
    )


def _scale(lp: SparseLP, options: SolverOptions) -> Scale:
    return automatic_scale(lp, options.cost_exponent, options.bound_exponent)


def _configured(options: SolverOptions, stage: Stage, time_limit_seconds: float | None) -> Any:
    import highspy  # noqa: PLC0415 - heavy, and only a solve needs it

    if options.threads is not None:
        highspy.Highs.resetGlobalScheduler(True)
    make_highs: Any = highspy.Highs
    highs = make_highs()
    settings: dict[str, bool | int | float | str] = {
        "output_flag": False,
        "solver": {"ipm-crossover": "ipm", "polish": "simplex", "unscaled": "simplex"}.get(stage, stage),
        "run_crossover": "off" if stage == "ipm" else "on",
        "ipm_optimality_tolerance": min(1e-8, options.relative_gap / 10.0),
        "primal_feasibility_tolerance": max(1e-10, min(1e-7, options.feasibility_tolerance)),
        "dual_feasibility_tolerance": 1e-7,
        "small_matrix_value": _LEAST_COEFFICIENT,
    }
    if stage == "polish":
        settings["simplex_strategy"] = _PRIMAL_SIMPLEX  # three times as fast as dual simplex from such a basis
    if time_limit_seconds is not None:
        settings["time_limit"] = float(time_limit_seconds)
    if options.threads is not None:
        settings["threads"] = options.threads
    for name, value in settings.items():
        if highs.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            raise RuntimeError(f"HiGHS refuses the option {name} = {value!r}.")
    return highs


def _pass_model(highs: Any, lp: SparseLP, scale: Scale) -> None:
    """Hand over the arrays; a refusal shows as the status of the run."""
    highs.passModel(
        lp.columns,
        lp.rows,
        lp.matrix.nnz,
        1,  # column-wise
        1,  # minimise
        0.0,
        scale.costs(lp.cost),
        scale.bounds(lp.col_lower),
        scale.bounds(lp.col_upper),
        scale.sides(lp.row_lower),
        scale.sides(lp.row_upper),
        lp.matrix.indptr.astype(np.int32),
        lp.matrix.indices.astype(np.int32),
        scale.coefficients(lp),
        np.zeros(lp.columns, dtype=np.int32),
    )


def _usable(scaled: FloatArray, length: int, unscale: Callable[[FloatArray], FloatArray]) -> FloatArray | None:
    if scaled.shape != (length,) or not np.isfinite(scaled).all():
        return None
    return unscale(scaled)


@dataclass(slots=True)
class _Listener:
    """Listens to the callbacks of a running HiGHS: passes progress on, and passes a wish to stop in."""

    progress: Callable[[Progress], None] | None
    scale: Scale
    offset: float
    wish: StopWish
    fault: BaseException | None = None
    started: float = field(default_factory=time.perf_counter)
    last_iteration: int = -1

    def __call__(self, _kind: Any, _message: str, state: Any, wish: Any, _data: Any) -> None:
        """Answer one callback; an exception must not travel through the solver, so it is kept."""
        try:
            self._report(max(int(state.ipm_iteration_count), int(state.simplex_iteration_count)), state)
        except BaseException as fault:  # raised again once the solver has returned
            self.fault = fault
        if self.is_stopping:
            wish.user_interrupt = True

    @property
    def is_stopping(self) -> bool:
        """Return whether the solver should stop: somebody asked it to, or the caller's function failed."""
        return self.wish.is_asked or self.fault is not None

    def _report(self, iteration: int, state: Any) -> None:
        if self.progress is None or iteration == self.last_iteration:
            return
        self.last_iteration = iteration
        told = float(state.objective_function_value)
        objective = self.scale.objective(told) + self.offset if np.isfinite(told) else float("nan")
        self.progress(Progress(iteration, objective, float("nan"), time.perf_counter() - self.started))


def _run_interruptibly(highs: Any, progress: Callable[[Progress], None] | None, scale: Scale, offset: float) -> bool:
    """Run, with Ctrl-C turned into a wish to stop that the callbacks pass on; return whether there was one."""
    from highspy import Highs, cb  # noqa: PLC0415

    with ctrl_c_as_a_wish() as wish:
        listener = _Listener(progress, scale, offset, wish)
        highs.setCallback(listener, None)
        highs.startCallback(cb.HighsCallbackType.kCallbackIpmInterrupt)
        highs.startCallback(cb.HighsCallbackType.kCallbackSimplexInterrupt)
        highs.run()
        if threading.current_thread() is not threading.main_thread():
            Highs.resetGlobalScheduler(
                True
            )  # HiGHS keeps workers for each thread that runs it; end them before it ends
        highs.setCallback(None, None)
    if listener.fault is not None:
        raise listener.fault
    return listener.is_stopping
