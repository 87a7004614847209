"""Land at a site."""

import pytest

from tests.golden.kit import World, case, golden_plan, site, supply


def test_land_caps_what_stands_on_the_site() -> None:
    sun = supply("sun", land_acre_per_mw=6.0)
    turbine = supply("turbine", overnight_cost_usd_per_kw=500.0)
    plan = golden_plan(case(site(land_limit_acre=18.0), supply=(sun, turbine)), World([[10.0, 10.0]]))
    assert plan.supply_mw[:, 0] == pytest.approx([3.0, 7.0])
