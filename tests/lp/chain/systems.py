"""A small program in the layout of the kernels, beside the same in dense arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from firmwatt.lp.chain.interior import InteriorPoint, Strategy
from firmwatt.lp.chain.presolve import reduce_program
from firmwatt.lp.chain.standard import StandardForm, standard_form
from firmwatt.lp.chain.start import Start, place, reach
from firmwatt.lp.chain.system import ChainSystem
from firmwatt.lp.sparse_lp import SparseLP
from tests.lp.chain.programs import random_chain_lp
from tests.lp.programs import chain_lp

SEEDS = (1, 3, 8, 12, 20, 31, 44, 57)


@dataclass(frozen=True)
class Pair:
    """A system and the dense matrix of its rows, columns and slacks."""

    form: StandardForm
    system: ChainSystem
    matrix: np.ndarray
    columns: np.ndarray
    rows: np.ndarray

    def spread(self, dense: np.ndarray) -> np.ndarray:
        """Columns and slacks into a vector of the system."""
        vector = np.zeros(self.system.cols)
        vector[self.columns] = dense
        return vector

    def left_of(self, side: np.ndarray, cols: np.ndarray) -> np.ndarray:
        out = np.full(self.system.rows, np.nan)
        self.system.subtract_times(side, cols, out)
        return out

    def left_of_costs(self, cost: np.ndarray, rows: np.ndarray) -> np.ndarray:
        out = np.full(self.system.cols, np.nan)
        self.system.subtract_transposed_times(cost, rows, out)
        return out

    def solve(self, cols: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        x, y = cols.copy(), rows.copy()
        self.system.solve(x, y)
        return x, y

    def begun(self, strategy: Strategy) -> InteriorPoint:
        """An interior point where it begins."""
        return begun(self.form, self.system, strategy)

    def spread_rows(self, dense: np.ndarray) -> np.ndarray:
        vector = np.zeros(self.system.rows)
        vector[self.rows] = dense
        return vector


def begun(form: StandardForm, system: ChainSystem, strategy: Strategy) -> InteriorPoint:
    """An interior point where it begins."""
    placed = place(form, system, reach(form) if strategy.start is Start.SIZED else None)
    point = InteriorPoint(placed, system, strategy, 0.0)
    point.start(placed.reach)
    return point


def pair_of(lp: SparseLP) -> Pair:
    form = standard_form(reduce_program(lp))
    system = ChainSystem(lp, form, 1, None)
    cols = np.flatnonzero(system.col_place >= 0)
    rows = np.flatnonzero(system.row_place >= 0)
    slacks = np.flatnonzero(system.slack_place >= 0)
    whole = sp.csr_array((form.value, (form.row, form.col)), shape=lp.matrix.shape).toarray()
    slack_part = (rows[:, None] == slacks[None, :]).astype(float)
    matrix = np.hstack([whole[np.ix_(rows, cols)], slack_part])
    columns = np.concatenate([system.col_place[cols], system.slack_place[slacks]])
    return Pair(form, system, matrix, columns, system.row_place[rows])


def pairs() -> list[Pair]:
    programs = [chain_lp(2, 60), chain_lp(9, 3), *(random_chain_lp(seed) for seed in SEEDS)]
    return [pair_of(lp) for lp in programs]
