"""The catalogue's supply curves on measured demand, beside measured prices (docs/grid.md has the table)."""

import pytest

from tests.data import data_path
from tools.grid_prices import Comparison, compare, draw, table


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


def test_prices_in_pjm_follow_the_curve_within_each_month(pjm: Comparison) -> None:
    # Between months the price of gas at the node and outages move them, which the curve of a year does not know.
    assert len(pjm.measured) > 8700
    assert pjm.correlation("month") > 0.6
    assert pjm.correlation("rank") > 0.5


def test_means_stay_below_the_measured_ones(ercot: Comparison, pjm: Comparison) -> None:
    # Scarcity, congestion and unit commitment lift prices above the fuel of the marginal plant.
    for each in (ercot, pjm):
        assert 0.6 < each.curve.mean() / each.measured.mean() < 1.0


def test_the_picture_and_the_table_tell_both(ercot: Comparison, pjm: Comparison) -> None:
    picture = draw([ercot, pjm])
    assert picture.count("<polyline") == 16
    assert table([ercot, pjm]).count("\n") == 3
