"""Costs of what runs: fuel, variable costs, contracts, grid energy, carbon and computing that was lost."""

from __future__ import annotations

import numpy as np

from firmwatt.accounting.backup import backup_fuel_usd, backup_t
from firmwatt.accounting.clock import sum_by_site, yearly_sum
from firmwatt.accounting.flows import Flows
from firmwatt.planning.response import response_credit_usd_per_mwh
from firmwatt.planning.sampled import sampled_series
from firmwatt.planning.tariff import purchase_price_usd_per_mwh
from firmwatt.timegrid import FloatArray
from firmwatt.units import KG_PER_TONNE


def running_costs(flows: Flows) -> dict[str, FloatArray]:
    """Return kind → (sites, years) USD in one calendar year of the costs that follow from the hours."""
    dispatch, time = flows.dispatch, flows.time
    bought = purchase_price_usd_per_mwh(dispatch.plan.inputs, flows.price_usd_per_mwh) * flows.import_mw
    sold = flows.price_usd_per_mwh * dispatch.sale_mw
    return {
        "variable_om": _variable_om(flows),
        "fuel": _fuel(flows),
        "storage_wear": _storage_wear(flows),
        "energy_purchase": yearly_sum(time, bought),
        "delivery": _delivery(flows),
        "demand_response": _demand_response(flows),
        "contract": _contract(flows),
        "energy_sale": -yearly_sum(time, sold),
        "carbon_price": _carbon_price(flows),
        "lost_compute": _lost_compute(flows),
    }


def priced_emission_kg(flows: Flows) -> FloatArray:
    """Return (sites, years) kg CO2 a year on which a carbon price falls.

    Notes
    -----
    Stack emissions of on-site and physical plants and of backup generators, and own purchases at the average intensity
    that the plan was made with: where a market answers the load, that with the load in it (`planning/met_carbon.py`).
    """
    stack = np.array([asset.emission_kg_per_mwh for asset in flows.case.supply])[:, None]
    delivered = yearly_sum(flows.time, flows.generation_where(~flows.is_virtual))
    intensity = sampled_series(flows.dispatch.plan.inputs).average_intensity_kg_per_mwh
    grid = yearly_sum(flows.time, intensity * flows.import_mw)
    return flows.by_site(stack * delivered) + grid + KG_PER_TONNE * backup_t(flows)


def _variable_om(flows: Flows) -> FloatArray:
    price = np.array([asset.variable_om_usd_per_mwh for asset in flows.case.supply])[:, None]
    return flows.by_site(price * yearly_sum(flows.time, flows.generation_where(~flows.has_strike)))


def _fuel(flows: Flows) -> FloatArray:
    heat_rate = np.array([asset.heat_rate_mmbtu_per_mwh for asset in flows.case.supply])[:, None]
    price = np.array([asset.fuel_cost_usd_per_mmbtu for asset in flows.case.supply]).reshape(-1, flows.years)
    burnt = heat_rate * price * yearly_sum(flows.time, flows.generation_where(~flows.has_strike))
    return flows.by_site(burnt) + backup_fuel_usd(flows)


def _storage_wear(flows: Flows) -> FloatArray:
    price = np.array([asset.wear_cost_usd_per_mwh for asset in flows.case.storage])[:, None]
    cost = price * yearly_sum(flows.time, flows.dispatch.discharge_mw)
    return sum_by_site(cost, flows.storage_site, len(flows.case.sites))


def _delivery(flows: Flows) -> FloatArray:
    charge = np.array([[site.connection.delivery_charge_usd_per_mwh] for site in flows.case.sites])
    return charge * yearly_sum(flows.time, flows.import_mw + flows.physical_mw)


def _demand_response(flows: Flows) -> FloatArray:
    """Return, negative, what the grid pays for the megawatts that it may call on."""
    plan = flows.dispatch.plan
    called = sampled_series(plan.inputs).called_share
    credit = response_credit_usd_per_mwh(plan.inputs, called, plan.curtailable_online_share)
    return -credit * yearly_sum(flows.time, flows.dispatch.import_curtailable_mw)


def _contract(flows: Flows) -> FloatArray:
    """Return strikes paid, less the market value of what virtual contracts generate at the node of their site."""
    strike = np.array([asset.strike_usd_per_mwh or 0.0 for asset in flows.case.supply])[:, None]
    paid = strike * yearly_sum(flows.time, flows.generation_where(flows.has_strike))
    virtual = flows.generation_where(flows.is_virtual)
    earned = yearly_sum(flows.time, virtual * flows.price_usd_per_mwh[flows.supply_site])
    return flows.by_site(paid - earned)


def _carbon_price(flows: Flows) -> FloatArray:
    price = np.asarray(flows.case.policy.carbon_price_usd_per_tonne, dtype=np.float64)
    return price * priced_emission_kg(flows) / KG_PER_TONNE


def _lost_compute(flows: Flows) -> FloatArray:
    """Return the value of lost computing, booked on the sites of each pool as their asked IT megawatts stand."""
    load, dispatch = flows.dispatch.plan.inputs.load, flows.dispatch
    total = np.zeros((len(flows.case.sites), flows.years))
    for pool, lost_mw in zip(load.it.pools, dispatch.lost_mw, strict=True):
        asked = load.asked_it_mw[list(pool.sites)]
        weight = np.where(asked.sum(axis=0) > 0.0, asked, 1.0)
        cost = pool.value_of_lost_compute_usd_per_mwh * yearly_sum(flows.time, lost_mw)
        total[list(pool.sites)] += cost * weight / weight.sum(axis=0)
    return total
