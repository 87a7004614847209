"""Tables by hand."""

import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.interop.tables import all_tables
from tests.accounting.two_sites import two_site_dispatch
from tests.hand import hand_dispatch


@pytest.fixture(scope="module")
def tables():
    dispatch = hand_dispatch()
    return all_tables(dispatch, build_ledger(dispatch))


def test_cost_adds_up_to_the_ledger(tables):
    assert tables["cost"]["present_value_usd"].sum() == pytest.approx(build_ledger(hand_dispatch()).total_usd)


def test_assets_that_never_stand_are_left_out():
    dispatch = two_site_dispatch()
    table = all_tables(dispatch, build_ledger(dispatch))["capacities"]
    assert set(table["kind"]) == {"storage", "link", "connection", "computing"}
    assert table.query("kind == 'link'")["mw"].tolist() == [20.0, 20.0]


def test_hours_by_asset_and_by_site(tables):
    assets, sites = tables["hourly_asset"], tables["hourly_site"]
    assert len(assets) == 4 * 2 * 4
    gas = assets.query("asset == 'home/gas_turbine' and year == 2027")
    assert gas["generation_mw"].tolist() == [10.0, 10.0, 20.0, 20.0]
    assert gas["hour_of_year"].tolist() == [0, 1, 4380, 4381]
    assert gas["weight_hours"].tolist() == [2190.0] * 4
    assert (sites["it_mw"] * 1.25).tolist() == pytest.approx(sites["metered_mw"].tolist())


def test_lost_work_has_its_price(tables):
    assert tables["compute"]["lost_usd_per_year"].tolist() == [0.0] * 4


def test_roadmap_is_tidy(tables):
    assert tables["roadmap"].loc[0, "asset"] == "home/solar"
    assert tables["matching"]["year"].tolist() == [2027, 2030]
    assert set(tables["emissions"].columns) == {
        "site", "year", "scope1_t", "scope2_location_t", "scope2_market_t", "scope3_t",
    }  # fmt: skip
