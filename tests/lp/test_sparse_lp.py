"""The contract of `SparseLP`: what it refuses, word for word."""

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from firmwatt.lp.model import ModelBuilder
from firmwatt.lp.sparse_lp import Block, LPContractError, SparseLP


def two_stage_lp() -> SparseLP:
    """One chain, two stages: a border size, a staged flow, a need and a limit."""
    model = ModelBuilder(chains=1, stages=2)
    size = model.border_columns("size", {}, cost=3.0)
    flow = model.stage_columns("flow", {"kind": ["a"]}, cost=1.0)
    need = model.stage_rows("need", {}, lower=[[1.0, 2.0]])
    model.put(need, flow, 1.0)
    limit = model.stage_rows("limit", {"kind": ["a"]}, upper=0.0)
    model.put(limit, flow, 1.0)
    model.put(limit, size, -1.0)
    return model.build()


def changed(array, position, value):
    copy = array.copy()
    copy[position] = value
    return copy


def refusal(**changes) -> str:
    with pytest.raises(LPContractError) as caught:
        replace(two_stage_lp(), **changes)
    return str(caught.value)


def test_names_of_columns_and_rows():
    lp = two_stage_lp()
    assert [lp.col_name(j) for j in range(lp.columns)] == [
        "size",
        "flow[kind=a, chain=0, hour=0]",
        "flow[kind=a, chain=0, hour=1]",
    ]
    assert lp.row_name(3) == "limit[kind=a, chain=0, hour=1]"
    assert replace(lp, row_blocks=()).row_name(3) == "row 3"
    assert lp.col_block("flow").shape == (1, 1, 2)
    with pytest.raises(KeyError):
        lp.row_block("nothing")


def test_wrong_shape_is_refused():
    assert refusal(cost=np.zeros(2)) == "cost: has shape (2,), the matrix asks for (3,)."


def test_nan_is_refused():
    lp = two_stage_lp()
    assert refusal(row_lower=changed(lp.row_lower, 1, np.nan)) == "row_lower: of need[chain=0, hour=1] is NaN."


def test_infinite_cost_is_refused():
    lp = two_stage_lp()
    assert refusal(cost=changed(lp.cost, 0, np.inf)) == "cost: inf of size is not finite."


def test_infinite_coefficient_is_refused():
    matrix = two_stage_lp().matrix.copy()
    matrix.data[0] = -np.inf
    expected = "matrix: the coefficient -inf of size in limit[kind=a, chain=0, hour=0] is not finite."
    assert refusal(matrix=matrix) == expected


def test_infinite_offset_is_refused():
    assert refusal(objective_offset=float("nan")) == "objective_offset: nan is not finite."


def test_crossed_bounds_are_refused():
    lp = two_stage_lp()
    expected = "col bounds: flow[kind=a, chain=0, hour=1] asks for 0.0 <= … <= -1.0."
    assert refusal(col_upper=changed(lp.col_upper, 2, -1.0)) == expected


def test_bounds_that_no_number_keeps_are_refused():
    lp = two_stage_lp()
    expected = "row bounds: need[chain=0, hour=0] asks for inf <= … <= inf."
    assert refusal(row_lower=changed(lp.row_lower, 0, np.inf)) == expected


@pytest.mark.parametrize(("column_stage", "entries"), [(1, 2), (-1, 0)])
def test_a_row_may_not_touch_a_later_stage(column_stage, entries):
    lp = two_stage_lp()
    stage, chain = changed(lp.col_stage, 1, column_stage), lp.col_chain
    if column_stage < 0:
        chain = changed(chain, 1, -1)
        assert replace(lp, col_stage=stage, col_chain=chain).columns == 3
        return
    assert refusal(col_stage=stage) == (
        "stages: need[chain=0, hour=0] of chain 0, stage 0 touches flow[kind=a, chain=0, hour=0] of "
        "chain 0, stage 1. A row may touch its own stage, the stage before, and the border. "
        f"{entries} entries do so."
    )


def test_a_row_may_not_touch_another_chain():
    lp = two_stage_lp()
    text = refusal(col_chain=changed(lp.col_chain, 1, 5))
    assert text.startswith(
        "stages: need[chain=0, hour=0] of chain 0, stage 0 touches flow[kind=a, chain=0, hour=0] of chain 5"
    )


def test_blocks_must_cover_everything_in_order():
    assert refusal(col_blocks=(Block("size", 0, (), {}),)) == "col_blocks: do not cover the 3 positions in order."


def test_all_faults_are_told_together():
    lp = two_stage_lp()
    text = refusal(cost=changed(lp.cost, 0, np.nan), col_upper=changed(lp.col_upper, 0, -2.0))
    assert text.splitlines() == ["cost: nan of size is not finite.", "col bounds: size asks for 0.0 <= … <= -2.0."]


SORT = "matrix: has entries out of order, or two at the same place. Call its sum_duplicates() first."
PACK = "matrix: is not compressed by columns, or not of float64. Write scipy.sparse.csc_array(…, dtype=float)."


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"matrix": sp.csr_array(np.eye(2))}, PACK),
        ({"matrix": np.eye(2)}, PACK),
        ({"matrix": sp.csc_array(np.eye(2, dtype=int))}, PACK),
        ({"matrix": sp.csc_array((np.ones(2), [0, 0], [0, 2, 2, 2]), shape=(2, 3))}, SORT),
        ({"cost": [1.0, 2.0, 3.0]}, "cost: is of list. Write a NumPy array of float64."),
        ({"row_lower": np.zeros(2, dtype=int)}, "row_lower: is of int64. Write a NumPy array of float64."),
        ({"col_stage": np.zeros(3)}, "col_stage: is of float64. Write a NumPy array of int32."),
        ({"objective_offset": None}, "objective_offset: is of NoneType. Write a number."),
    ],
)
def test_arrays_of_other_types_are_refused(change, words):
    assert refusal(**change) == words


@pytest.mark.parametrize(("chain", "stage"), [(-1, 3), (0, -1), (-2, -2)])
def test_half_a_label_is_refused(chain, stage):
    lp = two_stage_lp()
    text = refusal(col_chain=changed(lp.col_chain, 1, chain), col_stage=changed(lp.col_stage, 1, stage))
    assert text == (
        f"stages: flow[kind=a, chain=0, hour=0] is of chain {chain}, stage {stage}. "
        "Both count from 0, or both are -1 for the border."
    )
