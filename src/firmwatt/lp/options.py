"""What a caller may ask of a solver, and what a solver tells while it works."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from firmwatt.errors import UserError

Method = Literal["ipm", "simplex", "choose"]
SOLVERS = ("chain", "highs")
METHODS: tuple[Method, ...] = ("ipm", "simplex", "choose")


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a running solve stands.

    Attributes
    ----------
    iteration
    primal_objective, dual_objective : nan where the solver does not tell
        With `objective_offset` counted; the point and the duals may still be infeasible.
    elapsed_seconds
    dual_bound : nan where none is known yet
        What no feasible point undercuts, certified.
    infeasibility : nan where the solver does not tell
        Largest residual of rows and reduced costs, relative to the largest side and cost.
    """

    iteration: int
    primal_objective: float
    dual_objective: float
    elapsed_seconds: float
    dual_bound: float = float("nan")
    infeasibility: float = float("nan")

    @property
    def relative_gap(self) -> float:
        """Return |primal - dual| / max(1, |primal|), nan where one is not known."""
        return abs(self.primal_objective - self.dual_objective) / max(1.0, abs(self.primal_objective))

    @property
    def distance(self) -> float:
        """Return the larger of gap and infeasibility, nan where neither is known."""
        return max(
            (value for value in (self.relative_gap, self.infeasibility) if not math.isnan(value)), default=float("nan")
        )


@dataclass(frozen=True, slots=True)
class SolverOptions:
    """How to solve.

    Attributes
    ----------
    solver : `chain` or `highs`
        `chain` is made for programs with long chains of stages; HiGHS takes over where it does not get there.
    method : `ipm`, `simplex` or `choose`
        `ipm` is the interior point method of HiGHS (HiPO); `choose` lets HiGHS pick.
    crossover
        Whether HiGHS's interior point is pushed to a vertex; slow on long chains, and rarely needed.
    polish
        Whether what any solver found is pushed to a vertex by simplex, from a basis near it: few columns off their
        bounds, and duals of exact zeros.
    relative_gap : > 0
        The certified gap asked for.
    feasibility_tolerance : > 0
        Largest violation of a row that counts as kept, relative to the sum of the sizes of its terms (at least 1).
        The solver is asked for less; see `highs.py`.
    time_limit_seconds : seconds, None = no limit
    threads : None = the solver's choice
    progress
        Called now and then from the solver's thread; must be quick.
    cost_exponent, bound_exponent : None = automatic
        The solver sees costs divided by 2**cost_exponent, and bounds and sides by 2**bound_exponent.

    Raises
    ------
    UserError
        An option is outside what it may be.
    """

    solver: str = "highs"
    method: Method = "ipm"
    crossover: bool = False
    polish: bool = False
    relative_gap: float = 1e-6
    feasibility_tolerance: float = 1e-6
    time_limit_seconds: float | None = None
    threads: int | None = None
    progress: Callable[[Progress], None] | None = None
    cost_exponent: int | None = None
    bound_exponent: int | None = None

    def __post_init__(self) -> None:
        faults = []
        if self.solver not in SOLVERS:
            faults.append(f"solver: there is no {self.solver!r}. Choose one of {', '.join(SOLVERS)}.")
        if self.method not in METHODS:
            faults.append(f"method: there is no {self.method!r}. Choose one of {', '.join(METHODS)}.")
        for name in ("relative_gap", "feasibility_tolerance"):
            value = getattr(self, name)
            if not 0.0 < value < 1.0:
                faults.append(f"{name}: {value} is not between 0 and 1. Write a fraction such as 1e-6.")
        if self.time_limit_seconds is not None and not self.time_limit_seconds >= 0.0:
            faults.append(f"time_limit_seconds: {self.time_limit_seconds} is not a time. Write seconds from 0 on.")
        if self.threads is not None and self.threads < 1:
            faults.append(f"threads: {self.threads} is below 1. Write a whole number from 1 on.")
        if faults:
            raise UserError("\n".join(faults))
