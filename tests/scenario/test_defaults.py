import pytest

from firmwatt.catalog import loader as catalog
from firmwatt.errors import UserError
from firmwatt.scenario.defaults import Defaults
from firmwatt.scenario.quantities import Span
from firmwatt.scenario.schema_assets import AssetSteps

SOLAR = ("technologies", "solar")


def test_that_a_given_value_is_kept_and_not_listed() -> None:
    defaults = Defaults(2024)
    assert defaults.number(3.0, "x", *SOLAR, "overnight_cost_usd_per_kw") == 3.0
    assert defaults.text("y", "x", *SOLAR, "fuel") == "y"
    assert not defaults.used


def test_that_a_default_is_listed_with_its_source_in_money_of_the_price_year() -> None:
    defaults = Defaults(2026)
    row = catalog.get(*SOLAR, "overnight_cost_usd_per_kw").in_price_year(2026)
    assert defaults.number(None, "supply.a.cost", *SOLAR, "overnight_cost_usd_per_kw") == row.value
    used = defaults.used["supply.a.cost"]
    assert (used.field, used.value, used.unit, used.table, used.key) == ("supply.a.cost", row.value, row.unit, *SOLAR)
    assert (used.source, used.source_year, used.confidence) == (row.source, row.source_year, row.confidence)


def test_that_an_optional_value_may_be_missing_and_another_may_not() -> None:
    defaults = Defaults(2024)
    assert defaults.optional(None, "x", *SOLAR, "no_such") is None
    with pytest.raises(UserError, match="no_such"):
        defaults.number(None, "x", *SOLAR, "no_such")


def test_that_steps_follow_one_another_and_take_spans_numbers_and_defaults() -> None:
    given = AssetSteps(permit_years=2.0, build_years=Span(low=1.0, central=2.0, high=3.0))
    steps = {
        step.name: step for step in Defaults(2024).steps(given, "x", *SOLAR, ("permit", "procure", "build", "connect"))
    }
    assert (steps["permit"].low_years, steps["permit"].high_years) == (2.0, 2.0)
    assert (steps["build"].low_years, steps["build"].central_years, steps["build"].high_years) == (1.0, 2.0, 3.0)
    assert steps["build"].after == ("permit", "procure")
    assert steps["connect"].after == ()
    assert steps["procure"].central_years == catalog.get(*SOLAR, "step_procure_years").value


def test_that_a_step_that_nobody_knows_is_left_out_also_as_a_predecessor() -> None:
    steps = Defaults(2024).steps(AssetSteps(), "x", "compute", "default", ("permit", "procure", "build"))
    assert [step.name for step in steps] == ["permit", "build"]
    assert steps[1].after == ("permit",)
