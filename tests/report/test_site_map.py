"""The map of sites: true places, areas that mean megawatts, outlines that lie where the world has them."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.planning.plan import Plan
from firmwatt.report.programme import programme_gap
from firmwatt.report.site_map import HEIGHT, WIDTH, Window, _borders, site_map
from tests.report.fabricated import fabricate

ABILENE, SALINE, SEOUL = (-99.73, 32.45), (-83.78, 42.17), (126.98, 37.57)


def plan_at(*places: tuple[float, float]) -> Plan:
    plan = fabricate([f"site{k}" for k in range(len(places))]).plan
    case = plan.inputs.case
    sites = tuple(
        replace(site, longitude_deg=place[0], latitude_deg=place[1])
        for site, place in zip(case.sites, places, strict=True)
    )
    return replace(plan, inputs=replace(plan.inputs, case=replace(case, sites=sites)))


def test_sites_lie_on_the_map_north_up_and_east_right() -> None:
    plan = plan_at(ABILENE, SALINE)
    south, north = site_map(plan, programme_gap(plan), 2).marks
    assert 0 < south.x < north.x < WIDTH
    assert 0 < north.y < south.y < HEIGHT


def test_distances_are_true_at_the_middle() -> None:
    window = Window(west_deg=0.0, north_deg=60.0, pixels_per_deg=10.0, narrowing=0.5)
    x, y = window.place(np.array([2.0]), np.array([59.0]))
    assert (x[0], y[0]) == (10.0, 10.0)


def test_sites_on_three_continents_share_one_map() -> None:
    plan = plan_at(ABILENE, SEOUL, (-6.26, 53.35))
    for mark in site_map(plan, programme_gap(plan), 2).marks:
        assert mark.asked_radius < mark.x < WIDTH - mark.asked_radius
        assert mark.asked_radius < mark.y < HEIGHT - mark.asked_radius


def test_areas_are_megawatts() -> None:
    plan = plan_at(ABILENE, SALINE)
    gap = programme_gap(plan)
    gap = replace(gap, asked_mw=np.array([[100.0], [400.0]]), energised_mw=np.array([[100.0], [100.0]]))
    small, large = site_map(plan, gap, 0).marks
    assert large.asked_radius == pytest.approx(2 * small.asked_radius, abs=0.1)
    assert (small.energised_radius, large.energised_radius) == (small.asked_radius, pytest.approx(13.0, abs=0.1))
    assert (large.words.en, large.words.ko) == ("100 of 400 MW", "400 MW 중 100 MW")


def test_outlines_are_of_the_world_and_of_the_states() -> None:
    countries, states = _borders()
    extent = np.concatenate(countries)
    assert extent[:, 0].min() >= -182.0 and extent[:, 0].max() <= 191.0  # Chukotka goes on east of 180 degrees
    assert max(np.abs(np.diff(ring[:, 0])).max() for ring in countries) < 60.0  # no line runs back around the world
    korea = [ring for ring in countries if _holds(ring, *SEOUL)]
    texas = [ring for ring in states if _holds(ring, *ABILENE)]
    assert len(korea) == len(texas) == 1
    area = 0.5 * abs(np.sum(texas[0][:, 0] * np.roll(texas[0][:, 1], 1) - texas[0][:, 1] * np.roll(texas[0][:, 0], 1)))
    assert area * 111.2**2 * np.cos(np.radians(31.5)) == pytest.approx(695_662, rel=0.03)  # km², US Census Bureau


def _holds(ring: np.ndarray, x: float, y: float) -> bool:
    a, b = ring, np.roll(ring, 1, axis=0)
    crosses = (a[:, 1] > y) != (b[:, 1] > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = a[:, 0] + (y - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])
    return bool(np.count_nonzero(crosses & (at > x)) % 2)
