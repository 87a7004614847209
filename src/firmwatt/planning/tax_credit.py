"""What tax credits give back: a share of each vintage's capital, or so much for each MWh of its first years.

A plant takes the better of the two: the share of its capital, or the present value of the credit on all that it can
generate. Plan and books both ask here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from firmwatt.finance import annual_capital_cost_usd_per_mw, annuity_factor, years_alive
from firmwatt.planning.plan import PlanInputs
from firmwatt.planning.roadmap import storage_dates, supply_dates, years_before
from firmwatt.scenario.assets import StorageAsset, SupplyAsset
from firmwatt.timegrid import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class ProductionCredit:
    """A credit for what a plant generates in the first years of each vintage.

    Attributes
    ----------
    asset : index of the case
    usd_per_mwh : of the whole credit
    credited_mwh_per_mw : (vintages, years)
        Most MWh of a calendar year that one megawatt of a vintage earns the whole credit for.
    """

    asset: int
    usd_per_mwh: float
    credited_mwh_per_mw: FloatArray


def capital_kept_share(
    asset: SupplyAsset | StorageAsset, decision_date: date, years: Sequence[int], *, by_production: bool = False
) -> FloatArray:
    """Return (years,) 0-1, the share of the capital of what is built in each year that stays to be paid.

    Parameters
    ----------
    asset
    decision_date
    years
        Planning years, rising.
    by_production
        Whether it takes the credit for what it generates instead.

    Notes
    -----
    A vintage is online on 1 January of its year, or at P50 of its lead time where that is later, and its construction
    began `construction_years` before. The credit comes back with the annuities, not in the first year.

    References
    ----------
    Internal Revenue Code, sections 45Q, 45Y and 48E as amended by Public Law 119-21 (catalogue table `tax_credits`).
    """
    credit = asset.tax_credit
    if credit is None or by_production:
        return np.ones(len(years))
    return 1.0 - credit.share * _phase(asset, decision_date, years)


def plants_by_production(inputs: PlanInputs) -> frozenset[str]:
    """Return the names of the plants whose credit is worth more on what they generate than on their capital.

    Notes
    -----
    Compared per megawatt at the day on which it comes online: `share · capital`, interest during construction
    included, against `credit · output · (1 - (1 + r)^-n) / r` over the n years of the credit, with the output of the
    hours that the plan looks at and nothing spilled. Of plants that the programme owns.
    """
    rate, found = inputs.case.programme.discount_rate, []
    for index, asset in enumerate(inputs.case.supply):
        credit = asset.tax_credit
        if credit is None or credit.production_usd_per_mwh == 0.0:
            continue
        annual_usd = annual_capital_cost_usd_per_mw(
            asset.overnight_cost_usd_per_kw, rate, asset.lifetime_years, asset.construction_years
        )
        by_capital = credit.share * annual_usd / annuity_factor(rate, asset.lifetime_years)
        hours = inputs.time.sample(inputs.availability.share[index]).sum(axis=-1)
        output_mwh = float(hours @ inputs.time.chain_hour_weight) / len(inputs.time.planning_years)
        by_output = credit.production_usd_per_mwh * output_mwh / annuity_factor(rate, credit.production_years)
        if by_output > by_capital:
            found.append(asset.name)
    return frozenset(found)


def production_credits(inputs: PlanInputs, usable_share: FloatArray) -> tuple[ProductionCredit, ...]:
    """Return the credits on generation, of plants that take them and have a vintage in time for one.

    Parameters
    ----------
    inputs
    usable_share : (supply, chains, hours) 0-1
        Availability × online share: generation possible for each installed MW.
    """
    case, time, chosen = inputs.case, inputs.time, plants_by_production(inputs)
    found = []
    for index, asset in enumerate(case.supply):
        credit = asset.tax_credit
        if credit is None or asset.name not in chosen:
            continue
        phase = _phase(asset, case.programme.decision_date, time.planning_years)
        in_time = np.array([years_alive(v, credit.production_years, time.planning_years) for v in time.planning_years])
        hours = usable_share[index].sum(axis=-1) * time.chain_hour_weight
        output_mwh = np.bincount(time.chain_year, hours, len(time.planning_years))
        most = phase[:, None] * in_time * output_mwh
        if most.any():
            found.append(ProductionCredit(index, credit.production_usd_per_mwh, most))
    return tuple(found)


def _phase(asset: SupplyAsset | StorageAsset, decision_date: date, years: Sequence[int]) -> FloatArray:
    """Return (years,) 0-1, how much of its credit each vintage gets by the dates of the law."""
    credit = asset.tax_credit
    assert credit is not None  # the callers have looked
    if isinstance(asset, SupplyAsset):
        dates = supply_dates(asset, decision_date)
    else:
        dates = storage_dates(asset, decision_date)
    online = [max(dates.p50, date(year, 1, 1)) for year in years]
    return np.array([credit.phase_on(years_before(day, asset.construction_years), day) for day in online])
