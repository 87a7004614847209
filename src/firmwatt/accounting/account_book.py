"""Figures as they are written down: value, unit, the rule that gave it, and why it is empty where it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from firmwatt.accounting.account import Figure
from firmwatt.accounting.rule_sets import RuleSet, View

MEASURED = "measured"
"""The rule of what the meters say themselves."""


@dataclass(slots=True)
class AccountBook:
    """Figures in the order in which they are written.

    Attributes
    ----------
    rules : view → the rule set that governs it
    figures : name → figure
    """

    rules: Mapping[View, RuleSet]
    figures: dict[str, Figure] = field(default_factory=dict)

    def write(self, name: str, value: float | None, unit: str, view: View | None, reason: str = "") -> None:
        """Write a figure down.

        Parameters
        ----------
        name
            Dotted, as in the JSON.
        value
            None needs a reason.
        unit
        view
            Whose rule set gave it; None for what the meters say themselves.
        reason
            Why it is empty, or what it leaves out.
        """
        if view is None:
            self.figures[name] = Figure(name, value, unit, MEASURED, "", reason)
            return
        rules = self.rules[view]
        formula = rules.formulas.get(name, rules.formulas.get(name.split(".", maxsplit=1)[0], ""))
        self.figures[name] = Figure(name, value, unit, rules.name, formula, reason)

    @property
    def rule_sets(self) -> tuple[str, ...]:
        """Return `key@version` of every rule set that gave a figure, in order of first use."""
        used = dict.fromkeys(figure.rule for figure in self.figures.values())
        return tuple(name for name in used if name != MEASURED)
