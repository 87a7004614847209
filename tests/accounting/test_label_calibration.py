"""A user's own rows calibrate the chip or the model that is asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from firmwatt.accounting import label_calibration
from firmwatt.demand.inference_architecture import architecture
from firmwatt.demand.inference_serving import Way
from firmwatt.errors import InputFaults, UserError

ROWS = pd.DataFrame(
    {
        "model": ["llama-3.1-8b", "llama-3.1-8b", "gpt-oss-20b"],
        "chip": ["A100", "A100", "A100"],
        "chips": 1,
        "batch": [16, 64, 16],
        "input_tokens": 300,
        "output_tokens": 400,
        "joules_per_output_token": [0.5, 0.3, 0.4],
    }
)
LLAMA = Way(architecture("llama-3.1-8b"), "a100_80gb", 1, "bf16")


def calibration_of(rows, file, asked):
    """Return the calibration by a table whose rows begin at line 2."""
    table = pa.Table.from_pandas(rows, preserve_index=False)
    return label_calibration.calibration_of(table, np.arange(2, len(rows) + 2), file, asked)


def test_rows_of_chip_and_model_come_first_then_of_the_chip_then_of_the_model():
    assert calibration_of(ROWS, "own.csv", LLAMA).rows == 2
    assert calibration_of(ROWS, "own.csv", replace(LLAMA, model=architecture("qwen3-8b"))).rows == 3
    assert calibration_of(ROWS, "own.csv", replace(LLAMA, chip="b200")).rows == 2


def test_rows_of_something_else_are_refused():
    other = Way(architecture("qwen3-8b"), "b200", 1, "bf16")
    with pytest.raises(UserError) as caught:
        calibration_of(ROWS, "own.csv", other)
    assert str(caught.value) == "own.csv: no row was measured on b200 or with qwen3-8b. Add one, or ask for another."


def test_what_was_measured_must_be_there():
    with pytest.raises(InputFaults, match=r"joules_per_output_token: the column is missing\."):
        calibration_of(ROWS.drop(columns="joules_per_output_token"), "own.csv", LLAMA)


def test_each_measurement_must_be_a_number_above_nothing():
    with pytest.raises(InputFaults) as caught:
        calibration_of(ROWS.assign(joules_per_output_token=[0.5, 0.0, None]), "own.csv", LLAMA)
    assert [str(fault) for fault in caught.value.faults] == [
        "own.csv:3:0 joules_per_output_token: '0.0' is not a number of at least 1e-06. [FW100]",
        "own.csv:4:0 joules_per_output_token: no number is given. [FW100]",
    ]
