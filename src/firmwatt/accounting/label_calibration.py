"""A table of a user's own measurements → the calibration of the chip or the model that a label asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from firmwatt.accounting.label_batch import MEASURED, RowFaults, numbers, requests_of
from firmwatt.demand.calibration import Calibration, calibrate
from firmwatt.demand.inference import serve
from firmwatt.demand.inference_serving import Way
from firmwatt.errors import UserError, input_fault
from firmwatt.timegrid import IntArray

if TYPE_CHECKING:
    import pyarrow as pa


def calibration_of(table: pa.Table, lines: IntArray, file: str, asked: Way, columns: Sequence[str] = ()) -> Calibration:
    """Return what measured rows say of a way of serving.

    Parameters
    ----------
    table
        The columns of a batch file, and `joules_per_output_token` of all chips together, as measured.
    lines : (rows,)
        Where the rows stand in the file.
    file
        Name of the file, for messages.
    asked
        Rows of its chip and its model count; where there is none with both, those of its chip; else of its model.
    columns
        Names of all columns of the file, for messages.

    Raises
    ------
    InputFaults
        If a column is missing or a row cannot be read.
    UserError
        If no row has the chip or the model.
    """
    if MEASURED not in table.column_names:
        raise input_fault(file, MEASURED, "the column is missing.", "Write what was measured, in J per output token.")
    faults = RowFaults(file, [], columns=columns)
    ways, requests = requests_of(table, lines, faults)
    measured = numbers(table, MEASURED, lines, faults)
    faults.check()
    chips = np.array([way.chip == asked.chip for way in ways])[requests.way]
    models = np.array([way.model.name == asked.model.name for way in ways])[requests.way]
    for kept in (chips & models, chips, models):
        if kept.any():
            few = replace(
                requests,
                way=requests.way[kept],
                batch=requests.batch[kept],
                input_tokens=requests.input_tokens[kept],
                output_tokens=requests.output_tokens[kept],
            )
            return calibrate(serve(ways, few), measured[kept])
    raise UserError(
        f"{file}: no row was measured on {asked.chip} or with {asked.model.name}. Add one, or ask for another."
    )
