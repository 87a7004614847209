"""The load that certificates are set against."""

from __future__ import annotations

import pytest

from firmwatt import study
from firmwatt.errors import InputFaults, UserError
from firmwatt.planning.solve import solve_plan
from firmwatt.registry.load import load_of_meters, load_of_run
from firmwatt.timegrid import full_year_grid
from tests.cases import tiny_case
from tests.registry.books import seconds, written
from tests.report.fabricated import fabricate
from tests.worlds import simple_inputs


def test_quarter_hours_and_meters_add_up_by_hour(tmp_path):
    text = "timestamp,meter,energy_kwh\n" + "".join(
        f"2025-06-01T10:{minute:02d}Z,{meter},1.5\n" for meter in "ab" for minute in (0, 15, 30, 45)
    )
    load = load_of_meters(written(tmp_path, text + "2025-06-01T12:00Z,a,3\n"), "pjm", "campus")
    assert load.hour_s.tolist() == [seconds("2025-06-01T10:00"), seconds("2025-06-01T12:00")]
    assert load.energy_wh.tolist() == [12_000, 3_000]


def test_computers_and_plants_beside_the_load_are_not_matched_again(tmp_path):
    text = "timestamp,meter,energy_kwh\n2025-06-01T10:00Z,hall,10\n2025-06-01T10:00Z,it_hall,8\n"
    assert load_of_meters(written(tmp_path, text), "pjm", "campus").energy_wh.tolist() == [10_000]
    text = "timestamp,meter,kind,energy_kwh\n2025-06-01T10:00Z,a,load,10\n2025-06-01T10:00Z,roof,on_site_generation,3\n"
    assert load_of_meters(written(tmp_path, text), "pjm", "campus").energy_wh.tolist() == [10_000]
    with pytest.raises(InputFaults) as raised:
        load_of_meters(written(tmp_path, "timestamp,meter,energy_kwh\n2025-06-01T10:00Z,it_hall,8\n"), "pjm", "campus")
    assert str(raised.value).endswith(
        "certificates.csv:1:1 meter: no meter is a load. Give the readings of what the whole site takes. [FW601]"
    )


def test_a_reading_that_stands_twice(tmp_path):
    text = "timestamp,meter,energy_kwh\n2025-06-01T10:00Z,a,1\n2025-06-01T10:00Z,a,1\n"
    with pytest.raises(InputFaults) as raised:
        load_of_meters(written(tmp_path, text), "pjm", "campus")
    assert str(raised.value).endswith(
        "certificates.csv:3:1 timestamp: '2025-06-01T10:00Z' stands twice for the same meter. Keep one reading. [FW605]"
    )
    with pytest.raises(InputFaults, match=r"energy_kwh: the column is missing\. Add the column energy_kwh"):
        load_of_meters(written(tmp_path, "timestamp\n2025-06-01T10:00Z\n"), "pjm", "campus")


def test_a_run_of_all_hours_tells_what_each_site_bought_in_each_hour():
    full = fabricate(("north", "south"), full_year_grid((2026, 2028), (2, 1)))
    load = load_of_run(full, "south", 2028, None)
    bought = (full.import_firm_mw + full.import_curtailable_mw)[1, 1]
    assert load.beneficiary == "south"
    assert load.region == full.plan.inputs.case.sites[1].region
    assert load.energy_wh.sum() == pytest.approx(bought.sum() * 1e6, abs=8760)
    assert len(load.hour_s) == 8760
    assert load.hour_s[0] == seconds("2028-01-01")
    assert load.hour_s[-1] == seconds("2028-12-31T23:00")
    assert (seconds("2028-02-29") <= load.hour_s).sum() == 8760 - 59 * 24  # without 29 February, as in the plan
    with pytest.raises(UserError, match=r"^--site: which one is meant\? Write one of north, south\.$"):
        load_of_run(full, None, 2028, None)


@pytest.fixture(scope="module")
def dispatch():
    return study.keep_books(solve_plan(simple_inputs(tiny_case()))).dispatch


def test_a_run_of_sampled_hours_says_so(dispatch):
    with pytest.raises(UserError) as raised:
        load_of_run(dispatch, dispatch.plan.inputs.case.sites[0].name, None, None)
    assert str(raised.value) == (
        "the run looks at samples of hours or several weather years, so it does not say what is used in each hour. "
        "Plan it with `resolution: full` and one of `weather_years`."
    )


def test_unknown_sites_and_years(dispatch):
    name = dispatch.plan.inputs.case.sites[0].name
    with pytest.raises(UserError, match=rf"^--site: the run has no site 'x'. Write one of {name}"):
        load_of_run(dispatch, "x", None, None)
    with pytest.raises(UserError, match=r"^--year: 1999 is no planning year of the run. Write one of "):
        load_of_run(dispatch, name, 1999, None)
