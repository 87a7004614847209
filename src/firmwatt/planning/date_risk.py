"""Dates with risk: draws of every step's length, the critical path of each draw, and the quantiles of what follows.

A step that is given by low, central and high lengths is drawn from the split normal that has them as P10, P50 and P90
exactly: `central + z · (central - low) / 1.2816` for a standard normal z below zero, with `high - central` above, and
never below 0. Adding a delay to a step, or making it longer by a factor, moves every draw later or leaves it.

The steps of one project share part of their luck: a project that is late with its permit is often late with the rest.
Their draws have the rank correlation of the catalogue (`assumptions`, `step_correlation`); projects are independent.

The draws are stratified: each step's 10,000 draws are its quantiles at equal distances, shuffled by a seed made of the
names of project and step. So the quantiles of a single step are exact, the same question has the same answer on any
day, and taking one project away leaves the draws of all others as they were.

Years are counted from the decision date; what never comes is infinite.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from scipy.special import ndtri

from firmwatt.catalog import loader as catalog
from firmwatt.planning.critical_path import NO_WAIT, longest_path_years
from firmwatt.scenario.assets import LeadStep
from firmwatt.timegrid import FloatArray

DRAWS = 10_000
TENTH_OF_NORMAL = 1.2815515655446004
"""The standard normal lies above this with a chance of one in ten."""
_SAME = 1e-9
_KEPT_STEPS = 1024


@dataclass(frozen=True, slots=True)
class Quantiles:
    """P10, P50 and P90 in years after the decision; infinite where so many draws never come."""

    p10: float
    p50: float
    p90: float


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Megawatts that come together.

    Attributes
    ----------
    mw : MW, >= 0
    path_years : (draws,) years from the order to the first hour
    floor_years : years after the decision
        Earliest moment, whenever it is ordered: an announced project's first year, a connection's offer.
    is_ordered
        Whether the path starts with the order; False for what has a date of its own.
    """

    mw: float
    path_years: FloatArray
    floor_years: float = 0.0
    is_ordered: bool = True

    def online_years(self, ordered_years: float = 0.0) -> FloatArray:
        """Return (draws,) years after the decision at which it is online if ordered so many years after it."""
        wait = ordered_years if self.is_ordered else 0.0
        return np.maximum(self.path_years + wait, self.floor_years)


def path_draws(
    steps: Sequence[LeadStep], project: str, draws: int = DRAWS, not_before_years: Mapping[str, float] = NO_WAIT
) -> FloatArray:
    """Return (draws,) lengths of the critical path.

    Parameters
    ----------
    steps
    project
        Name that its luck hangs on.
    draws
        One draw is the path at central lengths.
    not_before_years
        Step → earliest start.
    """
    scores = {step.name: step_scores(project, step.name, draws) for step in steps}
    path = longest_path_years(steps, lambda step: step_years(step, scores[step.name]), not_before_years)
    return np.array(np.broadcast_to(path, draws))


def step_years(step: LeadStep, scores: FloatArray) -> FloatArray:
    """Return (draws,) lengths of a step at standard normal scores.

    Examples
    --------
    >>> step_years(LeadStep("permit", 1.0, 2.0, 4.0), np.array([-1.2815515655446004, 0.0, 1.2815515655446004])).round(9)
    array([1., 2., 4.])
    """
    below, above = step.central_years - step.low_years, step.high_years - step.central_years
    spread = np.where(scores < 0.0, below, above) / TENTH_OF_NORMAL
    return np.asarray(np.maximum(step.central_years + spread * scores, 0.0))


@lru_cache(maxsize=_KEPT_STEPS)
def step_scores(project: str, step: str, draws: int) -> FloatArray:
    """Return (draws,) standard normal scores of a step: each stratified one once, tied to its project's luck."""
    share = catalog.get("assumptions", "default", "step_correlation").number
    mixed = np.sqrt(share) * _shuffled(project, draws) + np.sqrt(1.0 - share) * _shuffled(f"{project}/{step}", draws)
    scores = np.empty(draws)
    scores[np.argsort(mixed, kind="stable")] = _sorted_scores(draws)
    scores.setflags(write=False)
    return scores


def comes(project: str, probability: float, draws: int = DRAWS) -> FloatArray:
    """Return (draws,) 0 where a project comes and infinity where it is cancelled; a share `probability` comes."""
    luck = (np.argsort(_shuffled(f"{project}/cancelled", draws)) + 0.5) / draws
    return np.where(luck < probability, 0.0, np.inf)


def reach_years(parts: Sequence[Part], asked_mw: float, ordered_years: float = 0.0) -> FloatArray:
    """Return (draws,) years after the decision at which the parts online add up to the megawatts asked for.

    Parameters
    ----------
    parts : at least one
    asked_mw : MW, > 0
    ordered_years
        Everything is ordered so many years after the decision.

    Examples
    --------
    >>> parts = [Part(60.0, np.array([1.0, 4.0])), Part(50.0, np.array([3.0, 2.0])), Part(50.0, np.array([9.0, 3.0]))]
    >>> reach_years(parts, 100.0).tolist(), reach_years(parts, 1000.0).tolist()
    ([3.0, 3.0], [inf, inf])
    """
    online = np.array([part.online_years(ordered_years) for part in parts])
    order = np.argsort(online, axis=0, kind="stable")
    total_mw = np.cumsum(np.array([part.mw for part in parts])[order], axis=0)
    is_enough = total_mw >= asked_mw * (1.0 - _SAME)
    reached = np.take_along_axis(online, order, axis=0)
    return np.asarray(np.where(is_enough, reached, np.inf).min(axis=0))


def quantiles(years: FloatArray) -> Quantiles:
    """Return P10, P50 and P90 of draws.

    Examples
    --------
    >>> quantiles(np.array([1.0, 2.0, 3.0, 4.0, np.inf]))
    Quantiles(p10=1.0, p50=3.0, p90=inf)
    """
    with np.errstate(invalid="ignore"):
        found = np.quantile(years, (0.1, 0.5, 0.9), method="hazen")
    return Quantiles(*(float(value) for value in np.where(np.isnan(found), np.inf, found)))


@lru_cache(maxsize=_KEPT_STEPS)
def path_quantiles(steps: tuple[LeadStep, ...], project: str) -> Quantiles:
    """Return the quantiles of the critical path of a project."""
    return quantiles(path_draws(steps, project))


@cache
def _sorted_scores(draws: int) -> FloatArray:
    return np.asarray(ndtri((np.arange(draws) + 0.5) / draws), dtype=np.float64)


def _shuffled(label: str, draws: int) -> FloatArray:
    return np.random.default_rng(zlib.crc32(label.encode())).permutation(_sorted_scores(draws))
