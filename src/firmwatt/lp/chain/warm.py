"""What a chain solve leaves for the next, neighbouring one: threads, the pattern of its factor, points on its way.

Costs, bounds and sides may differ from one program to the next. Where the matrix that presolve leaves is the same, the
order of elimination and everything laid out for it is used again. The method cannot start where the last one ended:
there most values are almost zero, and what changed lies on the wrong side of them. So points are kept from on the way,
and the nearest to the end is taken that the change does not outweigh.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import numpy as np

from firmwatt.lp.chain.interior import InteriorPoint, Measure
from firmwatt.lp.chain.standard import StandardForm
from firmwatt.lp.chain.steps import Quad
from firmwatt.lp.chain.system import ChainSystem
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.timegrid import FloatArray

LEVELS = (1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 1e-4)
"""Distances from the optimum at which a point is kept, far ones first."""
_RENEWING = 1e-2  # level from which on a run is central enough to leave points for the next
_MOST_LACK, _MOST_GAP = 0.75, 1.5  # of the level, by what a start may lack and be apart from its bound


@dataclass(frozen=True, slots=True)
class WayPoint:
    """A point on the way to an optimum.

    Attributes
    ----------
    level : one of `LEVELS`
    at, duals
        In the layout of the system, in the units of `form`.
    form
        Of the program that was being solved.
    """

    level: float
    at: Quad
    duals: FloatArray
    form: StandardForm


class ChainMemory:
    """Kept from solve to solve; a context manager that ends its threads.

    Parameters
    ----------
    keeps
        Whether there may be a next solve: if not, neither programs nor points are kept.

    Attributes
    ----------
    keeps
    reused
        How many solves took the pattern of one before.
    warm_started
        How many began at a point of one before.
    """

    def __init__(self, *, keeps: bool = True) -> None:
        self.keeps = keeps
        self._pool: ThreadPoolExecutor | None = None
        self._threads = 0
        self._last: tuple[SparseLP, StandardForm, ChainSystem] | None = None
        self._way: dict[float, WayPoint] = {}
        self._begun = np.inf
        self.reused, self.warm_started = 0, 0

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the threads."""
        self.close()

    def close(self) -> None:
        """End the threads, and forget pattern and points."""
        self._forget()
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    def system(self, lp: SparseLP, form: StandardForm, threads: int) -> ChainSystem:
        """Return the system of a program: the last one where it fits.

        Raises
        ------
        ChainRefusalError
            The chain solver is not made for the program.
        """
        if self._pool is None or threads != self._threads:
            self.close()
            self._pool, self._threads = ThreadPoolExecutor(threads), threads
        if self._last is not None and _same_pattern(*self._last[:2], lp, form):
            system = self._last[2]
            self.reused += 1
        else:
            self._forget()  # first: the old and the new system together may not fit into memory
            system = ChainSystem(lp, form, threads, self._pool)
        self._last = (lp, form, system) if self.keeps else None
        return system

    def _forget(self) -> None:
        self._last = None
        self._way.clear()

    def remember(self, point: InteriorPoint, measure: Measure, form: StandardForm) -> None:
        """Keep a point if it is the first of its run at its level.

        A run that began near its end goes along the boundary, where the next one would be stuck: it leaves nothing.
        """
        if self._begun < _RENEWING or not self.keeps:
            return
        level = next((level for level in reversed(LEVELS) if measure.worst <= level), None)
        if level is None or (level in self._way and self._way[level].form is form):
            return
        kept = Quad(*(part.copy() for part in point.at))
        self._way[level] = WayPoint(level, kept, point.duals.copy(), form)

    def place(self, point: InteriorPoint, form: StandardForm, system: ChainSystem) -> bool:
        """Move a point to where an earlier solve was; return False if none of those places serves."""
        for level in reversed(LEVELS):
            kept = self._way.get(level)
            if kept is None or change(kept, form, system) > level:
                continue
            _move(point, kept, form)
            measure = point.measure()
            lack = max(measure.primal_lack, measure.dual_lack)
            if lack <= _MOST_LACK * level and measure.gap <= _MOST_GAP * level:
                self.warm_started += 1
                self._begun = level
                return True
        self._begun = np.inf
        return False


def change(kept: WayPoint, form: StandardForm, system: ChainSystem) -> float:
    """Return what the changes of costs, sides and bounds cost at a point kept, relative to what it costs."""
    before = kept.form
    cost, side = form.cost_unit / before.cost_unit, form.side_unit / before.side_unit
    placed, has_slack = system.col_place >= 0, system.slack_place >= 0
    rows = system.row_place >= 0
    x, t = (part[system.col_place[placed]] for part in (kept.at.x, kept.at.t))
    y, of_slack = kept.duals[system.row_place[rows]], kept.at.t[system.slack_place[has_slack]]
    moved = _weighed(cost * form.cost[placed], before.cost[placed], x)
    moved += _weighed(side * form.upper[placed], before.upper[placed], t)
    moved += _weighed(side * form.side[rows], before.side[rows], y)
    moved += _weighed(side * form.slack_upper[has_slack], before.slack_upper[has_slack], of_slack)
    return moved / max(1e-300, abs(float(before.cost[placed] @ x)))


def _weighed(now: FloatArray, before: FloatArray, weight: FloatArray) -> float:
    finite = np.isfinite(now) & np.isfinite(before)
    return float(np.abs(now[finite] - before[finite]) @ np.abs(weight[finite]))


def _move(point: InteriorPoint, kept: WayPoint, form: StandardForm) -> None:
    cost, side = kept.form.cost_unit / form.cost_unit, kept.form.side_unit / form.side_unit
    for target, source, unit in zip(point.at, kept.at, (side, cost, side, cost), strict=True):
        np.multiply(source, unit, out=target)
    np.multiply(kept.duals, cost, out=point.duals)


def _same_pattern(lp: SparseLP, form: StandardForm, other_lp: SparseLP, other: StandardForm) -> bool:
    """Return whether two programs differ in costs, bounds and sides alone."""
    labels = ("col_chain", "col_stage", "row_chain", "row_stage")
    pairs = [(getattr(lp, name), getattr(other_lp, name)) for name in labels]
    pairs += [(getattr(form, name), getattr(other, name)) for name in ("row", "col", "value", "has_slack", "is_free")]
    pairs += [(getattr(form.reduction, name), getattr(other.reduction, name)) for name in ("has_row", "has_col")]
    pairs += [(np.isfinite(form.upper), np.isfinite(other.upper))]
    pairs += [(np.isfinite(form.slack_upper), np.isfinite(other.slack_upper))]
    return all(one is two or np.array_equal(one, two) for one, two in pairs)
