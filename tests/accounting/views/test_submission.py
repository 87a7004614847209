"""The table for the European database, by hand."""

from dataclasses import replace

from firmwatt.accounting.views.data_centre import DataCentreUse
from firmwatt.accounting.views.submission import submission_rows

USE = DataCentreUse(
    facility_mwh=1200.0, it_mwh=1000.0, facility_with_it_mwh=1200.0, it_with_facility_mwh=1000.0, water_m3=1800.0,
    heat_reuse_mwh=120.0, guarantees_mwh=300.0, contracts_mwh=240.0, on_site_mwh=60.0, peak_it_mw=2.5,
)  # fmt: skip


def test_it_is_in_the_units_of_the_annex():
    rows = {row.symbol: (row.value, row.unit) for row in submission_rows(USE)}
    assert rows["E_DC"] == (1.2e6, "kWh")
    assert rows["PD_IT"] == (2500.0, "kW")
    assert rows["E_RES-TOT"] == (6e5, "kWh")
    assert rows["W_IN"] == (1800.0, "m3")
    assert rows["REF"] == (0.5, "1")


def test_whatever_is_empty_says_why():
    bare = replace(USE, it_mwh=None, it_with_facility_mwh=0.0, water_m3=None, heat_reuse_mwh=None, peak_it_mw=None)
    for row in submission_rows(bare):
        assert (row.value is None and not row.text) == bool(row.reason), row
    reasons = {row.symbol or row.meaning: row.reason for row in submission_rows(bare)}
    assert reasons["S_DC"] == "--site-data has no floor_area_m2"
    assert reasons["WUE"] == "no meter of kind water_m3"
    assert reasons["PD_IT"] == ("--site-data has no installed_it_power_kw: no meter of kind it beside the facility's")
    assert reasons["types of refrigerants"] == "--site-data has no refrigerants"


def test_facts_of_the_site_take_their_places():
    rows = submission_rows(
        USE, {"installed_it_power_kw": 4000.0, "intake_temperature_c": 27.0}, {"refrigerants": "R-1234ze"}
    )
    found = {row.symbol or row.meaning: row for row in rows}
    assert (found["PD_IT"].value, found["PD_IT"].reason) == (4000.0, "")
    assert (found["T_IN"].value, found["T_IN"].unit, found["T_IN"].reason) == (27.0, "degC", "")
    assert found["types of refrigerants"].text == "R-1234ze"
    assert [row.annex for row in rows] == sorted(row.annex for row in rows)
