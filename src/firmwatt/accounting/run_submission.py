"""What Regulation (EU) 2024/1364 asks of each site and year of a run."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pandas as pd

from firmwatt.accounting.clock import yearly_sum
from firmwatt.accounting.energy import heat_reused_mw
from firmwatt.accounting.flows import BoolArray, Flows
from firmwatt.accounting.ledger import Ledger
from firmwatt.accounting.views.data_centre import DataCentreUse
from firmwatt.accounting.views.submission import submission_rows
from firmwatt.timegrid import FloatArray
from firmwatt.units import KW_PER_MW


def submission_table(flows: Flows, ledger: Ledger) -> pd.DataFrame:
    """Return the rows of the submission for each site and planning year in which it draws anything.

    Notes
    -----
    Renewable contracts count with what they generate, physical and virtual; a plan knows no guarantees of origin.
    """
    time, dispatch = flows.time, flows.dispatch
    renewable = np.array([asset.is_renewable for asset in flows.case.supply], dtype=bool)
    metered = yearly_sum(time, dispatch.metered_mw)
    it_mw = dispatch.it_power_mw.sum(axis=0)
    parts = {
        "it_mwh": yearly_sum(time, it_mw),
        "heat_reuse_mwh": yearly_sum(time, heat_reused_mw(flows)),
        "contracts_mwh": _generated_mwh(flows, renewable & ~flows.is_on_site),
        "on_site_mwh": _generated_mwh(flows, renewable & flows.is_on_site),
        "water_m3": ledger.water_site_m3,
        "peak_it_mw": np.stack([it_mw[:, time.chain_year == y].max(axis=(1, 2)) for y in range(flows.years)], axis=1),
    }
    rows = [
        {"site": site.name, "year": year, **asdict(row)}
        for s, site in enumerate(flows.case.sites)
        for y, year in enumerate(ledger.planning_years)
        if metered[s, y] > 0.0
        for row in submission_rows(
            DataCentreUse(
                facility_mwh=float(metered[s, y]),
                facility_with_it_mwh=float(metered[s, y]),
                it_with_facility_mwh=float(parts["it_mwh"][s, y]),
                guarantees_mwh=0.0,
                **{name: float(values[s, y]) for name, values in parts.items()},
            ),
            {"installed_it_power_kw": KW_PER_MW * float(dispatch.plan.it_mw[s, y])},
            {"name": site.name, "operator": site.party, "location": site.place or site.name},
        )
    ]
    return pd.DataFrame(rows)


def _generated_mwh(flows: Flows, chosen: BoolArray) -> FloatArray:
    return flows.by_site(yearly_sum(flows.time, flows.generation_where(chosen)))
