"""`firmwatt solve-lp`: exit codes and the JSON object."""

import json
import sys

import numpy as np
import pytest

from firmwatt.cli.app import main
from firmwatt.lp.storage import save_lp
from tests.lp.programs import chain_lp, sizing


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(["solve-lp", *map(str, arguments)])
    printed = capsys.readouterr()
    return ended.value.code or 0, printed.out, printed.err


def test_an_optimum(tmp_path, capsys):
    save_lp(sizing()[0].build(), tmp_path / "lp.npz")
    code, out, err = run(capsys, tmp_path / "lp.npz", "--json", "--out", tmp_path / "point.npz")
    answer = json.loads(out)
    assert (code, answer["schema_version"], answer["status"]) == (0, 1, "optimal")
    assert answer["objective"] == pytest.approx(25.0, rel=1e-6)
    assert answer["dual_bound"] == pytest.approx(25.0, rel=1e-6)
    assert answer["gap"] <= 1e-6
    assert (answer["solver"], answer["reasons"], answer["fallback_reason"]) == ("highs-ipm", [], None)
    assert set(answer["seconds"]) == {"build", "solve"}
    assert err.startswith("optimal: Optimal within the gap asked for.\nobjective: 25")
    with np.load(tmp_path / "point.npz") as arrays:
        assert arrays["primal"].shape == (14,)


def test_infeasible_has_exit_code_3_and_reasons(tmp_path, capsys):
    save_lp(sizing(cap=4.0)[0].build(), tmp_path / "lp.npz")
    code, out, _ = run(capsys, tmp_path / "lp.npz", "--json")
    answer = json.loads(out)
    assert (code, answer["status"], answer["objective"]) == (3, "infeasible", None)
    assert {"need[chain=1, hour=2]", "cap"} <= set(answer["reasons"])


def test_unbounded_is_the_input(tmp_path, capsys):
    model = sizing()[0]
    model.border_columns("gift", {}, cost=-1.0)
    save_lp(model.build(), tmp_path / "lp.npz")
    code, out, _ = run(capsys, tmp_path / "lp.npz")
    assert code == 2
    assert "reason: gift\n" in out


def test_stopped_early_has_exit_code_4(tmp_path, capsys):
    save_lp(chain_lp(8, 500), tmp_path / "lp.npz")
    code, out, _ = run(capsys, tmp_path / "lp.npz", "--time-limit", "0", "--json")
    assert (code, json.loads(out)["status"]) == (4, "stopped_no_point")


def test_a_file_that_is_not_there(tmp_path, capsys):
    code, out, err = run(capsys, tmp_path / "none.npz", "--json")
    assert (code, json.loads(out)["status"]) == (2, "error")
    assert "there is no such file" in err


def test_the_place_of_the_point_is_looked_at_first(tmp_path, capsys, monkeypatch):
    program = tmp_path / "lp.npz"
    save_lp(sizing()[0].build(), program)
    monkeypatch.setattr(sys.modules["firmwatt.lp.solve"], "solve", lambda *_: pytest.fail("solved in vain"))
    (tmp_path / "taken").write_text("")
    places = {
        tmp_path: f"is a folder. Give the name of a file in it, such as {tmp_path / 'out'}.",
        program: "is the program itself. Give the point another name.",
        tmp_path / "taken" / "x.npz": "cannot be written (File exists). Give a name in a folder where you may write.",
    }
    for place, words in places.items():
        code, _, err = run(capsys, program, "--out", place)
        assert (code, err) == (2, f"{place}: {words}\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lp.npz", "taken"]


def test_an_unknown_solver(tmp_path, capsys):
    code, _, err = run(capsys, tmp_path / "none.npz", "--solver", "abacus")
    assert (code, err) == (2, "solver: there is no 'abacus'. Choose one of chain, highs.\n")
