"""What the ledger leaves out of Scope 3, against figures reckoned by hand."""

from dataclasses import replace

import pytest

from firmwatt.accounting.backup import backup_t
from firmwatt.accounting.clock import yearly_sum
from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.grid_upstream import fuel_supply_kg_per_mwh
from firmwatt.accounting.rule_sets import Warming
from firmwatt.accounting.run_embodied import beyond_ledger, embodied_kg_per_it_kw
from tests.accounting.two_sites import two_site_dispatch
from tests.cases import site
from tests.hand import hand_case, hand_dispatch, hand_plan

AR5 = Warming(methane=28.0, nitrous_oxide=265.0)


def test_a_kilowatt_of_servers_weighs_what_eight_chips_in_a_dgx_do():
    """330 kg a chip with its share of the server, 10.2 kW for eight."""
    assert embodied_kg_per_it_kw() == pytest.approx(330.0 * 8.0 / 10.2)


def test_megawatts_in_service_carry_a_year_of_their_lifetime():
    flows = read_flows(two_site_dispatch())
    found = beyond_ledger(flows, AR5)
    for place, each in enumerate(flows.case.sites):
        in_service_kw = flows.dispatch.plan.it_mw[place, 1] * 1000.0
        assert found.embodied_chips_t[place, 1] == pytest.approx(
            in_service_kw * 330.0 * 8.0 / 10.2 / each.it_lifetime_years / 1000.0
        )
        assert found.embodied_buildings_t[place, 1] == pytest.approx(
            in_service_kw * 2100.0 / each.building_lifetime_years / 1000.0
        )
    early, late = found.embodied_chips_t.T
    assert (early < late).all()


def test_losses_are_five_of_ninety_five_parts_of_what_is_bought():
    flows = read_flows(two_site_dispatch())
    bought = yearly_sum(flows.time, flows.import_mw + flows.physical_mw)
    expected = bought * [[400.0], [300.0]] * 0.05 / 0.95 / 1000.0
    assert beyond_ledger(flows, AR5).grid_losses_t == pytest.approx(expected)


def test_fuels_of_the_grid_come_with_what_is_bought_but_not_with_physical_contracts():
    flows = read_flows(two_site_dispatch())
    supply = fuel_supply_kg_per_mwh(flows.average_intensity_kg_per_mwh, flows.carbon_free_share)
    expected = yearly_sum(flows.time, supply * flows.import_mw) / 1000.0
    found = beyond_ledger(flows, AR5).upstream_purchased_t
    assert found == pytest.approx(expected)
    assert (found > 0.0).any()


@pytest.mark.parametrize(
    ("gas", "of_turbine", "of_diesel", "potential"),
    [("methane_slip_t", 0.0039, 0.003, 28.0), ("nitrous_oxide_t", 0.0001, 0.0006, 265.0)],
)
def test_turbines_and_backup_generators_emit_by_their_fuel(gas, of_turbine, of_diesel, potential):
    """Kilogrammes a mmBTU by the catalogue; diesel by 40 CFR 98, whose carbon dioxide is 73.96 kg a mmBTU."""
    flows = read_flows(two_site_dispatch())
    assets = flows.case.supply
    made = yearly_sum(flows.time, flows.generation_where(flows.is_on_site))
    burns = [at for at, asset in enumerate(assets) if asset.technology == "gas_turbine"]
    turbines = sum(made[at] * assets[at].heat_rate_mmbtu_per_mwh * of_turbine * potential / 1000.0 for at in burns)
    found = getattr(beyond_ledger(flows, AR5), gas)
    assert burns
    assert found.sum(axis=0) == pytest.approx(turbines)
    assert turbines.sum() > 0.0
    plain, home = hand_case(), replace(site("home"), backup_test_hours_per_year=12.0)
    with_backup, without = (read_flows(hand_dispatch(hand_plan(c))) for c in (hand_case(sites=(home,)), plain))
    more = getattr(beyond_ledger(with_backup, AR5), gas) - getattr(beyond_ledger(without, AR5), gas)
    assert more == pytest.approx(backup_t(with_backup) / 73.96 * of_diesel * potential)
    assert more.min() > 0.0
