"""What types of contract are worth to one load: dates, money, computing that waits or is lost, and who carries it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from firmwatt.accounting.frontier import Unreachable
from firmwatt.accounting.ledger import Ledger
from firmwatt.accounting.levelised import LevelisedFigures
from firmwatt.catalog import loader as catalog
from firmwatt.operation.contract_check import ContractCheck
from firmwatt.operation.dispatch import Dispatch
from firmwatt.planning.sampled import sampled_series
from firmwatt.planning.stack_dates import StackDates
from firmwatt.scenario.case import LoadContract
from firmwatt.timegrid import FloatArray
from firmwatt.units import MONTHS_PER_YEAR, SECONDS_PER_MINUTE

_DAYS_PER_MONTH = 365.2425 / MONTHS_PER_YEAR
FIRM = "firm"


@dataclass(frozen=True, slots=True)
class CarriedWork:
    """What one workload does when the grid calls, a year.

    Attributes
    ----------
    moved_mwh : MWh of IT energy that waits or goes elsewhere
    lost_mwh : MWh of IT energy
    """

    moved_mwh: float
    lost_mwh: float


@dataclass(frozen=True, slots=True)
class ContractPoint:
    """One type of contract for all megawatts that a site asks for.

    Attributes
    ----------
    terms
    dates
        When the megawatts are there.
    figures
    paid_usd_per_year
        By the grid to the load, mean over the years.
    carried : workload → what it does when the grid calls
    checks : one a planning year
    feeds : count, or None
        Into how many parts the site must be fed, so that no fault trips more than the contract allows.
    rides_through : whether the UPS bridges the dips that the contract names, None where it names none
    months_saved, saved_usd_per_mwh
        Against firm megawatts; None where these do not come.
    """

    terms: LoadContract
    dates: StackDates
    figures: LevelisedFigures
    paid_usd_per_year: float
    carried: Mapping[str, CarriedWork]
    checks: tuple[ContractCheck, ...]
    feeds: int | None
    rides_through: bool | None
    months_saved: float | None = None
    saved_usd_per_mwh: float | None = None

    @property
    def value_gained_usd(self) -> float | None:
        """Return what the computing of the months saved is worth, less its power."""
        return None if self.months_saved is None else self.months_saved * self.figures.value_usd_per_month


@dataclass(frozen=True, slots=True)
class ContractComparison:
    """What types of contract are worth to a site.

    Attributes
    ----------
    asked_mw : MW at the meter
    has_own_supply
        Whether plants and stores on the site may cover the calls.
    points : the earliest P50 first
    unreachable : with the name of the contract for that of the stack
    """

    programme: str
    site: str
    asked_mw: float
    has_own_supply: bool
    points: tuple[ContractPoint, ...]
    unreachable: tuple[Unreachable, ...]


def carried_work(dispatch: Dispatch) -> dict[str, CarriedWork]:
    """Return what each workload does in the hours of a call, mean over the calendar years of the plan.

    Parameters
    ----------
    dispatch
        Of a single site.
    """
    inputs = dispatch.plan.inputs
    called = sampled_series(inputs).called_share[0]
    years = np.asarray(inputs.time.years_represented, dtype=np.float64)[inputs.time.chain_year]
    weight = called * (inputs.time.chain_hour_weight * years)[:, None] / sum(inputs.time.years_represented)
    found: dict[str, CarriedWork] = {}
    for at, pool in enumerate(inputs.load.it.pools):
        arrived, lost = dispatch.arrived_mw[at], dispatch.lost_mw[at]
        waits = np.maximum(arrived - dispatch.served_mw[at].sum(axis=0) - lost, 0.0)
        before = found.get(pool.workload, CarriedWork(0.0, 0.0))
        found[pool.workload] = CarriedWork(
            before.moved_mwh + float((weight * waits).sum()), before.lost_mwh + float((weight * lost).sum())
        )
    return found


def paid_usd_per_year(ledger: Ledger, years_represented: Sequence[int]) -> float:
    """Return what the grid pays, mean over the calendar years of the plan."""
    years: FloatArray = np.asarray(years_represented, dtype=np.float64)
    return float(0.0 - (ledger.cost_usd_per_year["demand_response"].sum(axis=0) @ years) / years.sum())


def feeds_for(terms: LoadContract, asked_mw: float) -> int | None:
    """Return into how many parts a site must be fed, so that no more than allowed leaves the grid at once.

    Examples
    --------
    >>> from dataclasses import replace
    >>> terms = LoadContract("x", "firm", 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, True, False, largest_trip_mw=300.0)
    >>> feeds_for(terms, 1000.0), feeds_for(replace(terms, largest_trip_mw=None), 1000.0)
    (4, None)
    """
    return ceil(asked_mw / terms.largest_trip_mw) if terms.largest_trip_mw else None


def rides_through(terms: LoadContract) -> bool | None:
    """Return whether a UPS of the catalogue bridges the dips that a contract names, None where it names none."""
    if terms.ride_through_seconds is None:
        return None
    bridged = catalog.get("first_minutes", "ups", "bridging_minutes").number * SECONDS_PER_MINUTE
    return terms.ride_through_seconds <= bridged


def compared_contracts(points: Sequence[ContractPoint]) -> tuple[ContractPoint, ...]:
    """Return the points, the earliest P50 first, with what they save against firm megawatts."""
    firm = next((point for point in points if point.terms.name == FIRM), None)
    if firm is None:
        return _sorted(points)
    return _sorted(
        [
            replace(
                point,
                months_saved=(_ordinal(firm) - _ordinal(point)) / _DAYS_PER_MONTH,
                saved_usd_per_mwh=firm.figures.cost_usd_per_mwh - point.figures.cost_usd_per_mwh,
            )
            for point in points
        ]
    )


def _sorted(points: Sequence[ContractPoint]) -> tuple[ContractPoint, ...]:
    return tuple(sorted(points, key=lambda point: (_ordinal(point), point.figures.cost_usd_per_mwh)))


def _ordinal(point: ContractPoint) -> int:
    assert point.dates.p50 is not None  # only stacks that come become points
    return point.dates.p50.toordinal()
