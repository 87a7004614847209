"""The interior point method: predictor, corrector, refinement, and steps that a few columns cannot block."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from firmwatt.lp.chain import steps
from firmwatt.lp.chain.start import Placed, Start, begin
from firmwatt.lp.chain.steps import Point, Quad, Step
from firmwatt.lp.chain.system import ChainSystem
from firmwatt.timegrid import FloatArray

_LOWER_DAMPING, _FREE_DAMPING, _ROW_DAMPING = 1e-10, 1e-6, 1e-12
_MOST_ROW_DAMPING = 1e-7
_TOLERANCE = 0.1  # of what the equations lack anyway: values below zero by no more do not shorten a step
_GAINED = 0.9
_STUCK = 0.1  # length of a step that hardly moved
_LARGE = 20_000  # pairs from which on a few columns among many are what blocks steps
_STEP_SHARE = 0.995
_CLIPPED_SHARE = 1e-3  # of all pairs may block a step and are held back instead
_CLIP_FLOOR = 0.5
_CLIP_END = 1e-5
_CLIP_CARE = 0.1
_CLIP_LAG = 0.3
_LAG_CENTRE = 0.1
_CLIP_BUFFER = 200_000
_WORTH_RESTING = 1_000_000  # columns from which on the vectors of a step are let go while a point is judged


@dataclass(frozen=True, slots=True)
class Strategy:
    """Which tricks a run uses.

    Attributes
    ----------
    start
        Where it begins.
    clips
        Whether a few columns may be held back rather than block the step of all.
    correctors
        Most centrality correctors in a step that holds nothing back.
    """

    start: Start
    clips: bool
    correctors: int


@dataclass(frozen=True, slots=True)
class Measure:
    """How good the current point is, in the units of the standard form.

    Attributes
    ----------
    primal, dual
        Objectives, without offset.
    gap
        Relative.
    primal_lack, dual_lack
        Largest residuals, relative to the largest side and cost.
    mean_product
    """

    primal: float
    dual: float
    gap: float
    primal_lack: float
    dual_lack: float
    mean_product: float

    @property
    def worst(self) -> float:
        """Return the largest of gap and lacks."""
        return max(self.gap, self.primal_lack, self.dual_lack)


class InteriorPoint:
    """A point between its bounds, and the way to the next one.

    Attributes
    ----------
    at : x, z, w, t
    duals : (rows,)
    lack, dual_lack
        What rows and dual rows lacked when last measured; a step uses them up.
    point
        With the kinds and upper bounds of columns; upper bounds are zero but for boxed columns.
    lengths
        Of the last step, primal and dual.
    cost, side
        Of the standard form, in the layout of the system.
    """

    def __init__(self, placed: Placed, system: ChainSystem, strategy: Strategy, offset: float) -> None:
        self.system, self.strategy = system, strategy
        self.cost, self.side = placed.cost, placed.side
        self._unit = 1.0 / placed.unit
        self._offset = offset * self._unit
        self.at = Quad(*(np.zeros(system.cols) for _ in range(4)))
        self.point = Point(placed.kind, self.at, placed.upper)
        self.duals, self.lack, self.dual_lack = np.zeros(system.rows), np.zeros(system.rows), np.zeros(system.cols)
        self._step, self._step_duals = _step_of(0), np.zeros(0)
        self._side_size = 1.0 + float(max(self.side.max(initial=0.0), -self.side.min(initial=0.0)))
        self._cost_size = 1.0 + float(max(self.cost.max(initial=0.0), -self.cost.min(initial=0.0)))
        self.lengths = 1.0, 1.0

    def start(self, reach: FloatArray | None) -> None:
        """Go to the starting point; `reach` is what was placed of it, and is used up."""
        begin(self, reach, self.strategy.start)

    def rest(self) -> None:
        """Let go of what only steps need where it is large: what is done until the next one takes memory too."""
        if self.system.cols >= _WORTH_RESTING:
            self._step, self._step_duals = _step_of(0), np.zeros(0)
            self.lack, self.dual_lack = np.zeros(0), np.zeros(0)
            self.system.rest()

    def _make_room(self) -> None:
        """Make room for a step, and measure again what the point lacks if that was let go."""
        self._step, self._step_duals = _step_of(self.system.cols), np.zeros(self.system.rows)
        if not self.lack.size:
            self.lack, self.dual_lack = np.zeros(self.system.rows), np.zeros(self.system.cols)
            self.measure()

    def measure(self) -> Measure:
        """Return how good the point is, and keep its residuals for the next step."""
        self.system.subtract_transposed_times(self.cost, self.duals, self.dual_lack)
        self.system.subtract_times(self.side, self.at.x, self.lack)
        parts = self._each(steps.residuals, self.point, self.cost, self.dual_lack)
        product, pairs, cost, of_upper = (sum(part[i] for part in parts) for i in range(4))
        self._pairs = max(int(pairs), 1)
        worst_dual, worst_room = (max(part[i] for part in parts) for i in (4, 5))
        dual = float(self.side @ self.duals) - of_upper
        worst_row = max(float(self.lack.max(initial=0.0)), -float(self.lack.min(initial=0.0)), worst_room)
        return Measure(
            primal=cost,
            dual=dual,
            gap=abs(cost - dual) / max(self._unit, abs(cost + self._offset)),
            primal_lack=worst_row / self._side_size,
            dual_lack=worst_dual / self._cost_size,
            mean_product=product / self._pairs,
        )

    def advance(self, measure: Measure, *, closes: bool = False) -> bool:
        """Take one step; return False if the numbers no longer allow one.

        Parameters
        ----------
        measure
            Of the point as it is.
        closes
            Whether the step only closes what the equations lack, and leaves the products where they are. After a step
            that hardly moved it does not: then another way is what helps.
        """
        if not self._step_duals.size:
            self._make_room()
        if not self._factorise():
            return False
        closes = closes and min(self.lengths) > _STUCK
        aim = measure.mean_product if closes else 0.0
        self._each(steps.predictor_side, self.point, self.dual_lack, aim, self._step.x)
        np.copyto(self._step_duals, self.lack)
        self.system.solve(self._step.x, self._step_duals)
        target = aim if closes else self._centring(measure) * measure.mean_product
        self._refine_and_correct(aim, target)
        lengths = self._longest(1.0)
        spared = 0 if closes else self._spared(measure)
        for _ in range(0 if spared else self.strategy.correctors):
            improved = self._centre(lengths, target)
            if improved is None:
                break
            lengths = improved
        self._move(lengths, measure, spared)
        return True

    def _centring(self, measure: Measure) -> float:
        """Return the share of the mean product to aim at, from how far the predictor gets."""
        after = sum(self._each(steps.products_after, self.point, self._step, *self._longest(0.0))) / self._pairs
        least = _LAG_CENTRE if max(measure.primal_lack, measure.dual_lack) > measure.gap else 1e-6
        return float(min(max((after / max(measure.mean_product, 1e-300)) ** 3, least), 1.0))

    def _factorise(self) -> bool:
        """Factorise with as little damping of the rows as keeps all pivots."""
        damping, theta = _ROW_DAMPING, self._step.x  # not yet needed
        self._each(steps.diagonal, self.point, _LOWER_DAMPING, _FREE_DAMPING, theta)
        is_finite = self.system.factorise(theta, damping, damping)
        while self.system.has_lost_pivots() and damping < _MOST_ROW_DAMPING:
            damping *= 100.0
            is_finite = self.system.factorise(theta, damping, damping)
        return is_finite

    def _longest(self, by: float, rooms: tuple[float, float] = (0.0, 0.0)) -> tuple[float, float]:
        """Return the longest primal and dual steps: of the predictor (by = 0), or of the whole step (1)."""
        return _shortest(self._each(steps.longest_steps, self.point, self._step, by, rooms))

    def _refine_and_correct(self, aim: float, target: float) -> None:
        """Solve for what the predictor leaves of the linear equations and for the products wanted; add it.

        Residuals become right-hand sides and these become the correction, in place.
        """
        side, lack = self.dual_lack, self.lack
        self.system.subtract_transposed_times(side, self._step_duals, side)
        self._each(steps.corrector_side, self.point, self._step, (aim, target), side)
        self.system.subtract_times(lack, self._step.x, lack)
        self.system.solve(side, lack)
        self._each(steps.add_correction, self.point, self._step, side)
        self._step_duals += lack

    def _centre(self, lengths: tuple[float, float], target: float) -> tuple[float, float] | None:
        """Add a centrality corrector if it lengthens the step; return the new lengths."""
        if min(lengths) > 0.9:
            return None
        centring = (min(1.0, max(1.08 * lengths[0] + 0.08, lengths[0] + 0.1)),
                    min(1.0, max(1.08 * lengths[1] + 0.08, lengths[1] + 0.1))), target  # fmt: skip
        more, more_duals = self.dual_lack, self.lack
        self._each(steps.centring_side, self.point, self._step, *centring, more)
        more_duals[:] = 0.0
        self.system.solve(more, more_duals)
        best, best_share = lengths, 0.0
        for share in (1.0, 0.7, 0.4, 0.2):
            trial = _shortest(self._each(steps.centred_steps, self.point, self._step, more, centring, share))
            if sum(trial) > sum(best):
                best, best_share = trial, share
        if sum(best) < sum(lengths) + 0.02:
            return None
        self._each(steps.add_centring, self.point, self._step, more, centring, best_share)
        more_duals *= best_share
        self._step_duals += more_duals
        return best

    def _spared(self, measure: Measure) -> int:
        """Return how many values may be held back: fewer the more feasibility lags behind the gap, at last none."""
        lack = max(1e-300, measure.primal_lack, measure.dual_lack)
        if not self.strategy.clips or measure.gap <= max(_CLIP_END, _CLIP_LAG * lack):
            return 0
        return int(_CLIPPED_SHARE * self._pairs * min(1.0, _CLIP_CARE * measure.gap / lack))

    def _move(self, lengths: tuple[float, float], measure: Measure, spared: int) -> None:
        share = max(_STEP_SHARE, 1.0 - measure.mean_product)
        primal, dual = (1.0 if length >= 1.0 else share * length for length in lengths)
        floor = 0.0
        if spared:
            clipped = self._clipped_lengths(spared)
            primal, dual = max(primal, share * clipped[0]), max(dual, share * clipped[1])
            floor = _CLIP_FLOOR
        if self.strategy.clips and self._pairs >= _LARGE:
            rooms = measure.primal_lack * self._side_size, measure.dual_lack * self._cost_size
            tolerant = self._longest(1.0, (_TOLERANCE * rooms[0], _TOLERANCE * rooms[1]))
            if primal < _GAINED * tolerant[0]:
                primal, floor = share * tolerant[0], _CLIP_FLOOR
            if dual < _GAINED * tolerant[1]:
                dual, floor = share * tolerant[1], _CLIP_FLOOR
        self._each(steps.move, self.point, self._step, primal, dual, floor)
        self._step_duals *= dual
        self.duals += self._step_duals
        self.lengths = primal, dual

    def _clipped_lengths(self, spared: int) -> tuple[float, float]:
        """Return the primal and dual steps that all but `spared` of the values allow."""
        limits = [1.0, 1.0]
        while True:
            parts = self._each(steps.steep, self.point, self._step, (limits[0], limits[1]), _CLIP_BUFFER)
            counts = [sum(part[side] for part in parts) for side in (1, 3)]
            is_cut = [any(part[side] > _CLIP_BUFFER for part in parts) for side in (1, 3)]
            if not any(is_cut):
                break
            limits = [1.5 * limit if cut else limit for limit, cut in zip(limits, is_cut, strict=True)]
        lengths = []
        for side, count, limit in zip((0, 2), counts, limits, strict=True):
            found = np.concatenate([part[side] for part in parts])
            least = limit if count <= spared else float(np.partition(found, count - spared - 1)[count - spared - 1])
            lengths.append(min(1.0, 1.0 / least))
        return lengths[0], lengths[1]

    def _each(self, work: Callable[..., Any], *arguments: Any) -> list[Any]:
        """Call a compiled function on slices of all vectors, in threads; return what each call returns."""
        return self.system.on_slices(work, arguments)


def _step_of(cols: int) -> Step:
    """Return room for a step; of the products aimed at, which need not be exact, in single precision."""
    return Step(np.zeros(cols), np.zeros(cols, dtype=np.float32), np.zeros(cols, dtype=np.float32))


def _shortest(parts: list[tuple[float, float]]) -> tuple[float, float]:
    return min(part[0] for part in parts), min(part[1] for part in parts)
