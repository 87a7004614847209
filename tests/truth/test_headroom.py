"""Headroom of 22 US areas over nine years, against the published values and an independent search."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from firmwatt.grid.demand_file import read_demand
from firmwatt.grid.headroom import measure_headroom
from tests.data import data_path

DEMAND = "eia930_demand_22ba/ba22_2016_2024.parquet"
LIMITS = (0.0025, 0.005, 0.01, 0.05)
DIFFER_BY_CLEANING = {"PACE", "PACW", "SRP", "AZPS", "SPP", "SCP"}


@pytest.fixture(scope="module")
def measured():
    return {area.area: area for area in measure_headroom(read_demand(data_path(DEMAND)), LIMITS)}


@pytest.fixture(scope="module")
def published():
    return json.loads(data_path("reference_values.json").read_text())["norris_2025_headroom"]


def test_the_total_lies_within_three_percent(measured, published):
    total = sum(area.headroom_mw[1] for area in measured.values()) / 1000
    assert total == pytest.approx(published["total_gw"], rel=0.03)


def test_each_area_lies_within_eight_percent(measured, published):
    areas = {name: area.headroom_mw[1] / 1000 for name, area in measured.items() if name not in DIFFER_BY_CLEANING}
    assert len(areas) == 16
    assert areas == pytest.approx({name: published["ba_gw"][name] for name in areas}, rel=0.08)


def test_the_hours_lie_near_the_published_mean(measured, published):
    hours = np.mean([area.curtailment[1].hours_per_year for area in measured.values()])
    assert hours == pytest.approx(published["mean_curtailed_hours_per_year"], rel=0.08)


@pytest.mark.parametrize("name", ["PJM", "CAISO", "FPL"])
def test_a_search_written_anew_agrees(measured, name):
    """Plain bisection, month by month, on the table as pandas reads it."""
    series = pd.read_parquet(data_path(DEMAND))[name].astype(float)
    month = series.index.month
    summer, winter = {6, 7, 8}, {12, 1, 2}
    if name in {"CAISO"}:
        summer = summer | {5, 9}
    if name in {"CAISO", "FPL", "AZPS"}:
        winter = winter | {3, 11}
    highest = {
        m: series[month.isin(winter if m in {11, 12, 1, 2, 3} else summer)].max() for m in range(1, 13)
    }  # fmt: skip
    threshold = month.map(highest).to_numpy(float)
    for limit, found in zip(LIMITS, measured[name].headroom_mw, strict=True):
        low, high = 0.0, 2.0 * series.max()
        while high - low > 0.01:
            load = (low + high) / 2
            share = np.maximum(0.0, series.to_numpy() + load - threshold).sum() / (load * 8760 * 9)
            low, high = (load, high) if share <= limit else (low, load)
        assert found == pytest.approx(low, rel=0.001)
