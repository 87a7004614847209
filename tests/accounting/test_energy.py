"""Energy of a year by hand, and that its balance closes."""

from dataclasses import replace

import numpy as np

from firmwatt.accounting.energy import compute_mwh, energy_mwh, region_peaks
from firmwatt.accounting.flows import read_flows
from tests.accounting.two_sites import two_site_dispatch
from tests.hand import hand_dispatch

HOUR = 2190.0


def test_every_name_by_hand():
    energy = energy_mwh(read_flows(two_site_dispatch()))
    expected = {
        "metered": 100.0, "it": 80.0, "grid_import": 50.3, "sale": 0.0, "storage_charge": 0.0,
        "storage_discharge": 0.0, "link_loss": 0.3, "generation/solar": 20.0, "curtailment/solar": 4.0,
        "generation/gas_turbine": 30.0, "contract/wind_onshore": 25.0,
    }  # fmt: skip
    assert set(energy) == set(expected)
    for name, mean_mw in expected.items():
        np.testing.assert_allclose(energy[name], 8760 * mean_mw, rtol=1e-12, err_msg=name)


def test_heat_for_others_is_told_where_there_is_any():
    dispatch = hand_dispatch()
    load = replace(dispatch.plan.inputs.load, reused_kwh_per_kwh=np.full((1, 1, 8760), 0.4))
    plan = replace(dispatch.plan, inputs=replace(dispatch.plan.inputs, load=load))
    energy = energy_mwh(read_flows(replace(dispatch, plan=plan)))
    np.testing.assert_allclose(energy["heat_reuse"], 0.4 * energy["it"], rtol=1e-12)
    assert "heat_reuse" not in energy_mwh(read_flows(dispatch))


def test_sources_less_uses_are_the_load():
    for dispatch in (hand_dispatch(), two_site_dispatch()):
        energy = energy_mwh(read_flows(dispatch))
        made = sum(value for name, value in energy.items() if name.startswith("generation/"))
        balance = made + energy["grid_import"] + energy["storage_discharge"] - energy["storage_charge"]
        np.testing.assert_allclose(balance - energy["link_loss"] - energy["sale"], energy["metered"], rtol=1e-12)


def test_computing_is_counted_by_pool():
    compute = compute_mwh(read_flows(hand_dispatch()))
    np.testing.assert_allclose(compute["served"], 8760 * np.array([[40.0, 40.0], [8.0, 8.0]]), rtol=1e-12)
    np.testing.assert_allclose(compute["arrived"], compute["served"] + compute["lost"], rtol=1e-12)


def test_peak_is_the_highest_import_and_physical_energy_counts():
    peak_mw, hour = region_peaks(read_flows(hand_dispatch()))
    assert peak_mw.tolist() == [[50.0, 35.0]]
    assert hour.tolist() == [[0, 0]]
    peak_mw, _ = region_peaks(read_flows(two_site_dispatch()))
    np.testing.assert_allclose(peak_mw, [[40.0, 40.0], [15.3, 15.3]], rtol=1e-12)


def test_peak_hour_is_an_hour_of_the_year():
    dispatch = hand_dispatch()
    dispatch.import_firm_mw[0, 1, 1] = 90.0
    _, hour = region_peaks(read_flows(dispatch))
    assert hour[0, 0] == 4381
