"""What electricity costs, by hand."""

import numpy as np
import pytest

from firmwatt.accounting.metered.grid_factors import PRICE
from firmwatt.accounting.metered.tariff import Charge
from firmwatt.accounting.views.money import bought_mwh, electricity_costs
from tests.accounting.meter_files import dispatch_hours, instrument


def _costs(hours, charges=(), peak=((0.0, 0.0),)):
    return {(item, kind): (usd, why) for item, kind, usd, why in electricity_costs(hours, charges, np.array(peak))}


def test_a_contract_is_paid_in_full_lessens_what_is_bought_and_sells_its_excess():
    hours = dispatch_hours([10, 10], instruments=[instrument("solar", [15, 2], price=30.0)], **{PRICE: [20.0, 50.0]})
    assert bought_mwh(hours).tolist() == [[0, 8]]
    costs = _costs(hours)
    assert costs["solar", "contract"] == (pytest.approx(17 * 30 - 5 * 20), "")
    assert costs["grid", "energy_purchase"] == (pytest.approx(8 * 50), "")


def test_a_virtual_contract_pays_the_difference_and_buys_all_the_same():
    virtual = instrument("wind", [15, 2], kind="virtual", price=30.0)
    costs = _costs(dispatch_hours([10, 10], instruments=[virtual], **{PRICE: [20.0, 50.0]}))
    assert costs["wind", "virtual"] == (pytest.approx(17 * 30 - 15 * 20 - 2 * 50), "")
    assert costs["grid", "energy_purchase"] == (pytest.approx(10 * 20 + 10 * 50), "")


def test_certificates_cost_what_is_written_on_them():
    certificate = instrument("wind", [0, 0], kind="certificate", price=2.0, periods=[(0, 8760, 50.0)])
    costs = _costs(dispatch_hours([10, 10], instruments=[certificate], **{PRICE: 40.0}))
    assert costs["wind", "certificate"] == (100.0, "")


def test_a_tariff_of_energy_demand_and_fixed_charges():
    everywhere, first = np.array([True, True]), np.array([True, False])
    charges = [
        Charge("day", "energy", 60.0, "", first), Charge("night", "energy", 40.0, "", ~first),
        Charge("peak", "demand", 12.0, "", everywhere), Charge("meter", "fixed", 100.0, "", everywhere),
        Charge("elsewhere", "fixed", 1e9, "north", everywhere),
    ]  # fmt: skip
    costs = _costs(dispatch_hours([10, 20]), charges, [[11.0, 25.0]])
    assert costs["day", "energy"] == (600.0, "")
    assert costs["night", "energy"] == (800.0, "")
    assert costs["peak", "demand"] == (25_000 * 12.0, "")
    assert costs["meter", "fixed"] == (100.0, "")
    assert costs["elsewhere", "fixed"] == (0.0, "")


def test_demand_is_charged_month_by_month():
    load = np.ones(60 * 24)
    peak = np.ones((1, len(load)))
    peak[0, 0], peak[0, -1] = 5.0, 3.0
    charge = Charge("peak", "demand", 1.0, "", np.ones(len(load), dtype=bool))
    hours = dispatch_hours(load)
    # January has the 5 MW, February only 1, the one day of March 3.
    assert dict(_costs(hours, [charge], peak))["peak", "demand"] == (pytest.approx(1000.0 * (5 + 1 + 3)), "")


def test_what_has_no_price_says_so():
    virtual = instrument("wind", [1.0], kind="virtual", price=3.0)
    costs = _costs(dispatch_hours([10.0], instruments=[instrument("solar", [1.0]), virtual]), peak=[[0.0]])
    assert costs["solar", "contract"] == (None, "its file has no price_usd_per_mwh")
    assert costs["wind", "virtual"] == (None, "a virtual contract needs the grid's price_usd_per_mwh")
    assert costs["grid", "energy_purchase"][0] is None


def test_energy_that_leaves_the_site_is_sold():
    hours = dispatch_hours([10.0], on_site=[("solar", [14.0])], **{PRICE: 25.0})
    assert _costs(hours, peak=[[0.0]])["grid", "energy_sale"] == (-100.0, "")
