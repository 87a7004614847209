"""Capacity that is built in planning years and stands for its life: the pattern that all assets share.

Equation
--------
`installed[a, y] = existing[a] + Σ_{v <= y < v + life} build[a, v]`, for each asset a and planning year y.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from firmwatt.finance import years_alive
from firmwatt.lp.model import Positions
from firmwatt.planning.frame import Frame
from firmwatt.timegrid import FloatArray


@dataclass(frozen=True, slots=True)
class CapacityColumns:
    """Border columns of one kind of capacity.

    Attributes
    ----------
    installed : (things, years) positions
    build : (things, years) positions
    existing : (things,) capacity on the decision date
    """

    installed: Positions
    build: Positions
    existing: FloatArray


@dataclass(frozen=True, slots=True)
class CapacityTerms:
    """Costs and limits of one kind of capacity.

    Attributes
    ----------
    names : labels of the things
    dim : name of their axis, such as `asset` or `site`
    existing : (things,)
    lifetime_years : (things,)
    build_value_usd : (things, years) present value of building one unit in each planning year
    standing_value_usd : (things, years) present value of one unit that stands in each planning year
    build_upper, installed_upper, installed_lower : broadcast to (things, years)
    """

    names: tuple[str, ...]
    dim: str
    existing: FloatArray
    lifetime_years: FloatArray
    build_value_usd: FloatArray
    standing_value_usd: FloatArray
    build_upper: ArrayLike
    installed_upper: ArrayLike = np.inf
    installed_lower: ArrayLike = 0.0


def add_capacity(frame: Frame, name: str, terms: CapacityTerms) -> CapacityColumns:
    """Add the border columns `<name>` and `<name>_build` and the rows that tie them together."""
    builder, years = frame.builder, frame.year_labels
    coords = {terms.dim: terms.names, "year": years}
    build = builder.border_columns(f"{name}_build", coords, cost=terms.build_value_usd, upper=terms.build_upper)
    installed = builder.border_columns(
        name, coords, cost=terms.standing_value_usd, lower=terms.installed_lower, upper=terms.installed_upper
    )
    existing = terms.existing[:, None]
    rows = builder.border_rows(f"{name}_vintages", coords, lower=existing, upper=existing)
    builder.put(rows, installed, 1.0)
    for thing, life in enumerate(terms.lifetime_years):
        alive = np.array([years_alive(vintage, life, frame.years) for vintage in frame.years])
        builder.put(rows[thing][None, :], build[thing][:, None], -alive)
    return CapacityColumns(installed, build, terms.existing)
