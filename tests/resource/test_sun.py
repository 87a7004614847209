from __future__ import annotations

import numpy as np
import pytest

from firmwatt.resource.sun import split_irradiance, sun_path


def test_noon_stands_where_the_longitude_says() -> None:
    dallas, seoul = sun_path(32.8, -96.8, 130.0), sun_path(37.6, 127.0, 85.0)
    by_hour = [path.clear_ghi_w_per_m2.reshape(365, 24).mean(axis=0).argmax() for path in (dallas, seoul)]
    assert by_hour == [18, 3]


def test_the_summer_sun_stands_higher_and_the_night_is_dark() -> None:
    path = sun_path(40.0, 0.0, 0.0)
    noon = sun_path(40.0, 7.5, 0.0).zenith_deg.reshape(365, 24)[:, 11]  # 11:30 UTC is solar noon at 7.5° east
    assert noon[172] == pytest.approx(40.0 - 23.44, abs=0.3)
    assert noon[355] == pytest.approx(40.0 + 23.44, abs=0.3)
    assert path.clear_ghi_w_per_m2[path.zenith_deg > 90.0].max() == 0.0
    assert 950.0 < path.clear_ghi_w_per_m2.max() < 1100.0


def test_the_parts_make_up_the_whole() -> None:
    path = sun_path(35.2, -101.9, 1100.0)
    ghi = 0.7 * path.clear_ghi_w_per_m2
    dni, dhi = split_irradiance(ghi, path)
    assert np.all(dni >= 0.0)
    assert np.all(dhi >= 0.0)
    assert dhi + dni * np.maximum(np.cos(np.radians(path.zenith_deg)), 0.0) == pytest.approx(ghi, abs=1e-9)
