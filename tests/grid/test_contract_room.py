"""The room under contracts: limits kept in every year, and reached."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.grid.contract_room import Contract, known_contracts, measure_contracts
from firmwatt.grid.demand_file import Demand
from firmwatt.grid.headroom import Margins
from firmwatt.timegrid import utc_stamps


def two_years(demand_mw):
    stamps = np.concatenate([utc_stamps(2022), utc_stamps(2023)])
    return Demand(("area",), stamps, np.broadcast_to(demand_mw, (1, 17520)).astype(float))


@pytest.fixture(scope="module")
def wavy():
    random = np.random.default_rng(5)
    hour = np.arange(17520)
    return two_years(
        1000 + 200 * np.cos(hour / 8760 * 4 * np.pi) + 100 * np.sin(hour * np.pi / 12) + random.normal(0, 20, 17520)
    )


def test_every_limit_is_kept_and_one_is_used_up(wavy):
    for contract in (
        Contract("hours", 50, 8760, 8760),
        Contract("length", 8760, 8760, 3),
        Contract("events", 8760, 9, 8760),
    ):
        (found,) = measure_contracts(wavy, (contract,))
        assert found.load_mw > 0
        assert found.hours_per_year <= contract.hours_per_year
        assert found.events_per_year <= contract.events_per_year
        assert found.longest_event_hours <= contract.longest_event_hours
    (by_hours,) = measure_contracts(wavy, (Contract("hours", 50, 8760, 8760),))
    assert by_hours.hours_per_year == 50


def test_a_looser_contract_never_takes_less(wavy):
    loads = [measure_contracts(wavy, (Contract("x", hours, 8760, 12),))[0].load_mw for hours in (0, 10, 60, 180, 8760)]
    assert loads == sorted(loads)


def test_a_reserve_takes_room(wavy):
    contracts = (Contract("x", 100, 8760, 12),)
    (less,), (more,) = (
        measure_contracts(wavy, contracts, Margins(reserve_share=0.02)),
        measure_contracts(wavy, contracts),
    )
    assert less.load_mw < more.load_mw


def test_by_hand():
    demand = np.full(17520, 100.0)
    demand[[0, 5000]] = 200.0  # the peaks of winter and summer, both in the first year
    demand[4500:4504] = 150.0
    firm, some = measure_contracts(two_years(demand), (Contract("firm", 0, 0, 0), Contract("some", 6, 3, 4)))
    assert (firm.load_mw, firm.hours_per_year) == (0.0, 0)
    assert (some.load_mw, some.hours_per_year, some.events_per_year, some.longest_event_hours) == (100.0, 6, 3, 4)


def test_the_catalogue_holds_contracts():
    contracts = {contract.name: contract for contract in known_contracts()}
    assert contracts["firm"] == Contract("firm", 0, 0, 0)
    assert contracts["california_30_minutes"] == Contract("california_30_minutes", 180, 120, 6)
