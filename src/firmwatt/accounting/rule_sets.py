"""Rule sets: who accounts how, one TOML file each in `rules/`, checked as they are read; a new one is one file."""

from __future__ import annotations

import tomllib
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from firmwatt.errors import Fault, InputFaults, UserError, unreadable

FOLDER: Final = Path(__file__).parent / "rules"

View = Literal["scope1", "scope2", "scope3", "carbon_free", "renewable", "software", "data_centre"]
Period = Literal["hour", "month", "year"]
Profiles = Literal["none", "plant", "kind"]
Fallback = Literal["supplier_rate", "residual", "average", "fossil"]

USUAL: Final[dict[View, str]] = {
    "scope1": "ghgp-2015",
    "scope2": "ghgp-2015",
    "scope3": "ghgp-2015",
    "carbon_free": "cfe-hourly",
    "renewable": "re100-2025",
    "software": "sci-1.1",
    "data_centre": "eu-2024-1364",
}
"""The rule set of each view where the user's own does not govern it."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Matching(_Section):
    """When instruments and load are set against each other.

    Attributes
    ----------
    period
        The window in which instruments may be claimed.
    fallback
        Factors of energy that nothing claims, the best first; the first that is known is taken.
    exempt_below_mwh_per_year : MWh, or None
        Regions that purchase less in a year match by year.
    legacy_signed_before
        Contracts signed earlier match by year; None is no such clause.
    profiles
        Whose measured generation may spread certificates of a year or month over their hours: nobody's, that of the
        plant itself, or also that of its kind.
    """

    period: Period = "year"
    fallback: tuple[Fallback, ...] = ("residual", "average")
    exempt_below_mwh_per_year: float | None = Field(default=None, ge=0.0)
    legacy_signed_before: date | None = None
    profiles: Profiles = "none"


class Renewable(_Section):
    """What counts as renewable.

    Attributes
    ----------
    sources
        Keys of the table `energy_sources`.
    age_limit_years : years, or None
        Plants that were commissioned earlier are old.
    age_exempt_share : 0-1
        Share of the load that old plants may cover.
    age_limit_signed_from
        Contracts signed earlier have no age limit; None is no such clause.
    """

    sources: tuple[str, ...]
    age_limit_years: int | None = Field(default=None, ge=0)
    age_exempt_share: float = Field(default=0.0, ge=0.0, le=1.0)
    age_limit_signed_from: date | None = None


class Warming(_Section):
    """Global warming potentials over 100 years, kg CO2e per kg."""

    methane: float = Field(gt=0.0)
    nitrous_oxide: float = Field(gt=0.0)


class DataCentre(_Section):
    """Who must report.

    Attributes
    ----------
    least_it_power_kw : kW of installed IT power
    """

    least_it_power_kw: float = Field(ge=0.0)


class RuleSet(_Section):
    """How figures of some views are made.

    Attributes
    ----------
    key, version, title
    status
        A draft is labelled as one wherever it gives a figure.
    effective_from
    governs
        The views whose figures it gives.
    sources
        Documents that say so.
    notes
    matching, renewable, warming, data_centre
        Parameters of the views; those that it governs need theirs.
    formulas : figure → formula as words and symbols
    """

    key: str = Field(min_length=1)
    version: int = Field(ge=1)
    title: str = Field(min_length=1)
    status: Literal["in force", "draft", "house rule"]
    effective_from: date
    governs: tuple[View, ...] = Field(min_length=1)
    sources: tuple[str, ...] = Field(min_length=1)
    notes: str = ""
    matching: Matching = Matching()
    renewable: Renewable | None = None
    warming: Warming | None = None
    data_centre: DataCentre | None = None
    formulas: dict[str, str]

    @property
    def name(self) -> str:
        """Return `key@version`."""
        return f"{self.key}@{self.version}"


def rule_keys() -> tuple[str, ...]:
    """Return the keys of the rule sets that ship with firmwatt."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def load_rules(name: str) -> RuleSet:
    """Return a rule set by its key, or from a file of the user's.

    Parameters
    ----------
    name
        A key such as `ghgp-2015`, or the path of a `.toml` file.

    Raises
    ------
    UserError
        If there is no such rule set; the message names the nearest.
    InputFaults
        If the file cannot be read or has faults: all of them.
    """
    path = rule_path(name)
    return _shipped(name) if path.parent == FOLDER else _read(path)


def rule_path(name: str) -> Path:
    """Return the file of a rule set, by its key or the path of a `.toml` file.

    Raises
    ------
    UserError
        If there is no such rule set; the message names the nearest.
    """
    if name in rule_keys():
        return FOLDER / f"{name}.toml"
    if name.endswith(".toml"):
        return Path(name)
    near = get_close_matches(name, rule_keys(), n=2, cutoff=0.4)
    hint = f"Nearest: {', '.join(near)}." if near else f"Known: {', '.join(rule_keys())}."
    raise UserError(f"rule set '{name}' is unknown. {hint} Or give the path of a .toml file.")


def rules_by_view(chosen: RuleSet) -> dict[View, RuleSet]:
    """Return view → the rule set that governs it: the chosen one where it does, else the usual one."""
    return {view: chosen if view in chosen.governs else load_rules(usual) for view, usual in USUAL.items()}


@cache
def _shipped(key: str) -> RuleSet:
    return _read(FOLDER / f"{key}.toml")


def _read(path: Path) -> RuleSet:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise _fault(path, "", unreadable(error), "Check the path.") from error
    except tomllib.TOMLDecodeError as error:
        raise _fault(path, "", f"it is no TOML ({error}).", "Correct the line.") from error
    try:
        rules = RuleSet.model_validate(content)
    except ValidationError as error:
        raise InputFaults([_broken(path, each["loc"], each["msg"]) for each in error.errors()]) from error
    missing = [part for view, part in _NEEDS.items() if view in rules.governs and getattr(rules, part) is None]
    if missing:
        raise InputFaults([_broken(path, (part,), "is missing for a view that it governs") for part in missing])
    return rules


_NEEDS: Final[dict[View, str]] = {"scope1": "warming", "renewable": "renewable", "data_centre": "data_centre"}


def _broken(path: Path, place: tuple[str | int, ...], problem: str) -> Fault:
    field = ".".join(map(str, place))
    remedy = "See docs/account.md for the fields of a rule set."
    return Fault(str(path), 0, 0, field, f"{problem[:1].lower()}{problem[1:]}.", remedy, "FW656")


def _fault(path: Path, field: str, problem: str, remedy: str) -> InputFaults:
    return InputFaults([Fault(str(path), 0, 0, field, problem, remedy, "FW655")])
