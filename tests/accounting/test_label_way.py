"""Cells of a request: the way of serving it, or every fault by its field."""

from __future__ import annotations

import pytest

from firmwatt.accounting.label_way import tried, way_of
from firmwatt.errors import Fault, InputFaults, UserError


def test_what_is_left_out_takes_its_default():
    way = way_of({"model": "Llama-3.1-70B"})
    assert (way.model.name, way.chip, way.chips, way.precision) == ("llama-3.1-70b", "h100_sxm", 4, "bf16")
    sized = way_of({"total_parameters": "235e9", "active_parameters": 22e9, "chip": "B200", "precision": "FP8"})
    assert (sized.model.active_parameters, sized.precision) == (22e9, "fp8")


@pytest.mark.parametrize(
    ("cells", "fields"),
    [
        ({}, ["model"]),
        ({"model": "lama", "chip": "H1000", "chips": "x", "precision": "fp7"}, ["chip", "chips", "model", "precision"]),
        ({"total_parameters": "many", "active_parameters": "few"}, ["active_parameters", "total_parameters"]),
        ({"total_parameters": 7e9, "architecture": "moe"}, ["active_parameters"]),
        ({"total_parameters": 1.0, "architecture": "mo"}, ["architecture", "total_parameters"]),
    ],
)
def test_every_fault_is_told_by_its_field(cells, fields):
    with pytest.raises(InputFaults) as caught:
        way_of(cells)
    assert sorted(fault.field for fault in caught.value.faults) == fields


def test_a_fault_that_names_no_field_takes_that_of_the_attempt():
    def fail():
        raise UserError("no. Say yes.")

    faults: list[Fault] = []
    assert tried(faults, "answer", fail) is None
    assert faults == [Fault("", 0, 0, "answer", "no. Say yes.", "")]
    assert tried(faults, "answer", lambda: 3) == 3
