"""Hours of the markets that answer the load."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from firmwatt.errors import InputFaults
from firmwatt.grid.balance import Sky
from firmwatt.grid.curve_series import CurveSeries, clean_output_mw, curve_series, curves_of, maintenance_factor
from firmwatt.resource.weather import site_weather
from firmwatt.scenario.case import Case
from firmwatt.scenario.supply_curve import CleanFleet
from firmwatt.timegrid import utc_stamps
from tests.data import data_path
from tests.scenario.written import case_of

CURVES = ("policy:", "grid:\n  mode: supply_curve\npolicy:")


def reacting(tmp_path: Path) -> Case:
    return case_of(tmp_path, CURVES)


def series_of(case: Case) -> CurveSeries:
    series = curve_series(case, site_weather(case))
    assert series is not None
    return series


def with_file(case: Case, path: Path, area: str = "") -> Case:
    curve = case.regions[0].curve
    assert curve is not None
    own = replace(case.regions[0], curve=replace(curve, demand_file=path, demand_area=area))
    return replace(case, regions=(own, *case.regions[1:]))


def test_background_and_clean_output_have_the_means_of_the_catalogue(tmp_path: Path) -> None:
    case = reacting(tmp_path)
    series = series_of(case)
    assert [curve.market for curve in series.curves] == [region.name for region in case.regions]
    for at, curve in enumerate(series.curves):
        assert series.background_mw[at].mean(axis=(1, 2)) == pytest.approx(curve.mean_demand_mw)
        fleet = curve.clean
        mean = [s * fleet.solar_factor + w * fleet.wind_factor + steady + hydro for s, w, steady, hydro in zip(
            fleet.solar_mw, fleet.wind_mw, fleet.steady_mw, fleet.hydro_mw, strict=True)]  # fmt: skip
        assert series.clean_mw[at].mean(axis=(1, 2)) == pytest.approx(mean, rel=0.02)
        assert (series.clean_mw[at] >= 0.0).all()
        assert series.solar_share[at].mean() == pytest.approx(fleet.solar_factor, rel=0.02)
        assert 0.0 <= series.wind_share[at].min() <= series.wind_share[at].max() <= 1.0


def test_a_price_taker_has_no_series(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    assert curve_series(case, site_weather(case)) is None
    assert curves_of(case) == ((), (-1, -1))


def test_trade_and_storage_take_up_part_of_the_swings() -> None:
    fleet = CleanFleet((100.0,), (0.0,), 0.25, 0.3, (50.0,), (0.0,), (0.0,))
    sun = np.tile([0.0, 0.5], 4380)
    output = clean_output_mw(fleet, 0, np.ones(8760), Sky(sun, sun, np.zeros(8760)))
    assert output[:2] == pytest.approx([75.0 - 0.65 * 25.0, 75.0 + 0.65 * 25.0])


def test_plants_are_mended_in_the_mild_months() -> None:
    factor = maintenance_factor()
    assert factor.mean() == pytest.approx(1.0, abs=0.005)
    assert factor[200 * 24] > 1.0 > factor[100 * 24]


def written(path: Path, columns: str, hours: int = 8760, year: int = 2023) -> Path:
    rows = [f"{stamp}:00,{60 + hour % 24},5" for hour, stamp in enumerate(utc_stamps(year)[:hours].astype(str))]
    path.write_text("\n".join([columns, *rows]), encoding="utf-8")
    return path


def test_the_users_demand_grows_from_its_own_year(tmp_path: Path) -> None:
    case = reacting(tmp_path)
    series = series_of(with_file(case, written(tmp_path / "load.csv", "time,PJM,other"), "PJM"))
    growth = (1.0 + series.curves[0].demand_growth_per_year) ** 5
    assert series.background_mw[0, 0, 0, :3] == pytest.approx([60.0 * growth, 61.0 * growth, 62.0 * growth])


@pytest.mark.parametrize(
    ("area", "hours", "message"),
    [
        ("", 8760, ":1:1: it has 2 areas and none is named. Write as `demand_area` one of: PJM, other. [FW323]"),
        ("PMJ", 8760, ":1:1 PMJ: there is no column 'PMJ'. Write as `demand_area` one of: PJM, other. [FW323]"),
        ("PJM", 8000, ": it has no whole calendar year in UTC. Give each hour of at least one. [FW323]"),
    ],
)
def test_a_demand_file_that_cannot_be_used_is_told(tmp_path: Path, area: str, hours: int, message: str) -> None:
    path = written(tmp_path / "load.csv", "time,PJM,other", hours)
    with pytest.raises(InputFaults) as caught:
        series_of(with_file(reacting(tmp_path), path, area))
    assert str(caught.value) == f"{path}{message}"


def test_measured_demand_of_the_eia_is_read(tmp_path: Path) -> None:
    path = data_path("eia930_demand_22ba/ba22_2016_2024.parquet")
    series = series_of(with_file(reacting(tmp_path), path, "PJM"))
    growth = (1.0 + series.curves[0].demand_growth_per_year) ** 4
    assert series.background_mw[0, 0, 0].mean() / growth == pytest.approx(91_400.0, rel=0.01)
