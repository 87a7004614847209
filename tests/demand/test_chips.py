"""The catalogue's chips and what a kW of them costs: figures that must fit one another."""

from __future__ import annotations

import pytest

from firmwatt.catalog import loader
from firmwatt.finance import annuity_factor
from firmwatt.units import HOURS_PER_YEAR, KW_PER_MW


@pytest.mark.parametrize("chip", loader.keys("chips"))
def test_a_chip_draws_less_than_its_system_and_double_precision_halves_the_rate(chip: str) -> None:
    row = loader.group("chips", chip)
    assert 1.1 <= row["system_kw"].number * KW_PER_MW / row["tdp_w"].number <= 2.1
    if "fp8_pflops" in row:
        assert row["fp8_pflops"].number == pytest.approx(2.0 * row["bf16_pflops"].number, rel=0.03)


def test_chips_are_the_greater_part_of_it_capital() -> None:
    """Bernstein 2025: the accelerators are 39 of 58 % that compute, network and storage are of a GB200 hall."""
    chip = loader.group("chips", "gb200_nvl72")
    it_capital = loader.get("compute", "default", "it_capital_usd_per_kw")
    share = chip["price_usd"].number / chip["system_kw"].number / it_capital.number
    assert 0.6 <= share <= 0.95


def test_it_and_building_stay_below_what_stargate_spends_on_everything() -> None:
    """500 billion USD for 10 GW, power supply included."""
    compute = loader.group("compute", "default")
    together = compute["it_capital_usd_per_kw"].number + compute["building_capital_usd_per_kw"].number
    assert 30_000 <= together <= 50_000


def test_chips_alone_cost_about_600_usd_per_mwh() -> None:
    """25 billion USD per GW over five years is 570 USD/MWh without interest, the floor of lost compute."""
    it_capital = loader.get("compute", "default", "it_capital_usd_per_kw").number
    assert it_capital * KW_PER_MW * annuity_factor(0.0, 5.0) / HOURS_PER_YEAR == pytest.approx(589.0, abs=1.0)
