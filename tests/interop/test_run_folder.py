"""Save, then load, is the identity; a broken folder is refused with its name."""

import json
import os
from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest

from firmwatt import __version__
from firmwatt.accounting.books import build_ledger
from firmwatt.errors import UserError
from firmwatt.interop.provenance import build_provenance, case_to_json
from firmwatt.interop.run_folder import holds_run_of, read_run, write_run
from firmwatt.interop.summary import build_summary
from tests.accounting.two_sites import two_site_dispatch
from tests.hand import hand_dispatch

NOT_SAVED = {"lp", "primal", "row_dual", "reduced_cost"}
"""The program is built anew; the point is in the plan and the dispatch."""


def save(dispatch, folder):
    ledger = build_ledger(dispatch)
    write_run(folder, dispatch, build_summary(dispatch, ledger), build_provenance(dispatch.plan), "<html></html>")


def assert_alike(ours, theirs, path=""):
    if isinstance(ours, np.ndarray):
        np.testing.assert_array_equal(ours, theirs, err_msg=path)
        assert theirs.dtype == np.float64, path
    elif is_dataclass(ours):
        assert type(ours) is type(theirs), path
        for field in fields(ours):
            if field.name not in NOT_SAVED:
                assert_alike(getattr(ours, field.name), getattr(theirs, field.name), f"{path}.{field.name}")
    elif isinstance(ours, tuple):
        assert len(ours) == len(theirs), path
        for index, (left, right) in enumerate(zip(ours, theirs, strict=True)):
            assert_alike(left, right, f"{path}[{index}]")
    else:
        assert ours == theirs, path


@pytest.mark.parametrize("make", [hand_dispatch, two_site_dispatch])
def test_save_then_load_is_the_identity(make, tmp_path):
    dispatch = make()
    save(dispatch, tmp_path / "run")
    again, sampling_error = read_run(tmp_path / "run")
    assert_alike(dispatch, again)
    assert sampling_error is None
    assert build_ledger(again).total_usd == build_ledger(dispatch).total_usd


def test_matched_load_comes_back_by_group(tmp_path):
    matched = np.full((1, 4, 2), 30.0)
    save(hand_dispatch(matched_mw=matched), tmp_path / "run")
    np.testing.assert_allclose(read_run(tmp_path / "run")[0].matched_mw, matched, rtol=1e-12)


def test_heat_for_others_comes_back(tmp_path):
    dispatch = hand_dispatch()
    inputs = dispatch.plan.inputs
    load = replace(inputs.load, reused_kwh_per_kwh=np.full(inputs.load.pue.shape, 0.3))
    save(replace(dispatch, plan=replace(dispatch.plan, inputs=replace(inputs, load=load))), tmp_path / "run")
    again = read_run(tmp_path / "run")[0].plan.inputs.load.reused_kwh_per_kwh
    np.testing.assert_array_equal(again, load.reused_kwh_per_kwh)


def test_what_is_added_to_pipelines_comes_back(tmp_path):
    dispatch = hand_dispatch()
    added = np.array([[0.0, 120.0]])
    save(replace(dispatch, plan=replace(dispatch.plan, gas_pipeline_added_mmbtu_per_hour=added)), tmp_path / "run")
    np.testing.assert_array_equal(read_run(tmp_path / "run")[0].plan.gas_pipeline_added_mmbtu_per_hour, added)


def test_the_folder_holds_what_the_contract_says(tmp_path):
    save(hand_dispatch(), tmp_path / "run")
    names = {path.name for path in (tmp_path / "run").iterdir()}
    assert names == {
        "scenario.yaml", "summary.json", "plan.nc", "dispatch.nc", "provenance.json", "report.html",
    }  # fmt: skip
    provenance = json.loads((tmp_path / "run" / "provenance.json").read_text())
    assert provenance["scenario_sha256"] == "0" * 64
    assert provenance["package_versions"]["highspy"] != "absent"
    assert set(provenance["catalogue_sha256"]) >= {"technologies", "chips"}
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_folder_that_is_no_run_is_refused(tmp_path):
    absent = "is not a run, summary.json, provenance.json, plan.nc, dispatch.nc is missing"
    for folder, what in ((tmp_path, absent), (tmp_path / "absent", "there is no such folder")):
        with pytest.raises(UserError) as error:
            read_run(folder)
        assert str(error.value) == f"{folder}: {what}. Give a folder that `firmwatt plan` wrote, such as runs/campus."


def test_a_broken_file_is_refused(tmp_path):
    save(hand_dispatch(), tmp_path / "run")
    (tmp_path / "run" / "summary.json").write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match=r"run: cannot be read as a run \(.*\)\. It may be of another version than"):
        read_run(tmp_path / "run")


def test_a_run_of_another_version_is_refused_with_what_it_lacks(tmp_path):
    save(hand_dispatch(), tmp_path / "run")
    path = tmp_path / "run" / "summary.json"
    summary = json.loads(path.read_text(encoding="utf-8"))
    del summary["binding"]
    path.write_text(json.dumps(summary), encoding="utf-8")
    with pytest.raises(UserError) as error:
        read_run(tmp_path / "run")
    assert str(error.value) == (
        f"{tmp_path}/run: cannot be read as a run ('binding' is missing). "
        f"It may be of another version than {__version__}: plan the scenario again."
    )


def test_a_folder_holds_the_run_of_its_case_and_of_no_other(tmp_path):
    dispatch, run = hand_dispatch(), tmp_path / "run"
    case = dispatch.plan.inputs.case
    assert not holds_run_of(run, case)
    save(dispatch, run)
    assert holds_run_of(run, case)
    assert not holds_run_of(run, replace(case, programme=replace(case.programme, discount_rate=0.5)))
    provenance = json.loads((run / "provenance.json").read_text())

    def noted(**changes):
        (run / "provenance.json").write_text(json.dumps({**provenance, **changes}))

    series = tmp_path / "price.csv"
    series.write_text("")
    reads_a_file = replace(case, regions=tuple(replace(region, series_file=series) for region in case.regions))
    noted(case=case_to_json(reads_a_file))
    assert holds_run_of(run, reads_a_file)
    os.utime(series, (4e9, 4e9))  # written after the run
    assert not holds_run_of(run, reads_a_file)
    for name, other in (("firmwatt_version", "0.0.0"), ("catalogue_sha256", {}), ("solver", {"status": "failed"})):
        noted(**{name: other})
        assert not holds_run_of(run, case)
    (run / "provenance.json").write_text("[]")
    assert not holds_run_of(run, case)
