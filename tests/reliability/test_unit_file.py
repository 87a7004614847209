"""Tables of units and stores, and what is said of broken ones."""

from __future__ import annotations

import pytest

from firmwatt.errors import InputFaults
from firmwatt.reliability.system import CommonCause, Store, Unit
from firmwatt.reliability.unit_file import read_causes, read_stores, read_units, read_weather_curves


def test_units_and_their_number(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text("name, mw,forced_outage_rate,mttr_hours,count\nengine,10,0.03,50,2\nturbine,45.5,0.1,31,1\n")
    assert read_units(path) == (*(Unit("engine", 10.0, 0.03, 50.0),) * 2, Unit("turbine", 45.5, 0.1, 31.0))


def test_common_causes(tmp_path):
    path, units = tmp_path / "causes.csv", tmp_path / "units.csv"
    path.write_text("name,forced_outage_rate,mttr_hours\ngas,0.002,24\n")
    units.write_text("name,mw,forced_outage_rate,mttr_hours,common_cause\na,1,0,1,gas\nb,1,0,1,\n")
    assert read_causes(path) == (CommonCause("gas", 0.002, 24.0),)
    assert [unit.cause for unit in read_units(units, read_causes(path))] == ["gas", ""]


def test_stores_of_one_row_act_as_one(tmp_path):
    path = tmp_path / "stores.csv"
    path.write_text("name,mw,mwh,charge_efficiency,discharge_efficiency,count\nbattery,5,20,0.9,0.95,2\n")
    assert read_stores(path) == (Store("battery", 10.0, 40.0, 0.9, 0.95),)


HEADER = "name,mw,forced_outage_rate,mttr_hours\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,mw\na,1\n",
         "1:1: there is no column forced_outage_rate, mttr_hours. "
         "Give the columns name, mw, forced_outage_rate, mttr_hours and, if you like, count. [FW330]"),
        (HEADER,
         "1:1: it has no rows. "
         "Give the columns name, mw, forced_outage_rate, mttr_hours and, if you like, count. [FW330]"),
        (HEADER + "a,10,3,50\nb,ten,0.1\n",
         "2:3 forced_outage_rate: '3' is not a number from 0 to 1. Correct it. [FW331]\n"
         "{path}:3:2 mw: 'ten' is not a number from 0 to 1e+06. Correct it. [FW331]\n"
         "{path}:3:4 mttr_hours: '' is not a number from 0.001 to 100000. Correct it. [FW331]"),
        (HEADER.strip() + ",count\na,10,0.1,50,2.5\n",
         "2:5 count: '2.5' is not a whole number from 1 to 100000. Correct it. [FW331]"),
    ],
)  # fmt: skip
def test_a_broken_table_is_told_by_line(tmp_path, text, message):
    path = tmp_path / "units.csv"
    path.write_text(text)
    with pytest.raises(InputFaults) as caught:
        read_units(path)
    assert str(caught.value) == f"{path}:{message.format(path=path)}"


def test_a_table_that_is_not_there(tmp_path):
    with pytest.raises(InputFaults) as caught:
        read_stores(tmp_path / "none.csv")
    assert str(caught.value) == (
        f"{tmp_path / 'none.csv'}: there is no such file. Check the path; save it as UTF-8. [FW330]"
    )


def test_curves_of_the_weather(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text("name,mw,forced_outage_rate,mttr_hours,weather_curve\na,10,0.1,50,gas_turbine\nb,5,0.1,20,\n")
    assert read_weather_curves(path) == {"a": "gas_turbine"}
    path.write_text("name,mw,forced_outage_rate,mttr_hours,weather_curve\na,10,0.1,50,gas_turbin\n")
    with pytest.raises(InputFaults, match=r":2:1 weather_curve: there is no curve 'gas_turbin'. Known: "):
        read_weather_curves(path)
