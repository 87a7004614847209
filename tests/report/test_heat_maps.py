"""Month × hour maps: clocks, sampled hours spread over the year, and the books' own matching."""

import numpy as np
import pytest

from firmwatt import study
from firmwatt.accounting.books import build_ledger
from firmwatt.planning.solve import solve_plan
from firmwatt.report.heat_maps import heat_maps, month_by_hour, spread_over_year, standard_offset_hours
from tests.report.fabricated import fabricate, full_year, sampled_grid


def test_months_and_hours_land_in_their_cells() -> None:
    year = np.zeros(8760)
    year[31 * 24 + 5 : 59 * 24 : 24] = 7.0  # 05:00 UTC on each day of February
    cells = month_by_hour(year, 0)
    assert cells[1, 5] == 7.0
    assert cells.sum() == 7.0
    assert month_by_hour(year, 9)[1, 14] == 7.0


@pytest.mark.parametrize(
    ("zone", "hours"), [("UTC", 0), ("America/New_York", -5), ("Europe/Dublin", 0), ("Australia/Sydney", 10)]
)
def test_standard_offset_leaves_summer_time_out(zone: str, hours: int) -> None:
    assert standard_offset_hours(zone) == hours


def test_a_full_year_is_spread_unchanged() -> None:
    time = full_year()
    series = np.arange(2 * 8760.0).reshape(2, 8760)
    np.testing.assert_array_equal(spread_over_year(time, series, 1), series[1])


def test_sampled_hours_keep_their_hour_of_the_day() -> None:
    time = sampled_grid(years=(2027, 2030))
    hour_of_day = np.tile(time.hour_of_year % 24, (2, 1)).astype(float)
    np.testing.assert_array_equal(spread_over_year(time, hour_of_day, 0), np.arange(8760) % 24)


def test_price_map_averages_to_the_mean_price() -> None:
    dispatch = fabricate()
    price = heat_maps(dispatch, 2)[0]
    days = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    mean = (price.values.mean(axis=1) @ days) / 365
    assert mean == pytest.approx(dispatch.plan.inputs.grid.price_usd_per_mwh[0, 2].mean())


def test_matching_map_agrees_with_the_ledger() -> None:
    dispatch = fabricate(["Solo"], full_year())
    maps = {heat.name: heat for heat in heat_maps(dispatch, 1)}
    days = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])[:, None]
    load, share = maps["load"].values, maps["matching"].values / 100.0
    mean = (share * load * days).sum() / (load * days).sum()
    assert mean == pytest.approx(build_ledger(dispatch).carbon_free_share_hourly[1])


def test_maps_of_the_hours_need_whole_days() -> None:
    assert [heat.name for heat in heat_maps(fabricate(["Solo"], sampled_grid(hours=6)), 0)] == ["price", "intensity"]


def test_only_maps_of_sampled_hours_say_so() -> None:
    assert [heat.is_sampled for heat in heat_maps(fabricate(), 0)] == [False, False, True, True]
    assert not any(heat.is_sampled for heat in heat_maps(fabricate(["Solo"], full_year()), 0))


def test_prices_are_drawn_as_the_load_has_moved_them() -> None:
    case = study.load("campus", "supply_curve", "2x24")
    run = study.keep_books(solve_plan(study.prepare(case)))
    assert run.plan.markets is not None
    price = next(each for each in heat_maps(run.dispatch, 0) if each.name == "price")
    assert price.is_sampled
    prices = run.plan.markets.price_usd_per_mwh
    assert prices.min() - 1e-9 <= price.values.min() <= price.values.max() <= prices.max() + 1e-9
