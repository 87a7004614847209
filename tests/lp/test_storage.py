"""Storage: a round trip is the identity; a bad file is named with its fault."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from firmwatt.lp.solve import solve
from firmwatt.lp.sparse_lp import LPContractError, SparseLP
from firmwatt.lp.storage import LPFileError, load_lp, save_lp, save_solution
from tests.lp.programs import chain_lp, random_lps

VECTORS = (
    "cost", "col_lower", "col_upper", "row_lower", "row_upper", "col_chain", "col_stage", "row_chain", "row_stage",
)  # fmt: skip


def assert_same(one: SparseLP, other: SparseLP) -> None:
    assert (one.matrix != other.matrix).nnz == 0
    assert one.matrix.shape == other.matrix.shape
    for name in VECTORS:
        assert np.array_equal(getattr(one, name), getattr(other, name))
        assert getattr(one, name).dtype == getattr(other, name).dtype
    assert one.objective_offset == other.objective_offset
    assert (one.col_blocks, one.row_blocks) == (other.col_blocks, other.row_blocks)


@settings(max_examples=30)
@given(lp=random_lps())
def test_a_round_trip_is_the_identity(lp, tmp_path_factory):
    path = tmp_path_factory.mktemp("lp") / "random.npz"
    save_lp(lp, path)
    assert_same(lp, load_lp(path))


def test_names_survive(tmp_path):
    lp = chain_lp(2, 3)
    save_lp(lp, tmp_path / "lp.npz")
    assert_same(lp, load_lp(tmp_path / "lp.npz"))
    assert [path.name for path in tmp_path.iterdir()] == ["lp.npz"]


def test_a_solution_is_written_beside(tmp_path):
    solution = solve(chain_lp(1, 4))
    save_solution(solution, tmp_path / "solution.npz")
    with np.load(tmp_path / "solution.npz", allow_pickle=False) as arrays:
        assert arrays["primal"].tolist() == solution.primal.tolist()
        assert arrays["status"].tobytes() == b"OPTIMAL"


def fault(path) -> str:
    with pytest.raises((LPFileError, LPContractError)) as caught:
        load_lp(path)
    return str(caught.value).replace(str(path), "FILE")


def rewritten(tmp_path, without=(), **changes):
    """A stored program of which some arrays were taken out or changed."""
    path = tmp_path / "lp.npz"
    save_lp(chain_lp(1, 3), path)
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files if name not in without}
    np.savez(path, **(arrays | changes))
    return path


REMEDY = "Write it with firmwatt.lp.save_lp, or as docs/solver.md says."


def test_an_absent_file(tmp_path):
    assert fault(tmp_path / "none.npz") == f"FILE: there is no such file. {REMEDY}"


def test_a_folder(tmp_path):
    assert fault(tmp_path) == f"FILE: cannot be read (Is a directory). {REMEDY}"


@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04 torn"])
def test_a_file_of_another_kind(tmp_path, content):
    path = tmp_path / "lp.npz"
    path.write_bytes(content)
    assert fault(path) == f"FILE: is not an .npz file of plain arrays. {REMEDY}"


def test_a_torn_file(tmp_path):
    path = tmp_path / "lp.npz"
    save_lp(chain_lp(1, 3), path)
    path.write_bytes(path.read_bytes()[:-200])
    assert fault(path) == f"FILE: is not an .npz file of plain arrays. {REMEDY}"


def test_a_single_array(tmp_path):
    path = tmp_path / "lp.npz"
    with path.open("wb") as stream:
        np.save(stream, np.zeros(3))
    assert fault(path) == f"FILE: is a single array, not an .npz file. {REMEDY}"


def test_a_pickle_is_not_run(tmp_path):
    path = rewritten(tmp_path, cost=np.array([{"a": 1}], dtype=object))
    assert fault(path) == f"FILE: is not an .npz file of plain arrays. {REMEDY}"


def test_missing_arrays(tmp_path):
    path = rewritten(tmp_path, without=("cost", "row_stage"))
    assert fault(path) == f"FILE: lacks the arrays cost, row_stage. {REMEDY}"


def test_an_array_of_the_wrong_type(tmp_path):
    path = rewritten(tmp_path, cost=np.array([["a"]]))
    assert fault(path) == "FILE cost: is an array of <U1 with 2 axes. It must hold numbers along 1 axes."


def test_another_format(tmp_path):
    assert fault(rewritten(tmp_path, format=np.array(9))) == f"FILE format: is 9; this version reads 1. {REMEDY}"


def test_a_matrix_that_points_outside(tmp_path):
    text = fault(rewritten(tmp_path, matrix_indptr=np.array([0, 10_000])))
    assert text.startswith("FILE: the arrays of the matrix do not fit together (")


def test_a_shape_of_three(tmp_path):
    text = fault(rewritten(tmp_path, matrix_shape=np.array([1, 2, 3])))
    words = "the arrays of the matrix do not fit together (matrix_shape is not rows and columns)"
    assert text == f"FILE: {words}. {REMEDY}"


@pytest.mark.parametrize("name", ["matrix_indices", "row_chain"])
def test_numbers_beyond_32_bits_are_not_wrapped(tmp_path, name):
    path = rewritten(tmp_path)
    with np.load(path) as stored:
        values = stored[name].astype(np.int64)
    values[-1] += 2**32
    assert fault(rewritten(tmp_path, **{name: values})) == f"FILE {name}: holds numbers beyond 32 bits. {REMEDY}"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[{}]", "KeyError('name')"),
        (b"3", "TypeError(\"'int' object is not iterable\")"),
        (
            b'[{"name": "a", "start": 0, "dims": ["i"], "coords": ["x"]}]',
            "TypeError('list indices must be integers or slices, not str')",
        ),
    ],
)
def test_damaged_names(tmp_path, content, words):
    text = fault(rewritten(tmp_path, col_blocks=np.frombuffer(content, dtype=np.uint8)))
    assert text == f"FILE col_blocks: is not a list of blocks in JSON ({words}). {REMEDY}"


def test_names_and_offset_may_be_left_out(tmp_path):
    lp = load_lp(rewritten(tmp_path, without=("col_blocks", "row_blocks", "objective_offset")))
    assert (lp.row_name(1), lp.col_name(0), lp.objective_offset) == ("row 1", "column 0", 0.0)


def test_arrays_of_other_widths_and_orders(tmp_path):
    """Large-endian, 64 bits, entries of a column backwards, and one in two parts."""
    lp = chain_lp(1, 3)
    backwards = np.concatenate([np.arange(end - 1, start - 1, -1) for start, end in pairwise(lp.matrix.indptr)])
    data, indices = lp.matrix.data[backwards], lp.matrix.indices[backwards].astype(np.int64)
    data[0] /= 2.0
    path = rewritten(
        tmp_path,
        matrix_data=np.r_[data[0], data].astype(">f8"),
        matrix_indices=np.r_[indices[0], indices],
        matrix_indptr=lp.matrix.indptr.astype(">i8") + (np.arange(lp.columns + 1) > 0),
        cost=lp.cost.astype(">f8"),
        col_stage=lp.col_stage.astype(np.int64),
    )
    assert_same(lp, load_lp(path))


def test_a_flipped_byte_in_packed_data(tmp_path):
    path = tmp_path / "lp.npz"
    save_lp(chain_lp(1, 3), path)
    whole = path.read_bytes()
    for place in range(40, 400, 20):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            load_lp(path)
        except (LPFileError, LPContractError) as caught:
            assert str(caught).startswith(str(path))


def test_a_broken_contract_names_the_file(tmp_path):
    path = rewritten(tmp_path)
    with np.load(path) as stored:
        cost = stored["cost"].copy()
    cost[0] = np.nan
    text = fault(rewritten(tmp_path, cost=cost))
    assert text == "FILE cost: nan of size[kind=source] is not finite."


def test_a_place_that_cannot_be_written(tmp_path):
    with pytest.raises(LPFileError) as caught:
        save_lp(chain_lp(1, 2), tmp_path / "none" / "lp.npz")
    assert str(caught.value).endswith("cannot be written (No such file or directory). Choose another place.")
