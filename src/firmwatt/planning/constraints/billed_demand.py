"""The highest draw of each month, which a tariff bills, and what it remembers of other months.

Equations
---------
For site s with a tariff, planning year y and group of months g that are billed alike, l the least share, r the share of
the ratchet, m the part of the months from the first connection on and `firm` the connected firm megawatts, mean over
that part:

- each hour of g that counts: `import_firm + import_curtailable + Σ physical generation <= billed[s, y, g]`
- `l · firm[s, y, g] <= billed[s, y, g]`
- `billed[s, y, k] <= ratchet[s, y]` for each group k of months that others look back on
- `r · ratchet[s, y] <= billed[s, y, g]`
- cost: a twelfth of the yearly charge times m for each month of g and billed megawatt.

What looks back in full (r = 1) is one group, and its `billed` is the ratchet: KEPCO has that group and six months; a
tariff that bills the highest draw of the year has one group in all. `planning.tariff.billings` forms them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from firmwatt.lp.certificate import primal_objective, relative_gap
from firmwatt.lp.model import Positions
from firmwatt.lp.solution import Solution
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.planning.columns import Columns, put_generation
from firmwatt.planning.frame import LOOSE, Frame
from firmwatt.planning.tariff import Billing, billings
from firmwatt.scenario.assets import Delivery
from firmwatt.timegrid import FloatArray

BILLED, RATCHET = "billed_mw", "ratchet_mw"
LEAST, PEAK, LOOKS_BACK = "billed_at_least", "ratchet_peak", "billed_ratchet"


def add_billed_demand(frame: Frame, columns: Columns) -> None:
    """Add the billed megawatts of each site with a tariff, and the rows that hold them up."""
    found = billings(frame.inputs, frame.online.connection, frame.online.curtailable)
    if not found:
        return
    builder, connection = frame.builder, columns.connection
    shape = frame.series.pue.shape
    counts = np.zeros(shape, dtype=np.bool_)
    for billing in found:
        counts[billing.site] = billing.counts
    rows = builder.stage_rows("billed_demand", {"site": frame.site_names}, upper=np.where(counts, 0.0, np.inf))
    for draw in (connection.import_firm, connection.import_curtailable):
        builder.put(rows[counts], draw[counts], 1.0)
    physical = np.array([float(asset.delivery == Delivery.PHYSICAL) for asset in frame.case.supply])
    put_generation(frame, columns, physical, rows, counts.astype(np.float64))
    for billing in found:
        billed = _add_billed(frame, columns, billing)
        by_hour = billed[frame.year_of_chain[:, None], billing.group]
        builder.put(rows[billing.site][billing.counts], by_hour[billing.counts], -1.0)


def _add_billed(frame: Frame, columns: Columns, billing: Billing) -> Positions:
    """Return (years, groups) the billed megawatts of a site, held up by what does not depend on the hour."""
    site, firm, builder = frame.case.sites[billing.site], columns.connection.firm, frame.builder
    coords = {"site": (site.name,), "year": frame.year_labels, "month": billing.labels}
    existing, installed = firm.existing[billing.site], firm.installed[billing.site]
    most = LOOSE * (max(site.connection.firm_mw) + max(site.connection.curtailable_mw) + existing)
    cost = billing.charge_usd_per_mw * frame.present_value[:, None]
    billed: Positions = builder.border_columns(f"{BILLED}/{site.name}", coords, cost=cost, upper=most)[0]
    least = billing.tariff.least_billed_share
    waiting = least * (1.0 - billing.firm_share) * existing
    floor = builder.border_rows(f"{LEAST}/{site.name}", coords, lower=waiting)[0]
    builder.put(floor, billed, 1.0)
    builder.put(floor, installed[:, None], -least * billing.firm_share)
    if billing.tariff.ratchet_share > 0.0:
        _add_ratchet(frame, billing, billed, most)
    return billed


def _add_ratchet(frame: Frame, billing: Billing, billed: Positions, most_mw: float) -> None:
    """Let each month look back on the highest demand of those that ratchet."""
    name, share, builder = frame.site_names[billing.site], billing.tariff.ratchet_share, frame.builder
    coords = {"site": (name,), "year": frame.year_labels}
    peaks, looking = np.flatnonzero(billing.ratchets), np.arange(len(billing.months))
    if peaks.size == 1:
        ratchet, looking = billed[:, peaks[0]], np.delete(looking, peaks[0])
    else:
        ratchet = builder.border_columns(f"{RATCHET}/{name}", coords, upper=most_mw)[0]
        labels = tuple(billing.labels[g] for g in peaks)
        rows = builder.border_rows(f"{PEAK}/{name}", {**coords, "month": labels}, lower=0.0)[0]
        builder.put(rows, ratchet[:, None], 1.0)
        builder.put(rows, billed[:, peaks], -1.0)
    if looking.size:
        labels = tuple(billing.labels[g] for g in looking)
        rows = builder.border_rows(f"{LOOKS_BACK}/{name}", {**coords, "month": labels}, lower=0.0)[0]
        builder.put(rows, billed[:, looking], 1.0)
        builder.put(rows, ratchet[:, None], -share)


def with_billed_closed(lp: SparseLP, solution: Solution) -> Solution:
    """Return the solution with the highest draws of its own hours billed, to the last digit.

    A solver keeps the rows to its tolerance and may end a little beside the highest of them; the books do not.
    """
    blocks = [block for block in lp.col_blocks if block.name.partition("/")[0] in (BILLED, RATCHET)]
    if solution.primal is None or not blocks:
        return solution
    point = solution.primal.copy()
    for block in blocks:
        point[block.start : block.start + block.size] = 0.0
    for block in blocks:  # a ratchet stands behind what is billed at its site
        without = lp.matrix @ point
        for column in range(block.start, block.start + block.size):
            point[column] = _least_value(lp, column, without)
    for rows in (block for block in lp.row_blocks if block.name.partition("/")[0] == LOOKS_BACK):
        billed = lp.col_block(rows.name.replace(LOOKS_BACK, BILLED, 1))
        columns = np.arange(billed.start, billed.start + billed.size).reshape(billed.shape)
        looking = [billed.coords["month"].index(label) for label in rows.coords["month"]]
        missing = -(lp.matrix @ point)[rows.start : rows.start + rows.size]
        point[columns[..., looking].ravel()] += np.maximum(missing, 0.0)
    objective = primal_objective(lp, point)
    gap = relative_gap(objective, solution.dual_bound)
    return replace(solution, primal=point, primal_objective=objective, relative_gap=gap)


def _least_value(lp: SparseLP, column: int, without: FloatArray) -> float:
    """Return the least that a column may be by the rows that hold it up."""
    entries = slice(lp.matrix.indptr[column], lp.matrix.indptr[column + 1])
    rows, factor = lp.matrix.indices[entries], lp.matrix.data[entries]
    side = np.where(factor > 0.0, lp.row_lower[rows], lp.row_upper[rows])
    held = np.isfinite(side)
    return float(((side[held] - without[rows[held]]) / factor[held]).max())
