"""Write the figures of `docs/solver.md` from what the benchmarks left: tables, and the picture of growth.

Run `python -m benchmarks.page` after `benchmarks/run.py`, `benchmarks/run.py --growth`, `benchmarks/sweep.py` and
`benchmarks/startup.py`; `--check` tells whether page and picture are those of the results. Nothing in them is typed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parent
DOCS = FOLDER.parent / "docs"
PAGE, PICTURE = DOCS / "solver.md", DOCS / "images" / "solver-growth.svg"
PEERS = {"firmwatt-highs": "HiGHS HiPO", "pypsa": "PyPSA + HiPO", "pypsa-mw": "PyPSA + HiPO"}
HOURS_OF_GROWTH = ("1x2190", "1x4380", "1x8760", "1x17520", "1x35040")
YEARS_OF_GROWTH = ("1x8760", "1x8760x2", "1x8760x3")
WIDTH, HEIGHT, MARGIN = 720, 300, 56
CLOCK, PROCESSOR = "Seconds on the clock", "Seconds of the processor"
BLUE, GREY = "#1f5fa8", "#8a8f98"


def load(name: str) -> Any:
    """Return what a benchmark left, an empty list where it was not run."""
    path = FOLDER / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def total(row: dict[str, Any]) -> float:
    """Return build, solve and extraction together."""
    return float(sum(row["seconds"].values()))


def title(case: str) -> str:
    """Return the name of a case in words."""
    if case.startswith("germany-"):
        return f"Germany, 8 regions × {case.removeprefix('germany-')} h"
    sizes = case.split("x")
    if not sizes[0].isdigit():
        return {"campus": "`campus`, sampled days", "stargate-full": "`stargate`, all hours"}[case]
    years = f" × {sizes[2]} years" if len(sizes) == 3 else ""
    return f"family, {sizes[0]} region{'s' if sizes[0] != '1' else ''} × {sizes[1]} h{years}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))


def measured() -> str:
    """Return the table of all cases: ours, and beside it what else was run."""
    rows = [row for row in load("results.json") if "seconds" in row]
    head = ("Program", CLOCK, PROCESSOR, "Load", "Memory", "Certified gap", "Beside it")
    only_growth = {*HOURS_OF_GROWTH, *YEARS_OF_GROWTH} - {"1x8760"}
    own = [row for row in rows if row["tool"] == "firmwatt" and row["case"] not in only_growth]
    return table(head, (_measured(row, rows) for row in own))


def _measured(own: dict[str, Any], rows: Sequence[dict[str, Any]]) -> list[str]:
    peers = [row for row in rows if row["case"] == own["case"] and row["tool"] in PEERS]
    median = " (median of three)" if len(own.get("totals", ())) == 3 else ""
    return [
        title(own["case"]),
        f"{total(own):.2f}{median}",
        f"{own['cpu_seconds']:.2f}" if "day" in own else "",
        str(own.get("load", "")),
        f"{own['memory_mb']:.0f} MB",
        f"{own['gap']:.0e}",
        "; ".join(_beside(row, own) for row in peers),
    ]


def _beside(row: dict[str, Any], own: dict[str, Any]) -> str:
    scaling = f" in {row['units']}" if "units" in row else ""
    ended = "" if "optimal" in row["status"].lower() or row["status"] == "ok" else f', ended as "{row["status"]}"'
    cpu = f" ({row['cpu_seconds']:.1f} of the processor)" if "day" in row else ""
    found = f"{PEERS[row['tool']]}{scaling} {total(row):.1f} s{cpu}, {row['memory_mb']:.0f} MB{ended}"
    if row.get("day") != own.get("day"):
        return f"{found} (of an earlier day)"
    return f"{found}: {total(row) / total(own):.0f} ×"


def growth() -> str:
    """Return the table of seconds by hours and by years, and the picture."""
    found = {row["case"]: row for row in load("results.json") if row["tool"] == "firmwatt"}
    head = ("Hours × years, one region", CLOCK, PROCESSOR, f"{PROCESSOR} for 1000 hours", "Iterations")
    rows = []
    for case in dict.fromkeys((*HOURS_OF_GROWTH, *YEARS_OF_GROWTH)):
        if case in found:
            row, (hours, years) = found[case], _size(case)
            cpu = row["cpu_seconds"]
            each = f"{cpu / hours / years * 1e3:.3f}"
            rows.append((f"{hours} × {years}", f"{total(row):.2f}", f"{cpu:.2f}", each, str(row.get("iterations", ""))))
    return table(head, rows) + "\n\n![Seconds against hours, and against years](images/solver-growth.svg)"


def _size(case: str) -> tuple[int, int]:
    """Return hours and years of a case."""
    sizes = [int(part) for part in case.split("x")]
    return sizes[1], sizes[2] if len(sizes) == 3 else 1


def sweep() -> str:
    """Return the table of sweeps."""
    head = ("Scenarios", "Gap asked", "Start", f"{CLOCK} of the sweep, each", f"{PROCESSOR} each", "Iterations each",
            "Worst certified gap", "Not optimal", "Load")  # fmt: skip
    rows = [
        (
            f"{row['scenarios']} × {row['hours']} h",
            f"{row['gap_asked']:.0e}",
            "on the way of the one before" if row["warm"] else "from the beginning",
            f"{row['seconds_each_of_the_sweep']:.2f} ({row['processes']} processes)",
            f"{row['cpu_seconds_each']:.2f}",
            f"{row['iterations_each']:.0f}",
            f"{row['worst_gap']:.0e}",
            f"{row['not_optimal']}",
            str(row.get("load", "")),
        )
        for row in load("results_sweep.json")
    ]
    return table(head, rows)


def startup() -> str:
    """Return the table of what a first run takes before it solves."""
    rows = [(row["what"], f"{row['seconds']:.2f}", f"{row['cpu_seconds']:.2f}") for row in load("results_startup.json")]
    return table(("What", CLOCK, PROCESSOR), rows)


def picture() -> str:
    """Return the picture: seconds of the processor against hours, and against years, with lines through the origin."""
    found = {row["case"]: row for row in load("results.json") if row["tool"] == "firmwatt"}
    panels = (("hours of one chain", HOURS_OF_GROWTH, 0), ("years of 8760 hours, a chain each", YEARS_OF_GROWTH, 1))
    half = WIDTH // 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        'font-size="12" role="img" aria-label="Seconds of the processor grow in proportion to hours and to years">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for number, (label, cases, axis) in enumerate(panels):
        points = [(_size(case)[axis], found[case]["cpu_seconds"]) for case in cases if case in found]
        parts += _panel(number * half, label, points)
    return "\n".join([*parts, "</svg>\n"])


def _panel(left: int, label: str, points: list[tuple[float, float]]) -> list[str]:
    width, bottom = WIDTH // 2 - MARGIN - 20, HEIGHT - MARGIN
    x, y = np.array(points).T
    slope = float(x @ y / (x @ x))
    most = 1.05 * max(float(y.max()), slope * float(x.max()))

    def place(at: float, seconds: float) -> tuple[float, float]:
        return left + MARGIN + width * at / float(x.max()), bottom - (bottom - 24) * seconds / most

    end = place(float(x.max()), slope * float(x.max()))
    start = place(0.0, 0.0)
    parts = [
        f'<path d="M{start[0]:.1f} 24V{bottom}H{start[0] + width:.1f}" fill="none" stroke="{GREY}"/>',
        f'<path d="M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}" stroke="{GREY}" stroke-dasharray="4 3"/>',
        f'<text x="{start[0] + width / 2:.1f}" y="{HEIGHT - 12}" text-anchor="middle">{label}</text>',
        f'<text x="{left + 14}" y="16">seconds of the processor</text>',
    ]
    for at, seconds in points:
        across, up = place(at, seconds)
        parts += [
            f'<circle cx="{across:.1f}" cy="{up:.1f}" r="4" fill="{BLUE}"/>',
            f'<text x="{across:.1f}" y="{up - 9:.1f}" text-anchor="end" fill="{BLUE}">{seconds:.2f}</text>',
            f'<text x="{across:.1f}" y="{bottom + 16}" text-anchor="middle">{at:g}</text>',
        ]
    return parts


def page(text: str) -> str:
    """Return the page with the blocks between its marks written anew."""
    for name, block in {"measured": measured(), "growth": growth(), "sweep": sweep(), "startup": startup()}.items():
        mark = re.compile(rf"(<!-- figures: {name} -->\n).*?(\n<!-- end of {name} -->)", re.DOTALL)
        if not mark.search(text):
            raise SystemExit(f"{PAGE}: has no place for the figures {name!r}.")
        text = mark.sub(lambda found, block=block: f"{found[1]}{block}{found[2]}", text)
    return text


def main() -> None:
    """Write page and picture, or check them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if something would change")
    asked = parser.parse_args()
    before = PAGE.read_text(encoding="utf-8")
    after, drawn = page(before), picture()
    if asked.check:
        sys.exit(before != after or not PICTURE.exists() or PICTURE.read_text(encoding="utf-8") != drawn)
    PAGE.write_text(after, encoding="utf-8")
    PICTURE.write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
