"""Powers of two that bring costs and bounds to a usual size, so that the choice of units does not decide a solve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.timegrid import FloatArray

_NEAR_ONE_EXPONENT, _MOST_ROW_EXPONENT = 3, 40
_USUAL_COST_EXPONENT, _USUAL_BOUND_EXPONENT = 7, 10
_LEAST_EXPONENT = 30  # of two, below one: what HiGHS may drop is smaller
_FAR = 1e7  # times the median side of the rows


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """Exponents of two.

    The scaled program has costs c / 2**cost, bounds and sides b / 2**bound, and rows divided by 2**row.

    Attributes
    ----------
    cost, bound
    row : (rows,) int
    """

    cost: int
    bound: int
    row: NDArray[np.int32]

    def costs(self, values: FloatArray) -> FloatArray:
        """Return costs as the scaled program has them."""
        return np.ldexp(values, -self.cost)

    def bounds(self, values: FloatArray) -> FloatArray:
        """Return bounds of columns (or a point) as the scaled program has them."""
        return np.ldexp(values, -self.bound)

    def sides(self, values: FloatArray) -> FloatArray:
        """Return sides of rows as the scaled program has them."""
        return np.ldexp(values, -self.bound - self.row)

    def coefficients(self, lp: SparseLP) -> FloatArray:
        """Return the matrix's entries, column by column, as the scaled program has them."""
        return np.ldexp(np.asarray(lp.matrix.data, dtype=np.float64), -self.row[lp.matrix.indices])

    def point(self, scaled: FloatArray) -> FloatArray:
        """Return a point of the program from one of the scaled program."""
        return np.ldexp(scaled, self.bound)

    def duals(self, scaled: FloatArray) -> FloatArray:
        """Return row duals of the program from those of the scaled program."""
        return np.ldexp(scaled, self.cost - self.row)

    def objective(self, scaled: float) -> float:
        """Return an objective (without offset) from the scaled program's."""
        return float(np.ldexp(scaled, self.cost + self.bound))


def automatic_scale(lp: SparseLP, cost_exponent: int | None = None, bound_exponent: int | None = None) -> Scale:
    """Return the scale that brings the median magnitude of costs near 2**7, that of bounds and sides near 2**10.

    Rows whose largest coefficient is far from one, such as a sum of costs, are divided by it. Bounds that are far away
    do not count.

    Parameters
    ----------
    lp
    cost_exponent, bound_exponent
        Taken as they are where given.

    Notes
    -----
    Not one, because the solver's feasibility tolerances are absolute: with bounds near one the interior point of
    HiGHS 1.15 left relative residuals of 1e-7 and more in our trials, with bounds near a thousand of 1e-11, in up to
    a third fewer iterations. Costs matter less: between one and a thousand iterations differ by 15 %. Dividing a
    dozen large rows cut iterations by a fifth and residuals tenfold, since one large side loosens all other rows.
    """
    sides = np.concatenate([*near_bounds(lp), _usual_sides(lp)])
    return Scale(
        cost=median_exponent(lp.cost) - _USUAL_COST_EXPONENT if cost_exponent is None else cost_exponent,
        bound=median_exponent(sides) - _USUAL_BOUND_EXPONENT if bound_exponent is None else bound_exponent,
        row=row_exponents(lp),
    )


def without_far(lp: SparseLP, lower: FloatArray, upper: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return bounds with those infinite that are far away.

    A bound ten million times as large as the rows' median side, or as 1 where that is larger, only says that there is
    none. Taken at its word it would decide how a program is scaled, and what rounding costs a proof.
    """
    if not ((np.isfinite(upper) & (upper > _FAR)) | (np.isfinite(lower) & (lower < -_FAR))).any():
        return lower, upper
    limit = _FAR * max(1.0, 2.0 ** median_exponent(_usual_sides(lp)))
    return np.where(lower < -limit, -np.inf, lower), np.where(upper > limit, np.inf, upper)


def near_bounds(lp: SparseLP) -> tuple[FloatArray, FloatArray]:
    """Return lower and upper bounds of columns, without those that are far away: (columns,) each."""
    return without_far(lp, lp.col_lower, lp.col_upper)


def near_sides(lp: SparseLP) -> tuple[FloatArray, FloatArray]:
    """Return lower and upper sides of rows, without those of ranges that are far away: (rows,) each."""
    lower, upper = without_far(lp, lp.row_lower, lp.row_upper)
    if lower is lp.row_lower:  # nothing is far: no copies of a large program
        return lower, upper
    is_range = _is_range(lp)
    return np.where(is_range, lower, lp.row_lower), np.where(is_range, upper, lp.row_upper)


def _is_range(lp: SparseLP) -> NDArray[np.bool_]:
    return np.isfinite(lp.row_lower) & np.isfinite(lp.row_upper) & (lp.row_lower < lp.row_upper)


def _usual_sides(lp: SparseLP) -> FloatArray:
    """Return the sides of rows, of a range the smaller one twice: the other often stands for none."""
    is_range, smaller = _is_range(lp), np.minimum(np.abs(lp.row_lower), np.abs(lp.row_upper))
    return np.concatenate([np.where(is_range, smaller, sides) for sides in (lp.row_lower, lp.row_upper)])


def row_exponents(lp: SparseLP) -> NDArray[np.int32]:
    """Return (rows,) the exponent of two of each row's largest coefficient, 0 where that is within 1/8 and 8.

    Less where its smallest one would become so small that HiGHS drops it.
    """
    size = np.abs(lp.matrix.data)
    rows, sizes = lp.matrix.indices[size > 0.0], size[size > 0.0]
    largest, smallest = np.zeros(lp.rows), np.full(lp.rows, np.inf)
    np.maximum.at(largest, rows, sizes)
    np.minimum.at(smallest, rows, sizes)
    exponents = np.rint(np.log2(np.where(largest > 0.0, largest, 1.0))).astype(np.int32)
    exponents = np.clip(exponents, -_MOST_ROW_EXPONENT, _MOST_ROW_EXPONENT)
    most = np.floor(np.log2(np.where(largest > 0.0, smallest, 1.0))) + _LEAST_EXPONENT
    return np.where(np.abs(exponents) > _NEAR_ONE_EXPONENT, np.minimum(exponents, np.maximum(most, 0.0)), 0).astype(
        np.int32
    )


def median_exponent(values: FloatArray) -> int:
    """Return the exponent of two nearest to the median magnitude of the finite values other than zero.

    Examples
    --------
    >>> median_exponent(np.array([0.0, 1000.0, np.inf]))
    10
    """
    sizes = np.abs(values[np.isfinite(values) & (values != 0.0)])
    return round(float(np.median(np.log2(sizes)))) if sizes.size else 0
