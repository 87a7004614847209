"""Prices by the local clock, and the demand that is billed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.errors import UserError
from firmwatt.grid.curve_series import CurveSeries
from firmwatt.planning.tariff import billed_demand_mw, local_clock, purchase_price_usd_per_mwh
from firmwatt.scenario.tariff import Tariff
from tests.cases import tiny_case
from tests.worlds import simple_inputs

ENERGY = tuple(tuple(100.0 * month + hour for hour in range(24)) for month in range(1, 13))


def with_tariff(tariff: Tariff):
    case = tiny_case()
    site = case.sites[0]
    site = replace(site, time_zone="Asia/Seoul", connection=replace(site.connection, tariff=tariff))
    return simple_inputs(replace(case, sites=(site, *case.sites[1:])))


def test_each_hour_has_the_price_of_its_local_month_and_hour() -> None:
    inputs = with_tariff(Tariff("test", ENERGY, 0.0, 0.0))
    market = np.full((len(inputs.case.sites), inputs.time.chains, inputs.time.period_hours), 40.0)
    price = purchase_price_usd_per_mwh(inputs, market)
    month, hour = local_clock("Asia/Seoul")
    hours = np.tile(inputs.time.hour_of_year, (len(inputs.time.planning_years) * len(inputs.time.weather_years), 1))
    np.testing.assert_array_equal(price[0], 100.0 * month[hours] + hour[hours])
    assert (month[0], hour[0]) == (1, 9)
    np.testing.assert_array_equal(market, 40.0)


def test_without_energy_prices_the_market_s_price_holds() -> None:
    inputs = with_tariff(Tariff("test", None, 1000.0, 0.85))
    market = np.full((len(inputs.case.sites), inputs.time.chains, inputs.time.period_hours), 40.0)
    assert purchase_price_usd_per_mwh(inputs, market) is market


def test_a_clock_that_changes_is_followed() -> None:
    month, hour = local_clock("America/Chicago")
    assert (int(hour[0]), int(month[0])) == (18, 12)
    assert int(hour[181 * 24]) == 19  # summer time


def test_prices_of_a_tariff_and_a_supply_curve_exclude_each_other() -> None:
    inputs = with_tariff(Tariff("test", ENERGY, 0.0, 0.0))
    empty = np.zeros((1, 1, 1, 8760))
    curves = CurveSeries((), (0,) * len(inputs.case.regions), empty, empty, empty[0], empty[0])
    with pytest.raises(UserError) as raised:
        purchase_price_usd_per_mwh(replace(inputs, curves=curves), np.zeros((1, 1, 1)))
    site = inputs.case.sites[0]
    assert str(raised.value) == (
        f"sites.{site.name}.connection.tariff: test has energy prices of its own, but the price of {site.region} "
        "follows from a supply curve. Leave the region a price-taker, or take another tariff."
    )


def test_the_highest_draw_is_billed_but_never_less_than_the_share() -> None:
    drawn, firm = np.array([[10.0, 90.0], [50.0, 50.0]]), np.full((2, 2), 100.0)
    billed = billed_demand_mw([Tariff("test", None, 1.0, 0.85), None], drawn, firm)
    np.testing.assert_array_equal(billed, [[85.0, 90.0], [0.0, 0.0]])
