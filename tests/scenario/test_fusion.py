"""What a fusion plant keeps for itself at another gain, and what a net kilowatt costs then."""

from pathlib import Path

import pytest

from firmwatt.errors import UserError
from firmwatt.scenario.assets import SupplyAsset
from firmwatt.scenario.fusion import recirculating_power_share
from tests.scenario.written import case_of

FUSION = ("technology: gas_turbine\n", "technology: fusion\n")


def plant(folder: Path, line: str = "") -> SupplyAsset:
    return case_of(folder, FUSION, (FUSION[1], FUSION[1] + line)).supply[1]


def test_the_share_by_hand() -> None:
    # Fusion power 100 at a gain of 10: 10 of heating take 20 of electricity. Heat is 115 and 10, electricity 50 gross,
    # so heating takes 0.4. At the catalogue's gain of 25 it takes 8 of 47.6, so magnets and pumps 0.3 - 0.168 = 0.132.
    assert recirculating_power_share(25.0) == pytest.approx(0.3)
    assert recirculating_power_share(10.0) == pytest.approx(0.4 + 0.3 - 8.0 / 47.6)


def test_a_net_kilowatt_costs_more_at_a_lower_gain_and_units_are_smaller(tmp_path: Path) -> None:
    usual, low = plant(tmp_path), plant(tmp_path, "    plasma_gain: 10\n")
    factor = 0.7 / (1.0 - recirculating_power_share(10.0))
    assert factor == pytest.approx(1.495, abs=1e-3)
    assert low.overnight_cost_usd_per_kw == pytest.approx(factor * usual.overnight_cost_usd_per_kw)
    assert low.fixed_om_usd_per_kw_year == pytest.approx(factor * usual.fixed_om_usd_per_kw_year)
    assert (usual.unit_mw, low.unit_mw) == (200.0, pytest.approx(200.0 / factor))
    told = plant(tmp_path, "    plasma_gain: 10\n    overnight_cost_usd_per_kw: 5000\n")
    assert told.overnight_cost_usd_per_kw == pytest.approx(5000.0 * factor)
    assert plant(tmp_path, "    plasma_gain: 25\n").overnight_cost_usd_per_kw == usual.overnight_cost_usd_per_kw


def test_a_plant_that_sells_nothing_and_one_without_a_plasma_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        plant(tmp_path, "    plasma_gain: 4\n")
    assert str(caught.value) == (
        "supply.one/turbines.plasma_gain: at a gain of 4 the plant needs 1.02 of what it makes for itself and sells "
        "nothing. Write a larger gain, such as 10."
    )
    with pytest.raises(UserError) as caught:
        case_of(tmp_path, (FUSION[0], FUSION[0] + "    plasma_gain: 30\n"))
    assert str(caught.value) == (
        "supply.one/turbines.plasma_gain: gas_turbine has no plasma. Leave it out, or write technology: fusion."
    )
