"""Where the sites lie: a circle a site with asked-for and energised megawatts as areas, and the lines between."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from firmwatt.planning.plan import Plan
from firmwatt.report.numbers import number
from firmwatt.report.programme import Gap
from firmwatt.report.text import Text, say
from firmwatt.timegrid import FloatArray

WIDTH, HEIGHT = 720, 420
MARGIN_DEG = 4.0
LEAST_SPAN_DEG = 12.0
"""Of latitude, so that a single site still shows where in the country it lies."""
LEAST_LINE_MW = 0.05
LARGEST_RADIUS, LEAST_RADIUS = 26.0, 7.0


@dataclass(frozen=True, slots=True)
class Window:
    """The piece of the world that a map shows, with east-west lengths true at its middle latitude.

    Attributes
    ----------
    west_deg, north_deg
        Its upper left corner.
    pixels_per_deg : pixels per degree of latitude
    narrowing : 0-1
        Length of a degree of longitude over one of latitude.
    """

    west_deg: float
    north_deg: float
    pixels_per_deg: float
    narrowing: float

    def place(self, longitude_deg: FloatArray, latitude_deg: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return pixels to the right and downwards."""
        right = (longitude_deg - self.west_deg) * self.narrowing * self.pixels_per_deg
        return right, (self.north_deg - latitude_deg) * self.pixels_per_deg


@dataclass(frozen=True, slots=True)
class SiteMark:
    """One site: its circle on the map, place and radii in pixels, and its words in the list."""

    number: int
    name: Text
    words: Text
    x: float
    y: float
    asked_radius: float
    energised_radius: float


@dataclass(frozen=True, slots=True)
class SiteMap:
    """The picture, ready to be drawn.

    Attributes
    ----------
    countries, states, lines : SVG paths
        Land, borders of states, and the transmission lines that stand in that year.
    """

    year: int
    marks: tuple[SiteMark, ...]
    countries: str
    states: str
    lines: str
    width: int = WIDTH
    height: int = HEIGHT


def site_map(plan: Plan, gap: Gap, year_index: int) -> SiteMap:
    """Return the map of a plan's sites in one year.

    Parameters
    ----------
    plan
    gap
        Of that plan: megawatts asked for and energised.
    year_index
        Of the planning year that the circles show.
    """
    sites = plan.inputs.case.sites
    longitude, latitude = (
        np.array([getattr(site, f"{name}_deg") for site in sites]) for name in ("longitude", "latitude")
    )
    window = _window(longitude, latitude)
    x, y = window.place(longitude, latitude)
    countries, states = _borders()
    largest = max(float(gap.asked_mw[:, year_index].max()), 1e-9)
    marks = []
    for index, name in enumerate(gap.sites):
        asked, energised = float(gap.asked_mw[index, year_index]), float(gap.energised_mw[index, year_index])
        radius = max(LARGEST_RADIUS * math.sqrt(asked / largest), LEAST_RADIUS)
        filled = radius * math.sqrt(min(energised / asked, 1.0)) if asked > 0.0 else 0.0
        words = say("map.mw", energised=number(energised), asked=number(asked))
        right, down, radius, filled = (round(float(value), 1) for value in (x[index], y[index], radius, filled))
        marks.append(SiteMark(index + 1, name, words, right, down, radius, filled))
    return SiteMap(
        plan.inputs.time.planning_years[year_index],
        tuple(marks),
        "".join(_paths(countries, window)),
        "".join(_paths(states, window)),
        _lines(plan, year_index, x, y),
    )


def _window(longitude_deg: FloatArray, latitude_deg: FloatArray) -> Window:
    """Return a piece of the world that holds all circles with a margin, in the proportions of the picture."""
    middle = float(latitude_deg.max() + latitude_deg.min()) / 2.0
    narrowing = math.cos(math.radians(middle))
    spread_x, spread_y = (size / (size - 2 * LARGEST_RADIUS) for size in (WIDTH, HEIGHT))
    tall = max(float(np.ptp(latitude_deg)) * spread_y + 2 * MARGIN_DEG, LEAST_SPAN_DEG)
    across = float(np.ptp(longitude_deg)) * spread_x + 2 * MARGIN_DEG / narrowing
    wide = max(across, tall * WIDTH / HEIGHT / narrowing)
    scale = WIDTH / (wide * narrowing)
    west = float(longitude_deg.max() + longitude_deg.min()) / 2.0 - wide / 2.0
    return Window(west, middle + HEIGHT / scale / 2.0, scale, narrowing)


def _paths(rings_deg: tuple[FloatArray, ...], window: Window) -> Iterator[str]:
    """Yield a closed SVG path for each ring that the window shows some of."""
    for ring in rings_deg:
        x, y = window.place(ring[:, 0], ring[:, 1])
        if x.max() < 0.0 or x.min() > WIDTH or y.max() < 0.0 or y.min() > HEIGHT:
            continue
        points = np.rint(np.stack([x, y], axis=1) * 2.0) / 2.0
        moved = points[np.r_[True, np.any(np.diff(points, axis=0) != 0.0, axis=1)]]
        yield "M" + "L".join(f"{right:g},{down:g}" for right, down in moved) + "Z"


def _lines(plan: Plan, year_index: int, x: FloatArray, y: FloatArray) -> str:
    """Return the lines that stand between sites in one year as one SVG path."""
    case = plan.inputs.case
    position = {site.name: index for index, site in enumerate(case.sites)}
    standing = [link for link, mw in zip(case.links, plan.link_mw[:, year_index], strict=True) if mw > LEAST_LINE_MW]
    pairs = [(position[link.from_site], position[link.to_site]) for link in standing]
    return "".join(f"M{x[a]:.1f},{y[a]:.1f}L{x[b]:.1f},{y[b]:.1f}" for a, b in pairs)


@cache
def _borders() -> tuple[tuple[FloatArray, ...], tuple[FloatArray, ...]]:
    """Return the outlines of countries and of US states, each (points, 2) degrees east and north.

    An outline that crosses the 180th meridian goes on beyond it, not back around the world.

    References
    ----------
    Natural Earth 1:50m and US Census Bureau, both public domain; `tools/make_borders.py` wrote the file.
    """
    record = json.loads(files("firmwatt.report").joinpath("static", "borders.json").read_text(encoding="utf-8"))
    countries, states = (
        tuple(
            _unbroken(np.cumsum(np.reshape(ring, (-1, 2)), axis=0) / record["steps_per_degree"])
            for ring in record[name]
        )
        for name in ("countries", "states")
    )
    return countries, states


def _unbroken(ring: FloatArray) -> FloatArray:
    return np.column_stack((np.unwrap(ring[:, 0], period=360.0), ring[:, 1]))
