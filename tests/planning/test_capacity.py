"""Vintages stand for their life."""

import numpy as np
import pytest

from firmwatt.lp.solve import solve
from firmwatt.planning.capacity import CapacityTerms, add_capacity
from firmwatt.planning.frame import make_frame
from tests.golden.kit import World, case, golden_inputs, site


def test_installed_is_what_was_built_within_a_life() -> None:
    home = site(asked_mw=(1.0,) * 3, firm_mw=(0.0,) * 3, curtailable_mw=(0.0,) * 3)
    frame = make_frame(golden_inputs(case(home, years=(2027, 2028, 2030)), World([[1.0, 1.0]])))
    terms = CapacityTerms(
        names=("x",),
        dim="asset",
        existing=np.array([2.0]),
        lifetime_years=np.array([2.0]),
        build_value_usd=np.array([[1.0, 0.9, 0.8]]),
        standing_value_usd=np.zeros((1, 3)),
        build_upper=100.0,
        installed_lower=np.array([[5.0, 7.0, 4.0]]),
    )
    columns = add_capacity(frame, "x_mw", terms)
    point = solve(frame.builder.build()).primal
    assert point is not None
    # 3 MW in 2027, 2 more in 2028; both are gone by 2030, so 2 MW are built again on top of the 2 that always stand.
    assert point[columns.build[0]] == pytest.approx([3.0, 2.0, 2.0], abs=1e-6)
    assert point[columns.installed[0]] == pytest.approx([5.0, 7.0, 4.0], abs=1e-6)
