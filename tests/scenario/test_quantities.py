import pytest
from pydantic import TypeAdapter, ValidationError

from firmwatt.scenario import quantities as q


@pytest.mark.parametrize("value", ["12", True, None, float("nan"), float("inf"), [1.0], -1.0, 1e7])
def test_that_only_a_number_in_range_is_megawatts(value: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(q.Megawatts).validate_python(value)


def test_that_a_value_by_year_is_a_number_or_a_mapping_of_years() -> None:
    adapter = TypeAdapter(q.MegawattsByYear)
    assert adapter.validate_python(3) == 3.0
    assert adapter.validate_python({2027: 3}) == {2027: 3.0}
    for wrong in ({}, {"2027": 3}, {1990: 3}, "3", []):
        with pytest.raises(ValidationError):
            adapter.validate_python(wrong)


def test_that_a_length_is_a_number_or_a_span() -> None:
    adapter = TypeAdapter(q.StepYears)
    assert adapter.validate_python(2) == 2.0
    assert adapter.validate_python({"low": 1, "central": 2, "high": 3}) == q.Span(low=1.0, central=2.0, high=3.0)
    with pytest.raises(ValidationError):
        adapter.validate_python({"low": 1})
