"""The way in: a built-in scenario's name or a file becomes a `Case`, or one error with all its faults."""

from __future__ import annotations

from pathlib import Path
from typing import Final, get_args

from firmwatt.errors import InputFaults, UserError, input_fault
from firmwatt.scenario import faults
from firmwatt.scenario.case import Case
from firmwatt.scenario.checks import consistency_faults
from firmwatt.scenario.document import Document
from firmwatt.scenario.messages import suggest
from firmwatt.scenario.references import reference_faults
from firmwatt.scenario.resolve import resolve
from firmwatt.scenario.schema import GridEntry, GridMode, ProgrammeEntry, Resolution
from firmwatt.scenario.validate import believable, validate
from firmwatt.scenario.yaml_text import document_of_text, read_document

BUILTIN_FOLDER: Final = Path(__file__).parent / "builtin"
EVERY_HOUR: Final = "full"


def builtin_names() -> tuple[str, ...]:
    """Return the names of the built-in scenarios."""
    return tuple(sorted(path.stem for path in BUILTIN_FOLDER.glob("*.yaml")))


def builtin_text(name: str) -> str:
    """Return a built-in scenario as it is written.

    Raises
    ------
    InputFaults
        There is none of this name; the message names the nearest.
    """
    if name not in builtin_names():
        problem = f"There is no built-in scenario '{name}'."
        raise input_fault(name, "", problem, suggest(name, builtin_names()), faults.NO_FILE.code)
    return (BUILTIN_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def load_case(source: str | Path, grid_mode: str | None = None, resolution: str | None = None) -> Case:
    """Return the case of a built-in scenario or of a file.

    Parameters
    ----------
    source
        Name of a built-in scenario, unless a file of that name is there, or the path of a YAML file.
    grid_mode
        `price_taker` or `supply_curve`, instead of the file's for all regions that say nothing else; None keeps it.
    resolution
        `full`, or periods a year and hours in each such as `4x168`, instead of the file's; None keeps it.

    Raises
    ------
    InputFaults
        With every fault of the file: place, value and remedy.
    UserError
        The catalogue lacks a value that the scenario leaves out, or there is no such mode or resolution.

    Examples
    --------
    >>> load_case("campus").programme.name
    'campus'
    """
    path, shown = _locate(source)
    return _case(read_document(path, shown), path.stem, grid_mode, resolution)


def load_text(text: str, source: str | Path, shown: str, resolution: str | None = None) -> Case:
    """Return the case of a text that was made from a built-in scenario or a file.

    Parameters
    ----------
    text
    source
        As `load_case` takes it: relative paths in the text begin in its folder, and the programme is named after it.
    shown
        What messages call the text.
    resolution
        As in `load_case`.

    Raises
    ------
    InputFaults
        With every fault of the text.
    UserError
        There is no such resolution.
    """
    path, _ = _locate(source)
    return _case(document_of_text(text, shown, path.parent), path.stem, resolution=resolution)


def source_text(source: str | Path) -> str:
    """Return the text of a built-in scenario or of a file.

    Raises
    ------
    InputFaults
        It cannot be read, or is not YAML.
    """
    path, shown = _locate(source)
    return read_document(path, shown).text


def _case(document: Document, name: str, grid_mode: str | None = None, resolution: str | None = None) -> Case:
    scenario, parts, found = validate(document)
    found += believable([*consistency_faults(parts), *reference_faults(parts)], found)
    if found or scenario is None:
        raise InputFaults(sorted(set(found)))
    if grid_mode is not None:
        scenario = scenario.model_copy(update={"grid": in_mode(scenario.grid, grid_mode)})
    if resolution is not None:
        scenario = scenario.model_copy(update={"programme": at_resolution(scenario.programme, resolution)})
    return resolve(scenario, document, name)


def in_mode(grid: GridEntry, mode: str) -> GridEntry:
    """Return the grid in another mode for all regions that say nothing else.

    Raises
    ------
    UserError
        There is no such mode.
    """
    known = get_args(GridMode)
    if mode not in known:
        raise UserError(f"--grid {mode}: there is no such mode. {suggest(mode, known)}")
    return grid.model_copy(update={"mode": mode})


def at_resolution(programme: ProgrammeEntry, resolution: str) -> ProgrammeEntry:
    """Return the programme on every hour (`full`), or on periods a year and hours in each such as `4x168`.

    Raises
    ------
    UserError
        The resolution is neither.
    """
    if resolution == EVERY_HOUR:
        return programme.model_copy(update={"resolution": EVERY_HOUR})
    periods, _, hours = resolution.partition("x")
    try:
        sample = Resolution(sampled_periods=int(periods), period_hours=int(hours))
    except ValueError:
        raise UserError(
            f"--resolution {resolution}: is neither {EVERY_HOUR} nor periods a year and hours in each. "
            f"Write {EVERY_HOUR}, or for example 4x168 for four weeks a year."
        ) from None
    return programme.model_copy(update={"resolution": sample})


def _locate(source: str | Path) -> tuple[Path, str]:
    """Return the path and the name that messages show."""
    path, text = Path(source), str(source)
    is_name = isinstance(source, str) and path.suffix == "" and len(path.parts) == 1
    if is_name and text in builtin_names() and not _is_file(path):
        return BUILTIN_FOLDER / f"{text}.yaml", f"{text}.yaml"
    if is_name and not _exists(path):
        problem = f"There is no file and no built-in scenario '{text}'."
        raise input_fault(text, "", problem, suggest(text, builtin_names()), faults.NO_FILE.code)
    return path, text


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
