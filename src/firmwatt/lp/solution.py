"""What a solver gives back. The text of a status is the advice to the user."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from firmwatt.timegrid import FloatArray


class Status(Enum):
    """How a solve ended; nothing but `OPTIMAL` is a result within the gap that was asked for."""

    OPTIMAL = "Optimal within the gap asked for."
    STOPPED_FEASIBLE = "Stopped early with a feasible point; the gap says how far it may be from the optimum."
    STOPPED_NO_POINT = "Stopped early without a feasible point. Give it more time, or a coarser sample."
    INFEASIBLE = "No point keeps all rows and bounds. Loosen one of the limits that the certificate names."
    UNBOUNDED = "The cost falls without limit. Give the columns that the certificate names an upper bound or a cost."
    INFEASIBLE_OR_UNBOUNDED = "Infeasible or unbounded; the solver cannot tell which. Check limits first."
    FAILED = "The solver ended with a numerical failure. Try the other solver, or scale the input."
    INTERRUPTED = "Interrupted by the user before there was a feasible point."


@dataclass(frozen=True, slots=True)
class Solution:
    """The outcome of one solve.

    Attributes
    ----------
    status
    solver
        `highs-ipm`, `highs-simplex`, `chain` …, with `+polish` behind it where simplex pushed its point to a vertex.
    primal : (columns,) or None
    row_dual : (rows,) or None
        Change of the minimum per unit of the row's side that binds.
    reduced_cost : (columns,) or None
    primal_objective, dual_bound : nan where there is none
        With `objective_offset` counted in both.
    relative_gap : |primal - bound| / max(1, |primal|), nan where one of them is missing
    iterations
    build_seconds, solve_seconds
    reasons
        Names of rows or columns that prove infeasibility or unboundedness.
    fallback_reason
        Why another solver than the one asked for did the work; None if it did not.
    message
        What the solver said where the status alone does not tell; empty where it does.
    row_violation : >= 0, None where there is no point
        Largest violation of a row by the point, relative to the sum of the sizes of its terms (at least 1).
    is_repaired
        Whether the point is one that the caller's `repair` made, and not the solver's own.
    """

    status: Status
    solver: str
    primal: FloatArray | None
    row_dual: FloatArray | None
    reduced_cost: FloatArray | None
    primal_objective: float
    dual_bound: float
    relative_gap: float
    iterations: int
    build_seconds: float
    solve_seconds: float
    reasons: tuple[str, ...] = ()
    fallback_reason: str | None = None
    message: str = ""
    row_violation: float | None = None
    is_repaired: bool = False
