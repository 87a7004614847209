"""What the sections of `docs/scenarios.md` read from the figures of a plan."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from firmwatt import study
from firmwatt.interop.provenance import case_to_json
from firmwatt.resource.supply import supply_availability
from firmwatt.resource.weather import site_weather
from firmwatt.units import HOURS_PER_YEAR

FIGURES = Path(__file__).with_name("scenarios.json")
COMPUTING = ("it_capital", "building_capital", "lost_compute")
"""Kinds of cost that are not power."""


class NoLongerTrueError(Exception):
    """The figures no longer bear a sentence of the page: somebody has to write another."""


@dataclass(frozen=True)
class PlanFigures:
    """The figures of one plan, as `tools/scenario_runs.py` left them; energy in MWh of a calendar year."""

    figures: Mapping[str, Any]

    @property
    def years(self) -> list[int]:
        """Return the planning years."""
        return [int(year) for year in self.figures["years"]]

    @property
    def has_all_hours(self) -> bool:
        """Return whether the plan looks at every hour."""
        return bool(self.figures["hours"] == HOURS_PER_YEAR)

    @property
    def billion_usd(self) -> float:
        """Return the present value of everything."""
        return float(self.figures["total_usd"]) / 1e9

    @cached_property
    def power_usd_per_mwh(self) -> float:
        """Return what power alone costs over the metered energy of the horizon, both discounted."""
        power = sum(usd for kind, usd in self.figures["cost_usd"].items() if kind not in COMPUTING)
        return float(power / self.figures["discounted_mwh"])

    def mw(self, of: str, year: int, site: str | None = None) -> float:
        """Return `asked_mw` or `energised_mw` of a site, or of all."""
        rows = self.figures[of]
        return float(sum(row[str(year)] for name, row in rows.items() if site in (None, name)))

    def capacity_mw(self, part: str, year: int) -> float:
        """Return the megawatts of the assets whose name has a part."""
        return float(sum(row[str(year)] for name, row in self.figures["capacity_mw"].items() if part in name))

    def of_year(self, year: int) -> Mapping[str, Any]:
        """Return energy, computing, emissions and shares of one planning year."""
        row: Mapping[str, Any] = self.figures["by_year"][str(year)]
        return row

    def energy_share(self, source: str, year: int) -> float:
        """Return the part of the metered energy that a source gave: a technology, or `grid_import`."""
        energy = self.of_year(year)["energy_mwh"]
        return float(energy.get(source, energy.get(f"generation/{source}", 0.0)) / energy["metered"])

    def lost_share(self, year: int) -> float:
        """Return the part of the computing asked for that was not served."""
        compute = self.of_year(year)["compute_mwh"]
        return float(compute["lost"] / compute["arrived"])

    def megatonnes(self, scope: str, year: int) -> float:
        """Return the emissions of one scope."""
        return float(self.of_year(year)["emissions_t"][scope] / 1e6)

    def power_megatonnes(self, year: int) -> float:
        """Return Scope 1 and Scope 2 by location."""
        return self.megatonnes("scope1", year) + self.megatonnes("scope2_location", year)

    def curtailed_twh(self) -> float:
        """Return the sun and wind that were thrown away over the horizon."""
        rows = zip(self.figures["by_year"].values(), self.figures["years_represented"], strict=True)
        curtailed = (
            span * mwh
            for row, span in rows
            for name, mwh in row["energy_mwh"].items()
            if name.startswith("curtailment/")
        )
        return float(sum(curtailed) / 1e6)

    def break_even_usd_per_kw(self, asset: str) -> float:
        """Return the overnight cost at which the first megawatt of an asset pays."""
        found = [each["break_even_usd_per_kw"] for each in self.figures["break_even"] if each["asset"] == asset]
        return float(found[0])


@cache
def fingerprint(scenario: str) -> str:
    """Return a hash of a built-in scenario as it is resolved today, with the catalogue's values and its weather.

    Comments do not count, nor does what is empty, so that a new field that nobody uses changes nothing. Weather counts
    by its yearly means to three digits, so that it is alike on all machines.
    """
    case = study.load(scenario)
    weather = site_weather(case)
    series = (weather.temperature_c, weather.ghi_w_per_m2, weather.wind_speed_m_per_s)
    means = [supply_availability(case, weather).share.mean(axis=(1, 2)), *(each.mean(axis=(1, 2)) for each in series)]
    content = _filled(case_to_json(replace(case, scenario_sha256="")))
    words = json.dumps([content, [[f"{mean:.3g}" for mean in each] for each in means]], sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _filled(value: object) -> object:
    """Return what JSON holds without None, False, zeros and what is empty."""
    if isinstance(value, dict):
        inner = ((key, _filled(item)) for key, item in value.items())
        return {key: item for key, item in inner if item not in _NOTHING}
    return [_filled(item) for item in value] if isinstance(value, list) else value


_NOTHING: tuple[object, ...] = (None, False, 0, "", [], {})


def read_figures() -> dict[str, dict[str, Any]]:
    """Return `plans`, `all_hours` and `frontiers` as they were left, or nothing where nobody has planned yet."""
    empty: dict[str, dict[str, Any]] = {"plans": {}, "all_hours": {}, "frontiers": {}}
    return {**empty, **json.loads(FIGURES.read_text(encoding="utf-8"))} if FIGURES.exists() else empty


def write_figures(figures: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the figures, a line for each plan, so that a change of one shows as one."""
    parts = []
    for place, plans in figures.items():
        lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in plans.items())
        parts.append(f" {json.dumps(place)}: {{\n{lines}\n }}")
    FIGURES.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def claim(words: str, holds: bool) -> None:
    """Let a claim of the page pass.

    Raises
    ------
    NoLongerTrueError
        It does not hold.
    """
    if not holds:
        raise NoLongerTrueError(f"docs/scenarios.md: the figures no longer say {words!r}. Write another sentence.")
