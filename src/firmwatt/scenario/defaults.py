"""Take a value from the user or from the catalogue, and keep a list of what the catalogue gave."""

from __future__ import annotations

from dataclasses import dataclass, field

from firmwatt.catalog import loader as catalog
from firmwatt.scenario.assets import LeadStep
from firmwatt.scenario.case import DefaultUsed
from firmwatt.scenario.quantities import Entry, Span

STEP_ORDER: dict[str, tuple[str, ...]] = {
    "permit": (),
    "procure": (),
    "build": ("permit", "procure"),
    "connect": (),
    "study": (),
    "upgrade": ("study",),
    "transformer": ("study",),
    "ramp": ("upgrade", "transformer"),
}
"""Step → the steps that must be done before it starts."""


@dataclass(slots=True)
class Defaults:
    """Fills in what the user left out, in money of one year.

    Attributes
    ----------
    price_year
        Money of the catalogue is converted to it.
    used
        Each value that came from the catalogue, once.
    """

    price_year: int
    used: dict[str, DefaultUsed] = field(default_factory=dict)

    def number(self, given: float | None, where: str, table: str, key: str, parameter: str) -> float:
        """Return the user's number, or the catalogue's central value.

        Parameters
        ----------
        where
            Dotted name of the field, such as `sites.abilene.it_capital_usd_per_kw`, for the list of defaults.

        Raises
        ------
        UserError
            If the catalogue has no such row.
        """
        if given is not None:
            return float(given)
        row = catalog.get(table, key, parameter).in_price_year(self.price_year)
        self._record(where, row, row.number)
        return row.number

    def text(self, given: str | None, where: str, table: str, key: str, parameter: str) -> str:
        """Return the user's text, or the catalogue's."""
        if given is not None:
            return given
        row = catalog.get(table, key, parameter)
        self._record(where, row, row.text)
        return row.text

    def optional(self, given: float | None, where: str, table: str, key: str, parameter: str) -> float | None:
        """Return the user's number, or the catalogue's, or None where it has none."""
        if given is None and catalog.find(table, key, parameter) is None:
            return None
        return self.number(given, where, table, key, parameter)

    def steps(self, given: Entry, where: str, table: str, key: str, names: tuple[str, ...]) -> tuple[LeadStep, ...]:
        """Return the named steps, each the user's or the catalogue's; a step that neither knows is left out.

        Parameters
        ----------
        given
            Record with fields `<step>_years`.
        names
            Steps in their order; predecessors that are left out are taken from `after`.
        """
        found = {name: self._step(getattr(given, f"{name}_years", None), where, table, key, name) for name in names}
        return tuple(
            LeadStep(name, *span, after=tuple(before for before in STEP_ORDER[name] if found.get(before)))
            for name, span in found.items()
            if span is not None
        )

    def _step(
        self, given: Span | float | None, where: str, table: str, key: str, name: str
    ) -> tuple[float, float, float] | None:
        if isinstance(given, Span):
            return given.low, given.central, given.high
        if given is not None:
            return given, given, given
        row = catalog.find(table, key, f"step_{name}_years")
        if row is None:
            return None
        central = row.number
        self._record(f"{where}.steps.{name}_years", row, central)
        low = central if row.low is None else row.low
        return low, central, central if row.high is None else row.high

    def _record(self, where: str, row: catalog.Row, value: float | str) -> None:
        self.used[where] = DefaultUsed(
            where, value, row.unit, row.table, row.key, row.source, row.source_year, row.confidence
        )
