"""Why a program has no optimum: proofs of infeasibility and of unboundedness, with names."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import scipy.sparse as sp

from firmwatt.lp.certificate import dual_bound, reduced_costs, usable_duals, worst_row_violation
from firmwatt.lp.highs import HighsRun
from firmwatt.lp.solution import Status
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.timegrid import FloatArray

MOST_REASONS = 12
_BROKEN = 1e-9  # of what one column can change in a row
_LEAST_SHARE = 1e-3  # of the largest weight in a proof
Runner = Callable[[SparseLP], HighsRun]


def diagnose(lp: SparseLP, run: Runner, tolerance: float) -> tuple[Status, tuple[str, ...]] | None:
    """Return INFEASIBLE or UNBOUNDED with the names that prove it; None if neither can be proven.

    Parameters
    ----------
    lp
    run
        Solves a helper program.
    tolerance
        The violation of a row, relative to its terms, that still counts as kept.
    """
    is_feasible, reasons = find_conflict(lp, run, tolerance)
    if reasons:
        return Status.INFEASIBLE, reasons
    ray = find_ray(lp, run) if is_feasible else ()
    return (Status.UNBOUNDED, ray) if ray else None


def find_conflict(lp: SparseLP, run: Runner, tolerance: float) -> tuple[bool, tuple[str, ...]]:
    """Return whether a point keeps all rows within tolerance, and the names of rows that prove that none does.

    Notes
    -----
    Every row may be broken at a price of one per unit, and the sum of breaks is minimised. A dual bound above zero
    proves that no point exists; the rows with a dual take part in the proof. Broken rows are named first.
    """
    elastic = _elastic(lp)
    outcome = run(elastic)
    if outcome.primal is None or outcome.row_dual is None:
        return False, ()
    point = np.clip(outcome.primal[: lp.columns], lp.col_lower, lp.col_upper)
    if worst_row_violation(lp, point) <= tolerance:
        return True, ()
    activity = lp.matrix @ point
    broken = np.maximum(np.maximum(lp.row_lower - activity, activity - lp.row_upper), 0.0)
    if not dual_bound(elastic, outcome.row_dual, outcome.primal) > tolerance * float(broken.sum()):
        return False, ()
    return False, _conflict_names(lp, broken, outcome.row_dual)


def find_ray(lp: SparseLP, run: Runner) -> tuple[str, ...]:
    """Return the names of columns that can grow for ever while the cost falls; empty if there are none.

    Notes
    -----
    Directions d that leave every finite bound and side alone, each column as far as its largest coefficient makes one:
    min c d is below zero only if the cost of a feasible program falls without limit. Rows are looked at in units in
    which they can change by about one, so that no row is broken because it counts in small numbers.
    """
    reach, unit = _reach(lp)
    recession = _recession(lp, reach)
    outcome = run(recession)
    if outcome.primal is None or outcome.row_dual is None:
        return ()
    ray = np.clip(outcome.primal, recession.col_lower, recession.col_upper)
    scale = float(np.abs(lp.cost) @ np.abs(ray))
    change = lp.matrix @ ray
    broken = np.maximum(np.maximum(recession.row_lower - change, change - recession.row_upper), 0.0)
    least = max(1e-9 * scale, 2.0 * float(np.abs(outcome.row_dual) @ broken))  # what broken rows are worth is no gain
    if scale == 0.0 or float(lp.cost @ ray) > -least or (broken > _BROKEN * unit).any():
        return ()
    return tuple(lp.col_name(position) for position in _heaviest(np.abs(ray) / reach, 1.0))


def _reach(lp: SparseLP) -> tuple[FloatArray, FloatArray]:
    """Return how far each column goes until some row changes by one, and the most that a row changes by one column."""
    size = np.abs(lp.matrix.data)
    column = np.repeat(np.arange(lp.columns), np.diff(lp.matrix.indptr))
    largest, unit = np.zeros(lp.columns), np.zeros(lp.rows)
    np.maximum.at(largest, column, size)
    reach = 1.0 / np.where(largest > 0.0, largest, 1.0)
    np.maximum.at(unit, lp.matrix.indices, size * reach[column])
    return reach, unit


def _elastic(lp: SparseLP) -> SparseLP:
    identity = sp.eye_array(lp.rows, format="csc")
    ones, zeros = np.ones(2 * lp.rows), np.zeros(2 * lp.rows)
    return SparseLP(
        matrix=sp.csc_array(sp.hstack([lp.matrix, identity, -identity], format="csc")),
        cost=np.concatenate([np.zeros(lp.columns), ones]),
        col_lower=np.concatenate([lp.col_lower, zeros]),
        col_upper=np.concatenate([lp.col_upper, zeros + np.inf]),
        row_lower=lp.row_lower,
        row_upper=lp.row_upper,
        objective_offset=0.0,
        col_chain=np.concatenate([lp.col_chain, lp.row_chain, lp.row_chain]),  # so that stages stay small
        col_stage=np.concatenate([lp.col_stage, lp.row_stage, lp.row_stage]),
        row_chain=lp.row_chain,
        row_stage=lp.row_stage,
    )


def _recession(lp: SparseLP, reach: FloatArray) -> SparseLP:
    def cone(lower: FloatArray, upper: FloatArray, reach: FloatArray | float) -> tuple[FloatArray, FloatArray]:
        return np.where(np.isfinite(lower), 0.0, -reach), np.where(np.isfinite(upper), 0.0, reach)

    col_lower, col_upper = cone(lp.col_lower, lp.col_upper, reach)
    row_lower, row_upper = cone(lp.row_lower, lp.row_upper, np.inf)
    return SparseLP(
        matrix=lp.matrix,
        cost=lp.cost,
        col_lower=col_lower,
        col_upper=col_upper,
        row_lower=row_lower,
        row_upper=row_upper,
        objective_offset=0.0,
        col_chain=lp.col_chain,
        col_stage=lp.col_stage,
        row_chain=lp.row_chain,
        row_stage=lp.row_stage,
    )


def _conflict_names(lp: SparseLP, broken: FloatArray, row_dual: FloatArray) -> tuple[str, ...]:
    """Return names of broken rows, then of rows, then of columns whose sides and bounds make the proof.

    Rows with side zero only tie others together and are not named, unless they are the ones that break.
    """
    duals = usable_duals(lp, row_dual)
    side = np.where(duals > 0.0, lp.row_lower, lp.row_upper)
    weight = np.abs(duals * np.where(duals != 0.0, side, 0.0))
    others = np.where(broken > _LEAST_SHARE * broken.max(), 0.0, weight)
    pull = -(lp.cost - reduced_costs(lp, duals))
    bound = np.where(pull > 0.0, lp.col_lower, lp.col_upper)
    limits = np.abs(pull * np.where(np.isfinite(bound), bound, 0.0))
    heaviest = max(float(others.max(initial=0.0)), float(limits.max(initial=0.0)))
    names = [lp.row_name(position) for position in _heaviest(broken, float(broken.max()))]
    names += [lp.row_name(position) for position in _heaviest(others, heaviest)]
    names += [lp.col_name(position) for position in _heaviest(limits, heaviest)]
    return tuple(names)


def _heaviest(weight: FloatArray, scale: float) -> list[int]:
    """Return the positions of the largest weights, largest first, at most `MOST_REASONS`, none tiny beside `scale`."""
    order = np.argsort(-weight, kind="stable")[:MOST_REASONS]
    return [int(position) for position in order if weight[position] > _LEAST_SHARE * scale]
