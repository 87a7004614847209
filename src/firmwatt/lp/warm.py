"""`WarmStart`: what one solve leaves for the next, when many neighbouring programs are solved in a row."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from firmwatt.lp.chain.warm import ChainMemory


class WarmStart:
    """Given to one `solve` after the other; a context manager that ends its threads.

    Programs whose costs, bounds and sides differ by little begin where an earlier one was on its way, and use its order
    of elimination again. A program that is too different is solved from the start, so that the answer is as certain as
    without. Only the chain solver uses it. One program at a time: it must not be shared between threads.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from firmwatt.lp import ModelBuilder, SolverOptions, solve
    >>> model = ModelBuilder(chains=1, stages=3)
    >>> size = model.border_columns("size", {}, cost=3.0)
    >>> flow = model.stage_columns("flow", {}, cost=1.0)
    >>> need = model.stage_rows("need", {}, lower=[[1.0, 2.0, 4.0]])
    >>> model.put(need, flow, 1.0)
    >>> limit = model.stage_rows("limit", {}, upper=0.0)
    >>> model.put(limit, flow, 1.0)
    >>> model.put(limit, size, -1.0)
    >>> lp = model.build()
    >>> with WarmStart() as warm:
    ...     found = [
    ...         solve(replace(lp, cost=price * lp.cost), SolverOptions(solver="chain"), warm=warm).primal_objective
    ...         for price in (1.0, 1.01)
    ...     ]
    ...     round(found[0], 3), round(found[1], 3), warm.reused
    (19.0, 19.19, 1)
    """

    def __init__(self) -> None:
        self._memory: ChainMemory | None = None

    @property
    def chain_memory(self) -> ChainMemory:
        """Return what the chain solver keeps."""
        if self._memory is None:
            from firmwatt.lp.chain.warm import ChainMemory  # noqa: PLC0415 - compiles, and only some solves need it

            self._memory = ChainMemory()
        return self._memory

    @property
    def reused(self) -> int:
        """Return how many solves used the order of elimination of one before."""
        return 0 if self._memory is None else self._memory.reused

    @property
    def warm_started(self) -> int:
        """Return how many solves began at a point of one before."""
        return 0 if self._memory is None else self._memory.warm_started

    def close(self) -> None:
        """End the threads and forget everything."""
        if self._memory is not None:
            self._memory.close()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the threads."""
        self.close()
