"""How long a solve still takes, from how fast it came nearer so far."""

from __future__ import annotations

from collections import deque

import numpy as np

from firmwatt.lp.options import Progress

TYPICAL_ITERATIONS = 120
"""Of HiGHS's interior point on a plan: 95 on the built-in `campus`, 150 on `stargate`."""
_REMEMBERED, _LEAST_REMEMBERED = 12, 4


class TimeLeft:
    """Guesses the seconds that are left; one for each solve.

    Parameters
    ----------
    relative_gap : > 0
        The gap asked for.

    Notes
    -----
    The distance of an interior point from the optimum falls by about the same factor in each iteration, so its
    logarithm is laid on a line through the last dozen of them. HiGHS tells no distance on the way, but takes a similar
    number of equally long iterations on all plans.

    Examples
    --------
    >>> left = TimeLeft(1e-4)
    >>> told = [left(Progress(i, 1.0, 1.0 - 10.0 ** (-i / 2), elapsed_seconds=2.0 * i)) for i in range(1, 6)]
    >>> told[0] is None, round(told[-1], 1)
    (True, 6.0)
    """

    def __init__(self, relative_gap: float) -> None:
        self._goal = float(np.log10(relative_gap))
        self._seen: deque[tuple[float, float]] = deque(maxlen=_REMEMBERED)

    def __call__(self, now: Progress) -> float | None:
        """Return the seconds left, or None where there is nothing to guess from.

        Parameters
        ----------
        now
            The latest that the solver told; earlier ones are remembered.
        """
        if not now.distance > 0.0:
            return _from_iterations(now)
        self._seen.append((now.elapsed_seconds, float(np.log10(now.distance))))
        if len(self._seen) < _LEAST_REMEMBERED:
            return None
        seconds, distance = np.array(self._seen).T
        spread = seconds - seconds.mean()
        slope = float(spread @ distance) / max(float(spread @ spread), 1e-12)
        return max(0.0, (float(distance[-1]) - self._goal) / -slope) if slope < 0.0 else None


def _from_iterations(now: Progress) -> float | None:
    if not 0 < now.iteration < TYPICAL_ITERATIONS:
        return None
    return now.elapsed_seconds * (TYPICAL_ITERATIONS - now.iteration) / now.iteration
