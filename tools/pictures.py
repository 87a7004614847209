"""Take the pictures of README and docs anew, as its command lines make the pages: `python -m tools.pictures [NAME …]`.

Each page is made by the command that stands beside its picture, opened in Debian's chromium without a network, and cut
below the element that is named here.
"""

from __future__ import annotations

import argparse
import contextlib
import shlex
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import FloatRect, sync_playwright

from firmwatt.cli.app import main as firmwatt

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
WIDTH, MARGIN = 1280, 24
PICTURES: Mapping[str, tuple[tuple[str, ...], str, str]] = {
    "report": (("plan stargate --resolution 4x48 --out stargate",), "stargate/report.html", "#gap"),
    "frontier": (
        ("frontier stargate --site abilene --mw 1200 --out frontier",),
        "frontier/frontier.html",
        "#picture",
    ),
    "compare": (
        (
            "new hourly.yaml --from campus --set policy.annual_carbon_free_share=0 "
            "--set 'policy.hourly_carbon_free_share={2030: 0.5, 2035: 0.8}'",
            "plan campus --out campus",
            "plan hourly.yaml --out hourly",
            "compare campus hourly --out compare.html",
        ),
        "compare.html",
        "#pictures figure:nth-of-type(4)",
    ),
}
"""Name → command lines, page, and the element below which the picture ends."""


def main() -> None:
    """Take the pictures that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*PICTURES, []], help="all without")
    for name in parser.parse_args().names or PICTURES:
        lines, page, last = PICTURES[name]
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            for line in lines:
                with contextlib.suppress(SystemExit):
                    firmwatt(shlex.split(line))
            take(Path(page).resolve(), last, IMAGES / f"{name}.png")


def take(page: Path, last: str, image: Path) -> None:
    """Write the picture of a page down to the lower edge of an element."""
    with sync_playwright() as play:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        opened = browser.new_context(viewport={"width": WIDTH, "height": 900}, locale="en-US", offline=True).new_page()
        opened.goto(page.as_uri())
        box = opened.locator(last).first.bounding_box()
        assert box is not None, f"{page.name} has no {last}"
        clip = FloatRect(x=0, y=0, width=WIDTH, height=box["y"] + box["height"] + MARGIN)
        opened.screenshot(path=str(image), clip=clip, full_page=True)
        browser.close()


if __name__ == "__main__":
    main()
