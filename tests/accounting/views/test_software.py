"""The cases of the Software Carbon Intensity specification, as published."""

import json

import pytest

from firmwatt.accounting.views.software import embodied_share_kg, software_intensity_g
from tests.data import data_path


def _cases():
    return {case["name"]: case for case in json.loads(data_path("reference_values.json").read_text())["sci"]}


def test_the_time_share():
    case = _cases()["time share"]
    grams = embodied_share_kg(case["te_kg"], case["hours"], case["life_h"]) * 1000.0
    assert round(grams, 2) == case["expect_g"] == 28.54


def test_the_shop_of_the_specification():
    cases = _cases()
    server, database = cases["eShoppen app server"], cases["eShoppen db"]
    made = [
        embodied_share_kg(each["TE_kg"], 1.0, server["EL"], server["RR"] / server["ToR"]) for each in (server, database)
    ]
    for each, kg in zip((server, database), made, strict=True):
        assert round(kg * 1000.0, 4) == pytest.approx(each["M_g"], abs=1e-4)
        grams = software_intensity_g(each["E_kwh"] * each["I"] / 1000.0, kg, 1.0)
        # The case prints energies rounded to 0.0001 kWh, which is 0.05 g here.
        assert grams == pytest.approx(each["published_sci_g"], abs=0.05)
    total = software_intensity_g((server["E_kwh"] + database["E_kwh"]) * 0.951, sum(made), 1.0)
    assert total == pytest.approx(database["published_total_g"], abs=0.05)


def test_per_unit():
    assert software_intensity_g(1.0, 0.5, 1000.0) == 1.5
    assert software_intensity_g(1.0, 0.5, 0.0) is None
