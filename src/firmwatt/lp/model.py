"""`ModelBuilder`: write a linear program as named blocks of columns and rows over chains × stages, all as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from firmwatt.lp.sparse_lp import Block, LPContractError, SparseLP, StageArray, check_block_names
from firmwatt.timegrid import FloatArray

Positions = NDArray[np.int32]
Coords = Mapping[str, Sequence[str]]

CHAIN, STAGE = "chain", "hour"


@dataclass(frozen=True, slots=True, eq=False)
class StagedCosts:
    """What columns of stages cost.

    Attributes
    ----------
    position, chain : (columns,)
    cost : (columns,) of one unit
    least, most : (columns,)
        Cost at the cheaper and at the dearer bound.
    """

    position: NDArray[np.int64]
    chain: StageArray
    cost: FloatArray
    least: FloatArray
    most: FloatArray


def staged_costs(cost: FloatArray, chain: StageArray, bounds: tuple[FloatArray, FloatArray]) -> StagedCosts:
    """Return the columns of stages that cost something.

    Parameters
    ----------
    cost, chain : (columns,)
    bounds
        Lower and upper, (columns,) each.
    """
    position = np.flatnonzero((chain >= 0) & (cost != 0.0))
    chosen = cost[position]
    ends = chosen * bounds[0][position], chosen * bounds[1][position]
    return StagedCosts(position, chain[position], chosen, np.minimum(*ends), np.maximum(*ends))


class _Side:
    """The columns, or the rows, gathered so far."""

    def __init__(self, chains: int, stages: int) -> None:
        self.chains, self.stages = chains, stages
        self.count = 0
        self.blocks: list[Block] = []
        self.lower: list[FloatArray] = []
        self.upper: list[FloatArray] = []
        self.chain: list[StageArray] = []
        self.stage: list[StageArray] = []
        self._chain_coords = {
            CHAIN: tuple(map(str, range(chains))),
            STAGE: tuple(map(str, range(stages))),
        }

    def add(self, name: str, coords: Coords, bounds: tuple[ArrayLike, ArrayLike], *, staged: bool) -> Positions:
        """Append a block and return its positions in the shape of its axes."""
        labels = {dim: tuple(values) for dim, values in coords.items()}
        if staged:
            labels |= self._chain_coords
        block = Block(name, self.count, tuple(labels), labels)
        positions = np.arange(self.count, self.count + block.size, dtype=np.int32).reshape(block.shape)
        self.count += block.size
        self.blocks.append(block)
        for store, bound in ((self.lower, bounds[0]), (self.upper, bounds[1])):
            store.append(np.broadcast_to(np.asarray(bound, dtype=np.float64), block.shape).ravel())
        chain = np.arange(self.chains, dtype=np.int32)[:, None] if staged else np.array(-1, dtype=np.int32)
        stage = np.arange(self.stages, dtype=np.int32) if staged else chain
        self.chain.append(np.broadcast_to(chain, block.shape).ravel())
        self.stage.append(np.broadcast_to(stage, block.shape).ravel())
        return positions


class ModelBuilder:
    """Gathers blocks and coefficients; `build` makes the frozen `SparseLP`.

    Parameters
    ----------
    chains, stages
        Every staged block has the axes `chain` and `hour` of these lengths behind its own.

    Examples
    --------
    >>> model = ModelBuilder(chains=1, stages=2)
    >>> size = model.border_columns("size", {}, cost=3.0)
    >>> flow = model.stage_columns("flow", {}, cost=1.0)
    >>> need = model.stage_rows("need", {}, lower=[[1.0, 2.0]])
    >>> model.put(need, flow, 1.0)
    >>> limit = model.stage_rows("limit", {}, upper=0.0)
    >>> model.put(limit, flow, 1.0)
    >>> model.put(limit, size, -1.0)
    >>> lp = model.build()
    >>> lp.rows, lp.columns, lp.row_name(3)
    (4, 3, 'limit[chain=0, hour=1]')
    """

    def __init__(self, chains: int, stages: int) -> None:
        self.chains, self.stages = chains, stages
        self._columns = _Side(chains, stages)
        self._rows = _Side(chains, stages)
        self._cost: list[FloatArray] = []
        self._added_cost: list[tuple[Positions, FloatArray]] = []
        self._entries: list[tuple[StageArray, StageArray, FloatArray]] = []  # 32-bit positions: plans have many entries
        self.objective_offset = 0.0
        self._is_built = False

    def border_columns(
        self, name: str, coords: Coords, cost: ArrayLike = 0.0, lower: ArrayLike = 0.0, upper: ArrayLike = np.inf
    ) -> Positions:
        """Add columns that belong to no stage; return their positions, shaped like `coords`."""
        return self._add_columns(name, coords, cost, (lower, upper), staged=False)

    def stage_columns(
        self, name: str, coords: Coords, cost: ArrayLike = 0.0, lower: ArrayLike = 0.0, upper: ArrayLike = np.inf
    ) -> Positions:
        """Add columns for each chain and stage; return positions shaped (*coords, chains, stages)."""
        return self._add_columns(name, coords, cost, (lower, upper), staged=True)

    def border_rows(
        self, name: str, coords: Coords, lower: ArrayLike = -np.inf, upper: ArrayLike = np.inf
    ) -> Positions:
        """Add rows that may touch anything; return their positions, shaped like `coords`."""
        return self._rows.add(name, coords, (lower, upper), staged=False)

    def stage_rows(self, name: str, coords: Coords, lower: ArrayLike = -np.inf, upper: ArrayLike = np.inf) -> Positions:
        """Add rows for each chain and stage; return positions shaped (*coords, chains, stages)."""
        return self._rows.add(name, coords, (lower, upper), staged=True)

    def put(self, rows: ArrayLike, columns: ArrayLike, coefficients: ArrayLike) -> None:
        """Add coefficients; the three arrays are broadcast together. Entries at the same place add up."""
        row, column, value = np.broadcast_arrays(
            np.asarray(rows, dtype=np.int32),
            np.asarray(columns, dtype=np.int32),
            np.asarray(coefficients, dtype=np.float64),
        )
        keep = value != 0.0
        self._entries.append((row[keep], column[keep], value[keep]))

    def staged_costs(self) -> StagedCosts:
        """Return the columns of stages that cost something so far; to be asked before the program is built."""
        bounds = _joined(self._columns.lower), _joined(self._columns.upper)
        return staged_costs(_joined(self._cost), _joined_int(self._columns.chain), bounds)

    def add_cost(self, columns: ArrayLike, cost: ArrayLike) -> None:
        """Add to the cost of columns that are there already; the two arrays are broadcast together."""
        position, value = np.broadcast_arrays(np.asarray(columns, dtype=np.int32), np.asarray(cost, dtype=np.float64))
        self._added_cost.append((position, value))

    def build(self) -> SparseLP:
        """Return the program.

        Raises
        ------
        LPContractError
            Two blocks share a name, the arrays break the contract of `SparseLP`, or the program was built before.
        """
        if self._is_built:
            raise LPContractError("blocks: the program was built before; a builder is used once.")
        self._is_built = True
        check_block_names(tuple(self._columns.blocks))
        check_block_names(tuple(self._rows.blocks))
        cost = _taken(self._cost)
        for position, value in self._added_cost:
            np.add.at(cost, position, value)
        self._added_cost.clear()
        return SparseLP(
            matrix=self._take_matrix(),
            cost=cost,
            col_lower=_taken(self._columns.lower),
            col_upper=_taken(self._columns.upper),
            row_lower=_taken(self._rows.lower),
            row_upper=_taken(self._rows.upper),
            objective_offset=self.objective_offset,
            col_chain=_taken_int(self._columns.chain),
            col_stage=_taken_int(self._columns.stage),
            row_chain=_taken_int(self._rows.chain),
            row_stage=_taken_int(self._rows.stage),
            col_blocks=tuple(self._columns.blocks),
            row_blocks=tuple(self._rows.blocks),
        )

    def _take_matrix(self) -> sp.csc_array:
        """Return the matrix of all entries; each is let go as it is taken, so that a large program is held but once."""
        count = sum(value.size for _, _, value in self._entries)
        row, column, values = np.empty(count, np.int32), np.empty(count, np.int32), np.empty(count)
        while self._entries:
            rows, columns, part = self._entries.pop()
            count -= part.size
            here = slice(count, count + part.size)
            row[here], column[here], values[here] = rows, columns, part
        shape = (self._rows.count, self._columns.count)
        matrix = sp.coo_array((values, (row, column)), shape=shape).tocsc()
        matrix.sum_duplicates()
        return matrix

    def _add_columns(
        self, name: str, coords: Coords, cost: ArrayLike, bounds: tuple[ArrayLike, ArrayLike], *, staged: bool
    ) -> Positions:
        positions = self._columns.add(name, coords, bounds, staged=staged)
        self._cost.append(np.broadcast_to(np.asarray(cost, dtype=np.float64), positions.shape).ravel())
        return positions


def _joined(parts: list[FloatArray]) -> FloatArray:
    return np.concatenate(parts) if parts else np.empty(0)


def _joined_int(parts: list[StageArray]) -> StageArray:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int32)


def _taken(parts: list[FloatArray]) -> FloatArray:
    """Return the parts as one and let go of them: whoever keeps the builder does not keep the program twice."""
    joined = _joined(parts)
    parts.clear()
    return joined


def _taken_int(parts: list[StageArray]) -> StageArray:
    joined = _joined_int(parts)
    parts.clear()
    return joined
