"""A real browser for tests of pages: Debian's chromium through Playwright, with the network blocked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

PATIENCE_MS = 180_000
"""A machine under load draws late; what a page never does still ends the test."""
PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if PROGRAM is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as play:
        words = ["--no-sandbox", "--disable-gpu"]
        browser = play.chromium.launch(executable_path=PROGRAM, args=words, timeout=PATIENCE_MS)
        yield browser
        browser.close()


@dataclass
class Seen:
    """An open page, and what it said and asked for while it was open."""

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@contextmanager
def opened(
    browser: Browser, file: Path, width: int = 1280, language: str = "en-US", fragment: str = ""
) -> Iterator[Seen]:
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=language)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    seen = Seen(page)

    def answer(route: Route) -> None:
        url = route.request.url
        if url.startswith("file:"):
            route.continue_()
        else:
            seen.requests.append(url)
            route.abort()

    page.route("**/*", answer)
    page.on("console", lambda message: seen.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.goto(file.as_uri() + fragment)
    yield seen
    context.close()


def serious_faults(page: Page) -> list[str]:
    """Return what axe finds that keeps people from reading a page: id, its help and the first element."""
    from axe_playwright_python.sync_playwright import Axe

    return [
        f"{fault['id']}: {fault['help']} ({len(fault['nodes'])}) {fault['nodes'][0]['html'][:160]}"
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
