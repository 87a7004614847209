"""What meters measure: by a column, by their names, or load."""

import numpy as np
import pytest

from firmwatt.accounting.metered.readings import kind_by_name, read_readings
from firmwatt.errors import InputFaults
from tests.accounting.meter_files import stamps, write_csv


def _file(tmp_path, **columns):
    rows = max(len(values) for values in columns.values())
    return write_csv(
        tmp_path / "m.csv", {"timestamp": stamps("2025-01-01", rows), "energy_kwh": [1.0] * rows, **columns}
    )


def test_kinds_by_name_and_by_column(tmp_path):
    path = _file(tmp_path, meter=["it_a", "hall", "water_m3", "gas"], kind=[None, None, None, "fuel"],
                 source=[None, None, None, "gas_engine"])  # fmt: skip
    found = read_readings(path, None)
    assert [(m.name, m.kind, m.known_by) for m in found.meters] == [
        ("it_a", "it", "name"), ("hall", "load", "default"), ("water_m3", "water_m3", "name"),
        ("gas", "fuel", "column"),
    ]  # fmt: skip
    assert found.meters[3].source == "gas_engine"
    assert [f.message for f in found.findings] == ["By their names: it_a is it, water_m3 is water_m3."]


def test_names_that_only_look_alike_are_load():
    assert [kind_by_name(name) for name in ("italy", "water_pumps", "gasworks", "iteration_1")] == [None] * 4
    assert [kind_by_name(name) for name in ("IT", "on-site-solar", "heat_reuse_1", "fuel_gas")] == [
        "it", "on_site_generation", "heat_reuse", "fuel",
    ]  # fmt: skip


def test_words_of_the_column_kind(tmp_path):
    path = _file(tmp_path, meter=["a", "b", "c", "d"], kind=["facility", "Water", "gas", "heat"],
                 source=[None, None, "gas", None])  # fmt: skip
    assert [m.kind for m in read_readings(path, None).meters] == ["load", "water_m3", "fuel", "heat_reuse"]


def test_a_source_may_stand_in_the_name(tmp_path):
    found = read_readings(_file(tmp_path, meter=["on_site_solar_roof", "fuel_gas_engine_2"]), None)
    assert [m.source for m in found.meters] == ["solar", "gas_engine"]


def test_water_takes_its_own_column(tmp_path):
    found = read_readings(_file(tmp_path, meter=["water_m3", "dc"], volume_m3=[7.0, None]), None)
    assert found.amount.tolist() == [7.0, 1.0]


def test_an_empty_cell_is_a_gap(tmp_path):
    path = write_csv(
        tmp_path / "m.csv", {"timestamp": stamps("2025-01-01", 2), "meter": ["a", "a"], "energy_kwh": [1, None]}
    )
    assert np.isnan(read_readings(path, None).amount[1])


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"meter": ["a"], "kind": ["lode"]}, "m.csv:2:1 kind: 'lode' is unknown. Nearest: load. [FW654]"),
        ({"meter": ["a", None]}, "m.csv:3:1 meter: it is empty. Name the meter. [FW654]"),
        (
            {"meter": ["a", "a"], "kind": ["load", "it"]},
            "m.csv:3:1 kind: the meter 'a' is 'it' here and 'load' before. Give a meter one, or two names. [FW654]",
        ),
        (
            {"meter": ["a"], "kind": ["fuel"], "source": ["gaz"]},
            "m.csv:2:1 source: 'gaz' is unknown. Nearest: gas. [FW654]",
        ),
        (
            {"meter": ["on_site_1"]},
            "m.csv:2:1 source: the meter 'on_site_1' of on_site_generation has no source. Add the column source. "
            "Known: solar, wind,",
        ),
    ],
)
def test_messages(tmp_path, columns, message):
    with pytest.raises(InputFaults) as raised:
        read_readings(_file(tmp_path, **columns), None)
    assert message in str(raised.value)


def test_unknown_columns_are_told(tmp_path):
    found = read_readings(_file(tmp_path, meter=["a"], colour=["red"]), None)
    assert found.findings[0].message == "The columns colour are not known."
