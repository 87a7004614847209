"""Profiles that give certificates of a year or month their hours."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.metered.clock import make_calendar
from firmwatt.accounting.metered.profiles import read_profiles, spread_periods
from firmwatt.accounting.metered_account import account_of_meters
from firmwatt.errors import InputFaults
from tests.accounting.meter_files import YEAR_2025, instrument, request, stamps, write_csv

DAY = make_calendar(YEAR_2025, 24, "UTC")


def profile_file(folder, name="plant", energy=(1.0, 3.0), **columns):
    """Return the profiles of hours from the start of 2025."""
    table = {"timestamp": stamps("2025-01-01", len(energy)), "profile": [name] * len(energy), "energy_kwh": energy}
    return write_csv(folder / "p.csv", table | columns)


def test_a_period_falls_to_its_hours_as_its_plant_generated(tmp_path):
    given = read_profiles(profile_file(tmp_path), None)
    owned = instrument("wind", np.zeros(24), name="plant", periods=[(0, 2, 40.0), (2, 26, 9.0)])
    (found,), (told,) = spread_periods([owned], given, "plant", DAY)
    assert found.profiled_mwh[:3].tolist() == [10.0, 30.0, 0.0]
    assert (told.kind, told.message) == ("profile", "1 of 2 periods of plant are covered by its profile.")


def test_a_year_that_begins_before_the_account_leaves_its_share_there(tmp_path):
    given = read_profiles(profile_file(tmp_path, energy=[1.0] * 4), None)
    late = make_calendar(YEAR_2025 + 2, 24, "UTC")
    owned = instrument("wind", np.zeros(24), name="plant", periods=[(-2, 2, 40.0)])
    (found,), _ = spread_periods([owned], given, "plant", late)
    assert found.profiled_mwh.sum() == 20.0


def test_a_profile_of_the_kind_needs_a_rule_that_allows_it(tmp_path):
    given = read_profiles(profile_file(tmp_path, name="Onshore Wind"), None)
    owned = instrument("wind_onshore", np.zeros(24), name="plant", periods=[(0, 2, 40.0)])
    for allowed, is_spread in (("none", False), ("plant", False), ("kind", True)):
        (found,), _ = spread_periods([owned], given, allowed, DAY)
        assert (found.profiled_mwh is not None) == is_spread


def test_a_missing_hour_gives_no_profile(tmp_path):
    path = write_csv(
        tmp_path / "p.csv",
        {"timestamp": ["2025-01-01T00:00Z", "2025-01-01T02:00Z"], "contract": ["a", "a"], "energy_kwh": [1.0, 1.0]},
    )
    owned = instrument("wind", np.zeros(24), name="a", periods=[(0, 3, 40.0)])
    (found,), _ = spread_periods([owned], read_profiles(path, None), "plant", DAY)
    assert found.profiled_mwh.sum() == 0.0


def test_messages(tmp_path):
    with pytest.raises(InputFaults) as raised:
        read_profiles(profile_file(tmp_path, energy=[1.0, -2.0]), None)
    assert str(raised.value) == f"{tmp_path}/p.csv:3:1 energy_kwh: -2 is negative. Write a number from 0 up. [FW653]"
    with pytest.raises(InputFaults) as raised:
        read_profiles(profile_file(tmp_path, profile=["", "a"]), None)
    assert str(raised.value) == f"{tmp_path}/p.csv:2:1 profile: it is empty. Name the contract or source. [FW654]"


def test_under_the_hourly_draft_a_month_claims_by_its_profile_and_else_nothing(tmp_path):
    """Two hours of 10 MWh; 12 MWh certified for January, three quarters of it generated in the second hour."""
    hours = 31 * 24
    load = np.zeros(hours)
    load[:2] = 10_000.0
    certificates = write_csv(
        tmp_path / "go.csv", {"period": ["2025-01"], "contract": ["plant"], "source": ["wind_onshore"],
                              "energy_kwh": [12_000.0]},
    )  # fmt: skip
    grid = write_csv(tmp_path / "g.csv", {"period": ["2025"], "residual_kg_per_mwh": [500.0]})
    asked = request(tmp_path, load, certificates=certificates, grid=grid, rules="ghgp-draft-2025")
    bare = account_of_meters(asked)
    assert bare.value("claimed_mwh") == 0.0
    (told,) = (each for each in bare.findings if each.kind == "no_hour")
    assert told.message == "Certificates of a month or year have no hour under ghgp-draft-2025@2: plant."
    assert told.treatment == (
        "They claim nothing in Scope 2. A profile of the contract's own name (--profiles) gives them hours."
    )
    energy = np.zeros(hours)
    energy[:2] = [1.0, 3.0]
    spread = account_of_meters(replace(asked, profiles=profile_file(tmp_path, energy=energy)))
    assert spread.value("claimed_mwh") == pytest.approx(3.0 + 9.0)
    assert spread.value("scope2_t.market") == pytest.approx((20.0 - 12.0) * 0.5)
    yearly = account_of_meters(replace(asked, profiles=profile_file(tmp_path, energy=energy), rules="ghgp-2015"))
    assert yearly.value("scope2_t.market") == pytest.approx((20.0 - 12.0) * 0.5)
    assert not [each for each in yearly.findings if each.kind == "profile"]
