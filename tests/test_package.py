"""The public door: `import firmwatt as fw`."""

from __future__ import annotations

import pytest

import firmwatt as fw
from tests.house.source import PACKAGE, ROOMS


def test_every_name_that_is_offered_loads() -> None:
    assert {"Run", "load", "load_run", "plan", "prepare", "save_run"} <= set(dir(fw))
    for name in dir(fw):
        assert getattr(fw, name) is not None, name


def test_functions_are_those_of_study() -> None:
    from firmwatt import study

    assert fw.plan is study.plan
    assert fw.load is study.load


def test_every_room_but_the_command_line_is_an_attribute() -> None:
    present = {path.stem for path in PACKAGE.iterdir()} & set(ROOMS) - {"cli"}
    assert present <= set(fw._ROOMS)  # not dir(fw): there a room also stands once anybody has imported it


def test_an_unknown_name_is_refused_by_name() -> None:
    with pytest.raises(AttributeError, match="module 'firmwatt' has no attribute 'plam'"):
        _ = fw.plam
