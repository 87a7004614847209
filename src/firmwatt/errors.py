"""The error tree: what a person can mend is a `UserError`; everything else is a defect of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in a user's input, with its place, its value and its remedy.

    Attributes
    ----------
    file, line, column
        Where it stands; line and column count from 1, 0 where a place is unknown.
    field
        Dotted path of the field, such as `sites[0].cooling.plant`.
    problem
        What is wrong, with the value.
    remedy
        What would be right; empty where the problem says it.
    code
        Stable identifier with a page in the documentation, such as `FW102`.
    """

    file: str
    line: int
    column: int
    field: str
    problem: str
    remedy: str
    code: str = "FW100"

    def __str__(self) -> str:
        """Return `file:line:col field: problem. remedy. [code]` on one line."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        field = f" {self.field}" if self.field else ""
        return f"{place}{field}: {' '.join(filter(None, (self.problem, self.remedy)))} [{self.code}]"


class UserError(Exception):
    """Something in the user's input or call is wrong; the message says what would be right. Exit code 2."""

    exit_code = 2


class InputFaults(UserError):
    """All faults of one input, gathered and reported together."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that keeps a plan from existing, as parts that can be told in any language.

    Attributes
    ----------
    kind
        `unkept`: a limit that cannot be kept; `in_the_way`: one that, loosened, would make it less; `lost_work`: work
        that must be served and is lost; `late`: power that comes too late for it.
    limit
        Kind of the limit, as a block of the program such as `land`; what is late: `connection` or `building`; empty
        for lost work.
    place
        Axis → name, such as `site`, `year`, `asset` or `date`.
    amounts
        Name → number: `needed`, `allowed` and `missing` of a limit, `missing` and `hours` of lost work.
    unit
        Of the amounts but the hours.
    words
        One or more sentences in English.
    """

    kind: str
    limit: str
    place: Mapping[str, str]
    amounts: Mapping[str, float]
    unit: str
    words: str

    def __str__(self) -> str:
        """Return the words."""
        return self.words


class InfeasibleError(UserError):
    """The plan that was asked for cannot exist; the message names the reasons. Exit code 3."""

    exit_code = 3

    def __init__(self, reasons: Sequence[Reason | str]) -> None:
        self.reasons = tuple(map(str, reasons))
        self.typed = tuple(reason for reason in reasons if isinstance(reason, Reason))
        super().__init__("\n".join(self.reasons))


def input_fault(path: Path | str, field: str, problem: str, remedy: str, code: str = "FW100") -> InputFaults:
    """Return the error for a single fault that has no line, such as a missing file."""
    return InputFaults([Fault(str(path), 0, 0, field, problem, remedy, code)])


def unreadable(error: Exception) -> str:
    """Return in words what keeps a file from being read.

    Examples
    --------
    >>> unreadable(FileNotFoundError()), unreadable(UnicodeError()), unreadable(EOFError())
    ('there is no such file.', 'it is no UTF-8 text.', 'it cannot be read (EOFError).')
    """
    words: dict[type[Exception], str] = {
        FileNotFoundError: "there is no such file.",
        IsADirectoryError: "it is a folder.",
        PermissionError: "you may not read it.",
        UnicodeError: "it is no UTF-8 text.",
    }
    told = (said for kind, said in words.items() if isinstance(error, kind))
    return next(told, f"it cannot be read ({type(error).__name__}).")
