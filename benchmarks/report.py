"""How large a report is and how long a browser takes to draw it: nine planning years and eight sites.

Run it with `python benchmarks/report.py`: it plans `stargate` with an eighth site (a sample of hours;
`--all-hours` takes them all), writes the report, and opens it several times in a fresh page of Debian's chromium
without a network. The time runs from the start of the navigation to the second frame after the last chart, and
`--page FILE` measures a report that is there. The result is kept in `benchmarks/report.json`.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_suffix(".json")
TIMES = 7
SAMPLE = "4x48"
DRAWN = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done({
  milliseconds: performance.now(),
  charts: document.querySelectorAll("[data-chart] svg").length,
  elements: document.getElementsByTagName("*").length}))))"""


def eight_sites() -> str:
    """Return the text of `stargate` with its fifth site twice."""
    from copy import deepcopy

    from ruamel.yaml import YAML

    from firmwatt.scenario.loader import builtin_text

    yaml = YAML()
    tree = yaml.load(builtin_text("stargate"))
    tree["sites"].append(deepcopy(tree["sites"][4]))
    tree["sites"][-1]["name"] = "eighth"
    text = io.StringIO()
    yaml.dump(tree, text)
    return text.getvalue()


def write_page(folder: Path, *, all_hours: bool) -> Path:
    """Plan the scenario and write its report."""
    from firmwatt import study

    file = folder / "eight.yaml"
    file.write_text(eight_sites(), encoding="utf-8")
    case = study.with_solver(study.load(file, resolution="full" if all_hours else SAMPLE), "chain", 1e-4)
    page = folder / "report.html"
    page.write_text(study.report(study.plan(case)), encoding="utf-8")
    return page


def draw(page: Path) -> dict[str, Any]:
    """Return the median and the worst of several openings."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"), args=["--no-sandbox"]
        )
        found = []
        for _ in range(TIMES):
            context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
            opened = context.new_page()
            opened.goto(page.as_uri())
            found.append(opened.evaluate(DRAWN))
            context.close()
        browser.close()
    milliseconds = sorted(each["milliseconds"] for each in found)
    return {
        "draw_ms_median": round(statistics.median(milliseconds)),
        "draw_ms_worst": round(milliseconds[-1]),
        "charts": found[0]["charts"],
        "elements": found[0]["elements"],
    }


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", type=Path, help="a report that is there")
    parser.add_argument("--all-hours", action="store_true", help="plan every hour of the year")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        page = asked.page or write_page(Path(folder), all_hours=asked.all_hours)
        row = {
            "report": str(asked.page.name) if asked.page else "stargate, eight sites, nine years",
            "all_hours": asked.all_hours,
            "megabytes": round(page.stat().st_size / 1e6, 2),
            **draw(page.resolve()),
            "load": round(os.getloadavg()[0], 1),
        }
    print(json.dumps(row, indent=2))
    if asked.page is None:
        kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
        kept = [each for each in kept if each["all_hours"] != asked.all_hours]
        RESULTS.write_text(json.dumps([*kept, row], indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
