"""The pipeline limits gas on the site in every hour."""

import pytest

from tests.golden.kit import World, case, column, golden_plan, site, supply


def test_pipeline_caps_gas_and_nothing_else() -> None:
    # 80 MMBtu/h feed 8 MW at 10 MMBtu/MWh; the other plant, dearer, gives the rest.
    gas = supply("gas", is_gas=True, heat_rate_mmbtu_per_mwh=10.0)
    other = supply("other", overnight_cost_usd_per_kw=300.0)
    home = site(gas_pipeline_limit_mmbtu_per_hour=80.0)
    plan = golden_plan(case(home, supply=(gas, other)), World([[10.0, 10.0]]))
    assert column(plan, "generation_mw")[0] == pytest.approx([8.0, 8.0])
    assert plan.solution.primal_objective == pytest.approx(8 * 10_000 + 2 * 30_000)
