"""Which choices nobody should take, because another is at least as good in everything and better in something."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from firmwatt.timegrid import FloatArray


def dominated(criteria: FloatArray) -> NDArray[np.bool_]:
    """Return (points,) whether some other point is no worse in any criterion and better in one.

    Parameters
    ----------
    criteria : (points, criteria)
        Less is better. Of points that are alike in all, none dominates the other.

    Examples
    --------
    >>> dominated(np.array([[2028.0, 90.0], [2030.0, 60.0], [2029.0, 95.0]])).tolist()
    [False, False, True]
    """
    first, second = criteria[:, None, :], criteria[None, :, :]
    is_no_worse, is_better = np.less_equal(second, first), np.less(second, first)
    beaten = np.logical_and(is_no_worse.all(axis=2), is_better.any(axis=2))
    return np.asarray(beaten.any(axis=1), dtype=np.bool_)
