"""What the ledger leaves out of Scope 3, against figures reckoned by hand."""

import pytest

from firmwatt.accounting.clock import yearly_sum
from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.run_embodied import beyond_ledger, embodied_kg_per_it_kw
from tests.accounting.two_sites import two_site_dispatch


def test_a_kilowatt_of_servers_weighs_what_eight_chips_in_a_dgx_do():
    """330 kg a chip with its share of the server, 10.2 kW for eight."""
    assert embodied_kg_per_it_kw() == pytest.approx(330.0 * 8.0 / 10.2)


def test_megawatts_in_service_carry_a_year_of_their_lifetime():
    flows = read_flows(two_site_dispatch())
    found = beyond_ledger(flows, 28.0)
    for place, site in enumerate(flows.case.sites):
        in_service_kw = flows.dispatch.plan.it_mw[place, 1] * 1000.0
        assert found.embodied_chips_t[place, 1] == pytest.approx(
            in_service_kw * 330.0 * 8.0 / 10.2 / site.it_lifetime_years / 1000.0
        )
        assert found.embodied_buildings_t[place, 1] == pytest.approx(
            in_service_kw * 2100.0 / site.building_lifetime_years / 1000.0
        )
    early, late = found.embodied_chips_t.T
    assert (early < late).all()


def test_losses_are_five_of_ninety_five_parts_of_what_is_bought():
    flows = read_flows(two_site_dispatch())
    bought = yearly_sum(flows.time, flows.import_mw + flows.physical_mw)
    expected = bought * [[400.0], [300.0]] * 0.05 / 0.95 / 1000.0
    assert beyond_ledger(flows, 28.0).grid_losses_t == pytest.approx(expected)


def test_turbines_let_methane_slip_and_nothing_else_does():
    """Gas turbines: 0.0039 kg of methane per mmBTU of fuel (40 CFR 98 gives 0.001 for gas in general), potential 28."""
    flows = read_flows(two_site_dispatch())
    assets = flows.case.supply
    made = yearly_sum(flows.time, flows.generation_where(flows.is_on_site))
    burns = [at for at, asset in enumerate(assets) if asset.technology == "gas_turbine"]
    expected = sum(made[at] * assets[at].heat_rate_mmbtu_per_mwh * 0.0039 * 28.0 / 1000.0 for at in burns)
    found = beyond_ledger(flows, 28.0).methane_slip_t
    assert burns
    assert found.sum(axis=0) == pytest.approx(expected)
    assert found.sum() > 0.0
