"""`korea`: the built-in hours of the grid have the means of the measured ones of 2023, and a file takes their place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from firmwatt import study
from firmwatt.planning.solve import solve_plan
from firmwatt.scenario.loader import builtin_text
from firmwatt.scenario.vary import set_values
from tests.data import data_path

WORLD = "world_price_carbon_weather_2023"
REGIONS = ("korea_capital", "korea_other")


def measured() -> pd.DataFrame:
    """Return price and direct intensity of Korea's hours of 2023, in the columns of a `series_file`."""
    price = pd.read_csv(data_path(f"{WORLD}/electricity_prices/standardized/KR/2023/KR_electricity_prices_2023.csv.gz"))
    carbon = pd.read_csv(data_path(f"{WORLD}/carbon_intensity/KR/2023/KR_2023_hourly.csv.gz"))
    direct = next(name for name in carbon.columns if name.endswith("(direct)"))
    return pd.DataFrame(
        {
            "price_usd_per_mwh": price["Price (USD/MWh)"],
            "average_intensity_kg_per_mwh": carbon[direct].interpolate(limit_direction="both"),
        }
    )


def prepared(folder: Path, *settings: str) -> study.PlanInputs:
    (folder / "korea.yaml").write_text(set_values(builtin_text("korea"), settings), encoding="utf-8")
    return study.prepare(study.load(folder / "korea.yaml", resolution="3x24"))


def test_the_synthesis_has_the_means_of_the_measured_year(tmp_path: Path) -> None:
    year, series = measured(), prepared(tmp_path).grid
    for region in range(len(REGIONS)):
        price, carbon = series.price_usd_per_mwh[region, 0], series.average_intensity_kg_per_mwh[region, 0]
        assert price.mean() == pytest.approx(year["price_usd_per_mwh"].mean(), rel=1e-3)
        assert carbon.mean() == pytest.approx(year["average_intensity_kg_per_mwh"].mean(), rel=1e-3)


def test_measured_hours_take_the_place_of_the_built_in_ones(tmp_path: Path) -> None:
    year = measured()
    year.to_csv(tmp_path / "korea-2023.csv", index=False)
    inputs = prepared(tmp_path, *(f"grid.{region}.series_file=korea-2023.csv" for region in REGIONS))
    for region in range(len(REGIONS)):
        np.testing.assert_allclose(inputs.grid.price_usd_per_mwh[region, 0, 0], year["price_usd_per_mwh"])
        carbon = inputs.grid.average_intensity_kg_per_mwh[region, 0, 0]
        np.testing.assert_allclose(carbon, year["average_intensity_kg_per_mwh"])
    built_in, from_file = (study.keep_books(solve_plan(each)) for each in (prepared(tmp_path), inputs))
    in_2030 = built_in.ledger.planning_years.index(2030)
    assert from_file.ledger.scope2_location_t[:, in_2030].sum() == pytest.approx(
        built_in.ledger.scope2_location_t[:, in_2030].sum(), rel=0.1
    )
