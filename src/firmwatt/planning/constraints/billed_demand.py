"""The highest draw of the year, which a tariff bills.

Equations
---------
For site s with a tariff and planning year y, l the least share, m the part of the year from the first connection on and
`firm` the connected firm megawatts, mean over that part:

- each hour: `import_firm + import_curtailable + Σ physical generation <= billed[s, y]`
- `l · firm[s, y] <= billed[s, y]`
- cost: m times the yearly charge for each billed megawatt.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from firmwatt.lp.certificate import primal_objective, relative_gap
from firmwatt.lp.solution import Solution
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.planning.columns import Columns, put_generation
from firmwatt.planning.frame import LOOSE, Frame
from firmwatt.planning.tariff import billed_part_of_year, while_connected
from firmwatt.scenario.assets import Delivery

BILLED = "billed_mw"


def add_billed_demand(frame: Frame, columns: Columns) -> None:
    """Add the billed megawatts of each site with a tariff, and the rows that hold them up."""
    sites, builder = frame.case.sites, frame.builder
    chosen = [s for s, site in enumerate(sites) if site.connection.tariff is not None]
    if not chosen:
        return
    tariffs = [tariff for s in chosen if (tariff := sites[s].connection.tariff) is not None]
    connection, physical = columns.connection, np.array(
        [float(asset.delivery == Delivery.PHYSICAL) for asset in frame.case.supply]
    )  # fmt: skip
    charge = np.array([[tariff.demand_charge_usd_per_mw_year] for tariff in tariffs])
    most = np.array([[max(site.connection.firm_mw) + max(site.connection.curtailable_mw)] for site in sites])
    most = LOOSE * (most + connection.firm.existing[:, None])[chosen]
    coords = {"site": tuple(frame.site_names[s] for s in chosen), "year": frame.year_labels}
    share, early = (
        frame.yearly_share(online)[chosen] for online in (frame.online.connection, frame.online.curtailable)
    )
    part = billed_part_of_year(connection.firm.existing[chosen], share, early)
    billed = builder.border_columns(BILLED, coords, cost=charge * frame.present_value * part, upper=most)

    rows = builder.stage_rows("billed_demand", {"site": frame.site_names}, upper=0.0)
    for draw in (connection.import_firm, connection.import_curtailable):
        builder.put(rows[chosen], draw[chosen], 1.0)
    is_billed = np.isin(np.arange(len(sites)), chosen).astype(np.float64)[:, None, None]
    put_generation(frame, columns, physical, rows, is_billed)
    builder.put(rows[chosen], frame.columns_by_chain(billed), -1.0)

    share = while_connected(share, part)
    least = np.array([[tariff.least_billed_share] for tariff in tariffs])
    waiting = least * (1.0 - share) * connection.firm.existing[chosen, None]
    floor = builder.border_rows("billed_at_least", coords, lower=waiting)
    builder.put(floor, billed, 1.0)
    builder.put(floor, connection.firm.installed[chosen], -least * share)


def with_billed_closed(lp: SparseLP, solution: Solution) -> Solution:
    """Return the solution with the highest draw of its own hours billed, to the last digit.

    A solver keeps the rows to its tolerance and may end a little beside the highest of them; the books do not.
    """
    if solution.primal is None or BILLED not in {block.name for block in lp.col_blocks}:
        return solution
    block, point = lp.col_block(BILLED), solution.primal.copy()
    span = slice(block.start, block.start + block.size)
    point[span] = 0.0
    without = lp.matrix @ point
    for column in range(span.start, span.stop):
        entries = slice(lp.matrix.indptr[column], lp.matrix.indptr[column + 1])
        rows, is_floor = lp.matrix.indices[entries], lp.matrix.data[entries] > 0.0
        point[column] = np.where(is_floor, lp.row_lower[rows] - without[rows], without[rows]).max()
    objective = primal_objective(lp, point)
    gap = relative_gap(objective, solution.dual_bound)
    return replace(solution, primal=point, primal_objective=objective, relative_gap=gap)
