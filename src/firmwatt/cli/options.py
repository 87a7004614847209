"""Faults of a command's options: gathered, each under its option, and told together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from firmwatt.errors import Fault, InputFaults, UserError

NAMES: Final = {"input_tokens": "--input", "output_tokens": "--output"}
"""Options that are not called as their fields."""

Found = TypeVar("Found")


class OptionFaults:
    """What is wrong with the options of one command."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(self, field: str, problem: str) -> None:
        """Note a fault of an option."""
        name = NAMES.get(field, f"--{field.replace('_', '-')}")
        self.found.append(Fault(name, 0, 0, "", problem, ""))

    def add_all(self, faults: Iterable[Fault]) -> None:
        """Note faults that name their fields; those of a file stay as they are."""
        for fault in faults:
            if fault.file:
                self.found.append(fault)
            else:
                self.add(fault.field, fault.problem)

    def tried(self, field: str, read: Callable[[], Found]) -> Found | None:
        """Return what `read` finds; where it fails, note why under the option and return None."""
        try:
            return read()
        except InputFaults as error:
            self.add_all(error.faults)
        except UserError as error:
            self.add(field, str(error))
        return None

    def check(self) -> None:
        """Raise what was noted, if anything was.

        Raises
        ------
        InputFaults
        """
        if self.found:
            raise InputFaults(self.found)
