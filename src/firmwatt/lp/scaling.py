"""Powers of two that bring costs and bounds to a usual size, so that the choice of units does not decide a solve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.timegrid import FloatArray

_NEAR_ONE_EXPONENT, _MOST_ROW_EXPONENT = 3, 40
_USUAL_COST_EXPONENT, _USUAL_BOUND_EXPONENT = 7, 10


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

    Rows whose largest coefficient is far from one, such as a sum of costs, are divided by it.

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
    sides = np.concatenate([lp.col_lower, lp.col_upper, lp.row_lower, lp.row_upper])
    return Scale(
        cost=median_exponent(lp.cost) - _USUAL_COST_EXPONENT if cost_exponent is None else cost_exponent,
        bound=median_exponent(sides) - _USUAL_BOUND_EXPONENT if bound_exponent is None else bound_exponent,
        row=row_exponents(lp),
    )


def row_exponents(lp: SparseLP) -> NDArray[np.int32]:
    """Return (rows,) the exponent of two of each row's largest coefficient, 0 where that is within 1/8 and 8."""
    largest = np.zeros(lp.rows)
    np.maximum.at(largest, lp.matrix.indices, np.abs(lp.matrix.data))
    exponents = np.rint(np.log2(np.where(largest > 0.0, largest, 1.0))).astype(np.int32)
    exponents = np.clip(exponents, -_MOST_ROW_EXPONENT, _MOST_ROW_EXPONENT)
    return np.where(np.abs(exponents) > _NEAR_ONE_EXPONENT, exponents, 0).astype(np.int32)


def median_exponent(values: FloatArray) -> int:
    """Return the exponent of two nearest to the median magnitude of the finite values other than zero.

    Examples
    --------
    >>> median_exponent(np.array([0.0, 1000.0, np.inf]))
    10
    """
    sizes = np.abs(values[np.isfinite(values) & (values != 0.0)])
    return round(float(np.median(np.log2(sizes)))) if sizes.size else 0
