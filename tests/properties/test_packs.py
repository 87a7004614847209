"""Whatever is changed in an assurance pack is found and named; nothing that a pack holds makes a traceback."""

from __future__ import annotations

import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firmwatt.accounting.metered_account import account_of_meters
from firmwatt.errors import UserError
from firmwatt.interop.assurance_pack import write_pack
from firmwatt.interop.pack_check import verify_pack
from tests.interop.papers import account_in


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pack")
    request, account = account_in(folder)
    write_pack(request, account, folder / "pack.zip")
    with zipfile.ZipFile(folder / "pack.zip") as archive:
        return folder, {name: archive.read(name) for name in archive.namelist()}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_changed_byte_is_found_and_its_file_named(pack, data):
    folder, files = pack
    name = data.draw(st.sampled_from(sorted(set(files) - {"manifest.json"})))
    place = data.draw(st.integers(0, len(files[name]) - 1))
    change = data.draw(st.integers(1, 255))
    content = bytearray(files[name])
    content[place] ^= change
    path = folder / "changed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for each, own in files.items():
            archive.writestr(each, bytes(content) if each == name else own)
    try:
        faults = verify_pack(path, account_of_meters).faults
    except UserError as error:
        assert name in {"account.json", "request.json"}, error
    else:
        assert any(fault.startswith(f"{name}: was changed") for fault in faults)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["account.json", "request.json", "manifest.json"]),
    json=st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["files", "rules", "meters", "grid", "load_mwh", "catalogue_sha256"]), inner
            )
        ),
    ),
)
def test_any_json_gives_faults_or_a_message(pack, name, json):
    from json import dumps

    folder, files = pack
    path = folder / "odd.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for each, own in files.items():
            archive.writestr(each, dumps(json).encode() if each == name else own)
    try:
        assert verify_pack(path, account_of_meters).faults
    except UserError as error:
        assert str(error)
