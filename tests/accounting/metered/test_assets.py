"""Embodied carbon of chips and buildings."""

import pytest

from firmwatt.accounting.metered.assets import embodied_kg, read_assets
from firmwatt.catalog import loader
from firmwatt.errors import InputFaults
from tests.accounting.meter_files import YEAR_2025, write_csv


def _read(tmp_path, **columns):
    return read_assets(write_csv(tmp_path / "a.csv", {"asset": ["x"], "kind": ["server"], **columns})).assets[0]


def test_the_share_of_the_hours_served(tmp_path):
    server = _read(tmp_path, count=[10], embodied_kg=[1000.0], lifetime_years=[4], share=[0.5])
    assert embodied_kg(server, YEAR_2025, 8760) == pytest.approx(10 * 1000.0 / 4 * 0.5)


def test_only_hours_between_the_first_day_and_the_end_of_life(tmp_path):
    new = _read(tmp_path, embodied_kg=[1000.0], lifetime_years=[4], in_service=["2025-07-02"])
    assert embodied_kg(new, YEAR_2025, 8760) == pytest.approx(1000.0 * (8760 - 182 * 24) / (4 * 8760))
    old = _read(tmp_path, embodied_kg=[1000.0], lifetime_years=[4], in_service=["2019-01-01"])
    assert embodied_kg(old, YEAR_2025, 8760) == 0.0


def test_chips_and_lifetimes_of_the_catalogue(tmp_path):
    chip = _read(tmp_path, kind=["chip"], count=[8])
    assert chip.is_catalogued
    assert chip.embodied_kg == 8 * loader.get("serving", "default", "embodied_kg_per_chip").number
    building = _read(tmp_path, kind=["building"], embodied_kg=[5e6])
    assert building.lifetime_hours == 8760 * loader.get("compute", "default", "building_lifetime_years").number


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"kind": ["robot"], "embodied_kg": [1]},
         "kind: 'robot' is unknown. Known: chip, server, network, building, equipment. [FW654]"),
        ({}, "embodied_kg: it is empty. Write kg CO2e of making one; the catalogue knows chips only. [FW653]"),
        ({"embodied_kg": [1], "share": [1.5]}, "share: 1.5 cannot be. Write 0 to 1. [FW653]"),
        ({"embodied_kg": [1], "in_service": ["soon"]},
         "in_service: 'soon' is no date. Write one such as 2025-06-30. [FW652]"),
    ],
)  # fmt: skip
def test_messages(tmp_path, columns, message):
    with pytest.raises(InputFaults) as raised:
        _read(tmp_path, **columns)
    assert str(raised.value) == f"{tmp_path}/a.csv:2:1 {message}"
