"""`Account`: every figure of an account of carbon, water and money, with the rule, inputs and steps behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

DEFAULT_RULES = "ghgp-2015"


@dataclass(frozen=True, slots=True)
class Treatments:
    """What is done with data that are missing or cannot be believed; each rule is told in the account.

    Attributes
    ----------
    gaps : drop, interpolate, previous_week or refuse
        Intervals without a reading. `drop` leaves them out and counts them.
    duplicates : last, first, sum or refuse
        Two readings of one meter for one interval that differ; readings that agree are one.
    negatives : gap, zero, keep or refuse
    stuck : keep, gap or refuse
        Readings that do not move for a day, of a meter that moves otherwise.
    unit_jumps : keep, gap, rescale or refuse
        Days a thousand times above or below the meter's other days, as of kW taken for MW.
    """

    gaps: str = "drop"
    duplicates: str = "last"
    negatives: str = "gap"
    stuck: str = "keep"
    unit_jumps: str = "keep"


@dataclass(frozen=True, slots=True)
class AccountRequest:
    """What an account is made from: files and rules, so that it can be made again.

    Attributes
    ----------
    meters
        CSV, Parquet or Green Button XML of readings; or the folder of a run, with which `rules`, `year` and
        `functional_units` count and nothing else.
    contracts, certificates, profiles, grid, tariff, use, assets, site_data
        Files beside it; None where there is none.
    rules
        Name of a rule set, or path of a file that holds one. It takes the place of the usual rule set of its views.
    time_zone
        IANA name of naive times and of the calendar by which months and years are cut; None is UTC.
    region
        Key of the catalogue table `regions` that lends what the grid file lacks (average, residual mix, carbon-free
        share, water); None lends nothing.
    treatments
    use_exemption
        Whether the company makes use of an exemption that the rule set offers.
    year
        Planning year of a run; None takes its whole horizon.
    functional_units : >= 0
        How many units (queries, tokens) the load served, for the software carbon intensity; None if unknown.
    unit_name
    """

    meters: Path
    contracts: Path | None = None
    certificates: Path | None = None
    profiles: Path | None = None
    grid: Path | None = None
    tariff: Path | None = None
    use: Path | None = None
    assets: Path | None = None
    site_data: Path | None = None
    rules: str = DEFAULT_RULES
    time_zone: str | None = None
    region: str | None = None
    treatments: Treatments = field(default_factory=Treatments)
    use_exemption: bool = False
    year: int | None = None
    functional_units: float | None = None
    unit_name: str = "query"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an account.

    Attributes
    ----------
    name
        Dotted, as in the JSON: `scope2_t.market`.
    value
        None where it cannot be computed.
    unit
    rule
        `key@version` of the rule set that gave it, such as `ghgp-2015@1`.
    formula
        As words and symbols, from the rule set.
    reason
        Why the value is None, or what it leaves out; empty otherwise.
    """

    name: str
    value: float | None
    unit: str
    rule: str
    formula: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something noticed in the inputs, and what was done about it.

    Attributes
    ----------
    kind : such as gap, duplicate, negative, stuck, unit_jump, missing_column, naive_time
    where
        File, and meter or column.
    count
        Intervals, rows or things concerned.
    message
        What was found, with figures.
    treatment
        What was done.
    """

    kind: str
    where: str
    count: int
    message: str
    treatment: str


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that an account was made from.

    Attributes
    ----------
    role : meters, contracts, certificates, profiles, grid, tariff, use, assets, site_data, rules or run
    path
        As the user gave it.
    sha256
    rows
        Readings or lines; 0 for a file that is no table.
    """

    role: str
    path: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """An account of one dispatch, metered or planned.

    Attributes
    ----------
    source
        The meter file or run folder, as the user gave it.
    rule_set
        The rule set that was asked for.
    rule_sets
        `key@version` of every rule set that gave a figure.
    start_utc, end_utc : ISO 8601; the end is that of the last interval
    time_zone
        By which months and years are cut.
    hours
        Hours of the period; `dropped_hours` of them are left out of every figure.
    dropped_hours
    figures : name → figure, in the order of the JSON
    tables : name → tidy table
        Of meters `by_hour`, `by_month`, `by_hour_of_day` (local), `by_meter`, `by_region`, `by_instrument`,
        `by_consumer`, `costs`, `eu_submission`; of a run `by_year`, `by_site`,
        `by_workload`, `by_hour`, `eu_submission`.
        A table without rows is absent.
    findings, inputs
    steps
        Every transformation from the files to the figures, in order, in words.
    """

    source: str
    rule_set: str
    rule_sets: tuple[str, ...]
    start_utc: str
    end_utc: str
    time_zone: str
    hours: int
    dropped_hours: int
    figures: Mapping[str, Figure]
    tables: Mapping[str, pd.DataFrame]
    findings: tuple[Finding, ...]
    inputs: tuple[InputFile, ...]
    steps: tuple[str, ...]

    def value(self, name: str) -> float | None:
        """Return the value of a figure; None where it cannot be computed or there is none of that name."""
        figure = self.figures.get(name)
        return None if figure is None else figure.value
