"""All kinds of cost, year by year, and their present value."""

from __future__ import annotations

from collections.abc import Mapping

from firmwatt.accounting.capital import standing_costs
from firmwatt.accounting.flows import Flows
from firmwatt.accounting.ledger import COST_KINDS
from firmwatt.accounting.running import running_costs
from firmwatt.finance import present_value_factors
from firmwatt.timegrid import FloatArray

COMPUTING_KINDS = ("it_capital", "building_capital", "lost_compute")
"""Kinds of cost that are not the cost of power."""


def yearly_costs(flows: Flows) -> dict[str, FloatArray]:
    """Return kind → (sites, years) USD in one calendar year, undiscounted, in the order of `COST_KINDS`."""
    costs = standing_costs(flows) | running_costs(flows)
    return {kind: costs[kind] for kind in COST_KINDS}


def horizon_factors(flows: Flows) -> FloatArray:
    """Return (years,) the worth on the decision date of 1 USD in each calendar year that a planning year stands for."""
    programme = flows.case.programme
    return present_value_factors(
        programme.planning_years, programme.years_represented, programme.decision_date.year, programme.discount_rate
    )


def present_value_by_kind(cost_usd_per_year: Mapping[str, FloatArray], factors: FloatArray) -> dict[str, float]:
    """Return kind → USD over the whole horizon, all sites together.

    Examples
    --------
    >>> import numpy as np
    >>> present_value_by_kind({"fuel": np.array([[1.0, 2.0], [3.0, 4.0]])}, np.array([1.0, 0.5]))
    {'fuel': 7.0}
    """
    return {kind: float((yearly * factors).sum()) for kind, yearly in cost_usd_per_year.items()}


def power_cost_share(usd_by_kind: Mapping[str, float]) -> float:
    """Return 0-1, what power is of the cost of computing: chips, buildings and power, lost computing left out.

    Examples
    --------
    >>> power_cost_share({"it_capital": 70.0, "building_capital": 20.0, "fuel": 10.0, "lost_compute": 900.0})
    0.1
    """
    power = sum(usd for kind, usd in usd_by_kind.items() if kind not in COMPUTING_KINDS)
    paid = sum(usd for kind, usd in usd_by_kind.items() if kind != "lost_compute")
    return power / paid if paid > 0.0 else 0.0
