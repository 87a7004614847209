"""The frame: weights of hours, shares of years, the worth of a build."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from firmwatt.finance import annuity_factor
from firmwatt.planning.frame import make_frame
from tests.cases import tiny_case
from tests.golden.kit import World, case, golden_inputs, site
from tests.worlds import simple_inputs

THREE = site(asked_mw=(1.0,) * 3, firm_mw=(0.0,) * 3, curtailable_mw=(0.0,) * 3)


def test_the_hours_of_each_year_add_up_and_are_discounted() -> None:
    frame = make_frame(simple_inputs(tiny_case()))
    yearly = np.bincount(frame.year_of_chain, weights=frame.hour_weight[:, 0] * frame.inputs.time.period_hours)
    assert yearly == pytest.approx([8760.0, 8760.0])
    assert frame.hour_value[:, 0] == pytest.approx(frame.hour_weight[:, 0] * frame.present_value[frame.year_of_chain])


def test_years_since_last() -> None:
    frame = make_frame(golden_inputs(case(THREE, years=(2027, 2028, 2032)), World([[1.0, 1.0]])))
    assert frame.years_since_last.tolist() == [1.0, 1.0, 4.0]


def test_a_share_of_a_year_is_the_mean_of_its_hours() -> None:
    frame = make_frame(simple_inputs(tiny_case()))
    share = frame.inputs.time.online_share(date(2027, 7, 1))
    assert frame.yearly_share(share[None])[0] == pytest.approx([0.5, 1.0], abs=0.02)


def test_a_build_is_worth_its_annuities_inside_the_horizon() -> None:
    # Life 2 years: built in 2027 it is paid in 2027 and 2028, built in 2028 in 2028 alone (2032 lies beyond).
    asked = case(THREE, years=(2027, 2028, 2032))
    asked = replace(asked, programme=replace(asked.programme, discount_rate=0.1))
    frame = make_frame(golden_inputs(asked, World([[1.0, 1.0]])))
    annual = 500.0 * 1000 * annuity_factor(0.1, 2.0)
    value = frame.capital_value(500.0, 2.0, 0.0, np.array([0.5, 1.0, 1.0]))
    pv = 1.1 ** (2026.0 - np.array([2027, 2028, 2032]))
    assert value == pytest.approx(annual * np.array([0.5 * pv[0] + pv[1], pv[1], pv[2]]))


def test_each_draw_has_its_own_luck_with_the_grid() -> None:
    asked = tiny_case()  # its queue takes three years and a quarter from 2026 on, four and more at P90
    hedged = replace(
        asked,
        programme=replace(
            asked.programme,
            weather_years=(1, 1, 1),
            weather_probability=(0.3, 0.4, 0.3),
            connection_luck=("p10", "p50", "p90"),
        ),
    )
    frame = make_frame(simple_inputs(hedged))
    assert frame.online.connection.shape == (1, frame.inputs.time.chains, frame.inputs.time.period_hours)
    by_draw = [frame.online.connection[0, frame.inputs.time.chain_weather == draw].mean() for draw in range(3)]
    assert by_draw[0] >= by_draw[1] > by_draw[2]
    middle = make_frame(simple_inputs(asked)).online
    of_p50 = frame.inputs.time.chain_weather == 1
    assert np.array_equal(frame.online.connection[:, of_p50], middle.connection)
    assert np.array_equal(frame.online.supply[:, of_p50], middle.supply)
