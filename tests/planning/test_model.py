"""The model as a whole: names, contract, size."""

import numpy as np
import pytest

from firmwatt.lp.sparse_lp import LPContractError
from firmwatt.planning.model import build_model
from tests.cases import two_site_case
from tests.golden.kit import World, case, golden_inputs, supply
from tests.worlds import simple_inputs


def test_every_hourly_column_is_bounded_so_that_the_dual_bound_is_safe() -> None:
    lp = build_model(simple_inputs(two_site_case())).lp
    assert np.isfinite(lp.col_lower).all()
    assert np.isfinite(lp.col_upper).all()


def test_names_tell_what_and_where() -> None:
    lp = build_model(simple_inputs(two_site_case())).lp
    assert lp.row_name(lp.row_block("balance").start + 25) == "balance[site=north, chain=1, hour=1]"


def test_more_committed_than_allowed_is_refused_by_name() -> None:
    asked = case(supply=(supply(max_mw=5.0, min_mw=6.0),))
    with pytest.raises(LPContractError, match=r"supply_mw\[asset=plant, year=2027\] asks for 6.0 <= … <= 5.0"):
        build_model(golden_inputs(asked, World([[1.0, 1.0]])))
