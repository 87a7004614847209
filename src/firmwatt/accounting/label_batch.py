"""Labels of a table of requests: unique ways of serving are worked out once, the rest is arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from firmwatt.accounting.footprint import Spread, footprint
from firmwatt.accounting.label_place import DEFAULT_PLANT, DEFAULT_REGION, Place, place
from firmwatt.demand.inference import DEFAULT_BATCH, Requests, serve
from firmwatt.demand.inference_architecture import (
    Architecture,
    architecture,
    is_known,
    precision,
    sized_architecture,
)
from firmwatt.demand.inference_serving import Way, chip_key, least_chips, most_batches
from firmwatt.errors import Fault, InputFaults, UserError
from firmwatt.timegrid import FloatArray, IntArray

if TYPE_CHECKING:
    import pandas as pd

WAY_COLUMNS: Final = (
    "model", "total_parameters", "active_parameters", "architecture", "chip", "chips", "precision",
)  # fmt: skip
COLUMNS: Final = ("id", *WAY_COLUMNS, "batch", "input_tokens", "output_tokens", "region")
OPTIONAL_NUMBERS: Final = ("batch",)
DEFAULT_CHIP: Final = "h100_sxm"
MOST_CHIPS: Final = 100_000
MOST_TOKENS: Final = 1e8
MOST_BATCH: Final = 1e6
_MOST_FAULTS: Final = 20
_FIRST_DATA_LINE: Final = 2

Cells = Mapping[str, object]
Found = TypeVar("Found")


def label_table(table: pd.DataFrame, file: str, year: int | None = None) -> pd.DataFrame:
    """Return the labels of a table of requests.

    Parameters
    ----------
    table
        Columns `COLUMNS`; a row needs `model` or `total_parameters`, and both token counts. A model that the
        catalogue does not know is taken by its parameters. What else is empty or absent takes the default: H100, the
        least chips that hold the model, its native precision, a batch of 64 as far as memory holds it, the region pjm.
    file
        Name of the file, for messages.
    year
        Of the grid's intensity; this year if left out.

    Returns
    -------
    labels
        `id` and, per quantity, value and ends of the 90 % interval, in the order of the table.

    Raises
    ------
    InputFaults
        If columns are missing or misspelt, or rows cannot be served: up to twenty faults, with their lines.
    """
    import pandas as pd  # noqa: PLC0415 - slow to load

    faults: list[Fault] = []
    ways, requests = requests_of(table, file, faults)
    places, where = _unique(table, ("region",), file, faults, lambda cells: _place(cells, year))
    if faults:
        raise InputFaults(sorted(faults)[:_MOST_FAULTS])
    served = serve(ways, requests)
    cost = footprint(served, requests.output_tokens, places, where)
    ids = table["id"].to_numpy() if "id" in table.columns else np.arange(1, len(table) + 1)
    return pd.DataFrame(
        {
            "id": ids,
            **_columns("energy_wh", cost.energy_wh),
            **_columns("gpu_joules_per_output_token", Spread(served.joules_per_output_token, served.low, served.high)),
            "itl_ms": served.itl_ms,
            **_columns("carbon_gco2e", cost.carbon_gco2e),
            **_columns("water_ml", cost.water_ml),
            "site_water_ml": cost.site_water_ml,
            "embodied_gco2e": cost.embodied_gco2e,
        },
        copy=False,
    )


def requests_of(table: pd.DataFrame, file: str, faults: list[Fault]) -> tuple[list[Way], Requests]:
    """Return the ways of serving and the requests of a table.

    Parameters
    ----------
    table, file
        As of `label_table`.
    faults
        Takes what is wrong with single rows.

    Raises
    ------
    InputFaults
        If columns are missing or misspelt.
    """
    _check_columns(table, file)
    ways, way = _unique(table, WAY_COLUMNS, file, faults, way_of)
    requests = Requests(
        way,
        _numbers(table, "batch", file, faults, (1.0, MOST_BATCH)),
        _numbers(table, "input_tokens", file, faults, (0.0, MOST_TOKENS)),
        _numbers(table, "output_tokens", file, faults, (1.0, MOST_TOKENS)),
    )
    return ways, requests if faults else _with_default_batch(ways, requests)


def _with_default_batch(ways: list[Way], requests: Requests) -> Requests:
    """Return requests with the batch that a single label takes, where none is given."""
    is_open = np.isnan(requests.batch)
    if not is_open.any():
        return requests
    context = requests.input_tokens[is_open] + requests.output_tokens[is_open]
    batch = requests.batch.copy()
    batch[is_open] = np.minimum(DEFAULT_BATCH, np.floor(most_batches(ways, requests.way[is_open], context)))
    return replace(requests, batch=batch)


def _columns(name: str, spread: Spread) -> dict[str, FloatArray]:
    return {f"{name}_value": spread.value, f"{name}_low": spread.low, f"{name}_high": spread.high}


def _check_columns(table: pd.DataFrame, file: str) -> None:
    names = list(table.columns)
    faults = [
        Fault(file, 1, 0, column, "the column is missing.", f"Write the columns {', '.join(COLUMNS)}.", "FW100")
        for column in ("input_tokens", "output_tokens")
        if column not in names
    ]
    for name in names:
        near = get_close_matches(str(name).lower(), [each for each in COLUMNS if each not in names], n=1, cutoff=0.8)
        if name not in COLUMNS and near:
            faults.append(Fault(file, 1, 0, str(name), "no such column is read.", f"Is it {near[0]}?", "FW100"))
    if "model" not in names and "total_parameters" not in names:
        faults.append(Fault(file, 1, 0, "model", "neither model nor total_parameters is there.", "Add one of them."))
    if len(table) == 0:
        faults.append(Fault(file, 1, 0, "", "it holds no request.", "Write at least one line below the header."))
    if faults:
        raise InputFaults(faults)


def _unique(
    table: pd.DataFrame, columns: tuple[str, ...], file: str, faults: list[Fault], read: Callable[[Cells], Found]
) -> tuple[list[Found], IntArray]:
    """Return what `read` makes of each distinct combination of cells, and the combination of each row."""
    import pandas as pd  # noqa: PLC0415

    present = [name for name in columns if name in table.columns]
    code = np.zeros(len(table), dtype=np.int64)
    for name in present:
        codes, levels = pd.factorize(table[name], use_na_sentinel=False)
        code = code * len(levels) + codes
    code = pd.factorize(code)[0].astype(np.int64)
    highest = np.maximum.accumulate(code)
    first = np.flatnonzero(np.concatenate([[True], highest[1:] > highest[:-1]]))
    found = []
    for row in first:
        cells = {name: value for name in present if not pd.isna(value := table[name].iloc[row])}
        try:
            found.append(read(cells))
        except UserError as error:
            faults.append(Fault(file, int(row) + _FIRST_DATA_LINE, 0, "", str(error), "Correct the row."))
    return found, code


def way_of(cells: Cells) -> Way:
    """Return the way of serving that some cells describe.

    Parameters
    ----------
    cells
        Of `WAY_COLUMNS`, those that are given.

    Raises
    ------
    UserError
        If model, chip or precision is unknown, or a count is impossible.
    """
    model = _model(cells)
    chip = chip_key(str(cells.get("chip", DEFAULT_CHIP)))
    bits = precision(str(cells["precision"]) if "precision" in cells else None, model)
    chips = _number(cells, "chips") if "chips" in cells else least_chips(model, chip, bits)
    if not (1 <= chips <= MOST_CHIPS and chips == int(chips)):
        raise UserError(f"chips {chips:g} must be a whole number from 1 to {MOST_CHIPS:,}.")
    return Way(model, chip, int(chips), bits)


def _number(cells: Cells, name: str) -> float:
    try:
        return float(str(cells[name]))
    except ValueError:
        raise UserError(f"{name} '{cells[name]}' is not a number.") from None


def _model(cells: Cells) -> Architecture:
    name = str(cells.get("model", "")).strip()
    if name and (is_known(name) or "total_parameters" not in cells):
        return architecture(name)
    if "total_parameters" not in cells:
        raise UserError("neither model nor total_parameters is given.")
    total = _number(cells, "total_parameters")
    active = _number(cells, "active_parameters") if "active_parameters" in cells else None
    is_smaller = active is not None and active < total
    return sized_architecture(total, active, str(cells.get("architecture", "moe" if is_smaller else "dense")))


def _place(cells: Cells, year: int | None) -> Place:
    this_year = datetime.now(tz=UTC).year if year is None else year
    return place(str(cells.get("region", DEFAULT_REGION)), this_year, None, DEFAULT_PLANT)


def _numbers(table: pd.DataFrame, column: str, file: str, faults: list[Fault], ends: tuple[float, float]) -> FloatArray:
    """Return a column as numbers; note the rows where it is none or out of range. An empty batch is nan."""
    import pandas as pd  # noqa: PLC0415

    if column not in table.columns:
        return np.full(len(table), np.nan)
    given = table[column]
    numbers = pd.to_numeric(given, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    least, most = ends
    is_wrong = ~((numbers >= least) & (numbers <= most))
    if column in OPTIONAL_NUMBERS:
        is_wrong &= given.notna().to_numpy()
    for row in np.flatnonzero(is_wrong)[:_MOST_FAULTS]:
        problem = f"'{given.iloc[row]}' is not a number of at least {least:g}."
        if numbers[row] > most:
            problem = f"'{given.iloc[row]}' is above {most:g}."
        faults.append(Fault(file, int(row) + _FIRST_DATA_LINE, 0, column, problem, "Correct the row."))
    return numbers
