"""Prices by the local clock, and the demand that is billed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from firmwatt.errors import UserError
from firmwatt.grid.curve_series import CurveSeries
from firmwatt.planning.plan import PlanInputs
from firmwatt.planning.tariff import Billing, billings, local_clock, purchase_price_usd_per_mwh
from firmwatt.scenario.tariff import Tariff
from firmwatt.timegrid import FloatArray, full_year_grid
from tests.cases import tiny_case
from tests.worlds import simple_inputs

BY_MONTH = tuple(tuple(100.0 * month + hour for hour in range(24)) for month in range(1, 13))
ENERGY = (BY_MONTH, BY_MONTH, BY_MONTH)


def with_tariff(tariff: Tariff):
    case = tiny_case()
    site = case.sites[0]
    site = replace(site, time_zone="Asia/Seoul", connection=replace(site.connection, tariff=tariff))
    return simple_inputs(replace(case, sites=(site, *case.sites[1:])))


def test_each_hour_has_the_price_of_its_local_month_and_hour() -> None:
    inputs = with_tariff(Tariff("test", ENERGY, 0.0, 0.0))
    market = np.full((len(inputs.case.sites), inputs.time.chains, inputs.time.period_hours), 40.0)
    price = purchase_price_usd_per_mwh(inputs, market)
    _, month, hour = local_clock("Asia/Seoul", 2027)
    hours = np.tile(inputs.time.hour_of_year, (len(inputs.time.planning_years) * len(inputs.time.weather_years), 1))
    np.testing.assert_array_equal(price[0], 100.0 * month[hours] + hour[hours])
    assert (month[0], hour[0]) == (1, 9)
    np.testing.assert_array_equal(market, 40.0)


def one_price(usd_per_mwh: float) -> tuple[tuple[float, ...], ...]:
    return ((usd_per_mwh,) * 24,) * 12


def on_every_hour(inputs: PlanInputs) -> PlanInputs:
    time = inputs.time
    full = full_year_grid(time.planning_years, time.years_represented, time.weather_years)
    return replace(inputs, time=full)


def test_weekends_have_prices_of_their_own_and_a_relief_that_ends() -> None:
    energy = (one_price(70.0), one_price(60.0), one_price(50.0))
    relief = (one_price(0.0), one_price(30.0), one_price(25.0))
    tariff = Tariff("test", energy, 0.0, 0.0, relief_usd_per_mwh=relief, relief_last_year=2028)
    inputs = with_tariff(tariff)
    assert inputs.time.period_hours == 24
    short = purchase_price_usd_per_mwh(
        inputs, np.zeros((len(inputs.case.sites), inputs.time.chains, inputs.time.period_hours))
    )
    inputs = on_every_hour(inputs)
    price = purchase_price_usd_per_mwh(inputs, np.zeros((len(inputs.case.sites), inputs.time.chains, 8760)))[0]
    for year, by_hour in zip(inputs.time.planning_years, price, strict=True):
        day, _, _ = local_clock("Asia/Seoul", year)
        weekend = (30.0, 25.0) if year <= 2028 else (60.0, 50.0)
        np.testing.assert_array_equal(by_hour, np.array([70.0, *weekend])[day])
        assert 52 * 24 <= (day == 2).sum() <= 53 * 24
    assert short[0, 0, 0] == pytest.approx((5 * 70 + 30 + 25) / 7)  # a sampled day stands for a week


def test_without_energy_prices_the_market_s_price_holds() -> None:
    inputs = with_tariff(Tariff("test", None, 1000.0, 0.85))
    market = np.full((len(inputs.case.sites), inputs.time.chains, inputs.time.period_hours), 40.0)
    assert purchase_price_usd_per_mwh(inputs, market) is market


def test_a_clock_that_changes_is_followed() -> None:
    _, month, hour = local_clock("America/Chicago", 2027)
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


def test_a_clock_knows_the_days_of_its_year() -> None:
    day, _, hour = local_clock("Asia/Seoul", 2028)  # 2028 begins on a Saturday; 29 February is left out
    assert (int(day[0]), int(hour[0]), int(day[15]), int(day[39])) == (1, 9, 2, 0)
    assert int(day[59 * 24]) == 2 + 1 - 3  # 1 March 2028, a Wednesday


def billing_of(tariff: Tariff, inputs: PlanInputs | None = None) -> Billing:
    inputs = on_every_hour(with_tariff(tariff)) if inputs is None else inputs
    online = np.ones((len(inputs.case.sites), inputs.time.chains, inputs.time.period_hours))
    return billings(inputs, online, online)[0]


def drawn_by_month(billing: Billing, by_month: dict[int, float]) -> FloatArray:
    """Return (chains, 8760) draws of 10 MW, and in some months one hour of more."""
    drawn = np.full(billing.group.shape, 10.0)
    _, month, hour = local_clock("Asia/Seoul", 2027)
    for which, mw in by_month.items():
        drawn[0, np.flatnonzero((month == which) & (hour == 12))[3]] = mw
    return drawn


@pytest.mark.parametrize(
    ("terms", "months", "billed"),
    [
        ({}, 12, [10, 10, 10, 40, 10, 10, 10, 60, 10, 10, 10, 10]),
        ({"ratchet_share": 0.5}, 12, [30, 30, 30, 40, 30, 30, 30, 60, 30, 30, 30, 30]),
        ({"ratchet_share": 1.0}, 1, [60]),
        ({"ratchet_share": 1.0, "ratchet_months": (1, 2, 7, 9, 12)}, 8, [10, 10, 40, 10, 10, 60, 10, 10]),
        ({"ratchet_share": 1.0, "ratchet_months": (1, 2, 7, 8, 9, 12)}, 7, [60] * 7),
        ({"least_billed_share": 0.8}, 12, [40, 40, 40, 40, 40, 40, 40, 60, 40, 40, 40, 40]),
    ],
)
def test_months_are_billed_by_their_own_draw_and_what_they_look_back_on(
    terms: dict[str, Any], months: int, billed: list[float]
) -> None:
    # 10 MW, 40 in April and 60 in August; 50 MW are connected.
    billing = billing_of(Tariff(**{"name": "test", "energy_usd_per_mwh": None, "least_billed_share": 0.0, **terms,
                                   "demand_charge_usd_per_mw_year": 1200.0}))  # fmt: skip
    time = on_every_hour(with_tariff(billing.tariff)).time
    highest = billing.highest_draw_mw(time, drawn_by_month(billing, {4: 40.0, 8: 60.0}))
    found = billing.billed_mw(highest, np.full(highest.shape, 50.0))[0]
    assert len(billing.months) == months
    np.testing.assert_allclose(found, billed)
    np.testing.assert_allclose(billing.charge_usd_per_mw.sum(axis=1), 1200.0)


def test_hours_that_do_not_count_set_no_demand() -> None:
    night = tuple(tuple(hour >= 8 for hour in range(24)) for _ in range(12))
    none = ((False,) * 24,) * 12
    billing = billing_of(Tariff("test", None, 1200.0, 0.0, counted_hours=(night, night, none)))
    day, _, hour = local_clock("Asia/Seoul", 2027)
    np.testing.assert_array_equal(billing.counts[0], (day != 2) & (hour >= 8))
    time = on_every_hour(with_tariff(billing.tariff)).time
    highest = billing.highest_draw_mw(time, np.where(billing.counts, 5.0, 50.0))
    np.testing.assert_array_equal(highest, 5.0)


def test_sampled_periods_stand_for_the_months_without_one() -> None:
    inputs = with_tariff(Tariff("test", None, 1200.0, 0.0, ratchet_share=1.0, ratchet_months=(7,)))
    time = replace(
        inputs.time, period_start_hour=(24 * 40, 24 * 220), period_hours=24, period_block_hours=(4380, 4380),
        period_block_start=(0, 4380),
    )  # fmt: skip
    billing = billing_of(inputs.case.sites[0].connection.tariff, replace(inputs, time=time))
    assert billing.months == ((1, 2, 3, 4, 5, 6), (7, 8, 9, 10, 11, 12))  # days of February and August
    assert billing.labels == ("1+2+3+4+5+6", "7+8+9+10+11+12")
    np.testing.assert_array_equal(billing.ratchets, [False, True])
    np.testing.assert_allclose(billing.charge_usd_per_mw, 600.0)
