"""`ModelBuilder`: blocks become arrays in the order in which they were added."""

import numpy as np
import pytest

from firmwatt.lp.model import ModelBuilder
from firmwatt.lp.sparse_lp import LPContractError


def test_positions_have_the_shape_of_the_axes():
    model = ModelBuilder(chains=2, stages=3)
    assert model.border_columns("a", {}).shape == ()
    assert model.border_columns("b", {"kind": ["x", "y"]}).tolist() == [1, 2]
    assert model.stage_columns("c", {"kind": ["x", "y"]}).shape == (2, 2, 3)
    lp = model.build()
    assert lp.columns == 15
    assert lp.rows == 0
    assert lp.col_chain.tolist() == [-1] * 3 + [0, 0, 0, 1, 1, 1] * 2
    assert lp.col_stage.tolist() == [-1] * 3 + [0, 1, 2] * 4


def test_entries_at_the_same_place_add_up():
    model = ModelBuilder(chains=1, stages=1)
    column = model.border_columns("x", {})
    row = model.border_rows("r", {})
    model.put(row, column, 2.0)
    model.put(row, column, 3.0)
    assert model.build().matrix.toarray().tolist() == [[5.0]]


def test_zero_coefficients_are_left_out():
    model = ModelBuilder(chains=1, stages=3)
    flow = model.stage_columns("flow", {})
    model.put(model.stage_rows("r", {}), flow, np.array([1.0, 0.0, 2.0]))
    assert model.build().matrix.nnz == 2


def test_bounds_and_costs_are_broadcast():
    model = ModelBuilder(chains=1, stages=2)
    model.stage_columns("flow", {"kind": ["x", "y"]}, cost=np.array([1.0, 2.0])[:, None, None], upper=[4.0, 5.0])
    lp = model.build()
    assert lp.cost.tolist() == [1.0, 1.0, 2.0, 2.0]
    assert lp.col_upper.tolist() == [4.0, 5.0, 4.0, 5.0]


def test_a_name_may_stand_once_only():
    model = ModelBuilder(chains=1, stages=1)
    model.border_columns("x", {})
    model.stage_columns("x", {})
    with pytest.raises(LPContractError) as caught:
        model.build()
    assert str(caught.value) == "blocks: the names ['x'] stand twice."


def test_a_builder_is_used_once():
    model = ModelBuilder(chains=1, stages=1)
    model.border_columns("x", {}, upper=1.0)
    model.build()
    with pytest.raises(LPContractError, match=r"blocks: the program was built before; a builder is used once\."):
        model.build()


def test_costs_of_stages_are_told_with_what_their_bounds_allow():
    model = ModelBuilder(chains=2, stages=1)
    model.border_columns("size", {}, cost=5.0)
    model.stage_columns("free", {}, upper=9.0)
    sold = model.stage_columns("sold", {}, cost=-2.0, upper=3.0)
    told = model.staged_costs()
    assert told.position.tolist() == sold.ravel().tolist()
    assert told.chain.tolist() == [0, 1]
    assert (told.cost.tolist(), told.least.tolist(), told.most.tolist()) == ([-2.0] * 2, [-6.0] * 2, [0.0] * 2)


def test_cost_is_added_to_columns_that_are_there():
    model = ModelBuilder(chains=1, stages=1)
    columns = model.border_columns("x", {"kind": ["a", "b"]}, cost=[1.0, 2.0])
    model.add_cost([columns[0], columns[0]], [10.0, 100.0])
    assert model.build().cost.tolist() == [111.0, 2.0]
