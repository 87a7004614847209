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
    fitted_spread_mw,
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


def test_prices_in_texas_follow_the_curve_in_every_measure(ercot: Comparison) -> None:
    assert len(ercot.measured) > 8700
    assert ercot.correlation("all") > 0.63
    assert ercot.correlation("usual") > 0.75
    assert ercot.correlation("log") > 0.75
    assert ercot.correlation("rank") > 0.8
    assert ercot.correlation("month") > 0.75
    assert ercot.correlation("shape") > 0.9
    assert ercot.most_possible() < 0.72  # of a function found on the same hours


def test_what_plants_that_stand_ready_are_worth_is_fitted_to_one_number_of_another_year() -> None:
    folder = data_path("eia930_demand_22ba/ba22_2016_2024.parquet").parent.parent
    written = loader.get("grid_fleets", "ercot", "reserve_spread_mw").number
    assert written == pytest.approx(fitted_spread_mw(folder), rel=0.02)
    other_year = compare(folder, "ercot", 2023)
    assert other_year.curve.mean() == pytest.approx(other_year.measured.mean(), rel=0.02)
    # The last hour's error alone, which ERCOT publishes, explains little of what a day ahead is paid.
    assert compare(folder, "ercot", 2022, spread_mw=1305.0).correlation("all") < 0.45


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
    assert ercot.correlation("all") < ordinary.correlation("all") < ordinary.most_possible()


def test_means_are_those_measured_in_texas_to_an_eighth_and_stay_below_in_pjm(
    ercot: Comparison, pjm: Comparison
) -> None:
    # In PJM a zone's congestion, unit commitment and scarcity lift prices above the fuel of the marginal plant.
    assert ercot.curve.mean() == pytest.approx(ercot.measured.mean(), rel=0.125)
    assert 0.6 < pjm.curve.mean() / pjm.measured.mean() < 1.0


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
