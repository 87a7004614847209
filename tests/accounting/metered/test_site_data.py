"""Facts of a data centre that no meter says."""

import pytest

from firmwatt.accounting.metered.site_data import read_site_data
from firmwatt.accounting.metered_account import account_of_meters
from firmwatt.errors import InputFaults
from tests.accounting.meter_files import request, write_csv


def site_file(folder, **facts):
    """Return a file of facts."""
    return write_csv(folder / "s.csv", {"field": list(facts), "value": list(facts.values())})


def test_numbers_and_texts(tmp_path):
    path = site_file(tmp_path, floor_area_m2="5200", refrigerants="R-32", traffic_in_exabytes="")
    found = read_site_data(path)
    assert (found.numbers, found.texts) == ({"floor_area_m2": 5200.0}, {"refrigerants": "R-32"})
    assert found.file.role == "site_data"


def test_all_faults_are_told_at_once(tmp_path):
    path = site_file(tmp_path, floor_area="1", intake_temperature_c="95", floor_area_m2="wide", cooling_degree_days=-1)
    with pytest.raises(InputFaults) as raised:
        read_site_data(path)
    assert str(raised.value) == (
        f"{path}:2:1 field: 'floor_area' is unknown. Nearest: floor_area_m2. [FW654]\n"
        f"{path}:3:1 value: '95' is no intake_temperature_c. Write a number, -20 to 60. [FW653]\n"
        f"{path}:4:1 value: 'wide' is no floor_area_m2. Write a number, 0 or more. [FW653]\n"
        f"{path}:5:1 value: '-1' is no cooling_degree_days. Write a number, 0 to 10000. [FW653]"
    )
    path = site_file(tmp_path, computer_room_area_m2=9, floor_area_m2=5)
    with pytest.raises(InputFaults) as raised:
        read_site_data(path)
    assert str(raised.value) == (
        f"{path} value: computer_room_area_m2 9 is above floor_area_m2 5. The rooms are part of the floor. [FW653]"
    )


def test_a_field_stands_once(tmp_path):
    path = write_csv(tmp_path / "s.csv", {"field": ["type", "type"], "value": ["colocation", "enterprise"]})
    with pytest.raises(InputFaults) as raised:
        read_site_data(path)
    assert str(raised.value) == f"{path}:3:1 field: 'type' stands twice. Keep one of them. [FW654]"


def test_they_come_to_the_submission(tmp_path):
    asked = request(tmp_path, [100.0] * 24, site_data=site_file(tmp_path, installed_it_power_kw=300, floor_area_m2=900))
    kept = account_of_meters(asked)
    rows = kept.tables["eu_submission"].set_index("symbol")["value"]
    assert (rows["PD_IT"], rows["S_DC"]) == (300.0, 900.0)
    (small,) = (each for each in kept.findings if each.kind == "below_threshold")
    assert small.message.startswith("Installed IT power is 300 kW, below the 500 kW of installed power")
