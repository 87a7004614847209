"""Fuel and carbon of the backup generators that the sites test and run in outages."""

from __future__ import annotations

import numpy as np

from firmwatt.accounting.flows import Flows
from firmwatt.facility.backup import site_backup
from firmwatt.timegrid import FloatArray


def backup_t(flows: Flows) -> FloatArray:
    """Return (sites, years) tonnes of CO2 a year from backup generators, Scope 1."""
    return np.asarray(_peak_mw(flows) * [[site_backup(site).co2_t_per_mw] for site in flows.case.sites])


def backup_fuel_usd(flows: Flows) -> FloatArray:
    """Return (sites, years) USD a year for the fuel of backup generators.

    Notes
    -----
    What they make in outages is not taken off the grid's energy.
    """
    return np.asarray(_peak_mw(flows) * [[site_backup(site).fuel_usd_per_mw] for site in flows.case.sites])


def _peak_mw(flows: Flows) -> FloatArray:
    """Return (sites, years) MW of the highest load at the meter, which the generators must carry."""
    plan = flows.dispatch.plan
    return plan.inputs.load.at_the_meter_mw(plan.it_mw)
