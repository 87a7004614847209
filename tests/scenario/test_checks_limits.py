"""Limits that contradict one another; the messages stand in `broken.py`."""

from pathlib import Path

import pytest

from firmwatt.errors import InputFaults
from tests.scenario.written import case_of

TURBINES = "    technology: gas_turbine\n"


@pytest.mark.parametrize(
    ("terms", "is_refused"),
    [
        ("minimum_load_share: 0.3\n    run_hours_limit_per_year: 2000", True),
        ("minimum_load_share: 0.3\n    availability: 0.5\n    run_hours_limit_per_year: 2000", False),
        ("run_hours_limit_per_year: 2000", False),
        ("minimum_load_share: 1", False),
    ],
)
def test_a_plant_may_not_have_to_run_longer_than_its_permit(terms: str, is_refused: bool, tmp_path: Path) -> None:
    change = (TURBINES, f"{TURBINES}    {terms}\n")
    if is_refused:
        with pytest.raises(InputFaults, match="above run_hours_limit_per_year 2000"):
            case_of(tmp_path, change)
    else:
        case_of(tmp_path, change)


def test_a_pipeline_that_may_grow_has_a_limit(tmp_path: Path) -> None:
    place, grows = "    place: dallas\n", "    gas_pipeline_expansion: {max_mmbtu_per_hour: 500}\n"
    with pytest.raises(InputFaults, match="nothing to expand"):
        case_of(tmp_path, (place, place + grows))
    case = case_of(tmp_path, (place, f"{place}    gas_pipeline_limit_mmbtu_per_hour: 0\n{grows}"))
    expansion = case.sites[1].gas_pipeline_expansion
    assert expansion is not None
    assert (expansion.max_mmbtu_per_hour, expansion.lifetime_years) == (500.0, 40.0)
    assert [(step.name, step.central_years) for step in expansion.steps] == [("permit", 0.6), ("build", 0.6)]
    assert expansion.capital_cost_usd_per_mmbtu_per_hour == pytest.approx(3600.0, rel=0.05)
