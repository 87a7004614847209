"""The tables add up to the figures."""

import numpy as np
import pandas as pd
import pytest

from firmwatt.accounting.account import AccountRequest
from firmwatt.accounting.account_tables import BY_ENERGY, UNALLOCATED
from firmwatt.accounting.metered_account import account_of_meters
from tests.accounting.meter_files import stamps, write_csv


@pytest.fixture
def kept(tmp_path):
    """Two regions, three meters, two months, a contract in each region, use of one consumer in half of the hours."""
    count = 40 * 24
    rng = np.random.default_rng(5)
    hours = stamps("2025-01-15", count)
    meters = {"a": "north", "b": "north", "c": "south"}
    write_csv(
        tmp_path / "m.csv",
        {"timestamp": hours * 3, "meter": [m for m in meters for _ in hours],
         "region": [r for r in meters.values() for _ in hours],
         "energy_kwh": rng.uniform(500, 1500, 3 * count).tolist()},
    )  # fmt: skip
    write_csv(
        tmp_path / "c.csv",
        {"timestamp": hours * 2, "contract": ["n"] * count + ["s"] * count,
         "source": ["wind"] * count + ["gas"] * count, "region": ["north"] * count + ["south"] * count,
         "energy_kwh": rng.uniform(0, 900, 2 * count).tolist()},
    )  # fmt: skip
    write_csv(
        tmp_path / "g.csv",
        {"timestamp": hours * 2, "region": ["north"] * count + ["south"] * count,
         "carbon_intensity_kg_per_mwh": rng.uniform(200, 600, 2 * count).tolist(),
         "residual_kg_per_mwh": rng.uniform(400, 700, 2 * count).tolist(),
         "carbon_free_share": rng.uniform(0, 1, 2 * count).tolist(), "price_usd_per_mwh": [40.0] * (2 * count)},
    )  # fmt: skip
    half = hours[: count // 2]
    write_csv(tmp_path / "u.csv", {"timestamp": half, "consumer": ["x"] * len(half), "use": [1.0] * len(half)})
    return account_of_meters(
        AccountRequest(
            tmp_path / "m.csv", contracts=tmp_path / "c.csv", grid=tmp_path / "g.csv", use=tmp_path / "u.csv"
        )
    )


COLUMNS = {
    "load_mwh": "load_mwh", "purchased_mwh": "purchased_mwh", "matched_mwh": "matched_mwh",
    "scope2_location_t": "scope2_t.location", "scope2_market_t": "scope2_t.market", "claimed_mwh": "claimed_mwh",
    "residual_carbon_t": "residual.carbon_t", "grid_losses_t": "scope3_parts_t.grid_losses",
}  # fmt: skip


@pytest.mark.parametrize("name", ["by_hour", "by_month", "by_region", "by_hour_of_day"])
def test_hours_months_and_regions_add_up(kept, name):
    for column, figure in COLUMNS.items():
        if name == "by_hour_of_day" and column not in kept.tables[name]:
            continue
        assert kept.tables[name][column].sum() == pytest.approx(kept.value(figure), rel=1e-9), column


def test_meters_and_consumers_add_up(kept):
    for name, energy in (("by_meter", "accounted_mwh"), ("by_consumer", "load_mwh")):
        table = kept.tables[name]
        assert table[energy].sum() == pytest.approx(kept.value("load_mwh"))
        for column in ("matched_mwh", "scope2_location_t", "scope2_market_t"):
            assert table[column].sum() == pytest.approx(kept.value(COLUMNS[column])), (name, column)
    consumers = kept.tables["by_consumer"]
    assert consumers["consumer"].tolist() == ["x", UNALLOCATED]
    for figure, column in BY_ENERGY.items():
        assert (column in consumers) == (kept.value(figure) is not None)
        if column in consumers:
            assert consumers[column].sum() == pytest.approx(kept.value(figure)), column


def test_instruments_add_up(kept):
    table = kept.tables["by_instrument"]
    assert table["claimed_mwh"].sum() == pytest.approx(kept.value("claimed_mwh"))
    assert table["scope2_market_t"].sum() == pytest.approx(kept.value("scope2_parts_t.contract"))
    assert table["region"].tolist() == ["north", "south"]


def test_costs_and_the_submission(kept):
    costs = kept.tables["costs"]
    assert costs["usd"].sum() == pytest.approx(kept.value("cost_usd"))
    figures = kept.tables["eu_submission"].query("annex == 'II'")
    assert figures["symbol"].tolist()[:3] == ["PD_IT", "E_DC", "E_IT"]


def test_hours_carry_the_factors_that_their_figures_were_made_with(kept):
    table = kept.tables["by_hour"]
    again = table["purchased_mwh"] * table["carbon_intensity_kg_per_mwh"] / 1000.0
    pd.testing.assert_series_equal(again, table["scope2_location_t"], check_names=False)
    assert table["time_utc"].iloc[0] == pd.Timestamp("2025-01-15")


def test_hours_of_the_day_are_local(tmp_path):
    meters = write_csv(
        tmp_path / "m.csv", {"timestamp": stamps("2025-01-01T15", 2), "meter": ["dc"] * 2, "energy_kwh": [1000, 2000]}
    )
    table = account_of_meters(AccountRequest(meters, time_zone="Asia/Seoul")).tables["by_hour_of_day"]
    assert table["hour_of_day"].tolist() == [0, 1]
    assert table["load_mwh"].tolist() == [1.0, 2.0]
