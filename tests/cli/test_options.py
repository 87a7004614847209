"""Faults of options stand under their options, all of them."""

from __future__ import annotations

import pytest

from firmwatt.cli.options import OptionFaults
from firmwatt.errors import Fault, InputFaults, UserError


def test_faults_are_gathered_under_their_options_and_those_of_files_keep_their_place() -> None:
    def fail() -> None:
        raise UserError("no. Say yes.")

    def fail_twice() -> None:
        raise InputFaults([Fault("", 0, 0, "input_tokens", "less.", ""), Fault("own.csv", 3, 0, "chip", "what?", "")])

    faults = OptionFaults()
    faults.check()
    assert faults.tried("power_cap", lambda: 3) == 3
    assert faults.tried("power_cap", fail) is None
    assert faults.tried("calibrate", fail_twice) is None
    with pytest.raises(InputFaults) as caught:
        faults.check()
    assert [str(fault) for fault in caught.value.faults] == [
        "--input: less. [FW100]",
        "--power-cap: no. Say yes. [FW100]",
        "own.csv:3:0 chip: what? [FW100]",
    ]
