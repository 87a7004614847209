"""What a command prints for programs: one JSON object on stdout; words for people go to stderr."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict

import typer
from typer.exceptions import TyperException

from firmwatt.errors import Fault, InfeasibleError, InputFaults, UserError

SCHEMA_VERSION = 1
"""Rises when a key of a `--json` object changes its meaning or goes away."""
USAGE_CODE, INFEASIBLE_CODE, DEFECT_CODE = "FW100", "FW800", "FW900"


def print_json(status: str, content: Mapping[str, object]) -> None:
    """Print one object with `schema_version` and `status` before the content; NaN and infinities become null."""
    typer.echo(json_object(status, content))


def json_object(status: str, content: Mapping[str, object]) -> str:
    """Return the text that `print_json` prints."""
    payload = {"schema_version": SCHEMA_VERSION, "status": status, **content}
    return json.dumps(_finite(payload), ensure_ascii=False, allow_nan=False)


def error_status(error: BaseException) -> str:
    """Return the `status` of a command that ended with an error."""
    return "infeasible" if isinstance(error, InfeasibleError) else "error"


def error_faults(error: BaseException) -> list[dict[str, object]]:
    """Return the faults that an error carries, one object each; an error without a place is one fault."""
    if isinstance(error, InputFaults):
        return [asdict(fault) for fault in error.faults]
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        return []
    reasons = error.reasons if isinstance(error, InfeasibleError) else (str(error),)
    return [asdict(Fault("", 0, 0, "", reason, "", _code(error))) for reason in reasons]


def error_reasons(error: BaseException) -> list[dict[str, object]]:
    """Return the typed reasons of an error that says why no plan exists, one object each."""
    return [asdict(reason) for reason in error.typed] if isinstance(error, InfeasibleError) else []


def _code(error: BaseException) -> str:
    if isinstance(error, InfeasibleError):
        return INFEASIBLE_CODE
    return USAGE_CODE if isinstance(error, UserError | TyperException) else DEFECT_CODE


def _finite(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value
