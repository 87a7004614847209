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
