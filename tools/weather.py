"""Write docs/weather.md and its figures: generated weather beside measured years, with the misses explained.

Run from the project's folder: FIRMWATT_DATA=../shared/data python -m tools.weather
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from firmwatt.facility.psychrometrics import air_density_kg_per_m3
from firmwatt.resource.climate import place_climate
from firmwatt.resource.generator import generate_weather
from firmwatt.resource.wind import ONSHORE, wind_availability
from firmwatt.timegrid import FloatArray
from tools import weather_checks, weather_distance, weather_joint, weather_years
from tools.pages.markdown import table
from tools.weather_checks import Check, lag
from tools.weather_data import german_regions, toolkit_year
from tools.weather_misses import MISSES, TEXT

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "weather.md"
IMAGES = ROOT / "docs" / "images"
GROUPS: Mapping[str, Callable[[Path], list[Check]]] = {
    "america": weather_checks.american,
    "germany": weather_checks.germany,
    "distance": weather_distance.distance,
    "world": weather_checks.world,
    "tails": weather_joint.tails,
    "evenings": weather_joint.evenings,
    "outages": weather_joint.outages,
    "scarcity": weather_joint.scarcity,
    "peaks": weather_years.peaks,
    "years": lambda _: [*weather_years.years(), *weather_years.seasons()],
}
LAGS = (1, 2, 3, 6, 9, 12, 18, 24, 36, 48, 72)
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 640, 300, 56, 34, 46
COLOURS, DASHES = ("#1f5fa8", "#a8521f", "#2f7d4f"), ("", "6 4")
Points = Sequence[tuple[float, float]]


def main() -> None:
    """Compute everything, write the page and its figures, and tell which thresholds are missed."""
    data = Path(os.environ["FIRMWATT_DATA"])
    groups = {name: checks(data) for name, checks in GROUPS.items()}
    (IMAGES / "weather-memory.svg").write_text(memory_figure(data), encoding="utf-8")
    (IMAGES / "weather-distance.svg").write_text(distance_figure(data), encoding="utf-8")
    PAGE.write_text(page(groups), encoding="utf-8")
    for name, checks in groups.items():
        print(f"{name}: {sum(check.is_met for check in checks)} of {len(checks)} thresholds met")


def page(groups: Mapping[str, list[Check]]) -> str:
    """Return the page."""
    count = sum(len(checks) for checks in groups.values())
    met = sum(check.is_met for checks in groups.values() for check in checks)
    parts = ["<!-- Written by tools/weather.py from measured data: run it, do not edit. -->\n"]
    parts.append(TEXT["introduction"].format(met=met, count=count))
    for name, checks in groups.items():
        parts.append(TEXT[name])
        parts.append(
            table(("Place", "Figure", "Measured", "Generated", "Allowed", ""), [_row(check) for check in checks])
        )
        missed = [check for check in checks if not check.is_met]
        parts += [f"- **{check.place}, {check.figure}**: {MISSES.get(key(check), '')}" for check in missed]
        parts.append("")
    parts.append(TEXT["end"])
    return "\n".join(parts)


def key(check: Check) -> tuple[str, str]:
    """Return what names a check: its place and figure."""
    return check.place, check.figure


def _row(check: Check) -> tuple[str, ...]:
    span = f"{_told(check.low)} – {_told(check.high)}"
    told = (_told(check.measured), _told(check.made), span)
    return (check.place, check.figure, *told, "met" if check.is_met else "**missed**")


def _told(value: float) -> str:
    return f"{value:.1f}" if abs(value) >= 10.0 else f"{value:.3f}" if abs(value) < 0.1 else f"{value:.2f}"


def memory_figure(data: Path) -> str:
    """Return the figure of autocorrelation of wind power against lag, at Amarillo and in Germany."""
    temperature, speed = toolkit_year(data)
    air = air_density_kg_per_m3(temperature, np.full(len(speed), weather_checks.AIR_AT_AMARILLO_PA))
    weather = generate_weather((place_climate("amarillo"),), weather_checks.YEARS)
    made = weather_checks.wind_shares(weather.temperature_c[0], weather.pressure_pa[0], weather.wind_speed_m_per_s[0])
    regions = german_regions(data)
    german = weather_checks.german_years(weather_checks.wind_factors(regions.mean(axis=1)))[:, :4]
    lines = {
        "Amarillo, measured 2012": _memory([wind_availability(speed, 100.0, air, ONSHORE)]),
        "Amarillo, generated": _memory(list(made)),
        "Germany, measured": _memory(list(regions)),
        "Germany, generated": _memory(list(german.reshape(-1, 8760))),
    }
    return chart("Autocorrelation of wind power", "hours later", lines, 72.0)


def _memory(years: Sequence[FloatArray]) -> Points:
    return [(float(hours), float(np.mean([lag(year, hours) for year in years]))) for hours in LAGS]


def distance_figure(data: Path) -> str:
    """Return the figure of correlation against distance: by bins, and each pair of regions of Germany."""
    lines: dict[str, Points] = {}
    for kind in ("wind", "solar"):
        found = weather_distance.rts_bins(data, kind)
        lines[f"{kind}, RTS-GMLC"] = [(one.apart_km, one.measured) for one in found]
        lines[f"{kind}, generated"] = [(one.apart_km, one.made) for one in found]
    apart, seen, ours = weather_checks.german_pairs(data)
    order = np.argsort(apart)
    lines["wind, Germany"] = list(zip(apart[order], seen[order], strict=True))
    lines["wind, generated"] = list(zip(apart[order], ours[order], strict=True))
    return chart("Correlation against distance", "km apart", lines, 600.0)


def chart(title: str, across: str, lines: Mapping[str, Points], most: float) -> str:
    """Return an SVG of lines between 0 and 1 over 0 to `most`: measured ones whole, generated ones dashed."""
    wide, high = WIDTH - LEFT - 190, HEIGHT - TOP - BOTTOM

    def x(value: float) -> float:
        return LEFT + wide * value / most

    def y(value: float) -> float:
        return TOP + high * (1.0 - max(value, 0.0))

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{title}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/><text x="{LEFT}" y="18" font-size="14">{title}</text>',
        f'<text x="{LEFT + wide / 2:.0f}" y="{HEIGHT - 8}" text-anchor="middle">{across}</text>',
    ]
    for step in range(5):
        share, value = step / 4.0, most * step / 4.0
        parts.append(f'<path d="M{LEFT} {y(share):.1f}H{LEFT + wide}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(share) + 4:.1f}" text-anchor="end">{share:.2f}</text>')
        parts.append(f'<text x="{x(value):.1f}" y="{HEIGHT - 26}" text-anchor="middle">{value:.0f}</text>')
    for at, (name, points) in enumerate(lines.items()):
        path = " ".join(f"{x(one):.1f},{y(other):.1f}" for one, other in points)
        look = f'stroke="{COLOURS[at // 2]}" stroke-width="2" stroke-dasharray="{DASHES[at % 2]}" fill="none"'
        row = TOP + 14 + 20 * at
        parts.append(f'<polyline points="{path}" {look}/>')
        parts.append(f'<path d="M{WIDTH - 182} {row - 4}h24" {look}/><text x="{WIDTH - 152}" y="{row}">{name}</text>')
    return "\n".join([*parts, "</svg>\n"])


if __name__ == "__main__":
    main()
