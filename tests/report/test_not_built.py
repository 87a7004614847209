"""What is not built, and what whole units change, in words."""

from dataclasses import replace

from firmwatt.planning.plan import BreakEven, UnitRepair, WholeBuild
from firmwatt.report.not_built import not_built_table, whole_units_table
from tests.report.fabricated import fabricate


def test_a_plant_that_stands_is_not_listed():
    plan = fabricate().plan
    first, second = plan.inputs.case.supply[:2]
    mw = plan.supply_mw.copy()
    mw[0], mw[1] = 0.0, 50.0
    plan = replace(
        plan,
        supply_mw=mw,
        break_even=(BreakEven(first.name, 2030, 900.0, 700.0), BreakEven(second.name, 2030, 900.0, 950.0)),
    )
    (row,) = not_built_table(plan).rows
    assert [cell.en for cell in row[1:]] == ["900 USD/kW", "700 USD/kW", "2030"]
    never = replace(plan, break_even=(BreakEven(first.name, 2030, 900.0, -5.0),))
    assert not_built_table(never).rows[0][2].en == "at no cost"


def test_whole_units_say_what_they_cost():
    plan = fabricate().plan
    assert whole_units_table(plan).rows == ()
    name = plan.inputs.case.supply[0].name
    repair = UnitRepair(2.5e6, (WholeBuild(name, 2028, 130.0, 77.0, 2),))
    table = whole_units_table(replace(plan, unit_repair=repair))
    assert table.title.en == "Whole units: USD\u00a02.5\u00a0million more than fractions"
    assert [cell.en for cell in table.rows[0][1:]] == ["2028", "130\u00a0MW", "2 × 77\u00a0MW"]
