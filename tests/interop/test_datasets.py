"""Datasets carry dimensions, units and the weight of each hour."""

import numpy as np
import pytest

from firmwatt.interop.datasets import dispatch_dataset, plan_dataset, read_dataset, read_time, write_dataset
from tests.accounting.two_sites import two_site_dispatch
from tests.hand import TIME, hand_dispatch

DIMENSIONS = {"year", "weather_year", "hour", "site", "asset", "workload"}


@pytest.mark.parametrize("make", [hand_dispatch, two_site_dispatch])
def test_dimensions_are_those_of_the_contract_and_every_variable_has_a_unit(make):
    dispatch = make()
    for dataset in (plan_dataset(dispatch.plan), dispatch_dataset(dispatch)):
        assert set(dataset.sizes) <= DIMENSIONS
        assert all("units" in variable.attrs for variable in dataset.data_vars.values())
        assert not any(np.isnan(variable.to_numpy()).any() for variable in dataset.data_vars.values())


def test_units_follow_the_names():
    dispatch = hand_dispatch()
    hours, plan = dispatch_dataset(dispatch), plan_dataset(dispatch.plan)
    assert hours["generation_mw"].attrs["units"] == "MW"
    assert hours["state_of_charge_mwh"].attrs["units"] == "MWh"
    assert hours["grid_price_usd_per_mwh"].attrs["units"] == "USD/MWh"
    assert plan["wue_l_per_kwh"].attrs["units"] == "L/kWh"
    assert plan["pue"].attrs["units"] == "1"


def test_hours_weigh_what_they_stand_for():
    hours = dispatch_dataset(hand_dispatch())
    assert hours["weight_hours"].sum() == 8760
    assert hours["hour_of_year"].to_numpy().tolist() == [0, 1, 4380, 4381]
    yearly = (hours["metered_mw"] * hours["weight_hours"]).sum(["hour", "weather_year", "site"])
    assert yearly.to_numpy().tolist() == [60 * 8760.0, 60 * 8760.0]


def test_a_year_is_found_by_its_number_and_an_asset_by_its_name():
    hours = dispatch_dataset(hand_dispatch())
    gas = hours["generation_mw"].sel(asset="home/gas_turbine", year=2027, weather_year=1)
    assert gas.to_numpy().tolist() == [10.0, 10.0, 20.0, 20.0]
    assert str(hours["kind"].sel(asset="home/battery_4h").item()) == "storage"


def test_time_comes_back(tmp_path):
    write_dataset(dispatch_dataset(hand_dispatch()), tmp_path / "dispatch.nc")
    assert read_time(read_dataset(tmp_path / "dispatch.nc")) == TIME
