"""Small linear programs for the tests of this room."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from hypothesis import strategies as st
from scipy.optimize import linprog

from firmwatt.lp.model import ModelBuilder, Positions
from firmwatt.lp.sparse_lp import SparseLP


def dense_lp(matrix, cost, columns, rows, offset=0.0) -> SparseLP:
    """A program without stages from dense arrays; `columns` and `rows` are (lower, upper)."""
    matrix = np.asarray(matrix, dtype=float).reshape(len(rows[0]), len(cost))
    border = [np.full(length, -1, dtype=np.int32) for length in matrix.shape]
    as_floats = [np.asarray(values, dtype=float) for values in (cost, *columns, *rows)]
    return SparseLP(
        sp.csc_array(matrix), *as_floats, offset, col_chain=border[1], col_stage=border[1],
        row_chain=border[0], row_stage=border[0],
    )  # fmt: skip


def sizing(cap: float = np.inf) -> tuple[ModelBuilder, Positions, Positions]:
    """Two kinds of a thing, bought at 3 and 2, that serve two chains of three stages; cap limits the sum bought."""
    model = ModelBuilder(chains=2, stages=3)
    size = model.border_columns("size", {"kind": ["a", "b"]}, cost=[3.0, 2.0])
    flow = model.stage_columns("flow", {"kind": ["a", "b"]}, cost=1.0)
    need = model.stage_rows("need", {}, lower=[[1.0, 2.0, 3.0], [2.0, 2.0, 5.0]])
    model.put(need, flow, 1.0)
    limit = model.stage_rows("limit", {"kind": ["a", "b"]}, upper=0.0)
    model.put(limit, flow, 1.0)
    model.put(limit, size[:, None, None], -1.0)
    total = model.border_rows("cap", {}, upper=cap)
    model.put(total, size, 1.0)
    return model, size, flow


def chain_lp(chains: int, stages: int, seed: int = 0) -> SparseLP:
    """A store and a source that serve a random need, each chain for itself, sized by border columns."""
    rng = np.random.default_rng(seed)
    model = ModelBuilder(chains, stages)
    size = model.border_columns("size", {"kind": ["source", "store"]}, cost=[50.0, 5.0])
    flow = model.stage_columns("flow", {}, cost=rng.uniform(1, 3, (chains, stages)))
    level = model.stage_columns("level", {})
    first = model.border_columns("first", {"chain_of": [str(c) for c in range(chains)]})
    need = rng.uniform(0, 10, (chains, stages))
    balance = model.stage_rows("balance", {}, lower=-need, upper=-need)
    model.put(balance, level, 1.0)
    model.put(balance[:, 1:], level[:, :-1], -0.99)
    model.put(balance[:, 0], first, -0.99)
    model.put(balance, flow, -1.0)
    wrap = model.border_rows("wrap", {"chain_of": [str(c) for c in range(chains)]}, lower=0.0, upper=0.0)
    model.put(wrap, first, 1.0)
    model.put(wrap, level[:, -1], -1.0)
    for name, column, kind in (("flow_limit", flow, 0), ("level_limit", level, 1)):
        rows = model.stage_rows(name, {}, upper=0.0)
        model.put(rows, column, 1.0)
        model.put(rows, size[kind], -1.0)
    return model.build()


def reference(lp: SparseLP):
    """What scipy says of the same program."""
    if not lp.columns:
        return None
    upper = np.isfinite(lp.row_upper)
    lower = np.isfinite(lp.row_lower)
    dense = lp.matrix.toarray()
    inequalities = np.vstack([dense[upper], -dense[lower]])
    sides = np.concatenate([lp.row_upper[upper], -lp.row_lower[lower]])
    bounds = np.column_stack([lp.col_lower, lp.col_upper])
    return linprog(lp.cost, A_ub=inequalities, b_ub=sides, bounds=bounds, method="highs-ds")


@st.composite
def random_lps(draw) -> SparseLP:
    """Programs with free, fixed, boxed and half-open columns, equality, range, one-sided and free rows, and zeros."""
    columns, rows = draw(st.integers(1, 7)), draw(st.integers(0, 6))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    matrix = rng.integers(-4, 5, (rows, columns)) * (rng.random((rows, columns)) < draw(st.floats(0.2, 1.0)))
    cost = rng.integers(-5, 6, columns).astype(float)
    point = rng.integers(-3, 4, columns).astype(float)
    if draw(st.booleans()):  # around a point, thus feasible
        column_sides = _sides(rng, point, columns)
        row_sides = _sides(rng, matrix @ point, rows)
    else:
        column_sides = _sides(rng, np.zeros(columns), columns)
        row_sides = _sides(rng, rng.integers(-6, 7, rows).astype(float), rows)
    scale = 10.0 ** draw(st.integers(-2, 3))
    return dense_lp(matrix, cost, [s * scale for s in column_sides], [s * scale for s in row_sides], offset=1.5)


def _sides(rng, centre, length):
    """Lower and upper around a centre: equal, a range, open on one side or on both."""
    kind = rng.integers(0, 5, length)
    spread = rng.integers(0, 4, (2, length))
    lower = np.where(np.isin(kind, (1, 4)), -np.inf, np.where(kind == 0, centre, centre - spread[0]))
    upper = np.where(np.isin(kind, (2, 4)), np.inf, np.where(kind == 0, centre, centre + spread[1]))
    return lower, upper
