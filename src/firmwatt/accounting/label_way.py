"""What a request says of how it is served → the way of serving it, with every fault by its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from firmwatt.demand.inference_architecture import (
    Architecture,
    architecture,
    is_known,
    named_precision,
    parameter_faults,
    precision,
    sized_architecture,
)
from firmwatt.demand.inference_serving import Way, chip_key, least_chips
from firmwatt.errors import Fault, InputFaults, UserError

WAY_COLUMNS: Final = (
    "model", "total_parameters", "active_parameters", "architecture", "chip", "chips", "precision",
)  # fmt: skip
DEFAULT_CHIP: Final = "h100_sxm"
MOST_CHIPS: Final = 100_000

Cells = Mapping[str, object]
Found = TypeVar("Found")


def way_of(cells: Cells) -> Way:
    """Return the way of serving that some cells describe.

    Parameters
    ----------
    cells
        Of `WAY_COLUMNS`, those that are given. A model that the catalogue does not know is taken by its parameters.

    Raises
    ------
    InputFaults
        If model, chip or precision is unknown, or a count is impossible: every such fault, by its field.

    Examples
    --------
    >>> way_of({"model": "llama-3.1-70b", "chip": "H100"}).chips
    4
    """
    faults: list[Fault] = []
    model = tried(faults, "model", lambda: _model(cells))
    chip = tried(faults, "chip", lambda: chip_key(str(cells.get("chip", DEFAULT_CHIP))))
    named = str(cells["precision"]) if "precision" in cells else None
    if named is not None:
        tried(faults, "precision", lambda: named_precision(named))
    chips = tried(faults, "chips", lambda: _chips(cells)) if "chips" in cells else None
    if faults or model is None or chip is None:
        raise InputFaults(faults)
    bits = precision(named, model)
    return Way(model, chip, least_chips(model, chip, bits) if chips is None else chips, bits)


def tried(faults: list[Fault], field: str, read: Callable[[], Found]) -> Found | None:
    """Return what `read` finds; where it fails, note why under the field and return None.

    Parameters
    ----------
    faults
        Takes what is wrong; faults that name their field themselves keep it.
    field
    read
    """
    try:
        return read()
    except InputFaults as error:
        faults.extend(error.faults)
    except UserError as error:
        faults.append(Fault("", 0, 0, field, str(error), ""))
    return None


def _model(cells: Cells) -> Architecture:
    name = str(cells.get("model", "")).strip()
    if name and (is_known(name) or "total_parameters" not in cells):
        return architecture(name)
    if "total_parameters" not in cells:
        raise UserError("neither model nor total_parameters is given. Give one of them.")
    faults: list[Fault] = []
    total = tried(faults, "total_parameters", lambda: _number(cells, "total_parameters"))
    active = None
    if "active_parameters" in cells:
        active = tried(faults, "active_parameters", lambda: _number(cells, "active_parameters"))
    if faults or total is None:
        raise InputFaults(faults)
    kind = str(cells.get("architecture", "moe" if active is not None and active < total else "dense"))
    faults.extend(Fault("", 0, 0, field, text, "") for field, text in parameter_faults(total, active, kind))
    if faults:
        raise InputFaults(faults)
    return sized_architecture(total, active, kind)


def _chips(cells: Cells) -> int:
    chips = _number(cells, "chips")
    if not (1 <= chips <= MOST_CHIPS and chips == int(chips)):
        raise UserError(f"chips {chips:g} must be a whole number from 1 to {MOST_CHIPS:,}.")
    return int(chips)


def _number(cells: Cells, name: str) -> float:
    try:
        return float(str(cells[name]))
    except ValueError:
        raise UserError(f"{name} '{cells[name]}' is not a number.") from None
