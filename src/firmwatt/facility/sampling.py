"""Seeded draws of uncertain parameters: a Latin hypercube over the catalogue's ranges."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from firmwatt.catalog.loader import Row
from firmwatt.timegrid import FloatArray


def latin_hypercube(rows: Mapping[str, Row], samples: int, seed: int) -> dict[str, FloatArray]:
    """Return draws of each parameter, independent of one another.

    Parameters
    ----------
    rows
        Numeric rows; one without a range stays at its central value.
    samples : >= 1
    seed
        The same seed gives the same draws.

    Returns
    -------
    parameter → (samples, 1)
        Each of `samples` equally likely slices of a parameter is drawn once. Half of the draws lie between low and
        central, half between central and high, evenly spread in each: the central value is the median, and where it is
        the middle of the range the draws are uniform, as those of Lei and Masanet 2022.
    """
    random = np.random.default_rng(seed)
    drawn: dict[str, FloatArray] = {}
    for name, row in rows.items():
        slices = (random.permutation(samples) + random.random(samples)) / samples
        low = row.number if row.low is None else row.low
        high = row.number if row.high is None else row.high
        drawn[name] = np.interp(slices, (0.0, 0.5, 1.0), (low, row.number, high))[:, None]
    return drawn
