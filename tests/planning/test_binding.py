"""What binds is told in words, the dearest first."""

import pytest

from firmwatt.planning import binding
from tests.golden.kit import World, case, golden_plan, site, supply


def test_a_lead_time_that_binds_is_named_with_its_value() -> None:
    plan = golden_plan(case(supply=(supply(max_mw=5.0),)), World([[10.0, 10.0]]))
    dearest = plan.binding[0]
    assert dearest.words in (
        "No more of plant can stand in 2027.",
        "No more of plant can be built in 2027: its lead time or its build rate.",
    )
    # Half the work is lost in both hours: 8,760,000 USD for one more megawatt that costs 10,000, told once or in parts.
    assert sum(limit.value_usd for limit in plan.binding) == pytest.approx(8760 * 1000 - 10_000)
    assert dearest.unit == "MW"


def test_nothing_binds_where_everything_is_plenty() -> None:
    plan = golden_plan(case(site(firm_mw=(1000.0,))), World([[10.0, 10.0]]))
    assert plan.binding == ()


def test_swings_of_training_that_fill_the_connection_are_told() -> None:
    # 8 of 10 MW may run: each further MW of connection saves 1/1.25 MWh of lost work, less its energy, in 8,760 hours.
    plan = golden_plan(case(site(firm_mw=(10.0,))), World([[10.0, 10.0]], price=[30.0, 30.0], swing=0.25))
    told = {limit.name: limit for limit in plan.binding}["power_swing[site=a]"]
    assert told.words == "Connection and stores at a leave no more room for swings of training."
    assert told.value_usd == pytest.approx(8760 * (1000 - 30) / 1.25)


def test_the_dearest_of_each_kind_is_told_however_small_its_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binding, "MOST_LIMITS", 1)
    asked = case(site(firm_mw=(4.0,)), supply=(supply(max_mw=5.0), supply("other", max_mw=0.5)))
    kinds = [limit.name.partition("[")[0] for limit in golden_plan(asked, World([[10.0, 10.0]])).binding]
    assert "connection_firm_mw" in kinds
    assert len(kinds) == len(set(kinds)) >= 2
