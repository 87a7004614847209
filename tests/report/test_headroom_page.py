"""The page of headroom: answer, map and tables, in both languages."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.grid.demand_file import Demand
from firmwatt.grid.event_cover import Cover
from firmwatt.grid.headroom import measure_headroom
from firmwatt.report.headroom_page import headroom_answer, render_headroom, share_text
from firmwatt.timegrid import utc_stamps

LIMITS = (0.0025, 0.01)


def demand(*areas):
    wave = 1000 + 300 * np.cos(np.arange(8760) / 8760 * 4 * np.pi) + 100 * np.sin(np.arange(8760) * np.pi / 12)
    return Demand(areas, utc_stamps(2023), np.array([(at + 1) * wave for at in range(len(areas))]))


@pytest.fixture(scope="module")
def page():
    found = measure_headroom(demand("BPA", "ERCO", "PJM", "mine"), LIMITS, cover=Cover(0.25, 3.0))
    return render_headroom(found, LIMITS, "demand.csv", "ko")


def test_the_page_opens_in_the_language_asked_for(page):
    assert '<html lang="ko"' in page
    assert "Headroom for load that bends" in page
    assert "유연 부하 수용 여력" in page


def test_the_map_has_a_tile_for_every_area(page):
    assert page.count('<rect class="shade-') == 4
    for area in ("BPA", "ERCO", "PJM", "mine"):
        assert f">{area}</text>" in page


def test_tables_tell_loads_events_and_months(page):
    for name in ("loads", "events", "months"):
        assert f'<section id="{name}">' in page
    assert "Computing waits" in page
    assert "0.25\u00a0%" in page


def test_without_cover_its_columns_stay_away():
    found = measure_headroom(demand("PJM"), LIMITS)
    assert "Computing waits" not in render_headroom(found, LIMITS, "demand.csv")


def test_the_answer_names_the_areas_that_take_most():
    found = measure_headroom(demand("BPA", "ERCO", "PJM", "mine"), LIMITS)
    assert "most in mine, PJM and ERCO" in headroom_answer(found, LIMITS).en
    assert "most in" not in headroom_answer(found[:2], LIMITS).en


def test_no_digit_of_a_limit_is_lost():
    assert [share_text(share) for share in (0.0025, 0.05)] == ["0.25\u00a0%", "5\u00a0%"]
