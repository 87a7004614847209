"""Books of the markets that answer the load: who pays what with the programme and without it, and who earns.

All customers pay the price of the hour, the dual of the market's balance, and where a margin is held the price of
capacity, the dual of the margin. Other customers also pay the plants that stand ready, where the market does, and bear
the risk of those that are missing. What they pay together is what the market's plants cost, and the rent of those who
own them. The optimiser's objective holds what the programme adds to the plants' cost; the ledger tells it as what the
programme pays, what other customers pay more, and, negative, what owners earn more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from firmwatt.accounting.clock import sum_by_site, yearly_mean, yearly_sum
from firmwatt.accounting.flows import Flows
from firmwatt.finance import annual_capital_cost_usd_per_mw, years_alive
from firmwatt.grid.curve_series import CurveSeries
from firmwatt.planning.assets.market import maintained_share
from firmwatt.planning.market import (
    MarketOutcome,
    asked_capacity_mw,
    expansion_share,
    expansions,
    flat_expansions,
    market_intensity,
    market_of_site,
    reserve_need_mw,
    shortage_tranches,
)
from firmwatt.planning.operating_reserve import paying_markets, ready_mw, steps_of_markets
from firmwatt.timegrid import FloatArray, TimeGrid
from firmwatt.units import KG_PER_TONNE, KW_PER_MW

KINDS = ("grid_other_customers", "grid_owners")
"""Kinds of the objective that no site pays: what other customers pay more, and, negative, what owners earn more."""


@dataclass(frozen=True, slots=True, eq=False)
class MarketState:
    """A market in one calendar year, all (markets, years).

    Attributes
    ----------
    price_usd_per_mwh : mean over the hours
    paid_price_usd_per_mwh : mean over other customers' energy
    capacity_price_usd_per_mw_year
    average_kg_per_mwh, marginal_kg_per_mwh : means over the hours
    emission_t : tonnes CO2
    others_usd : bills of other customers: energy, capacity, plants that stand ready and the risk of those that do not
    plants_usd : what the market's plants cost
    owners_usd : what their owners earn beyond it
    """

    price_usd_per_mwh: FloatArray
    paid_price_usd_per_mwh: FloatArray
    capacity_price_usd_per_mw_year: FloatArray
    average_kg_per_mwh: FloatArray
    marginal_kg_per_mwh: FloatArray
    emission_t: FloatArray
    others_usd: FloatArray
    plants_usd: FloatArray
    owners_usd: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class MarketBooks:
    """The markets with the programme and without it.

    Attributes
    ----------
    markets : names
    planned, without
    programme_usd : (markets, years) bills of the programme, energy and capacity, less what its contracts are worth
    programme_mwh : (markets, years) energy drawn
    others_mwh : (markets, years) energy of all other customers
    unbalanced_usd : (markets, years)
        Bills of all less cost and rent of the plants as their own revenue tells it: what the solver leaves.
    """

    markets: tuple[str, ...]
    planned: MarketState
    without: MarketState
    programme_usd: FloatArray
    programme_mwh: FloatArray
    others_mwh: FloatArray
    unbalanced_usd: FloatArray

    @property
    def others_more_usd(self) -> FloatArray:
        """Return (markets, years) USD by which other customers' bills rise in a calendar year."""
        return self.planned.others_usd - self.without.others_usd

    @property
    def owners_more_usd(self) -> FloatArray:
        """Return (markets, years) USD by which owners of the markets' plants earn more in a calendar year."""
        return self.planned.owners_usd - self.without.owners_usd

    @property
    def long_run_usd_per_mwh(self) -> FloatArray:
        """Return (markets, years) what the programme adds to the plants' cost, over the energy that it draws."""
        return self._per_mwh(self.planned.plants_usd - self.without.plants_usd)

    @property
    def long_run_kg_per_mwh(self) -> FloatArray:
        """Return (markets, years) what the programme adds to the market's emissions, over the energy that it draws."""
        return self._per_mwh(KG_PER_TONNE * (self.planned.emission_t - self.without.emission_t))

    def _per_mwh(self, more: FloatArray) -> FloatArray:
        is_drawn = self.programme_mwh > 1.0
        return np.divide(more, self.programme_mwh, out=np.full_like(more, np.nan), where=is_drawn)


def market_books(flows: Flows) -> MarketBooks | None:
    """Return the books of the markets of a plan, None where all regions are price-takers."""
    plan, time = flows.dispatch.plan, flows.time
    series, planned, without = plan.inputs.curves, plan.markets, plan.inputs.without
    if series is None or planned is None or without is None:
        return None
    market, count = market_of_site(flows.case, series), len(series.curves)
    is_in = market >= 0
    net = flows.import_mw - flows.dispatch.sale_mw - flows.by_site(flows.generation_where(flows.is_virtual))
    drawn = sum_by_site(net[is_in], market[is_in], count)
    energy_usd = yearly_sum(time, planned.price_usd_per_mwh * drawn)
    bills = energy_usd + planned.capacity_price_usd_per_mw_year * planned.reserved_mw
    state = _state(flows, series, planned, bills)
    revenue = _revenue_usd(series, time, planned) - yearly_sum(
        time, planned.price_usd_per_mwh * (planned.drawn_mw - drawn)
    )
    return MarketBooks(
        markets=tuple(curve.market for curve in series.curves),
        planned=state,
        without=_state(flows, series, without, np.zeros_like(bills)),
        programme_usd=bills,
        programme_mwh=yearly_sum(time, drawn),
        others_mwh=yearly_sum(time, time.sample_by_year(series.background_mw)),
        unbalanced_usd=bills + state.others_usd - revenue,
    )


def all_costs(by_site: Mapping[str, FloatArray], books: MarketBooks | None) -> dict[str, FloatArray]:
    """Return kind → (things, years) USD in one calendar year of all that the objective holds.

    Parameters
    ----------
    by_site : kind → (sites, years)
    books
        Of the markets, whose other customers and owners follow in `KINDS`; None where there are none.
    """
    if books is None:
        return dict(by_site)
    return {**by_site, **dict(zip(KINDS, (books.others_more_usd, -books.owners_more_usd), strict=True))}


def plants_cost_usd(series: CurveSeries, time: TimeGrid, outcome: MarketOutcome, discount_rate: float) -> FloatArray:
    """Return (markets, years) USD that a market's plants cost in a calendar year: running, additions, lack, risk."""
    cost = np.zeros_like(outcome.capacity_price_usd_per_mw_year)
    for at, curve in enumerate(series.curves):
        running = np.array([step.running_cost_usd_per_mwh for step in curve.steps])
        cost[at] += running @ yearly_sum(time, outcome.step_mw[at])
    _, price = shortage_tranches(series)
    cost += (price * outcome.shortage_mw).sum(axis=1)
    cost += _risk_usd(series, time, outcome)
    placed, years = expansions(series), time.planning_years
    for k, i in enumerate(flat_expansions(series)):
        cost[placed[i].market] += placed[i].expansion.running_cost_usd_per_mwh * yearly_sum(time, outcome.flat_mw[k])
    for i, each in enumerate(placed):
        own = each.expansion
        annuity = annual_capital_cost_usd_per_mw(
            own.overnight_cost_usd_per_kw, discount_rate, own.lifetime_years, own.construction_years
        )
        alive = np.array([years_alive(vintage, own.lifetime_years, years) for vintage in years])
        cost[each.market] += annuity * outcome.expansion_build_mw[i] @ alive
        cost[each.market] += KW_PER_MW * own.fixed_om_usd_per_kw_year * outcome.expansion_mw[i]
    return cost


def _state(flows: Flows, series: CurveSeries, outcome: MarketOutcome, programme_usd: FloatArray) -> MarketState:
    time, discount_rate = flows.time, flows.case.programme.discount_rate
    background = time.sample_by_year(series.background_mw)
    seen, price = market_intensity(series, time, outcome), outcome.price_usd_per_mwh
    energy = yearly_sum(time, price * background)
    others = energy + outcome.capacity_price_usd_per_mw_year * asked_capacity_mw(series)
    asked = steps_of_markets(series)[0].sum(axis=1)[:, None, None]
    others += _for_ready(series, time, outcome, asked - outcome.short_mw.sum(axis=1)) + _risk_usd(series, time, outcome)
    plants = plants_cost_usd(series, time, outcome, discount_rate)
    return MarketState(
        price_usd_per_mwh=yearly_mean(time, price),
        paid_price_usd_per_mwh=energy / yearly_sum(time, background),
        capacity_price_usd_per_mw_year=outcome.capacity_price_usd_per_mw_year,
        average_kg_per_mwh=yearly_mean(time, seen.average_kg_per_mwh),
        marginal_kg_per_mwh=yearly_mean(time, seen.marginal_kg_per_mwh),
        emission_t=yearly_sum(time, seen.emission_kg) / KG_PER_TONNE,
        others_usd=others,
        plants_usd=plants,
        owners_usd=programme_usd + others - plants,
    )


def _revenue_usd(series: CurveSeries, time: TimeGrid, outcome: MarketOutcome) -> FloatArray:
    """Return (markets, years) USD that the markets' plants earn in a calendar year, energy and capacity."""
    price, placed = outcome.price_usd_per_mwh, expansions(series)
    share = expansion_share(series, time, maintained_share(time))
    sold = outcome.step_mw.sum(axis=1) + time.sample_by_year(series.clean_mw)
    flat = flat_expansions(series)
    credited = asked_capacity_mw(series) - reserve_need_mw(series) + outcome.shortage_mw.sum(axis=1)
    for i, each in enumerate(placed):
        given = (
            outcome.flat_mw[flat.index(i)] if i in flat else share[i] * outcome.expansion_mw[i][time.chain_year, None]
        )
        sold[each.market] += given
        credited[each.market] += each.expansion.capacity_credit * outcome.expansion_mw[i]
    earned: FloatArray = yearly_sum(time, price * sold) + outcome.capacity_price_usd_per_mw_year * credited
    ready = ready_mw(series, time, maintained_share(time), (outcome.step_mw, outcome.flat_mw, outcome.expansion_mw))
    return earned + _for_ready(series, time, outcome, ready) + _risk_usd(series, time, outcome)


def _for_ready(series: CurveSeries, time: TimeGrid, outcome: MarketOutcome, ready: FloatArray) -> FloatArray:
    """Return (markets, years) USD in a calendar year for plants that stand ready (paying markets, chains, hours)."""
    usd = np.zeros_like(outcome.capacity_price_usd_per_mw_year)
    usd[list(paying_markets(series))] = yearly_sum(time, outcome.ready_price_usd_per_mwh * ready)
    return usd


def _risk_usd(series: CurveSeries, time: TimeGrid, outcome: MarketOutcome) -> FloatArray:
    """Return (markets, years) USD in a calendar year that plants would be worth which do not stand ready."""
    usd, (_, price) = np.zeros_like(outcome.capacity_price_usd_per_mw_year), steps_of_markets(series)
    usd[list(paying_markets(series))] = yearly_sum(time, (price[..., None, None] * outcome.short_mw).sum(axis=1))
    return usd
