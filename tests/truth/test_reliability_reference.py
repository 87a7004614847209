"""Published adequacy: IEEE RTS-79, PRAS, the campus table, RTS-GMLC; and intervals that keep their promise."""

from __future__ import annotations

import ast
import json
import math
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from firmwatt.reliability.convolution import convolve
from firmwatt.reliability.monte_carlo import SimulationOptions, _draw, simulate
from firmwatt.reliability.outage_table import build_outage_table
from firmwatt.reliability.spare_units import add_spare_units
from firmwatt.reliability.system import Unit, one_load
from tests.data import data_path
from tests.reliability.campus import campus


@pytest.fixture(scope="module")
def references():
    return json.loads(data_path("reference_values.json").read_text())


@pytest.fixture(scope="module")
def rts79(references):
    """Return the system of IEEE RTS-79: 32 units, 52 weeks by the hour, nothing rounded."""
    case = references["rts79"]
    units = tuple(Unit("unit", unit["mw"], unit["for"], 50.0) for unit in case["units"] for _ in range(unit["n"]))
    load = []
    for week, weekly in enumerate(case["weekly_pct"], start=1):
        season = "summer_w18_30" if 18 <= week <= 30 else "spring_fall"
        hourly = case["hourly_pct"]["winter_w1_8_w44_52" if week <= 8 or week >= 44 else season]
        for day, daily in enumerate(case["daily_pct_mon_sun"]):
            shape = hourly["weekday" if day < 5 else "weekend"]
            load += [case["peak_mw"] * weekly * daily * hour / 1e6 for hour in shape]
    return one_load(units, np.array([load]))


def test_rts79_to_nine_digits(references, rts79):
    expected, found = references["rts79"]["expected"], convolve([rts79])
    assert rts79.hours == expected["hours"]
    assert sum(unit.mw for unit in rts79.units) == expected["installed_mw"]
    assert found.energy_mwh_per_year / 1000 == pytest.approx(expected["annual_energy_gwh"], rel=1e-9)
    assert found.lole_days_per_year == pytest.approx(expected["lole_days_per_yr_daily_peak"], rel=1e-9)
    assert found.lolh_hours_per_year == pytest.approx(expected["lolh_h_per_yr"], rel=1e-9)
    assert found.eue_mwh_per_year == pytest.approx(expected["eue_mwh_per_yr"], rel=1e-9)
    table = build_outage_table(rts79.units)
    assert table.loss_probability(np.array([2850.0]))[0] == pytest.approx(expected["lolp_at_peak"], rel=1e-9)


def test_rts79_drawn_agrees_with_rts79_convolved(rts79):
    """With one repair time for all units the hours' probabilities stay those of the convolution."""
    drawn = simulate([rts79], SimulationOptions(least_years=3000, most_years=3000, workers=2))
    low, high = drawn.ci95["lolh_hours_per_year"]
    assert low <= convolve([rts79]).lolh_hours_per_year <= high


def test_pras_single_node(references):
    case = references["pras_singlenode_a"]
    units = tuple(Unit("gen", mw, rate, 10.0) for mw, rate in case["gens_mw_for"])
    net = np.array([case["load_mw"]], dtype=float) - np.array(case["vg_mw"])
    found, table = convolve([one_load(units, net)]), build_outage_table(units)
    assert table.loss_probability(net[0]) == pytest.approx(case["lolp"], rel=1e-12)
    assert table.unserved_mw(net[0]) == pytest.approx(case["eue_t"], rel=1e-12)
    assert found.lolh_hours_per_year == pytest.approx(case["lole"], rel=1e-12)
    assert found.eue_mwh_per_year == pytest.approx(case["eue"], rel=1e-12)


@pytest.mark.parametrize(("units", "percent", "digits"), [(11, 95.865, 3), (13, 99.953, 3), (14, 99.9961, 4)])
def test_ten_needed_units_of_97_percent(units, percent, digits):
    assert round(100 * convolve([campus(units)]).availability, digits) == percent


def test_rts_gmlc_convolved_and_drawn_agree():
    """Dispatchable units of RTS-GMLC; the load is scaled to 0.1 days a year."""
    table = pd.read_csv(data_path("rts_gmlc/SourceData/gen.csv"))
    table = table[table["FOR"] > 0]
    units = tuple(
        Unit(str(row["GEN UID"]), float(row["PMax MW"]), float(row["FOR"]), float(row["MTTR Hr"]))
        for _, row in table.iterrows()
    )
    raw = pd.read_csv(data_path("rts_gmlc/timeseries_data_files/Load/DAY_AHEAD_regional_Load.csv"))
    shape = raw[["1", "2", "3"]].sum(axis=1).to_numpy(float)[None]
    low, high = 0.5, 2.0
    while high - low > 1e-6:
        scale = (low + high) / 2
        is_enough = convolve([one_load(units, shape * scale)]).lole_days_per_year < 0.1
        low, high = (scale, high) if is_enough else (low, scale)
    exact = convolve([one_load(units, shape * low)])
    assert exact.lole_days_per_year == pytest.approx(0.1, rel=1e-3)
    drawn = simulate([one_load(units, shape * low)], SimulationOptions(least_years=4000, most_years=4000, workers=2))
    bounds = drawn.ci95["lolh_hours_per_year"]
    assert bounds[0] <= exact.lolh_hours_per_year <= bounds[1]
    assert drawn.lole_days_per_year >= exact.lole_days_per_year * 0.8


def test_of_a_hundred_intervals_at_least_89_hold_the_exact_answer():
    system = campus(11)
    exact = convolve([system])
    held = {"lolh_hours_per_year": 0, "eue_mwh_per_year": 0}
    for seed in range(100):
        bounds = simulate([system], SimulationOptions(seed, least_years=100, most_years=100)).ci95
        for name in held:
            held[name] += bounds[name][0] <= getattr(exact, name) <= bounds[name][1]
    assert all(89 <= count <= 100 for count in held.values()), held


def test_ten_thousand_years_of_ten_units_are_near_the_exact_answer():
    options = SimulationOptions(least_years=10_000, most_years=10_000)
    drawn = simulate([campus(10, load_mw=90.0)], options)
    assert drawn.years_simulated == 10_000
    assert drawn.lolh_hours_per_year == pytest.approx(
        convolve([campus(10, load_mw=90.0)]).lolh_hours_per_year, rel=0.03
    )


@pytest.mark.parametrize(("nines", "share", "spare"), [(4.0, 0.9999, 4), (-math.log10(5e-5), 0.99995, 4)])
def test_spare_units_for_99_99_and_99_995_percent(nines, share, spare):
    """Ten of 97 % are needed: 14 give 99.9961 %, enough for both promises; 13 give 99.953 %, enough for neither."""
    system = campus(10)
    steps = add_spare_units([system], system.units[0], nines).steps
    assert (steps[-1].spare_units, steps[-1].availability >= share) == (spare, True)
    assert steps[-2].availability < 0.9999


def test_two_processes_give_the_years_of_one():
    """Each half drawn by a process of its own equals the whole drawn here."""
    script = (
        "from firmwatt.reliability.monte_carlo import SimulationOptions, _draw\n"
        "from tests.reliability.campus import campus\n"
        "print(repr(_draw([campus(10, load_mw=90.0)], SimulationOptions(7), {first}, 25).tolist()))\n"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", script.format(first=first)], stdout=subprocess.PIPE, text=True)
        for first in (0, 25)
    ]
    halves = [ast.literal_eval(each.communicate()[0]) for each in started]
    assert halves[0] + halves[1] == _draw([campus(10, load_mw=90.0)], SimulationOptions(7), 0, 50).tolist()
