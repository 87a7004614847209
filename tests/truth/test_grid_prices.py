"""The catalogue's supply curves on measured demand, beside measured prices (docs/grid.md has the table)."""

import numpy as np
import pytest

from firmwatt.catalog import loader
from tests.data import data_path
from tools.grid_prices import (
    ERCOT_EVENTS,
    FITTED,
    Comparison,
    closeness,
    compare,
    draw,
    fundamental_share,
    market_hours,
    table,
)


@pytest.fixture(scope="module")
def ercot() -> Comparison:
    return compare(data_path("eia930_demand_22ba/ba22_2016_2024.parquet").parent.parent, "ercot", 2022)


@pytest.fixture(scope="module")
def pjm() -> Comparison:
    return compare(data_path("eia930_demand_22ba/ba22_2016_2024.parquet").parent.parent, "pjm", 2023)


def test_prices_in_texas_follow_the_curve(ercot: Comparison) -> None:
    assert len(ercot.measured) > 8700
    assert ercot.correlation("log") > 0.7
    assert ercot.correlation("usual") > 0.6
    assert ercot.correlation("rank") > 0.75
    assert ercot.correlation("month") > 0.7
    assert ercot.correlation("shape") > 0.7


def test_the_shape_of_prices_in_pjm_and_their_order_within_each_month_follow_the_curve(pjm: Comparison) -> None:
    assert len(pjm.measured) > 8700
    assert pjm.correlation("month") > 0.6
    assert pjm.correlation("shape") > 0.7
    assert pjm.correlation("rank") > 0.55


def test_over_all_hours_no_function_of_net_load_tells_prices_in_pjm_and_events_hide_those_of_texas(
    ercot: Comparison, pjm: Comparison
) -> None:
    assert pjm.correlation("all") < pjm.most_possible() < 0.5
    ordinary = ercot.without(ERCOT_EVENTS)
    assert len(ercot.measured) - len(ordinary.measured) == 8 * 24
    assert ordinary.correlation("all") > ercot.correlation("all") + 0.05
    assert ercot.correlation("all") < 0.6 < ercot.most_possible() < ordinary.most_possible()


def test_means_stay_below_the_measured_ones(ercot: Comparison, pjm: Comparison) -> None:
    # Scarcity, congestion and unit commitment lift prices above the fuel of the marginal plant.
    for each in (ercot, pjm):
        assert 0.6 < each.curve.mean() / each.measured.mean() < 1.0


def test_the_picture_and_the_table_tell_both(ercot: Comparison, pjm: Comparison) -> None:
    picture = draw([ercot, pjm])
    assert picture.count("<polyline") == 16
    assert table([ercot, pjm]).count("\n") == 3


@pytest.mark.parametrize("market", ["pjm", "caiso"])
def test_prices_follow_their_own_hour_once_the_clock_is_set(market: str) -> None:
    folder = data_path("eia930_demand_22ba/ba22_2016_2024.parquet").parent.parent
    as_told = closeness(market_hours(folder, market, 2023, is_clock_set=False))[1]
    assert as_told + 0.4 < closeness(market_hours(folder, market, 2023))[1]


@pytest.mark.parametrize("market", FITTED)
def test_the_catalogue_says_how_closely_prices_follow_fossil_plants(market: str) -> None:
    folder = data_path("eia930_demand_22ba/ba22_2016_2024.parquet").parent.parent
    rank = np.mean([closeness(market_hours(folder, market, year))[0] for year in FITTED[market]])
    written = loader.get("regions", market, "price_fundamental_share").number
    assert written == pytest.approx(fundamental_share(float(rank)), abs=0.015)
