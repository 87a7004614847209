"""What a plant may and earns by what stands of it: hours of an air permit, tax credits on what it generates.

Both are accounts of the year that capacity credits in the stock-taking behind it, and that are settled there.
"""

from __future__ import annotations

import numpy as np

from firmwatt.interop.pypsa.accounts import add_account
from firmwatt.interop.pypsa.draft import Draft, Port
from firmwatt.planning.model import PlanningModel
from firmwatt.planning.tax_credit import ProductionCredit, production_credits
from firmwatt.units import HOURS_PER_YEAR


def credits_of(model: PlanningModel) -> dict[int, ProductionCredit]:
    """Return asset → the credit that it takes on what it generates."""
    found = production_credits(model.frame.inputs, model.columns.supply.usable_share)
    return {each.asset: each for each in found}


def run_hours_ports(draft: Draft, model: PlanningModel, index: int, most_mw: float) -> tuple[list[Port], list[Port]]:
    """Add the account of an air permit; return the ports of what stands and of what runs."""
    asset = model.frame.case.supply[index]
    hours = asset.run_hours_limit_per_year
    if hours is None or index not in model.columns.supply.delivered:
        return [], []
    nothing = np.zeros(len(model.frame.years))
    account = add_account(draft, f"{asset.name}/run hours", nothing, HOURS_PER_YEAR * most_mw, by_capacity=True)
    running = draft.clock.series(-model.frame.hour_weight)
    return [(account, draft.clock.series(standing=hours))], [(account, running)]


def credit_ports(
    draft: Draft, model: PlanningModel, credit: ProductionCredit, most_mw: float
) -> tuple[dict[int, list[Port]], list[Port]]:
    """Add the credit of a plant; return the ports of each vintage, and of what is generated.

    Notes
    -----
    What is generated comes to a bus, from which the link `credit` takes and earns, until the account is used up to
    which each vintage gives the energy that it may have credited in the year.
    """
    frame, clock = model.frame, draft.clock
    name = frame.case.supply[credit.asset].name
    nothing = np.zeros(len(frame.years))
    account = add_account(draft, f"{name}/creditable", nothing, HOURS_PER_YEAR * most_mw, by_capacity=True)
    generated = draft.bus(f"{name}/credit", "credit")
    draft.sink(generated, most_mw, clock.series(1.0))
    draft.link(
        f"{name}/credit", (generated, account), clock.series(-frame.hour_weight), most_mw, carrier="credit",
        marginal_cost=-credit.usd_per_mwh,
    )  # fmt: skip
    of_vintages: dict[int, list[Port]] = {
        v: [(account, clock.series(standing=most))] for v, most in enumerate(credit.credited_mwh_per_mw) if most.any()
    }
    return of_vintages, [(generated, 1.0)]
