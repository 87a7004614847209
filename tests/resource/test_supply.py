from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.resource.supply import offshore_speed_up, supply_availability
from firmwatt.resource.weather import site_weather
from firmwatt.scenario.assets import AvailabilityKind
from tests.cases import supply_asset, tiny_case, two_site_case


def test_each_asset_has_its_own_kind_of_availability() -> None:
    case = tiny_case()
    share = supply_availability(case, site_weather(case)).share
    assert share.shape == (len(case.supply), 1, 8760)
    solar, gas, wind = share[:, 0]
    assert gas.tolist() == [0.93] * 8760
    assert 0.15 < solar.mean() < 0.35
    assert 0.15 < wind.mean() < 0.55
    assert share.min() >= 0.0
    assert share.max() <= 1.0


def test_an_asset_stands_under_the_sky_of_its_own_site() -> None:
    case = two_site_case()
    assets = tuple(
        supply_asset(f"{name}/solar", name, availability_kind=AvailabilityKind.SOLAR) for name in ("north", "south")
    )
    case = replace(case, supply=assets)
    share = supply_availability(case, site_weather(case)).share
    assert share[1].mean() > 1.15 * share[0].mean()


def test_offshore_wind_takes_the_nearest_coast_and_blows_harder() -> None:
    site = replace(tiny_case().sites[0], place="ashburn", latitude_deg=39.0, longitude_deg=-77.5)
    assert offshore_speed_up(site) == pytest.approx(8.5 / 5.82, rel=0.02)
    case = replace(
        tiny_case(sites=(site,)),
        supply=tuple(
            supply_asset(kind.value, site.name, availability_kind=kind)
            for kind in (AvailabilityKind.WIND_ONSHORE, AvailabilityKind.WIND_OFFSHORE)
        ),
    )
    onshore, offshore = supply_availability(case, site_weather(case)).share.mean(axis=(1, 2))
    assert 0.38 < offshore < 0.55
    assert offshore > onshore


def test_weather_years_differ() -> None:
    case = tiny_case()
    years = replace(case.programme, weather_years=(1, 2), weather_probability=(0.5, 0.5))
    case = replace(case, programme=years)
    share = supply_availability(case, site_weather(case)).share
    assert share.shape[1] == 2
    assert np.abs(share[0, 0] - share[0, 1]).max() > 0.1


def test_no_availability_is_too_small_to_be_seen() -> None:
    case = tiny_case()
    share = supply_availability(case, site_weather(case)).share
    assert share[share > 0.0].min() >= 1e-6
