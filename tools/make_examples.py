"""Write docs/examples anew: a made-up week of a data centre, for the command lines of the documents.

Usage: python -m tools.make_examples [FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import pi, sin
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "examples"
START = datetime(2025, 3, 3, tzinfo=UTC)
WEEK_HOURS = 168

UNITS = """name,mw,forced_outage_rate,mttr_hours,count
engine,10,0.04,48,12
turbine,40,0.06,72,2
"""
PLANTS = """name,mw,forced_outage_rate,mttr_hours,count,common_cause
engine,10,0.04,48,12,
turbine,40,0.06,72,2,pipeline
"""
CAUSES = """name,forced_outage_rate,mttr_hours
pipeline,0.002,36
"""
STORES = """name,mw,mwh,charge_efficiency,discharge_efficiency
battery,20,80,0.93,0.93
"""
REQUESTS = """id,model,chip,input_tokens,output_tokens,region
chat,llama-3.1-70b,H100,500,300,korea_capital
code,gpt-oss-120b,B200,2000,400,ercot
"""
ORIGINS = """period,contract,source,energy_kwh
2025-02,rhine wind,wind,40000
2025-03,rhine wind,wind,55000
"""


def wave(hour: int, peak: float) -> float:
    """Return 1 in the hour of the day `peak`, -1 half a day away."""
    return sin(2 * pi * (hour - peak + 6) / 24)


def hours(count: int = WEEK_HOURS) -> Iterator[tuple[int, str]]:
    """Yield the number and the start of each hour."""
    yield from ((hour, f"{START + timedelta(hours=hour):%Y-%m-%dT%H:%MZ}") for hour in range(count))


def sun_kwh(hour: int) -> float:
    """Return what the sun of the example gives in an hour."""
    return max(0.0, round(900 * wave(hour, 18), 1))


def rows(head: str, lines: Iterator[str]) -> str:
    """Return a CSV file."""
    return "\n".join([head, *lines, ""])


def files() -> dict[str, str]:
    """Return the text of every file by its name."""
    load = [(hour, time, 1000 + 80 * wave(hour, 20)) for hour, time in hours()]
    meters = (
        f"{time},{name},{kwh * share:.1f}"
        for hour, time, kwh in load
        for name, share in (("hall", 1.0), ("it_hall", 0.8))
    )
    grid = (
        f"{time},{380 - 90 * wave(h, 18):.1f},430,{0.4 + 0.15 * wave(h, 18):.3f},{38 + 12 * wave(h, 1):.2f}"
        for h, time in hours()
    )
    granular = (f"{time},west sun,solar,{sun_kwh(hour):.1f}" for hour, time in hours() if sun_kwh(hour) > 0)
    contracts = (f"{time},west sun,contract,solar,{sun_kwh(hour):.1f},41.5" for hour, time in hours())
    arrivals = (f"{time},{900 + 500 * wave(hour, 20):.0f}" for hour, time in hours())
    year = (f"{time},{120 + 10 * wave(hour, 20):.1f}" for hour, time in hours())
    grid_head = "timestamp,carbon_intensity_kg_per_mwh,residual_kg_per_mwh,carbon_free_share,price_usd_per_mwh"
    return {
        "meters.csv": rows("timestamp,meter,energy_kwh", meters),
        "grid.csv": rows(grid_head, grid),
        "contracts.csv": rows("timestamp,contract,kind,source,energy_kwh,price_usd_per_mwh", contracts),
        "granular.csv": rows("timestamp,contract,source,energy_kwh", granular),
        "arrivals.csv": rows("timestamp,requests", arrivals),
        "load.csv": rows("timestamp,load_mw", year),
        "units.csv": UNITS,
        "plants.csv": PLANTS,
        "causes.csv": CAUSES,
        "stores.csv": STORES,
        "requests.csv": REQUESTS,
        "gos.csv": ORIGINS,
    }


def main() -> None:
    """Write the files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
