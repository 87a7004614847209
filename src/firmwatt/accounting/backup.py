"""Carbon of the backup generators that the sites test and run in outages."""

from __future__ import annotations

import numpy as np

from firmwatt.accounting.clock import yearly_sum
from firmwatt.accounting.flows import Flows
from firmwatt.facility.backup import backup_year, catalogued_backup
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_YEAR


def backup_t(flows: Flows) -> FloatArray:
    """Return (sites, years) tonnes of CO2 a year from backup generators, Scope 1.

    Notes
    -----
    Their capacity is that of the highest load at the meter with the catalogue's reserve; outages meet the mean load.
    What they make in outages is not taken off the grid's energy, and their fuel and carbon cost nothing: the plan does
    not know them.
    """
    plan = flows.dispatch.plan
    peak_mw = plan.inputs.load.at_the_meter_mw(plan.it_mw)
    mean_mw = yearly_sum(flows.time, flows.dispatch.metered_mw) / HOURS_PER_YEAR
    tonnes = np.zeros(peak_mw.shape)
    for index, site in enumerate(flows.case.sites):
        backup = catalogued_backup(site.backup_test_hours_per_year, site.backup_outage_hours_per_year)
        for year in range(flows.years):
            tonnes[index, year] = backup_year(backup, float(peak_mw[index, year]), float(mean_mw[index, year])).co2_t
    return tonnes
