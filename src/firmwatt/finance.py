"""Money: annuities, interest during construction and discounting. Plan and ledger both call these functions.

All money is real USD of the scenario's price year. Capital is spread over an asset's life as an annuity whose base
holds the interest of the building time; annuities are counted inside the horizon only, so there is no salvage value.
"""

from __future__ import annotations

import math

import numpy as np

from firmwatt.timegrid import FloatArray
from firmwatt.units import KW_PER_MW

_ALL_BUT_ROUNDING = 1e-12
"""Probability by which sums of probabilities may differ."""


def annuity_factor(discount_rate: float, lifetime_years: float) -> float:
    """Return the constant yearly payment, at year ends, that repays 1 USD over a life.

    Parameters
    ----------
    discount_rate : fraction a year, >= 0
    lifetime_years : years, > 0

    Returns
    -------
    1/year

    Notes
    -----
    `r / (1 - (1 + r)**-n)`, and `1 / n` where the rate is zero.

    Examples
    --------
    >>> round(annuity_factor(0.07, 20), 6)
    0.094393
    """
    if discount_rate == 0.0:
        return 1.0 / lifetime_years
    return discount_rate / -math.expm1(-lifetime_years * math.log1p(discount_rate))


def sinking_fund_factor(discount_rate: float, lifetime_years: float) -> float:
    """Return the constant yearly payment, at year ends, that grows to 1 USD by the end of a life.

    Notes
    -----
    The annuity less the interest: `r / ((1 + r)**n - 1)`, and `1 / n` where the rate is zero.

    Examples
    --------
    >>> round(sinking_fund_factor(0.07, 20), 6), sinking_fund_factor(0.0, 20)
    (0.024393, 0.05)
    """
    return annuity_factor(discount_rate, lifetime_years) - discount_rate


def construction_interest_factor(discount_rate: float, construction_years: float) -> float:
    """Return what 1 USD of overnight cost, spent evenly while building, is worth on the day of completion.

    Notes
    -----
    The mean of `(1 + r)**t` for t from 0 to T: `((1 + r)**T - 1) / (T ln(1 + r))`.

    Examples
    --------
    >>> round(construction_interest_factor(0.07, 6), 4)
    1.2335
    """
    if discount_rate == 0.0 or construction_years == 0.0:
        return 1.0
    growth = construction_years * math.log1p(discount_rate)
    return math.expm1(growth) / growth


def annual_capital_cost_usd_per_mw(
    overnight_cost_usd_per_kw: float, discount_rate: float, lifetime_years: float, construction_years: float
) -> float:
    """Return the yearly capital cost of one megawatt, interest during construction included (USD/MW/year)."""
    base = overnight_cost_usd_per_kw * KW_PER_MW * construction_interest_factor(discount_rate, construction_years)
    return base * annuity_factor(discount_rate, lifetime_years)


def present_value_factors(
    planning_years: tuple[int, ...], years_represented: tuple[int, ...], base_year: int, discount_rate: float
) -> FloatArray:
    """Return (years,) the worth in the base year of 1 USD paid in every calendar year that a planning year stands for.

    Notes
    -----
    Planning year y that stands for n years has the factor of y, y+1, …, y+n-1 added up.

    Examples
    --------
    >>> present_value_factors((2026, 2030), (1, 2), 2026, 0.10).round(4).tolist()
    [1.0, 1.3039]
    """
    return np.array(
        [
            sum((1.0 + discount_rate) ** (base_year - year - k) for k in range(represented))
            for year, represented in zip(planning_years, years_represented, strict=True)
        ]
    )


def years_alive(vintage: int, lifetime_years: float, planning_years: tuple[int, ...]) -> FloatArray:
    """Return (years,) 1 where something that came online in the vintage year still stands, else 0."""
    years = np.asarray(planning_years)
    return ((years >= vintage) & (years < vintage + lifetime_years)).astype(np.float64)


def value_at_risk(cost: FloatArray, probability: FloatArray, tail_share: float) -> FloatArray:
    """Return (...,) the least cost that is exceeded with a probability of at most the tail's share.

    Parameters
    ----------
    cost : (..., draws)
    probability : (draws,) sums to 1
    tail_share : 0-1, > 0

    Examples
    --------
    >>> float(value_at_risk(np.array([40.0, 10.0, 20.0, 30.0]), np.full(4, 0.25), 0.5))
    20.0
    """
    order = np.argsort(-cost, axis=-1, kind="stable")
    beyond = np.cumsum(probability[order], axis=-1)  # probability of what costs as much or more
    first = (beyond <= tail_share + _ALL_BUT_ROUNDING).sum(axis=-1, keepdims=True)
    place = np.take_along_axis(order, np.minimum(first, cost.shape[-1] - 1), axis=-1)
    return np.take_along_axis(cost, place, axis=-1)[..., 0]


def tail_mean(cost: FloatArray, probability: FloatArray, tail_share: float) -> FloatArray:
    """Return (...,) the conditional value at risk: the mean cost of the dearest draws, as many as the tail's share.

    Parameters
    ----------
    cost : (..., draws)
    probability : (draws,) sums to 1
    tail_share : 0-1, > 0

    Notes
    -----
    `v + Σ p · max(cost - v, 0) / tail_share` at the value at risk v (Rockafellar and Uryasev, Optimization of
    conditional value-at-risk, Journal of Risk 2, 2000). A draw that lies partly in the tail counts with that part; a
    share of 1 gives the mean of all, one below the probability of the dearest draw gives that draw.

    Examples
    --------
    >>> cost = np.array([40.0, 10.0, 20.0, 30.0])
    >>> [float(tail_mean(cost, np.full(4, 0.25), share)) for share in (0.1, 0.5, 1.0)]
    [40.0, 35.0, 25.0]
    """
    at_risk = value_at_risk(cost, probability, tail_share)
    excess = np.maximum(cost - at_risk[..., None], 0.0) @ probability
    return np.asarray(at_risk + excess / tail_share, dtype=np.float64)


def risk_adjustment_usd(
    tail_mean_usd_per_year: FloatArray, expected_usd_per_year: FloatArray, factors: FloatArray, weight: float
) -> float:
    """Return what the objective adds to the expected cost: the weight of the tail on the present value beyond the mean.

    Parameters
    ----------
    tail_mean_usd_per_year, expected_usd_per_year : (years,) of the operating cost, in one calendar year
    factors : (years,)
        Present value of 1 USD in each calendar year.
    weight : 0-1
    """
    return weight * float((tail_mean_usd_per_year - expected_usd_per_year) @ factors)
