"""The programme's budget on capital.

Equation
--------
`Σ_{y <= last year} Σ overnight cost · build[y] <= budget`, over chips and buildings, supply that the programme owns,
storage, lines, grid connections and gas pipelines. Interest and running costs are in the objective, not in the budget.
"""

from __future__ import annotations

import numpy as np

from firmwatt.lp.model import Positions
from firmwatt.planning.assets.pipeline import expandable
from firmwatt.planning.columns import Columns
from firmwatt.planning.frame import Frame
from firmwatt.units import KW_PER_MW

ROWS = "budget"


def add_budget(frame: Frame, columns: Columns) -> None:
    """Add the budget row, if the programme has a budget."""
    programme, case = frame.case.programme, frame.case
    if programme.budget_usd is None:
        return
    last = programme.budget_until_year or frame.years[-1]
    row = frame.builder.border_rows(ROWS, {}, upper=programme.budget_usd)
    is_counted = np.asarray(frame.years) <= last

    def put(build: Positions, cost_usd_per_unit: list[float]) -> None:
        frame.builder.put(row, build, np.outer(cost_usd_per_unit, is_counted).reshape(build.shape))

    owned = [asset.overnight_cost_usd_per_kw * (asset.strike_usd_per_mwh is None) for asset in case.supply]
    put(columns.supply.capacity.build, [cost * KW_PER_MW for cost in owned])
    put(columns.storage.power.build, [asset.power_cost_usd_per_kw * KW_PER_MW for asset in case.storage])
    put(columns.storage.energy.build, [asset.energy_cost_usd_per_kwh * KW_PER_MW for asset in case.storage])
    put(columns.link.capacity.build, [link.overnight_cost_usd_per_kw * KW_PER_MW for link in case.links])
    connection = [site.connection.capital_cost_usd_per_kw * KW_PER_MW for site in case.sites]
    put(columns.connection.firm.build, connection)
    put(columns.connection.curtailable.build, connection)
    if columns.pipeline is not None:
        put(
            columns.pipeline.capacity.build,
            [each.capital_cost_usd_per_mmbtu_per_hour for _, each in expandable(case)],
        )
    computing = [(site.it_capital_usd_per_kw + site.building_capital_usd_per_kw) * KW_PER_MW for site in case.sites]
    put(columns.computing.capacity.build, computing)
