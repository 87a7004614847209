r"""The distribution of available capacity, convolved unit by unit.

Equation
--------
With outage rate q and capacity c of the unit that is added,
$P'(x) = (1 - q) P(x - c) + q P(x)$ for each state x; like units come in one step, as a binomial. Units of a common
cause of rate r make a table of their own, $P_g$, which enters as $(1 - r) P_g(x) + r [x = 0]$.

States are whole micro-megawatts, so that equal sums are one state. Where odd sizes make too many, a state is shared
between the two nearest points of a fine grid so that its mean stays.

References
----------
Billinton, R. and Allan, R. N. (1996), Reliability Evaluation of Power Systems, 2nd edition, chapter 2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import lgamma, log, log1p
from typing import Final

import numpy as np

from firmwatt.reliability.system import LEAST_SHORTFALL_MW, CommonCause, Unit
from firmwatt.timegrid import FloatArray, IntArray

STATES_PER_MW: Final = 1_000_000
MOST_STATES: Final = 200_000
LEAST_PROBABILITY: Final = 1e-30
"""States less likely than this are left out."""


@dataclass(frozen=True, slots=True, eq=False)
class OutageTable:
    """Available capacity and how likely it is.

    Attributes
    ----------
    capacity_mw : (states,) MW, rising
    probability : (states,) sums to 1
    likelihood_below : (states + 1,) probability of all states before each
    capacity_below_mw : (states + 1,) MW, probability times capacity summed over all states before each
    """

    capacity_mw: FloatArray
    probability: FloatArray
    likelihood_below: FloatArray
    capacity_below_mw: FloatArray

    def loss_probability(self, load_mw: FloatArray) -> FloatArray:
        """Return the probability that less than each load is available."""
        below: FloatArray = self.likelihood_below[self._place(load_mw)]
        return below

    def unserved_mw(self, load_mw: FloatArray) -> FloatArray:
        """Return the expected part of each load that is not served."""
        place = self._place(load_mw)
        return np.maximum(load_mw * self.likelihood_below[place] - self.capacity_below_mw[place], 0.0)

    def _place(self, load_mw: FloatArray) -> IntArray:
        return np.searchsorted(self.capacity_mw, load_mw - LEAST_SHORTFALL_MW, side="left")


def build_outage_table(units: Sequence[Unit], causes: Sequence[CommonCause] = ()) -> OutageTable:
    """Return the table of units that fail independently of one another but for their common causes.

    Examples
    --------
    >>> table = build_outage_table([Unit("a", 10.0, 0.1, 50.0)] * 2)
    >>> table.capacity_mw.tolist(), table.probability.round(12).tolist()
    ([0.0, 10.0, 20.0], [0.01, 0.18, 0.81])
    """
    states, probability = _independent([unit for unit in units if not unit.cause])
    for cause in causes:
        together, chance = _independent([unit for unit in units if unit.cause == cause.name])
        with_none = np.concatenate(([0], together))
        chance = np.concatenate(([cause.forced_outage_rate], (1.0 - cause.forced_outage_rate) * chance))
        states, probability = _add(states, probability, with_none, chance)
    capacity = states / STATES_PER_MW
    return OutageTable(
        capacity,
        probability,
        np.concatenate(([0.0], np.cumsum(probability))),
        np.concatenate(([0.0], np.cumsum(probability * capacity))),
    )


def _independent(units: Sequence[Unit]) -> tuple[IntArray, FloatArray]:
    """Return states and probabilities of units that have nothing in common."""
    states, probability = np.zeros(1, dtype=np.int64), np.ones(1)
    alike = Counter((unit.mw, unit.forced_outage_rate) for unit in units)
    for (mw, outage_rate), count in sorted(alike.items()):
        available = round(mw * STATES_PER_MW) * np.arange(count + 1)
        chance = _binomial(count, 1.0 - outage_rate)
        is_likely = chance > LEAST_PROBABILITY
        states, probability = _add(states, probability, available[is_likely], chance[is_likely])
    return states, probability


def _add(
    states: IntArray, probability: FloatArray, available: IntArray, chance: FloatArray
) -> tuple[IntArray, FloatArray]:
    """Return the states and probabilities with like units added."""
    sums = (states[:, None] + available).ravel()
    together, place = np.unique(sums, return_inverse=True)
    weights: FloatArray = (probability[:, None] * chance).ravel()
    joint = np.bincount(place, weights=weights).astype(np.float64)
    return (together, joint) if len(together) <= MOST_STATES else _thinned(together, joint)


def _thinned(states: IntArray, probability: FloatArray) -> tuple[IntArray, FloatArray]:
    """Return half of the most states allowed, on a grid, with the mean unchanged."""
    step = int(states[-1] // (MOST_STATES // 2)) + 1
    lower = states // step
    upper_share = states / step - lower
    points = int(lower[-1]) + 2
    shared = np.bincount(lower, probability * (1.0 - upper_share), points).astype(np.float64)
    shared += np.bincount(lower + 1, probability * upper_share, points)
    kept: IntArray = np.flatnonzero(shared)
    return kept * step, shared[kept]


def _binomial(count: int, availability: float) -> FloatArray:
    """Return (count + 1,) the probability that each number of like units is there."""
    if availability in {0.0, 1.0}:
        certain: FloatArray = np.eye(count + 1)[round(availability) * count]
        return certain
    up = np.arange(count + 1)
    ways = np.array([lgamma(count + 1) - lgamma(k + 1) - lgamma(count - k + 1) for k in up.tolist()])
    chance: FloatArray = np.exp(ways + up * log(availability) + (count - up) * log1p(-availability))
    chance /= chance.sum()
    return chance
