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
"""Of a balance of one hour, beside a relative 1e-6: what an interior-point solver leaves."""
RELATIVE_FLOW_TOLERANCE = 1e-6


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
        *_faults(dispatch, "energy at site", site_names, energy_residual_mw(dispatch), _largest_flow(dispatch)),
        *_faults(dispatch, "computing of pool", pool_names, compute_residual_mw(dispatch), _largest_arrival(dispatch)),
        *_faults(dispatch, "overdue work of pool", pool_names, overdue_mwh(dispatch), _largest_arrival(dispatch)),
    ]
    faults += [
        f"{name} is {float(flow.min()):.6g} MW in some hour, below zero."
        for name, flow in _flows_of(dispatch).items()
        if flow.size and flow.min() < -FLOW_TOLERANCE_MW
    ]
    if faults:
        raise BooksError("\n".join(faults))


def energy_residual_mw(dispatch: Dispatch) -> FloatArray:
    """Return (sites, chains, hours) MW by which a site's sources exceed its uses.

    Notes
    -----
    `supply + import + discharge + links - charge - sale - metered`; a link brings what was sent less its loss.
    """
    flows = read_flows(dispatch)
    case = flows.case
    storage = sum_by_site(dispatch.discharge_mw - dispatch.charge_mw, flows.storage_site, len(case.sites))
    supply = flows.by_site(flows.generation_where(~flows.is_virtual))
    return supply + flows.import_mw + storage + _link_balance(case, dispatch) - dispatch.sale_mw - dispatch.metered_mw


def compute_residual_mw(dispatch: Dispatch) -> FloatArray:
    """Return (pools, chains, hours) MW of IT load by which work that arrived exceeds what was done with it.

    Notes
    -----
    `arrived - served - lost - (B_t - B_{t-1})`. What waits at the end of a chain is what waited at its start.
    """
    before = np.roll(dispatch.backlog_mwh, 1, axis=-1)
    done = dispatch.served_mw.sum(axis=1) + dispatch.lost_mw
    residual: FloatArray = dispatch.arrived_mw - done - (dispatch.backlog_mwh - before)
    return residual


def overdue_mwh(dispatch: Dispatch) -> FloatArray:
    """Return (pools, chains, hours) MWh that wait beyond the arrivals of the last `deadline_hours`, >= 0."""
    overdue = np.zeros_like(dispatch.backlog_mwh)
    for index, pool in enumerate(dispatch.plan.inputs.load.it.pools):
        recent = sum(
            (np.roll(dispatch.arrived_mw[index], shift, axis=-1) for shift in range(pool.deadline_hours)),
            start=np.zeros_like(dispatch.arrived_mw[index]),
        )
        overdue[index] = np.maximum(dispatch.backlog_mwh[index] - recent, 0.0)
    return overdue


def _link_balance(case: Case, dispatch: Dispatch) -> FloatArray:
    balance = np.zeros_like(dispatch.metered_mw)
    for link, forward, backward in zip(case.links, dispatch.flow_forward_mw, dispatch.flow_backward_mw, strict=True):
        arriving = 1.0 - link.loss_share
        balance[case.site_index(link.from_site)] += arriving * backward - forward
        balance[case.site_index(link.to_site)] += arriving * forward - backward
    return balance


def _faults(dispatch: Dispatch, what: str, names: list[str], residual: FloatArray, scale: float) -> list[str]:
    """Return one line for each thing whose worst residual is above the tolerance."""
    time = dispatch.plan.inputs.time
    tolerance = max(FLOW_TOLERANCE_MW, RELATIVE_FLOW_TOLERANCE * scale)
    lines = []
    for name, series in zip(names, residual, strict=True):
        chain, hour = np.unravel_index(int(np.abs(series).argmax()), series.shape)
        if abs(series[chain, hour]) > tolerance:
            year = time.planning_years[int(time.chain_year[chain])]
            hour_of_year = int(time.hour_of_year[int(chain) % time.periods, hour])
            lines.append(f"{what} {name}: {series[chain, hour]:+.6g} MW too much in hour {hour_of_year} of {year}.")
    return lines


def _largest_flow(dispatch: Dispatch) -> float:
    return float(dispatch.metered_mw.max(initial=0.0))


def _largest_arrival(dispatch: Dispatch) -> float:
    return float(dispatch.arrived_mw.max(initial=0.0))


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
