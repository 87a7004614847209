"""Random programs with chains, stages and a border, feasible and bounded by construction."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from firmwatt.lp.model import ModelBuilder
from firmwatt.lp.sparse_lp import SparseLP

Places = list[tuple[int, int]]


class _Draft:
    """Rows, columns and entries while they are drawn."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.rows: Places = []
        self.cols: Places = []
        self.entries: list[tuple[int, int, float]] = []

    def add_cols(self, chain: int, stage: int, count: int) -> list[int]:
        self.cols += [(chain, stage)] * count
        return list(range(len(self.cols) - count, len(self.cols)))

    def add_row(self, chain: int, stage: int, members: dict[int, float]) -> None:
        if members:
            self.entries += [(len(self.rows), col, value) for col, value in members.items()]
            self.rows.append((chain, stage))

    def pick(self, cols: list[int], share: float) -> dict[int, float]:
        rng = self.rng
        return {
            int(col): float(rng.choice([1.0, -1.0, rng.normal(), rng.integers(1, 9)]))
            for col in cols
            if rng.random() < share
        }


def random_chain_lp(seed: int, scale: float = 1.0) -> SparseLP:
    """One to three chains of a few to dozens of stages; regular or not, with empty stages, cycles, ramps, ranges."""
    rng = np.random.default_rng(seed)
    draft = _Draft(rng)
    border = draft.add_cols(-1, -1, int(rng.integers(0, 6)))
    is_regular = rng.random() < 0.6
    everything: list[int] = []
    for chain in range(int(rng.integers(1, 4))):
        everything += _draw_chain(draft, chain, border, int(rng.choice([1, 2, 5, 30, 80])), is_regular=is_regular)
    for _ in range(int(rng.integers(0, 4))):
        draft.add_row(-1, -1, draft.pick(everything, 0.3) | draft.pick(border, 0.5))
    return _around_a_point(draft, scale)


def _draw_chain(draft: _Draft, chain: int, border: list[int], stages: int, *, is_regular: bool) -> list[int]:
    rng = draft.rng
    width, height = int(rng.integers(2, 8)), int(rng.integers(1, 5))
    own = [rng.random(width) < 0.6 for _ in range(height)]
    before = [rng.random(width) < 0.3 for _ in range(height)]
    of_border = [rng.random(len(border)) < 0.3 for _ in range(height)]
    is_cyclic, is_copied = rng.random() < 0.4, rng.random() < 0.3
    empty = set(rng.choice(stages, size=stages // 10, replace=False).tolist()) if rng.random() < 0.4 else set()
    cols: list[list[int]] = []
    for stage in range(stages):
        count = 0 if stage in empty else width if is_regular else int(rng.integers(1, 8))
        cols.append(draft.add_cols(chain, stage, count))
    first = draft.add_cols(-1, -1, 1) if is_cyclic else []
    for stage in range(stages):
        earlier = cols[stage - 1] if stage else first
        for kind in range(height):
            members = {}
            if is_regular and cols[stage]:
                members = {cols[stage][i]: float(rng.choice([1.0, -1.0, 2.5])) for i in np.flatnonzero(own[kind])}
                members |= {earlier[i]: -0.9 for i in np.flatnonzero(before[kind]) if i < len(earlier)}
                members |= {border[i]: float(rng.normal()) for i in np.flatnonzero(of_border[kind])}
            elif not is_regular:
                members = draft.pick(cols[stage], 0.5) | draft.pick(earlier, 0.3) | draft.pick(border, 0.2)
            draft.add_row(chain, stage, members)
            if is_copied and kind == 0:
                draft.add_row(chain, stage, members)
        if cols[stage] and border:
            draft.add_row(chain, stage, {cols[stage][0]: 1.0, border[0]: -float(rng.random())})
    if is_cyclic and cols[-1]:
        draft.add_row(-1, -1, {first[0]: 1.0, cols[-1][0]: -1.0})
    return [col for stage in cols for col in stage]


def _around_a_point(draft: _Draft, scale: float) -> SparseLP:
    """Sides, bounds and costs such that a drawn point is optimal, with many degenerate ends."""
    rng, rows, columns = draft.rng, len(draft.rows), len(draft.cols)
    row, col, value = (np.array(part) for part in zip(*draft.entries, strict=True)) if draft.entries else ([], [], [])
    matrix = sp.csc_array((np.asarray(value, dtype=float), (row, col)), shape=(rows, columns))
    point = np.where(rng.random(columns) < 0.5, 0.0, rng.exponential(1.0, columns))
    kind = rng.random(columns)
    upper = np.where(kind < 0.3, point + np.where(rng.random(columns) < 0.5, 0.0, rng.random(columns)), np.inf)
    lower = np.zeros(columns)
    lower[kind > 0.88] = -np.inf
    upper[(kind > 0.88) & (kind <= 0.93)] = point[(kind > 0.88) & (kind <= 0.93)]
    is_fixed = (kind > 0.85) & (kind <= 0.88)
    lower[is_fixed] = upper[is_fixed] = point[is_fixed]
    activity = matrix @ point
    row_kind, slack = rng.random(rows), np.where(rng.random(rows) < 0.6, 0.0, rng.random(rows))
    row_lower = np.where(row_kind < 0.45, activity, np.where(row_kind < 0.7, activity - slack, -np.inf))
    row_upper = np.where(row_kind < 0.45, activity, np.where(row_kind < 0.7, np.inf, activity + slack))
    is_range = row_kind > 0.9
    row_lower[is_range] = activity[is_range] - 0.5
    duals = np.where(row_kind < 0.45, rng.normal(size=rows), np.where(slack == 0.0, rng.random(rows), 0.0))
    duals = np.where(row_kind >= 0.7, -np.abs(duals), duals)
    slope = np.where(point <= lower, rng.random(columns), 0.0) - np.where(point >= upper, rng.random(columns), 0.0)
    places = [np.array(part, dtype=np.int32).reshape(-1, 2) for part in (draft.cols, draft.rows)]
    return SparseLP(
        matrix, matrix.T @ duals + slope, lower * scale, upper * scale, row_lower * scale, row_upper * scale, 1.5,
        col_chain=places[0][:, 0].copy(), col_stage=places[0][:, 1].copy(),
        row_chain=places[1][:, 0].copy(), row_stage=places[1][:, 1].copy(),
    )  # fmt: skip


def equations_only(seed: int) -> SparseLP:
    """A program whose rows are all equations, half of them twice, around a point inside its bounds."""
    rng = np.random.default_rng(seed)
    model = ModelBuilder(chains=int(rng.integers(1, 3)), stages=int(rng.choice([1, 3, 24])))
    shape = (model.chains, model.stages)
    kinds = int(rng.integers(3, 6))
    columns = model.stage_columns(
        "flow", {"kind": list(map(str, range(kinds)))}, cost=rng.uniform(0.0, 2.0, (kinds, *shape)), upper=4.0
    )
    shared = model.border_columns("shared", {}, cost=1.0, upper=5.0)
    point, level = rng.uniform(0.5, 3.0, (kinds, *shape)), float(rng.uniform(0.5, 3.0))
    for row in range(int(rng.integers(1, kinds))):
        factor = np.where(rng.random(kinds) < 0.7, rng.integers(1, 4, kinds), 0.0)[:, None, None]
        before = np.zeros((kinds, *shape))
        before[:, :, 1:] = 0.9 * point[:, :, :-1]
        own = rng.random() < 0.5
        side = (factor * point).sum(axis=0) - own * before[0] + level
        for copy in range(1 + row % 2):
            rows = model.stage_rows(f"row{row}_{copy}", {}, lower=side, upper=side)
            model.put(rows, columns, factor)
            model.put(rows, shared, 1.0)
            if own:
                model.put(rows[:, 1:], columns[0][:, :-1], -0.9)
    return model.build()


def ramping(seed: int, scale: float = 1.0) -> SparseLP:
    """Plants with ramps and least levels, a store, a need that may be left unserved, and sizes in the border."""
    rng = np.random.default_rng(seed)
    chains, stages, plants = int(rng.integers(1, 3)), int(rng.choice([2, 24, 60])), int(rng.integers(1, 4))
    model = ModelBuilder(chains, stages)
    label = {"plant": list(map(str, range(plants)))}
    size = model.border_columns("size", label, cost=rng.uniform(5.0, 50.0, plants), upper=20.0 * scale)
    run = model.stage_columns("run", label, cost=rng.uniform(1.0, 9.0, plants)[:, None, None])
    lost = model.stage_columns("lost", {}, cost=100.0)
    level = model.stage_columns("level", {}, upper=rng.uniform(1.0, 9.0) * scale)
    need = model.stage_rows(
        "need", {}, lower=(wanted := rng.uniform(0.0, 10.0, (chains, stages)) * scale), upper=wanted
    )
    for columns, sign in ((run, 1.0), (lost, 1.0), (level, -1.0)):
        model.put(need, columns, sign)
    model.put(need[:, 1:], level[:, :-1], 0.98)
    share = {"most": 1.0, "least": float(rng.uniform(0.0, 0.3)), "up": float(rng.uniform(0.05, 0.4))}
    most = model.stage_rows("most", label, upper=0.0)
    least = model.stage_rows("least", label, lower=0.0)
    for rows, name in ((most, "most"), (least, "least")):
        model.put(rows, run, 1.0)
        model.put(rows, size[:, None, None], -share[name])
    for name, sign in (("up", 1.0), ("down", -1.0)):
        ramp = model.stage_rows(f"ramp_{name}", label, upper=0.0)[..., 1:]
        model.put(ramp, run[..., 1:], sign)
        model.put(ramp, run[..., :-1], -sign)
        model.put(ramp, size[:, None, None], -share["up"])
    return model.build()
