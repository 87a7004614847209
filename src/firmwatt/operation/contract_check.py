"""Whether the hours of a plan keep the contract of each site: its calls, their number and length, and the notice.

The plan leaves the called hours without curtailable draw; this module counts what the grid called, looks whether
nothing was drawn, and whether what took its place could be there within the notice: stores at once, computing and
plants as the catalogue table `response` says. It knows hours only: what starts within the notice counts with all that
it gives in the first hour of the call.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from firmwatt.catalog import loader as catalog
from firmwatt.grid.calls import CallCount, count_calls
from firmwatt.operation.dispatch import Dispatch
from firmwatt.planning.sampled import sampled_series
from firmwatt.scenario.assets import AvailabilityKind, Delivery
from firmwatt.scenario.case import LoadContract
from firmwatt.timegrid import FloatArray

TABLE = "response"
TOLERANCE_MW = 0.01
SLACK = 1e-6
"""Relative, of hours and events: rounding."""


@dataclass(frozen=True, slots=True)
class ContractCheck:
    """How one site keeps its contract in one planning year, mean over the weather draws.

    Attributes
    ----------
    calls : of the hardest weather draw
    withheld_mwh_per_year
        Curtailable megawatts that stand, over the hours of the calls.
    drawn_when_called_mwh_per_year : 0 where the contract is kept
    steepest_fall_mw
        Most by which the curtailable draw falls in the first hour of a call.
    late_mw
        Most of such a fall that nothing answers within the notice: 0 where the contract is kept.
    breaches : names of the limits that are not kept: `hours`, `events`, `length`, `draw`, `notice`
    """

    site: str
    year: int
    contract: str
    calls: CallCount
    withheld_mwh_per_year: float
    drawn_when_called_mwh_per_year: float
    steepest_fall_mw: float
    late_mw: float
    breaches: tuple[str, ...]


def check_contracts(dispatch: Dispatch) -> Iterator[ContractCheck]:
    """Yield how each site with a contract keeps it, in each planning year.

    Parameters
    ----------
    dispatch
    """
    inputs = dispatch.plan.inputs
    called = sampled_series(inputs).called_share
    for at, site in enumerate(inputs.case.sites):
        if site.connection.contract is None:
            continue
        for place, year in enumerate(inputs.time.planning_years):
            yield _check(dispatch, (at, place, year), site.connection.contract, called[at])


def _check(
    dispatch: Dispatch, where: tuple[int, int, int], contract: LoadContract, called: FloatArray
) -> ContractCheck:
    at, place, year = where
    plan, time = dispatch.plan, dispatch.plan.inputs.time
    inside = time.chain_year == place
    weight = time.chain_hour_weight[inside, None]
    drawn = dispatch.import_curtailable_mw[at, inside]
    stands = plan.curtailable_online_share[at, inside] * plan.connection_curtailable_mw[at, place]
    over = np.maximum(drawn - stands * (1.0 - called[inside]), 0.0)
    over[over < TOLERANCE_MW] = 0.0
    calls = _hardest(dispatch, called[inside])
    falls = _falls(dispatch, at, called)[inside]
    answered = _answered(dispatch, at, contract.notice_minutes)[inside]
    worst_late = float(np.where(falls > 0.0, np.maximum(falls - answered, 0.0), 0.0).max(initial=0.0))
    kept = {
        "hours": calls.hours_per_year <= contract.hours_per_year * (1.0 + SLACK),
        "events": calls.events_per_year <= contract.events_per_year * (1.0 + SLACK),
        "length": calls.longest_event_hours <= contract.longest_event_hours,
        "draw": not over.any(),
        "notice": worst_late < TOLERANCE_MW,
    }
    return ContractCheck(
        site=plan.inputs.case.sites[at].name,
        year=year,
        contract=contract.name,
        calls=calls,
        withheld_mwh_per_year=float((weight * called[inside] * stands).sum()),
        drawn_when_called_mwh_per_year=float((weight * over).sum()),
        steepest_fall_mw=float(falls.max(initial=0.0)),
        late_mw=worst_late,
        breaches=tuple(name for name, is_kept in kept.items() if not is_kept),
    )


def _hardest(dispatch: Dispatch, called: FloatArray) -> CallCount:
    """Return the calls of the weather draw with most hours of them."""
    time = dispatch.plan.inputs.time
    weight = np.asarray(time.period_block_hours, dtype=np.float64) / time.period_hours
    draws = called.reshape(len(time.weather_years), time.periods, time.period_hours)
    return max((count_calls(draw, weight) for draw in draws), key=lambda calls: calls.hours_per_year)


def _falls(dispatch: Dispatch, site: int, called: FloatArray) -> FloatArray:
    """Return (chains, hours) MW >= 0 by which the curtailable draw falls in the first hour of each call."""
    drawn = dispatch.import_curtailable_mw[site]
    is_first = np.zeros_like(called, dtype=np.bool_)
    is_first[:, 1:] = (called[:, 1:] > 0.0) & (called[:, :-1] == 0.0)
    return np.where(is_first, np.maximum(-_rise(drawn), 0.0), 0.0)


def _answered(dispatch: Dispatch, site: int, notice_minutes: float) -> FloatArray:
    """Return (chains, hours) MW by which what answers within the notice replaces draw from one hour to the next."""
    plan, inputs = dispatch.plan, dispatch.plan.inputs
    case = inputs.case
    answered = _rise(dispatch.import_firm_mw[site] - dispatch.sale_mw[site])
    for asset, given, taken in zip(case.storage, dispatch.discharge_mw, dispatch.charge_mw, strict=True):
        if case.site_index(asset.site) == site:
            answered = answered + _rise(given - taken)
    for plant, generated in zip(case.supply, dispatch.generation_mw, strict=True):
        if plant.delivery == Delivery.VIRTUAL or case.site_index(plant.site) != site:
            continue
        is_weather = plant.availability_kind != AvailabilityKind.FLAT
        if is_weather or _minutes(plant.technology, "start_minutes") <= notice_minutes:
            answered = answered + _rise(generated)
    pue = np.divide(
        dispatch.metered_mw[site],
        dispatch.served_mw[:, site].sum(axis=0),
        out=np.ones_like(dispatch.metered_mw[site]),
        where=dispatch.served_mw[:, site].sum(axis=0) > 0.0,
    )
    for pool, served in zip(plan.inputs.load.it.pools, dispatch.served_mw[:, site], strict=True):
        if _minutes(str(pool.work_class), "response_minutes") <= notice_minutes:
            answered = answered - _rise(served * pue)
    for link, forward, backward in zip(case.links, dispatch.flow_forward_mw, dispatch.flow_backward_mw, strict=True):
        arriving = 1.0 - link.loss_share
        if case.site_index(link.from_site) == site:
            answered = answered + _rise(arriving * backward - forward)
        if case.site_index(link.to_site) == site:
            answered = answered + _rise(arriving * forward - backward)
    return answered


def _minutes(key: str, parameter: str) -> float:
    """Return how long something takes to answer; what the catalogue does not know takes for ever."""
    row = catalog.find(TABLE, key, parameter)
    return float("inf") if row is None else row.number


def _rise(flow: FloatArray) -> FloatArray:
    """Return (chains, hours) the change from the hour before, 0 in a chain's first hour."""
    return np.diff(flow, axis=-1, prepend=flow[..., :1])
