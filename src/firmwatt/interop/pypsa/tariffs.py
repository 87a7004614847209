"""Billed demand: a rating of a site for each group of months, bought for the year; each megawatt drawn takes of it.

In the stock-taking it is held against what the tariff bills at the least (at the step of what stands) and against the
highest of the months that it looks back on (at the step of what is built, where no other capacity of a tariff reports).
"""

from __future__ import annotations

import numpy as np

from firmwatt.interop.pypsa.draft import Draft, Port
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.planning.constraints.billed_demand import BILLED
from firmwatt.planning.model import PlanningModel
from firmwatt.planning.tariff import Billing, billings
from firmwatt.timegrid import FloatArray


def add_tariffs(draft: Draft, model: PlanningModel) -> None:
    """Add the billed demand of each site with a tariff."""
    for billing in _billings(model):
        _add_billed(draft, model, billing)


def draw_ports(draft: Draft, model: PlanningModel, site: int) -> list[Port]:
    """Return the port of what a site draws: each megawatt takes one of the rating, in hours that count."""
    found = [each for each in _billings(model) if each.site == site]
    name = model.frame.site_names[site]
    return [(f"{name}/billed", draft.clock.series(-each.counts.astype(np.float64))) for each in found]


def least_ports(draft: Draft, model: PlanningModel, site: int) -> list[Port]:
    """Return the ports of the firm megawatts that stand: a share of them is billed at the least."""
    name = model.frame.site_names[site]
    return [
        (f"{name}/billed {label}", draft.clock.series(standing=-each.tariff.least_billed_share * share))
        for each in _billings(model)
        if each.site == site
        for label, share in zip(each.labels, each.firm_share.T, strict=True)
    ]


def _billings(model: PlanningModel) -> tuple[Billing, ...]:
    frame = model.frame
    return billings(frame.inputs, frame.online.connection, frame.online.curtailable)


def _add_billed(draft: Draft, model: PlanningModel, billing: Billing) -> None:
    clock, name = draft.clock, model.frame.site_names[billing.site]
    hourly = draft.bus(f"{name}/billed", "rating")
    block = model.lp.col_block(f"{BILLED}/{name}")
    most = float(model.lp.col_upper[block.start])
    existing = float(model.columns.connection.firm.existing[billing.site])
    for g, label in enumerate(billing.labels):
        bus = draft.bus(f"{name}/billed {label}", "rating")
        draft.link(bus, (bus, hourly), 1.0, most, window=clock.series(billing.group == g), carrier="rating")
        is_peak = billing.tariff.ratchet_share > 0.0 and billing.ratchets[g]
        draft.sink(bus, most, clock.series(standing=1.0, built=0.0 if is_peak else 1.0))
        waiting = billing.tariff.least_billed_share * (1.0 - billing.firm_share[:, g]) * existing
        _add_standing_sink(draft, bus, waiting)
        _add_yearly(draft, bus, most, billing.charge_usd_per_mw[:, g])
    if billing.tariff.ratchet_share > 0.0:
        _add_ratchet(draft, model.lp, billing, name)


def _add_yearly(draft: Draft, bus: str, most: float, usd_per_mw: FloatArray) -> None:
    """Add megawatts that are chosen anew in each planning year; they report in the stock-taking."""
    clock = draft.clock
    for y, year in enumerate(clock.time.planning_years):
        draft.add(
            "Generator", f"{bus}/{year}", bus=bus, carrier="billed demand", p_nom_extendable=True, p_nom_max=most,
            capital_cost=float(usd_per_mw[y]), p_max_pu=clock.series(1.0, standing=1.0, built=1.0),
            p_min_pu=clock.series(standing=1.0, built=1.0), build_year=clock.first_label(y),
            lifetime=float(clock.chains_per_year + 1),
        )  # fmt: skip


def _add_standing_sink(draft: Draft, bus: str, mw: FloatArray) -> None:
    """Take megawatts given by year from a bus at the step of what stands."""
    if mw.any():
        share = draft.clock.series(standing=-mw / mw.max())
        draft.add(
            "Generator", f"{bus}/of what stands", bus=bus, p_nom=float(mw.max()), p_min_pu=share, p_max_pu=share,
            carrier="rating",
        )  # fmt: skip


def _add_ratchet(draft: Draft, lp: SparseLP, billing: Billing, name: str) -> None:
    """Let each group of months look back on the highest of those that ratchet, at the step of what is built.

    Notes
    -----
    The ratchet flows out in full and takes its share from each group. What is left of a group that it must not fall
    short of flows out too, and may be no more than what the ratchet has beyond its share.
    """
    share, labels = billing.tariff.ratchet_share, billing.labels
    peaks, looking = np.flatnonzero(billing.ratchets).tolist(), list(range(len(labels)))
    most = float(lp.col_upper[lp.col_block(f"{BILLED}/{name}").start])
    at_built = draft.clock.series(built=1.0)
    end = draft.bus(f"{name}/ratchet end", "rating")
    draft.sink(end, (len(labels) + 1.0) * most, at_built)
    ports: list[Port] = []
    if len(peaks) == 1:
        looking.remove(peaks[0])
        home = f"{name}/billed {labels[peaks[0]]}"
    else:
        home = draft.bus(f"{name}/ratchet", "rating")
        draft.sink(home, most, draft.clock.series(standing=1.0))
        _add_yearly(draft, home, most, np.zeros(len(draft.clock.time.planning_years)))
        for label in (labels[g] for g in peaks):
            beyond = draft.bus(f"{name}/beyond {label}", "rating")
            draft.sink(beyond, most, at_built)
            ports.append((beyond, (1.0 - share) * at_built))
            draft.link(
                beyond, (f"{name}/billed {label}", end), 1.0, most, ports=[(beyond, -at_built)], window=at_built,
                carrier="rating",
            )  # fmt: skip
    ports += [(f"{name}/billed {labels[g]}", -share * at_built) for g in looking]
    draft.link(f"{name}/ratchet", (home, end), 1.0, most, ports=ports, window=at_built, carrier="rating")
