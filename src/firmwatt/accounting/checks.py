"""Checks that the books, the hours and the optimiser tell one story; a failure is a defect of ours, not the user's."""

from __future__ import annotations

import numpy as np

from firmwatt.accounting.clock import sum_by_site
from firmwatt.accounting.costs import present_value_by_kind
from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.ledger import Ledger
from firmwatt.operation.dispatch import Dispatch
from firmwatt.scenario.case import Case
from firmwatt.timegrid import FloatArray

OBJECTIVE_TOLERANCE = 1e-9
"""Relative difference between ledger and objective that rounding may make."""
FLOW_TOLERANCE_MW = 1e-3
"""Of a balance of one hour, beside a share of what flows in it: what an interior-point solver leaves."""
RELATIVE_FLOW_TOLERANCE = 1e-6
"""Of the sum of the sizes of a balance's terms, as a solver's rows are judged."""


class BooksError(Exception):
    """The books do not close; the message says where."""


def check_ledger(ledger: Ledger, objective_usd: float) -> None:
    """Raise if the ledger's total, with what the risk adds to it, is not the optimiser's objective.

    Raises
    ------
    BooksError
        They differ by more than 1e-9 of the objective. The message lists all kinds of cost, largest first.
    """
    difference = ledger.objective_usd - objective_usd
    if abs(difference) <= OBJECTIVE_TOLERANCE * max(1.0, abs(objective_usd)):
        return
    kinds = present_value_by_kind(ledger.cost_usd_per_year, ledger.present_value_factor)
    largest_first = sorted(kinds.items(), key=lambda item: -abs(item[1]))
    listed = ", ".join(f"{kind} {usd:,.2f}" for kind, usd in largest_first if usd)
    raise BooksError(
        f"The ledger's total of {ledger.objective_usd:,.2f} USD is {difference:+,.2f} USD away from the optimiser's "
        f"objective of {objective_usd:,.2f} USD. Kinds of cost in the ledger: {listed}."
    )


def check_dispatch(dispatch: Dispatch) -> None:
    """Raise if energy, computing or emissions of a dispatch do not add up in some hour.

    Raises
    ------
    BooksError
        A site's energy does not balance, computing vanishes or waits longer than its deadline allows, or a flow is
        negative; each is named with its place, planning year and hour of the year.
    """
    case = dispatch.plan.inputs.case
    site_names = [site.name for site in case.sites]
    pool_names = [pool.name for pool in dispatch.plan.inputs.load.it.pools]
    faults = [
        *_faults(dispatch, "energy at site", site_names, energy_flows_mw(dispatch)),
        *_faults(dispatch, "computing of pool", pool_names, compute_flows_mw(dispatch)),
        *_faults(dispatch, "overdue work of pool", pool_names, overdue_mwh(dispatch)),
    ]
    faults += [
        f"{name} is {float(flow.min()):.6g} MW in some hour, below zero."
        for name, flow in _flows_of(dispatch).items()
        if flow.size and flow.min() < -FLOW_TOLERANCE_MW
    ]
    if faults:
        raise BooksError("\n".join(faults))


def energy_flows_mw(dispatch: Dispatch) -> tuple[FloatArray, FloatArray]:
    """Return (sites, chains, hours) MW of a site's sources, and of its uses.

    Notes
    -----
    `supply + import + discharge + what links bring` and `charge + sale + metered + what is sent`.
    """
    flows = read_flows(dispatch)
    sites = len(flows.case.sites)
    sources = flows.by_site(flows.generation_where(~flows.is_virtual)) + flows.import_mw
    sources += sum_by_site(dispatch.discharge_mw, flows.storage_site, sites)
    uses = dispatch.sale_mw + dispatch.metered_mw + sum_by_site(dispatch.charge_mw, flows.storage_site, sites)
    brought, sent = _link_flows(flows.case, dispatch)
    return sources + brought, uses + sent


def compute_flows_mw(dispatch: Dispatch) -> tuple[FloatArray, FloatArray]:
    """Return (pools, chains, hours) MW of IT load of work that is there, and of what is done with it.

    Notes
    -----
    `arrived + B_{t-1}` and `served + lost + B_t`. What waits at the end of a chain is what waited at its start.
    """
    before = np.roll(dispatch.backlog_mwh, 1, axis=-1)
    return dispatch.arrived_mw + before, dispatch.served_mw.sum(axis=1) + dispatch.lost_mw + dispatch.backlog_mwh


def overdue_mwh(dispatch: Dispatch) -> tuple[FloatArray, FloatArray]:
    """Return (pools, chains, hours) MWh that wait, and of it what may: the arrivals of the last `deadline_hours`."""
    allowed = np.zeros_like(dispatch.backlog_mwh)
    for index, pool in enumerate(dispatch.plan.inputs.load.it.pools):
        recent = sum(
            (np.roll(dispatch.arrived_mw[index], shift, axis=-1) for shift in range(pool.deadline_hours)),
            start=np.zeros_like(dispatch.arrived_mw[index]),
        )
        allowed[index] = np.minimum(dispatch.backlog_mwh[index], recent)
    return dispatch.backlog_mwh, allowed


def _link_flows(case: Case, dispatch: Dispatch) -> tuple[FloatArray, FloatArray]:
    brought, sent = np.zeros_like(dispatch.metered_mw), np.zeros_like(dispatch.metered_mw)
    for link, forward, backward in zip(case.links, dispatch.flow_forward_mw, dispatch.flow_backward_mw, strict=True):
        arriving = 1.0 - link.loss_share
        start, end = case.site_index(link.from_site), case.site_index(link.to_site)
        brought[start] += arriving * backward
        brought[end] += arriving * forward
        sent[start] += forward
        sent[end] += backward
    return brought, sent


def _faults(dispatch: Dispatch, what: str, names: list[str], flows: tuple[FloatArray, FloatArray]) -> list[str]:
    """Return one line for each thing whose two sides differ by more than the tolerance in some hour."""
    time = dispatch.plan.inputs.time
    lines = []
    for name, into, out_of in zip(names, *flows, strict=True):
        residual = into - out_of
        beyond = np.abs(residual) - np.maximum(FLOW_TOLERANCE_MW, RELATIVE_FLOW_TOLERANCE * (into + out_of))
        chain, hour = np.unravel_index(int(beyond.argmax()), beyond.shape)
        if beyond[chain, hour] > 0.0:
            year = time.planning_years[int(time.chain_year[chain])]
            hour_of_year = int(time.hour_of_year[int(chain) % time.periods, hour])
            lines.append(f"{what} {name}: {residual[chain, hour]:+.6g} MW too much in hour {hour_of_year} of {year}.")
    return lines


def _flows_of(dispatch: Dispatch) -> dict[str, FloatArray]:
    return {
        "generation": dispatch.generation_mw,
        "charging": dispatch.charge_mw,
        "discharging": dispatch.discharge_mw,
        "import": dispatch.import_firm_mw + dispatch.import_curtailable_mw,
        "sale": dispatch.sale_mw,
        "computing": dispatch.served_mw,
        "lost computing": dispatch.lost_mw,
    }
