"""What cannot be believed is found, counted, told, and treated by the rule that was chosen."""

import numpy as np
import pytest

from firmwatt.accounting.account import Treatments
from firmwatt.accounting.metered.quality import clean_hours
from firmwatt.accounting.metered.readings import read_readings
from firmwatt.accounting.metered.series import sum_by_hour
from firmwatt.errors import UserError
from tests.accounting.meter_files import stamps, write_csv, write_meters

MONTH = 31 * 24


def _wave(hours: int, level: float = 1000.0) -> np.ndarray:
    return np.round(level * (1.0 + 0.2 * np.sin(np.arange(hours) / 3.7)), 3)


def _clean(path, **treatments):
    chosen = Treatments(**treatments)
    return clean_hours(sum_by_hour(read_readings(path, None), chosen), chosen, "m.csv")


def _without(path, values, missing):
    kept = [at for at in range(len(values)) if at not in missing]
    times = stamps("2025-01-01", len(values))
    return write_csv(
        path,
        {
            "timestamp": [times[at] for at in kept],
            "meter": ["a"] * len(kept),
            "energy_kwh": [values[at] for at in kept],
        },
    )


def test_clean_data_are_left_alone(tmp_path):
    found = _clean(write_meters(tmp_path / "m.csv", {"a": _wave(200)}))
    np.testing.assert_allclose(found.amount[0], _wave(200))
    assert found.is_known.all()
    assert found.findings == ()


def test_a_missing_month_is_left_out_and_counted(tmp_path):
    values = _wave(3 * MONTH)
    missing = set(range(MONTH, 2 * MONTH))
    found = _clean(_without(tmp_path / "m.csv", values, missing))
    assert int((~found.is_known).sum()) == MONTH
    assert found.amount[0, MONTH : 2 * MONTH].sum() == 0.0
    (gap,) = found.findings
    assert (gap.kind, gap.count, gap.treatment) == ("gap", MONTH, "Left out and counted.")
    assert gap.message == f"{MONTH} hours are missing or incomplete, in 1 gaps, the longest {MONTH} hours."


def test_gaps_in_a_straight_line(tmp_path):
    found = _clean(_without(tmp_path / "m.csv", [10.0, 10.0, 0.0, 0.0, 40.0], {2, 3}), gaps="interpolate")
    assert found.amount[0].tolist() == [10.0, 10.0, 20.0, 30.0, 40.0]
    assert found.is_known.all()


def test_gaps_from_another_week(tmp_path):
    values = np.arange(400.0) + 1.0
    found = _clean(_without(tmp_path / "m.csv", values, {10, 200, 201, 34}), gaps="previous_week")
    assert found.amount[0, [10, 200, 201]].tolist() == [10 + 168 + 1, 200 - 168 + 1, 201 - 168 + 1]
    assert found.findings[0].treatment == "4 filled with the same hour a week before or after, 0 left out."


def test_the_longest_of_several_gaps(tmp_path):
    found = _clean(_without(tmp_path / "m.csv", _wave(100), {5, 40, 41, 42, 90}))
    assert found.findings[0].message == "5 hours are missing or incomplete, in 3 gaps, the longest 3 hours."


def test_refused_gaps(tmp_path):
    with pytest.raises(UserError) as raised:
        _clean(_without(tmp_path / "m.csv", _wave(10), {5}), gaps="refuse")
    assert str(raised.value) == (
        "m.csv: a: 1 hours are missing or incomplete, in 1 gaps, the longest 1 hours. "
        "Correct the file, or choose another treatment of it."
    )


@pytest.mark.parametrize(("rule", "share"), [("keep", 1e-3), ("rescale", 1.0), ("gap", 0.0)])
def test_a_month_in_megawatts(tmp_path, rule, share):
    values = _wave(4 * MONTH)
    wrong = values.copy()
    wrong[MONTH : 2 * MONTH] /= 1000.0
    found = _clean(write_meters(tmp_path / "m.csv", {"a": wrong}), unit_jumps=rule)
    np.testing.assert_allclose(
        found.amount[0, MONTH : 2 * MONTH].sum(), share * values[MONTH : 2 * MONTH].sum(), rtol=1e-4
    )
    jump = next(f for f in found.findings if f.kind == "unit_jump")
    assert jump.count == MONTH
    assert jump.message == f"{MONTH} of {4 * MONTH} hours lie about 1,000 times below the meter's middle: another unit?"


def test_two_meters_swapped_in_unit(tmp_path):
    found = _clean(write_meters(tmp_path / "m.csv", {"a": _wave(100), "b": _wave(100, 0.9)}))
    assert [(f.kind, f.where) for f in found.findings] == [("unit_swap", "m.csv: b")]
    assert "a factor of about 1,000" in found.findings[0].message


def test_one_of_many_in_another_unit(tmp_path):
    meters = {"a": _wave(50), "b": _wave(50, 700.0), "c": _wave(50, 1.1e6)}
    found = _clean(write_meters(tmp_path / "m.csv", meters))
    assert [(f.kind, f.where) for f in found.findings if f.kind == "unit_swap"] == [("unit_swap", "m.csv: c")]


def test_values_that_stand_still(tmp_path):
    values = _wave(200)
    values[50:80] = 777.0
    path = write_meters(tmp_path / "m.csv", {"a": values})
    found = _clean(path)
    assert [(f.kind, f.count, f.message) for f in found.findings] == [
        ("stuck", 30, "1 runs of one value last a day or more, 30 hours in all.")
    ]
    assert int((~_clean(path, stuck="gap").is_known).sum()) == 30


def test_a_flat_load_is_constant_not_stuck(tmp_path):
    found = _clean(write_meters(tmp_path / "m.csv", {"a": [100.0] * 48}))
    assert [(f.kind, f.message) for f in found.findings] == [("constant", "All 48 hours read 100 kWh.")]


def test_a_meter_that_comes_later(tmp_path):
    rows = {"timestamp": [*stamps("2025-01-01", 4), *stamps("2025-01-01T02", 2)], "meter": ["a"] * 4 + ["b"] * 2,
            "energy_kwh": [1, 2, 3, 4, 5, 6]}  # fmt: skip
    found = _clean(write_csv(tmp_path / "m.csv", rows))
    assert [(f.kind, f.where, f.count) for f in found.findings] == [("partial_period", "m.csv: b", 2)]


def test_a_sum_among_its_parts_and_it_above_the_facility(tmp_path):
    meters = {"a": [1.0, 2.0], "b": [3.0, 5.0], "all": [4.0, 7.0], "it_x": [20.0, 1.0]}
    found = _clean(write_meters(tmp_path / "m.csv", meters))
    assert [(f.kind, f.where, f.count) for f in found.findings] == [
        ("counted_twice", "m.csv: all", 1), ("it_above_facility", "m.csv", 1),
    ]  # fmt: skip
