"""Key figures of data centres by hand."""

from dataclasses import replace

import pytest

from firmwatt.accounting.views import data_centre
from firmwatt.accounting.views.data_centre import DataCentreUse

USE = DataCentreUse(
    facility_mwh=1200.0, it_mwh=1000.0, facility_with_it_mwh=1200.0, it_with_facility_mwh=1000.0, water_m3=1800.0,
    heat_reuse_mwh=120.0, guarantees_mwh=300.0, contracts_mwh=240.0, on_site_mwh=60.0, peak_it_mw=2.5,
)  # fmt: skip


def test_the_four_factors():
    assert data_centre.power_usage_effectiveness(USE) == pytest.approx(1.2)
    assert data_centre.water_usage_effectiveness_l_per_kwh(USE) == pytest.approx(1.8)
    assert data_centre.energy_reuse_factor(USE) == pytest.approx(0.1)
    assert data_centre.renewable_energy_factor(USE) == pytest.approx(0.5)
    assert data_centre.renewable_energy_factor(replace(USE, contracts_mwh=9e9)) == 1.0


def test_what_is_not_metered_has_no_factor():
    none = replace(USE, it_mwh=None, it_with_facility_mwh=0.0, water_m3=None, heat_reuse_mwh=None)
    assert data_centre.power_usage_effectiveness(none) is None
    assert data_centre.water_usage_effectiveness_l_per_kwh(none) is None
    assert data_centre.water_usage_effectiveness_l_per_kwh(replace(none, water_m3=1.0)) is None
    assert data_centre.energy_reuse_factor(none) is None
