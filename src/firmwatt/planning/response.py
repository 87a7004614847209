"""What the grid pays for megawatts that it may call on.

A contract pays a sum for each megawatt that can be taken away, and one for each megawatt-hour that is. How many
megawatts there are is measured by the mean draw of the curtailable connection outside calls: who draws nothing can take
nothing away. So both payments together are a credit on each megawatt-hour drawn,

`credit[s, y] = (payment per MW-year · share of the year online + payment per MWh · called hours) / hours not called`.

The plan's objective and the ledger call this one function.
"""

from __future__ import annotations

import numpy as np

from firmwatt.planning.plan import PlanInputs
from firmwatt.scenario.case import Case
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_YEAR


def response_credit_usd_per_mwh(inputs: PlanInputs, called_share: FloatArray, online_share: FloatArray) -> FloatArray:
    """Return the credit on each megawatt-hour that is drawn through curtailable megawatts.

    Parameters
    ----------
    inputs
    called_share, online_share : (sites, chains, hours) 0-1

    Returns
    -------
    credit : (sites, years) USD/MWh, >= 0
        0 without a contract, and in a year without an hour in which the megawatts are there and not called.
    """
    time = inputs.time
    weight = time.chain_hour_weight[:, None] * online_share
    online, called = (_by_year(inputs, hours.sum(axis=-1)) for hours in (weight, weight * called_share))
    contracts = [site.connection.contract for site in inputs.case.sites]
    by_mw = np.array([contract.payment_usd_per_mw_year if contract else 0.0 for contract in contracts])[:, None]
    by_mwh = np.array([contract.payment_usd_per_mwh if contract else 0.0 for contract in contracts])[:, None]
    paid = by_mw * online / HOURS_PER_YEAR + by_mwh * called
    left = online - called
    return np.divide(paid, left, out=np.zeros_like(paid), where=left > 0.0)


def curtailable_price_usd_per_mw_year(case: Case) -> FloatArray:
    """Return (sites, 1) what a curtailable megawatt pays a year: the price of a firm one where its contract says so."""
    links = [site.connection for site in case.sites]
    pays = [link.contract is not None and link.contract.pays_capacity_price for link in links]
    return np.where(pays, [link.capacity_price_usd_per_mw_year for link in links], 0.0)[:, None]


def _by_year(inputs: PlanInputs, by_chain: FloatArray) -> FloatArray:
    """Return (sites, years) the sums of (sites, chains)."""
    total = np.zeros((len(by_chain), len(inputs.time.planning_years)))
    np.add.at(total.T, inputs.time.chain_year, by_chain.T)
    return total
