"""When a stack delivers: its parts, the date at which they add up to the megawatts asked for, and when to order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from firmwatt.catalog import loader as catalog
from firmwatt.planning.critical_path import latest
from firmwatt.planning.date_risk import DRAWS, Part, Quantiles, comes, path_draws, quantiles, reach_years
from firmwatt.planning.roadmap import BUILDING, CONNECTION, critical_path_years, early_steps, project_of
from firmwatt.planning.stacks import Stack, firm_share
from firmwatt.planning.vendor_queue import Order, Tranche, vendor_queue
from firmwatt.scenario.assets import TRANSFORMER, Delivery, LeadStep, StorageAsset, SupplyAsset
from firmwatt.scenario.case import Case, LoadConnection, Site
from firmwatt.timegrid import FloatArray, date_after

_DAYS_PER_YEAR = 365.2425
_DAY = 1.0 / _DAYS_PER_YEAR
NO_TRANCHE = Tranche(0.0, 0.0)
_LONGEST_WAIT_YEARS, _HALVINGS = 32.0, 14


@dataclass(frozen=True, slots=True)
class StackDates:
    """When a stack delivers the megawatts asked for.

    Attributes
    ----------
    p10, p50, p90
        None where so many draws never come.
    first_power
        P50 of the first megawatt.
    planned
        The later of P50 and the path at central lengths: from here the stack is planned and priced.
    order_by
        The last day on which everything may be ordered without moving P50.
    most_mw
        What all parts add up to.
    cancelled_share : 0-1
        Chance by the catalogue's record that what the stack is named after is given up; the dates are of those that
        come, but for projects whose `probability` the scenario gives.
    """

    p10: date | None
    p50: date | None
    p90: date | None
    first_power: date | None
    planned: date | None
    order_by: date | None
    most_mw: float
    cancelled_share: float = 0.0


def stack_dates(case: Case, stack: Stack, asked_mw: float) -> StackDates:
    """Return the dates of a stack.

    Parameters
    ----------
    case
    stack : of `stacks.site_stacks`
    asked_mw : MW at the meter, > 0
    """
    drawn, central = _Arrival.of(case, stack, DRAWS), _Arrival.of(case, stack, draws=1)
    reached = drawn.quantiles(asked_mw)
    first = quantiles(np.min([part.online_years() for part in drawn.parts], axis=0, initial=np.inf))
    planned = max(reached.p50, float(central.years(asked_mw)[0]))
    return StackDates(
        p10=_day(case, reached.p10),
        p50=_day(case, reached.p50),
        p90=_day(case, reached.p90),
        first_power=_day(case, first.p50),
        planned=_day(case, planned),
        order_by=_order_by(case, drawn, asked_mw) if np.isfinite(reached.p50) else None,
        most_mw=sum(part.mw for part in drawn.parts),
        cancelled_share=_cancelled_share(stack),
    )


def offered_mw(limits_mw: Sequence[float], most_mw: float, energised_mw: float) -> Iterator[tuple[int, float]]:
    """Yield (index of planning year, MW) of each increase of a connection beyond what is energised.

    Examples
    --------
    >>> list(offered_mw((50.0, 80.0, 80.0), 70.0, 10.0))
    [(0, 40.0), (1, 20.0)]
    """
    reached = energised_mw
    for index, limit in enumerate(limits_mw):
        allowed = min(limit, most_mw)
        if allowed > reached:
            yield index, allowed - reached
            reached = allowed


def stack_curtailable_steps(link: LoadConnection) -> tuple[LeadStep, ...]:
    """Return the steps of a stack's curtailable megawatts: without the upgrade, unless their contract waits for it."""
    contract = link.contract
    return link.steps if contract is not None and contract.waits_for_upgrade else early_steps(link)


def fuelled_mw(site: Site, supply: Sequence[SupplyAsset]) -> dict[str, float]:
    """Return asset → MW that may be built of it; the gas pipeline is shared, and who can come first has it first.

    What may be added to the pipeline does not count: first dates are those of the gas that is there.
    """
    left = site.gas_pipeline_limit_mmbtu_per_hour
    megawatts = {asset.name: asset.max_mw for asset in supply}
    if left is None:
        return megawatts
    for asset in sorted(supply, key=lambda asset: critical_path_years(asset.steps)):
        if asset.is_gas and asset.delivery is Delivery.ON_SITE and asset.heat_rate_mmbtu_per_mwh > 0.0:
            heat = asset.heat_rate_mmbtu_per_mwh * asset.availability
            left = max(0.0, left - asset.existing_mw * heat)
            megawatts[asset.name] = min(asset.max_mw, left / heat)
            left -= megawatts[asset.name] * heat
    return megawatts


@dataclass(frozen=True, slots=True)
class _Arrival:
    """The parts of a stack, with what all of them wait for: the building and the assets that it is named after."""

    parts: tuple[Part, ...]
    building: Part
    awaited: tuple[Part, ...]
    adds_up: bool

    @classmethod
    def of(cls, case: Case, stack: Stack, draws: int) -> _Arrival:
        site = case.sites[case.site_index(stack.site)]
        building = Part(0.0, path_draws(site.steps, BUILDING, draws))
        assets: tuple[SupplyAsset | StorageAsset, ...] = (*stack.supply, *stack.storage)
        awaited = tuple(_asset_part(case, asset, draws) for asset in assets if asset.name in stack.waits_for)
        return cls(tuple(_parts(case, stack, site, draws)), building, awaited, stack.adds_up)

    def years(self, asked_mw: float, ordered_years: float = 0.0) -> FloatArray:
        """Return (draws,) years after the decision at which the megawatts asked for are energised."""
        named = [part.online_years(ordered_years) for part in self.awaited]
        if not self.adds_up:
            powered = latest(named)
        elif self.parts:
            powered = reach_years(self.parts, asked_mw, ordered_years)
            powered = np.maximum(powered, np.min(named, axis=0)) if named else powered
        else:
            powered = np.asarray(np.inf)
        return np.maximum(powered, self.building.online_years(ordered_years))

    def quantiles(self, asked_mw: float, ordered_years: float = 0.0) -> Quantiles:
        """Return the quantiles of `years`."""
        return quantiles(self.years(asked_mw, ordered_years))


def _parts(case: Case, stack: Stack, site: Site, draws: int) -> Iterator[Part]:
    link = site.connection
    here = [asset for asset in stack.supply if asset.delivery is Delivery.ON_SITE]
    standing = link.energised_mw + sum(asset.existing_mw * firm_share(asset) for asset in here)
    if standing > 0.0:
        yield Part(standing, np.zeros(draws), is_ordered=False)
    firm = offered_mw(link.firm_mw, stack.firm_mw, link.energised_mw)
    curtailable, early = offered_mw(link.curtailable_mw, stack.curtailable_mw, 0.0), stack_curtailable_steps(link)
    offers = (*((*each, link.steps) for each in firm), *((*each, early) for each in curtailable))
    increases = sorted(offers, key=lambda offer: offer[0])  # what is offered first is ordered first
    built_mw = fuelled_mw(site, here)
    connected = [Order(TRANSFORMER, mw) for _, mw, _ in increases]
    built = [Order(asset.technology, built_mw[asset.name], asset.build_limit_mw_per_year) for asset in here]
    queue = vendor_queue([*connected, *built], case.vendor_slots_mw_per_year)
    for (year, _, steps), tranches in zip(increases, queue[: len(connected)], strict=True):
        for tranche in tranches:
            yield _grid_part(case, year, steps, draws, tranche)
    for asset, tranches in zip(here, queue[len(connected) :], strict=True):
        for tranche in tranches:
            yield _asset_part(case, asset, draws, replace(tranche, mw=tranche.mw * firm_share(asset)))


def _grid_part(case: Case, year: int, steps: tuple[LeadStep, ...], draws: int, tranche: Tranche) -> Part:
    """Return megawatts of the connection that are offered from a planning year on."""
    offered = _years_until(case, date(case.programme.planning_years[year], 1, 1)) if year else 0.0
    return Part(tranche.mw, path_draws(steps, CONNECTION, draws, {TRANSFORMER: tranche.wait_years}), offered)


def _cancelled_share(stack: Stack) -> float:
    """Return the chance that a stack is given up: with all that it may begin with, or with any of what it needs.

    Plants of one technology stand or fall together; what the scenario says of a project stands before the record.
    """
    said = {asset.technology: asset.probability for asset in stack.supply if asset.name in stack.waits_for}
    shares = [1.0 - chance if chance < 1.0 else _cancelled_on_record(name) for name, chance in said.items()]
    if not shares:
        return 0.0
    return min(shares) if stack.adds_up else max(shares)


def _cancelled_on_record(technology: str) -> float:
    row = catalog.find("technologies", technology, "cancellation_probability")
    return 0.0 if row is None else row.number


def _asset_part(case: Case, asset: SupplyAsset | StorageAsset, draws: int, tranche: Tranche = NO_TRANCHE) -> Part:
    """Return one tranche of an asset; what has a date of its own keeps it whenever it is ordered."""
    project, floor = project_of(asset), _years_until(case, date(asset.earliest_year, 1, 1))
    if isinstance(asset, SupplyAsset):
        luck = comes(project, asset.probability, draws)
        if asset.fixed_online is not None:
            delay = path_draws((LeadStep("delay", *asset.online_delay_years),), project, draws)
            return Part(tranche.mw, delay + luck + _years_until(case, asset.fixed_online), floor, is_ordered=False)
    else:
        luck = np.zeros(draws)
    first = asset.steps[0].name if asset.steps else ""
    made = "procure" if any(step.name == "procure" for step in asset.steps) else first
    return Part(tranche.mw, path_draws(asset.steps, project, draws, {made: tranche.wait_years}) + luck, floor)


def _order_by(case: Case, arrival: _Arrival, asked_mw: float) -> date:
    """Return the last day on which everything may be ordered so that P50 stays on its day."""
    soonest = arrival.quantiles(asked_mw).p50
    allowed, too_long = 0.0, _LONGEST_WAIT_YEARS
    for _ in range(_HALVINGS):
        middle = (allowed + too_long) / 2.0
        if arrival.quantiles(asked_mw, middle).p50 < soonest + _DAY / 2.0:
            allowed = middle
        else:
            too_long = middle
    return case.programme.decision_date + timedelta(days=int(allowed * _DAYS_PER_YEAR))


def _years_until(case: Case, day: date) -> float:
    return max(0.0, (day - case.programme.decision_date).days / _DAYS_PER_YEAR)


def _day(case: Case, years: float) -> date | None:
    if not np.isfinite(years):
        return None
    return date_after(case.programme.decision_date, years)
