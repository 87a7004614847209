"""How much of its capital a programme spends on what, and how fast it builds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from firmwatt.accounting.capital import COMPUTING, capital_by_kind
from firmwatt.accounting.flows import Flows
from firmwatt.planning.plan import Plan


@dataclass(frozen=True, slots=True)
class BudgetUse:
    """Overnight capital up to the budget's last year.

    Attributes
    ----------
    last_year
        The budget's, or the last planning year where it has none.
    usd_by_kind : kind of `capital.capital_by_kind` → USD
    asked_usd
        The budget; None where there is none.
    """

    last_year: int
    usd_by_kind: Mapping[str, float]
    asked_usd: float | None

    @property
    def total_usd(self) -> float:
        """Return all of it."""
        return sum(self.usd_by_kind.values())

    @property
    def power_usd(self) -> float:
        """Return what is neither chips nor buildings."""
        return sum(usd for kind, usd in self.usd_by_kind.items() if kind not in COMPUTING)

    def share_of_all(self, usd: float) -> float:
        """Return 0-1 of all capital; nan where nothing is spent."""
        return usd / self.total_usd if self.total_usd > 0.0 else float("nan")


@dataclass(frozen=True, slots=True)
class BuildPace:
    """The most megawatts that come online in one calendar year, and the planning year in which they do."""

    mw_per_year: float
    year: int


def budget_use(flows: Flows) -> BudgetUse:
    """Return what a programme spends on chips, buildings and power up to its budget's last year."""
    programme = flows.case.programme
    last = programme.budget_until_year or flows.time.planning_years[-1]
    counts = np.asarray(flows.time.planning_years) <= last
    spent = {kind: float(usd[counts].sum()) for kind, usd in capital_by_kind(flows).items()}
    return BudgetUse(last, spent, programme.budget_usd)


def build_paces(plan: Plan) -> dict[str, BuildPace]:
    """Return the pace of `supply` and of `storage`.

    Notes
    -----
    Builds of a planning year are spread over the calendar years since the planning year before it; the first has its
    own year and those since the decision.
    """
    years = np.array(plan.inputs.time.planning_years)
    gaps = np.maximum(np.diff(years, prepend=plan.inputs.case.programme.decision_date.year - 1), 1)
    paces = {}
    for kind, build_mw in (("supply", plan.supply_build_mw), ("storage", plan.storage_build_mw)):
        rate = build_mw.sum(axis=0) / gaps
        paces[kind] = BuildPace(float(rate.max()), int(years[int(rate.argmax())]))
    return paces
