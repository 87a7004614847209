"""`docs/facility.md`: how buildings are modelled, and their PUE and WUE beside published ones, misses explained.

The words are those of `facility.txt` beside this module; the tables are computed when the page is written, from
generated weather at `PLACES`. Published values are the rows of the catalogue tables `published_plants` and
`published_sites`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from firmwatt.catalog import loader
from firmwatt.catalog.loader import Row
from firmwatt.facility.cooling import PLANTS
from firmwatt.facility.parts import OutdoorAir
from firmwatt.facility.plant_year import PlantAsk, PlantYear, Range, plant_year
from firmwatt.resource.place_air import place_air
from tools.pages.markdown import GENERATED, table

WORDS = Path(__file__).with_name("facility.txt")
PLACES = ("ashburn", "dallas", "phoenix", "des_moines", "quincy")
PUE, WUE = "pue", "wue_l_per_kwh"
SAMPLES = 24
OVERHEAD_TOLERANCE, WATER_TOLERANCE_L_PER_KWH = 0.2, 0.25
"""Of the overhead that a PUE is above 1; of a WUE."""
OPERATORS = {
    "google": ("water_side_economiser", "air_side_economiser"),
    "meta": ("air_side_economiser",),
    "aws": ("air_side_economiser", "air_cooled_chiller"),
    "microsoft": ("air_side_economiser", "air_cooled_chiller"),
    "us_ai_average": ("direct_liquid_dry_cooler", "direct_liquid_water_side_economiser", "air_side_economiser"),
    "survey": ("midsize_water_cooled_chiller", "midsize_air_cooled_chiller", "midsize_water_side_economiser"),
}
"""Who publishes → our plants that are most like theirs."""
AT_SITES = {"google": "water_side_economiser", "microsoft": "air_side_economiser", "aws": "air_side_economiser"}
"""Who publishes single sites → our plant that is most like theirs."""
LOADS = (0.1, 0.25, 0.5, 0.8, 1.0)

REASONS = {
    (
        PUE,
        "air_side_economiser",
    ): "Our nozzles also cool air that is too warm, and damp air is mixed with return air, as "
    "operators do. The paper turns to its chiller there, having found the other rule too kind. Meta's 1.08 says that "
    "it can be done.",
    (WUE, "air_side_economiser"): "For the same reason the chiller's towers, which drink most, run less; Amazon's 0.15 "
    "and Meta's 0.18 lie near ours.",
    (
        PUE,
        "direct_liquid_water_side_economiser",
    ): "The report's case mixes doors, plates and baths; ours is plates at 40 °C for 85 % of the heat.",
    (
        WUE,
        "midsize_air_side_economiser",
    ): "Air that is warmer than the set-point still takes a part of the heat "
    "in ours, as ASHRAE 90.1 asks of economisers; the paper's dampers shut. And generated weather has fewer damp and "
    "dry extremes than measured: with the measured hours of Leesburg, Virginia, it is 1.1 L/kWh.",
    (PUE, "midsize_air_side_economiser_air_cooled"): "As the one above.",
    (
        WUE,
        "midsize_water_cooled_chiller",
    ): "At the edge of what counts as near: one place and its generated weather stand "
    "for the report's 965 stations; the report's whiskers hold it.",
    (PUE, "midsize_air_cooled_chiller"): "Our curve is that of new machines of ASHRAE 90.1, whose input falls by two "
    "fifths from 35 to 13 °C outdoors; the paper's is a regression on makers' data that it does not print.",
}
"""Why ours lies farther from the published median than the tolerance; each miss has one, and no hit has one."""


@dataclass(frozen=True, slots=True)
class Check:
    """One plant's figure beside the published one."""

    plant: str
    parameter: str
    ours: Range
    published: Row

    @property
    def is_met(self) -> bool:
        """Whether ours lies near the published median."""
        gap = abs(self.ours.value - self.published.number)
        if self.parameter == WUE:
            return gap <= WATER_TOLERANCE_L_PER_KWH
        return gap <= OVERHEAD_TOLERANCE * (self.published.number - 1.0)


@cache
def all_checks() -> tuple[Check, ...]:
    """Return every plant's PUE and WUE that has a published one."""
    found = []
    for plant in PLANTS:
        for parameter in (PUE, WUE):
            row = loader.find("published_plants", plant, parameter)
            if row is not None:
                found.append(Check(plant, parameter, ours(plant, parameter), row))
    return tuple(found)


@cache
def ours(plant: str, parameter: str) -> Range:
    """Return the mean over the places, from the lowest low to the highest high."""
    found = [getattr(year, parameter) for year in _years(plant)]
    return Range(
        float(np.mean([each.value for each in found])),
        min(each.low for each in found),
        max(each.high for each in found),
    )


@cache
def _years(plant: str) -> tuple[PlantYear, ...]:
    return tuple(plant_year(PlantAsk(plant, samples=SAMPLES), _air(place)) for place in PLACES)


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """One site's published figure beside that of our plant in generated weather of the place."""

    who: str
    place: str
    published: Row
    ours: Range

    @property
    def is_inside(self) -> bool:
        """Whether our 90 % interval holds it, as both are printed."""
        return round(self.ours.low, 2) <= self.published.number <= round(self.ours.high, 2)


@cache
def site_checks() -> tuple[SiteCheck, ...]:
    """Return every published figure of a single site beside ours."""
    found = []
    for row in loader.rows("published_sites"):
        who, _, place = row.key.partition("_")
        year = plant_year(PlantAsk(AT_SITES[who], samples=SAMPLES), _air(place))
        found.append(SiteCheck(who, place, row, getattr(year, row.parameter)))
    return tuple(found)


@cache
def _air(place: str) -> OutdoorAir:
    """Return every seventh hour of a generated year: each hour of the day and week alike, in a seventh of the time."""
    air = place_air(place, None, 2025)
    return OutdoorAir(air.temperature_c[::7], air.wet_bulb_c[::7], air.pressure_pa[::7])


def page() -> str:
    """Return the page."""
    text = WORDS.read_text(encoding="utf-8")
    blocks = {
        "plants": table(("Plant", "PUE, ours", "PUE, LBNL 2024", "L/kWh, ours", "L/kWh, LBNL 2024"), _plants()),
        "misses": "".join(f"- {name} of `{plant}`: {why}\n" for (name, plant), why in _misses()),
        "operators": table(("Who", "PUE", "L/kWh", "Ours, PUE", "Ours, L/kWh"), _operators()),
        "sites": table(("Who", "Where", "Figure", "Published", "Ours (90 %)", "Inside"), _sites()),
        "loads": table(("Plant", *(f"{100 * load:.0f} %" for load in LOADS)), _loads()),
    }
    inside = [check.is_inside for check in site_checks()]
    text = text.replace("{sites inside}", f"{sum(inside)} of {len(inside)}")
    for name, block in blocks.items():
        text = text.replace(f"{{{name}}}\n", block)
    return f"{GENERATED}\n\n{text}"


def _plants() -> Iterator[list[str]]:
    for plant in PLANTS:
        rows = [loader.find("published_plants", plant, parameter) for parameter in (PUE, WUE)]
        pue, wue = (_published(row) for row in rows)
        yield [f"`{plant}`", _span(ours(plant, PUE)), pue, _span(ours(plant, WUE)), wue]


def _misses() -> Iterator[tuple[tuple[str, str], str]]:
    names = {PUE: "PUE", WUE: "Water"}
    return (((names[parameter], plant), why) for (parameter, plant), why in REASONS.items())


def _operators() -> Iterator[list[str]]:
    for who, plants in OPERATORS.items():
        published = [loader.find("published_plants", who, parameter) for parameter in (PUE, WUE)]
        spans = []
        for parameter in (PUE, WUE):
            values = [ours(plant, parameter).value for plant in plants]
            spans.append(f"{min(values):.2f}" if len(values) == 1 else f"{min(values):.2f} – {max(values):.2f}")
        told = ["" if row is None else f"{row.number:.2f}" for row in published]
        yield [who.replace("_", " "), *told, *spans]


def _sites() -> Iterator[list[str]]:
    for check in site_checks():
        figure = "PUE" if check.published.parameter == PUE else "L/kWh"
        where = f"{check.published.note} (at `{check.place}`)"
        told = f"{check.published.number:.2f}"
        yield [check.who, where, figure, told, _span(check.ours), "yes" if check.is_inside else "no"]


def _loads() -> Iterator[list[str]]:
    air = _air("ashburn")
    for plant in PLANTS:
        years = (plant_year(PlantAsk(plant, load, samples=2), air) for load in LOADS)
        yield [f"`{plant}`", *(f"{year.pue.value:.2f}" for year in years)]


def _published(row: Row | None) -> str:
    return "" if row is None or row.low is None or row.high is None else _text(row.number, row.low, row.high)


def _span(found: Range) -> str:
    return _text(found.value, found.low, found.high)


def _text(value: float, low: float, high: float) -> str:
    return f"{value:.2f} ({low:.2f} – {high:.2f})"
