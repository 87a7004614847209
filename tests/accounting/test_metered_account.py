"""Accounts of metered data by hand: every scope, and what is left empty with its reason."""

import numpy as np
import pytest

from firmwatt.accounting.account import AccountRequest
from firmwatt.accounting.energy_source import energy_source, fuel
from firmwatt.accounting.metered.files import read_files
from firmwatt.accounting.metered_account import account_of_meters, fuel_mwh
from firmwatt.errors import UserError
from tests.accounting.meter_files import request, stamps, write_csv

DAY = 24


@pytest.fixture
def campus(tmp_path):
    """A day of 10 MW with 8 MW of IT, 2 MWh of solar at noon, a gas engine, water, heat, prices, chips and tenants."""
    hours = stamps("2025-06-01", DAY)
    meters = {
        "dc": [10_000.0] * DAY, "it_all": [8_000.0] * DAY, "on_site_solar": [0.0] * 12 + [2_000.0] + [0.0] * 11,
        "fuel_gas_engine": [500.0] * DAY, "water_m3": [12.0] * DAY, "heat_reuse": [1_000.0] * DAY,
    }  # fmt: skip
    names = [name for name in meters for _ in range(DAY)]
    write_csv(
        tmp_path / "m.csv",
        {"timestamp": hours * len(meters), "meter": names, "energy_kwh": [v for s in meters.values() for v in s]},
    )
    write_csv(
        tmp_path / "c.csv",
        {"timestamp": hours, "contract": ["ppa"] * DAY, "source": ["wind"] * DAY, "energy_kwh": [4_000.0] * DAY,
         "price_usd_per_mwh": [45.0] * DAY},
    )  # fmt: skip
    write_csv(
        tmp_path / "g.csv",
        {"timestamp": hours, "carbon_intensity_kg_per_mwh": [400.0] * DAY, "residual_kg_per_mwh": [500.0] * DAY,
         "carbon_free_share": [0.25] * DAY, "marginal_kg_per_mwh": [600.0] * DAY, "price_usd_per_mwh": [50.0] * DAY,
         "water_l_per_mwh": [1500.0] * DAY, "loss_share": [0.06] * DAY, "upstream_kg_per_mwh": [30.0] * DAY},
    )  # fmt: skip
    write_csv(
        tmp_path / "a.csv",
        {"asset": ["h100", "hall"], "kind": ["chip", "building"], "count": [1000, 1], "embodied_kg": [300, 9e6],
         "lifetime_years": [5, 25]},
    )  # fmt: skip
    write_csv(
        tmp_path / "u.csv",
        {"period": ["2025-06", "2025-06"], "consumer": ["chat", "video"], "use": [3.0, 1.0], "queries": [1e6, 1e3]},
    )
    return AccountRequest(
        tmp_path / "m.csv", contracts=tmp_path / "c.csv", grid=tmp_path / "g.csv", assets=tmp_path / "a.csv",
        use=tmp_path / "u.csv", functional_units=1e6,
    )  # fmt: skip


def test_every_figure_of_the_campus(campus):
    kept = account_of_meters(campus)
    bought, claimed = 240.0 - 2.0, 96.0
    engine, wind, solar = fuel("gas_engine"), energy_source("wind"), energy_source("solar")
    burnt = 12.0 * (
        engine.carbon_dioxide_kg_per_mwh + 28 * engine.methane_kg_per_mwh + 265 * engine.nitrous_oxide_kg_per_mwh
    )
    chips = 1000 * 300 * DAY / (5 * 8760)
    upstream = claimed * wind.upstream_kg_per_mwh + (bought - claimed) * 30 + 2 * solar.upstream_kg_per_mwh
    losses = bought * 400 * 0.06 / 0.94
    matched = 96.0 + 2.0
    expected = {
        "load_mwh": 240.0, "on_site_mwh": 2.0, "purchased_mwh": bought, "peak_mw": 10.0, "it_mwh": 192.0,
        "scope1_t": burnt / 1e3, "scope1_parts_t.methane_slip": 12 * 28 * engine.methane_kg_per_mwh / 1e3,
        "scope2_t.location": bought * 0.4, "scope2_t.market": (bought - claimed) * 0.5,
        "scope2_parts_t.contract": 0.0, "scope3_parts_t.embodied_equipment": chips / 1e3,
        "scope3_parts_t.embodied_buildings": 9e6 * DAY / (25 * 8760) / 1e3,
        "scope3_parts_t.upstream_fuel": 12 * engine.upstream_kg_per_mwh / 1e3,
        "scope3_parts_t.upstream_purchased": upstream / 1e3, "scope3_parts_t.grid_losses": losses / 1e3,
        "matched_mwh": matched, "annual_matched_mwh": matched, "cfe_score": (matched + 0.25 * (240 - matched)) / 240,
        "residual.carbon_t": (240 - matched) * 0.4, "re100_share": matched / 240,
        "consequential.avoided_by_instruments_t": 96 * 0.6, "consequential.caused_by_purchases_t": bought * 0.6,
        "pue": 1.25, "wue_l_per_kwh": 12 * 24 / 192, "erf": 0.1, "ref": matched / 240,
        "water_m3.site": 288.0, "water_m3.plants": (bought * 1500 + 2 * solar.water_l_per_mwh) / 1e3,
        "sci_g_per_unit": (bought * 400 + chips) / 1e3,
        "cost_usd": 96 * 45 + (bought - 96) * 50,
    }  # fmt: skip
    for name, value in expected.items():
        assert kept.value(name) == pytest.approx(value, rel=1e-9), name
    parts = [f.value for name, f in kept.figures.items() if name.startswith("scope3_parts_t.")]
    assert kept.value("scope3_t") == pytest.approx(sum(parts))
    assert kept.figures["scope3_t"].reason == ""


def test_tenants_and_queries_add_up(campus):
    table = account_of_meters(campus).tables["by_consumer"].set_index("consumer")
    assert table["load_mwh"].tolist() == pytest.approx([180.0, 60.0, 0.0])
    assert table.loc["chat", "wh_per_query"] == pytest.approx(180.0)
    assert table.loc["chat", "scope2_location_g_per_query"] == pytest.approx(0.75 * 238 * 0.4 * 1e6 / 1e6)
    assert table["cost_usd"].sum() == pytest.approx(96 * 45 + 142 * 50)


def test_what_is_not_there_is_left_empty_with_its_reason(tmp_path):
    kept = account_of_meters(request(tmp_path, [1000.0] * 24))
    reasons = {
        "scope1_t": "no meter of fuel and no plant on the site",
        "scope2_t.location": "the grid file has no carbon_intensity_kg_per_mwh",
        "scope2_t.market": (
            "the grid file has no factor of what nothing claims (supplier_rate or residual or average)"
        ),
        "cfe_score": "the grid file has no carbon_free_share",
        "pue": "no meter of kind it beside the facility's",
        "wue_l_per_kwh": "no meter of kind water_m3",
        "erf": "no meter of kind heat_reuse",
        "sci_g_per_unit": "no --functional-units",
        "water_m3.plants": "the grid file has no water_l_per_mwh, and no --region lends it",
        "consequential.avoided_by_instruments_t": "the grid file has no marginal_kg_per_mwh",
    }
    for name, reason in reasons.items():
        assert kept.value(name) is None, name
        assert kept.figures[name].reason == reason
    assert kept.value("scope3_t") is None
    assert kept.value("cost_usd") is None
    assert kept.value("matched_mwh") == 0.0
    assert all(f.value is not None or f.reason for f in kept.figures.values())


def test_each_figure_names_its_rule(campus):
    kept = account_of_meters(campus)
    assert kept.rule_sets == ("ghgp-2015@1", "cfe-hourly@1", "re100-2025@1", "eu-2024-1364@1", "sci-1.1@1")
    assert kept.figures["scope2_t.market"].formula.startswith("Σ_t (purchased_t")
    assert kept.figures["load_mwh"].rule == "measured"
    assert kept.steps[-6].startswith("Rule set ghgp-2015@1: GHG Protocol")


def test_a_draft_is_called_one(tmp_path):
    kept = account_of_meters(request(tmp_path, [1000.0], rules="ghgp-draft-2025"))
    assert any("It is a draft." in step for step in kept.steps)


def test_fuel_by_kind(campus):
    assert fuel_mwh(read_files(campus).clean) == {"gas_engine": 12.0}


def test_a_generator_without_a_fuel_meter_emits_by_its_output(tmp_path):
    meters = write_csv(
        tmp_path / "m.csv",
        {"timestamp": stamps("2025-01-01", 2) * 2, "meter": ["dc", "dc", "on_site_gas_turbine", "on_site_gas_turbine"],
         "energy_kwh": [1000, 1000, 400, 600]},
    )  # fmt: skip
    kept = account_of_meters(AccountRequest(meters))
    slip, nitrous_oxide = 9.717 * 0.0039 * 28, 9.717 * 0.0001 * 265
    carbon_dioxide = energy_source("gas_turbine").emission_kg_per_mwh
    assert kept.value("scope1_t") == pytest.approx((carbon_dioxide + slip + nitrous_oxide) / 1e3)
    assert kept.value("scope1_parts_t.methane_slip") == pytest.approx(slip / 1e3)


def test_what_was_taken_for_granted_is_told(tmp_path):
    contracts = write_csv(
        tmp_path / "c.csv", {"period": ["2025"], "contract": ["go"], "source": ["wind"], "energy_kwh": [9e6]}
    )
    kinds = {f.kind: f for f in account_of_meters(request(tmp_path, [1000.0] * 4, contracts=contracts)).findings}
    assert kinds["age_unknown"].treatment == "Counted as younger than 15 years."
    assert kinds["longer_period"].treatment == "Counted in full."
    assert kinds["unclaimed_instruments"].message == (
        "8996 MWh of contracts and certificates meet no purchase in their window."
    )


def test_months_cut_by_the_local_calendar(tmp_path):
    meters = write_csv(
        tmp_path / "m.csv",
        {"timestamp": stamps("2025-01-31T14", 2), "meter": ["dc"] * 2, "energy_kwh": [1000, 2000]},
    )
    table = account_of_meters(AccountRequest(meters, time_zone="Asia/Seoul")).tables["by_month"]
    assert table["month"].tolist() == ["2025-01", "2025-02"]
    assert table["load_mwh"].tolist() == [1.0, 2.0]


def test_a_day_of_summer_time_has_23_hours_and_one_of_winter_25(tmp_path):
    for day, hours in (("2025-03-30", 23), ("2025-10-26", 25)):
        clock = np.datetime64(f"{day}T00") - np.timedelta64(1 if hours == 23 else 2, "h")
        meters = write_csv(
            tmp_path / "m.csv",
            {"timestamp": [f"{clock + at}:00Z" for at in range(hours)], "meter": ["dc"] * hours,
             "energy_kwh": [1000.0] * hours},
        )  # fmt: skip
        kept = account_of_meters(AccountRequest(meters, time_zone="Europe/Berlin"))
        assert kept.value("load_mwh") == hours
        assert kept.tables["by_month"]["hours"].tolist() == [hours]


def test_a_small_data_centre_is_told_that_it_need_not_report(tmp_path):
    meters = write_csv(
        tmp_path / "m.csv",
        {"timestamp": ["2025-01-01T00:00Z"] * 2, "meter": ["dc", "it_a"], "energy_kwh": [480, 400]},
    )
    kept = account_of_meters(AccountRequest(meters))
    (found,) = [f for f in kept.findings if f.kind == "below_threshold"]
    assert found.message == (
        "The highest hourly mean of IT is 400 kW, below the 500 kW of installed power from which eu-2024-1364 asks "
        "for a report."
    )
    assert kept.value("pue") == pytest.approx(1.2)


def test_the_renewable_factor_of_data_centres_goes_by_the_year_whatever_the_rules_of_scope_2(tmp_path):
    contracts = write_csv(
        tmp_path / "c.csv", {"period": ["2025"], "contract": ["go"], "source": ["wind"], "energy_kwh": [1200.0]}
    )
    for rules in ("ghgp-2015", "ghgp-draft-2025"):
        kept = account_of_meters(request(tmp_path, [1000.0] * 2, contracts=contracts, rules=rules))
        assert kept.value("ref") == pytest.approx(0.6)


def test_a_planning_year_is_for_runs(tmp_path):
    with pytest.raises(UserError) as raised:
        account_of_meters(request(tmp_path, [1.0], year=2030))
    assert str(raised.value) == ("--year 2030 goes with a run; metered data are accounted as they are. Leave it out.")
