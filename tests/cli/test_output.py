from __future__ import annotations

import json

import pytest

from firmwatt.cli.output import SCHEMA_VERSION, print_json


def test_numbers_that_json_lacks_become_null(capsys: pytest.CaptureFixture[str]) -> None:
    print_json("done", {"gap": float("nan"), "by_site": {"a": [1.0, float("inf")]}, "서울": True})
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert json.loads(out) == {
        "schema_version": SCHEMA_VERSION,
        "status": "done",
        "gap": None,
        "by_site": {"a": [1.0, None]},
        "서울": True,
    }
