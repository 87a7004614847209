"""Whoever changes a pack is found: which file, which figure, which cell."""

from __future__ import annotations

import json
import zipfile

import pytest

from firmwatt.accounting.metered_account import account_of_meters
from firmwatt.errors import UserError
from firmwatt.interop.assurance_pack import sha256_of, write_pack
from firmwatt.interop.pack_check import verify_pack
from tests.interop.papers import account_in


@pytest.fixture
def pack(tmp_path):
    request, account = account_in(tmp_path)
    path = tmp_path / "pack.zip"
    return path, write_pack(request, account, path)


def changed(path, changes, *, mends_manifest):
    """Write a pack anew with files replaced (None drops one)."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name, change in changes.items():
        if change is None:
            files.pop(name)
        else:
            files[name] = change(files.get(name, b""))
    if mends_manifest:
        manifest = json.loads(files["manifest.json"])
        manifest["files"] = {name: sha256_of(data) for name, data in files.items() if name != "manifest.json"}
        files["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def test_an_untouched_pack_gives_every_figure(pack):
    path, digest = pack
    verdict = verify_pack(path, account_of_meters, digest)
    assert (verdict.faults, verdict.notes, verdict.sha256) == ((), (), digest)
    assert verdict.figures > 30
    assert verdict.cells > 500


def test_a_changed_figure_is_named(pack):
    path, digest = pack

    def lower(data):
        told = json.loads(data)
        told["scope2_t"]["market"] *= 1.0 - 1e-8
        return json.dumps(told).encode()

    changed(path, {"account.json": lower}, mends_manifest=True)
    (fault,) = verify_pack(path, account_of_meters).faults
    assert fault.startswith("scope2_t.market: the pack says ")
    noted = verify_pack(path, account_of_meters, digest)
    assert noted.faults[0] == f"the pack's hash is {noted.sha256}, not the one noted, {digest}."


def test_a_changed_input_is_named_with_the_figures_that_follow(pack):
    path, _ = pack
    changed(path, {"inputs/meters/meters.csv": lambda data: data.replace(b"50000.0", b"40000.0")}, mends_manifest=False)
    faults = verify_pack(path, account_of_meters).faults
    assert faults[0] == "inputs/meters/meters.csv: was changed, its hash is not that of the manifest."
    assert any(fault.startswith("load_mwh: the pack says 2401.128, its inputs give 2391.128") for fault in faults)
    assert any(
        fault.startswith(
            "tables/by_hour: 1 of 48 values of load_mwh differ, the first in row 1: the pack says 50.0, its"
        )
        for fault in faults
    )


def test_a_dropped_and_an_added_file_are_named(pack):
    path, _ = pack
    changed(path, {"tables/costs.csv": None, "notes.txt": lambda _: b"x"}, mends_manifest=False)
    assert verify_pack(path, account_of_meters).faults == (
        "tables/costs.csv: is missing.",
        "notes.txt: was added, the manifest does not list it.",
        "tables/costs: is missing.",
    )


def test_another_text_of_a_rule_set_is_named(pack):
    path, _ = pack
    changed(path, {"rules/ghgp-2015.toml": lambda data: data + b"# x\n"}, mends_manifest=True)
    assert verify_pack(path, account_of_meters).faults == (
        "rules/ghgp-2015.toml: is not the text of this firmwatt's rule set, ghgp-2015@1.",
    )


def test_inputs_that_are_not_there_any_more(pack):
    path, _ = pack
    changed(path, {"inputs/grid/grid.csv": None}, mends_manifest=True)
    (fault,) = verify_pack(path, account_of_meters).faults
    assert fault == (
        "no account can be made of its inputs: request.json names inputs/grid/grid.csv, which is not in the pack."
    )


def test_a_request_reads_nothing_outside_the_pack(pack, tmp_path):
    path, _ = pack
    outside = tmp_path / "meters.csv"
    assert outside.is_file()
    for name in (str(outside), "../meters.csv"):
        changed(
            path,
            {"request.json": lambda data, name=name: json.dumps(json.loads(data) | {"meters": name}).encode()},
            mends_manifest=True,
        )
        (fault,) = verify_pack(path, account_of_meters).faults
        assert fault == f"no account can be made of its inputs: request.json names {name}, which is not in the pack."


def test_inputs_that_cannot_be_read_any_more(pack):
    path, _ = pack
    changed(path, {"inputs/grid/grid.csv": lambda _: b"nothing"}, mends_manifest=True)
    (fault,) = verify_pack(path, account_of_meters).faults
    assert fault.startswith("no account can be made of its inputs: pack.zip/inputs/grid/grid.csv:")


def test_another_version_is_a_note(pack):
    path, _ = pack

    def older(data):
        return json.dumps(json.loads(data) | {"firmwatt_version": "0.0.1", "catalogue_sha256": {}}).encode()

    changed(path, {"manifest.json": older}, mends_manifest=False)
    verdict = verify_pack(path, account_of_meters)
    assert verdict.faults == ()
    assert verdict.notes[0].startswith("The pack was written by firmwatt 0.0.1, this is ")
    assert verdict.notes[1].startswith("The catalogue has changed since: ")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no zip", "is no zip file (File is not a zip file). Give a pack that `firmwatt account --pack` wrote."),
        (None, "cannot be read (No such file or directory). Give the path of a pack."),
    ],
)
def test_what_is_no_pack(tmp_path, content, message):
    path = tmp_path / "pack.zip"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError) as raised:
        verify_pack(path, account_of_meters)
    assert str(raised.value) == f"{path}: {message}"


def test_names_that_lead_out_of_the_pack_are_refused(tmp_path):
    path = tmp_path / "pack.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../evil", "x")
    with pytest.raises(UserError) as raised:
        verify_pack(path, account_of_meters)
    assert str(raised.value) == f"{path}: holds a name that leads out of the pack, so it is not unpacked."
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", "x")
    with pytest.raises(UserError, match=r"manifest.json is missing\. Give a pack that"):
        verify_pack(path, account_of_meters)
