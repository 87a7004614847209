"""`Frame`: what every asset and constraint of the planning model needs: builder, clock and sampled series."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

import numpy as np

from firmwatt.finance import annual_capital_cost_usd_per_mw, present_value_factors, years_alive
from firmwatt.lp.model import ModelBuilder, Positions
from firmwatt.planning.computing_start import earliest_start, later_starts
from firmwatt.planning.market import margin_of_site, market_of_site
from firmwatt.planning.plan import PlanInputs
from firmwatt.planning.roadmap import (
    curtailable_on,
    energised_on,
    online_dates,
    storage_dates,
    supply_dates,
)
from firmwatt.planning.sampled import SampledSeries, sampled_series
from firmwatt.planning.tax_credit import capital_kept_share, plants_by_production
from firmwatt.scenario.assets import StorageAsset, SupplyAsset
from firmwatt.scenario.case import Case, Site
from firmwatt.timegrid import FloatArray, IntArray, TimeGrid
from firmwatt.units import HOURS_PER_YEAR

LOOSE = 2.0
"""Hourly columns get a box this many times as large as their rows allow: finite, so that any duals prove a bound, and
loose, so that the box never takes a share of the value that belongs to the row."""


@dataclass(frozen=True, slots=True, eq=False)
class LateStart:
    """Machines of one year's build that start later than their building would let them.

    Attributes
    ----------
    site, start, year
        Indices of the site, of the moment among `computing_start.later_starts` of the site, and of the planning year.
    share : (chains, hours) 0-1, from when they run
    """

    site: int
    start: int
    year: int
    share: FloatArray


@dataclass(frozen=True, slots=True)
class OnlineShares:
    """From when in each year new capacity serves: (things, chains, hours) 0-1, in the order of the case.

    Machines of `computing` serve from when their building stands, those of `late` from a later moment.
    """

    supply: FloatArray
    storage: FloatArray
    link: FloatArray
    connection: FloatArray
    curtailable: FloatArray
    computing: FloatArray
    late: tuple[LateStart, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The model under construction.

    Attributes
    ----------
    inputs
    builder
    present_value : (years,)
        Worth today of 1 USD in each calendar year that the planning year stands for.
    hour_weight : (chains, 1)
        Hours of a year that one hour stands for.
    hour_value : (chains, 1)
        `present_value × hour_weight`: worth today of 1 USD in one hour of the chain.
    year_of_chain : (chains,)
    online : OnlineShares
    series : SampledSeries
    by_production
        Names of the plants that take a tax credit on what they generate.
    """

    inputs: PlanInputs
    builder: ModelBuilder
    present_value: FloatArray
    hour_weight: FloatArray
    hour_value: FloatArray
    year_of_chain: IntArray
    online: OnlineShares
    series: SampledSeries
    by_production: frozenset[str]

    @property
    def case(self) -> Case:
        """Return the case."""
        return self.inputs.case

    @property
    def years(self) -> tuple[int, ...]:
        """Return the planning years."""
        return self.inputs.time.planning_years

    @property
    def year_labels(self) -> tuple[str, ...]:
        """Return the planning years as coordinates."""
        return tuple(map(str, self.years))

    @property
    def site_names(self) -> tuple[str, ...]:
        """Return the names of the sites."""
        return tuple(site.name for site in self.case.sites)

    @property
    def market_of_site(self) -> IntArray:
        """Return (sites,) the market that answers each site's load, -1 where its region is a price-taker."""
        return market_of_site(self.case, self.inputs.curves)

    @property
    def given_price_usd_per_mwh(self) -> FloatArray:
        """Return (sites, chains, hours) what the objective pays for a MWh of the grid.

        It is 0 where a market answers the load: there the objective holds what the market's plants cost.
        """
        return np.where(self.market_of_site[:, None, None] >= 0, 0.0, self.series.price_usd_per_mwh)

    @property
    def given_capacity_price_usd_per_mw_year(self) -> FloatArray:
        """Return (sites, 1) the fixed price of a firm MW, 0 where the margin of a market sets it."""
        price = [site.connection.capacity_price_usd_per_mw_year for site in self.case.sites]
        return np.where(margin_of_site(self.case, self.inputs.curves) > 0.0, 0.0, price)[:, None]

    @property
    def years_since_last(self) -> FloatArray:
        """Return (years,) calendar years since the planning year before; 1 for the first."""
        return np.diff(self.years, prepend=self.years[0] - 1).astype(np.float64)

    def by_chain(self, yearly: FloatArray) -> FloatArray:
        """Return (..., chains, 1) of values given as (..., years)."""
        return np.asarray(yearly, dtype=np.float64)[..., self.year_of_chain, None]

    def columns_by_chain(self, positions: Positions) -> Positions:
        """Return (..., chains, 1) positions of border columns given as (..., years)."""
        return positions[..., self.year_of_chain, None]

    def yearly_share(self, online_share: FloatArray) -> FloatArray:
        """Return (..., years) 0-1, the share of each year in which something is online."""
        hours = online_share.sum(axis=-1) * self.hour_weight[:, 0]
        share = np.zeros((*hours.shape[:-1], len(self.years)))
        np.add.at(np.moveaxis(share, -1, 0), self.year_of_chain, np.moveaxis(hours, -1, 0))
        return share / HOURS_PER_YEAR

    def waiting_share(self, late: LateStart) -> FloatArray:
        """Return (chains, hours) 0-1, when machines of a build wait while their building stands."""
        is_built = self.year_of_chain[:, None] >= late.year
        return np.where(is_built, self.online.computing[late.site] - late.share, 0.0)

    def kept_share(self, asset: SupplyAsset | StorageAsset) -> FloatArray:
        """Return (years,) 0-1, what a tax credit leaves to pay of the capital of each vintage."""
        decision, by_production = self.case.programme.decision_date, asset.name in self.by_production
        return capital_kept_share(asset, decision, self.years, by_production=by_production)

    def capital_value(
        self, overnight_cost_usd_per_kw: float, lifetime_years: float, construction_years: float, share: FloatArray
    ) -> FloatArray:
        """Return (years,) present value of all annuities inside the horizon of 1 MW built in each planning year.

        Parameters
        ----------
        overnight_cost_usd_per_kw
        lifetime_years, construction_years
        share : (years,) 0-1
            Share of each year in which it is online.
        """
        annual = annual_capital_cost_usd_per_mw(
            overnight_cost_usd_per_kw, self.case.programme.discount_rate, lifetime_years, construction_years
        )
        alive = np.array([years_alive(vintage, lifetime_years, self.years) for vintage in self.years])
        return annual * alive @ (self.present_value * share)


def make_frame(inputs: PlanInputs) -> Frame:
    """Return the frame of a model over all chains and hours of the inputs' time grid."""
    programme, time = inputs.case.programme, inputs.time
    present_value = present_value_factors(
        time.planning_years, time.years_represented, programme.decision_date.year, programme.discount_rate
    )
    weight = time.chain_hour_weight[:, None]
    return Frame(
        inputs=inputs,
        builder=ModelBuilder(time.chains, time.period_hours),
        present_value=present_value,
        hour_weight=weight,
        hour_value=present_value[time.chain_year][:, None] * weight,
        year_of_chain=time.chain_year,
        online=_online_shares(inputs.case, time),
        series=sampled_series(inputs),
        by_production=plants_by_production(inputs),
    )


def _online_shares(case: Case, time: TimeGrid) -> OnlineShares:
    decision = case.programme.decision_date
    share_from: Callable[[date], FloatArray] = cache(time.online_share)

    def shares(days: Iterable[date]) -> FloatArray:
        return np.array([share_from(day) for day in days]).reshape(-1, time.chains, time.period_hours)

    lucks = case.programme.connection_luck or ("p50",) * len(time.weather_years)

    def share_by_luck(day_of: Callable[[str], date]) -> FloatArray:
        by_luck = {luck: share_from(day_of(luck)) for luck in set(lucks)}
        return np.stack([by_luck[lucks[draw]][chain] for chain, draw in enumerate(time.chain_weather)])

    def shares_of_sites(day_of: Callable[[Case, Site, str], date]) -> FloatArray:
        return np.stack([share_by_luck(partial(day_of, case, site)) for site in case.sites])

    computing = shares(earliest_start(case, site).on("p50") for site in case.sites)
    return OnlineShares(
        supply=shares(supply_dates(asset, decision).p50 for asset in case.supply),
        storage=shares(storage_dates(asset, decision).p50 for asset in case.storage),
        link=shares(online_dates(link.steps, decision).p50 for link in case.links),
        connection=shares_of_sites(energised_on),
        curtailable=shares_of_sites(curtailable_on),
        computing=computing,
        late=tuple(_late_starts(case, time, computing, share_by_luck)),
    )


def _late_starts(
    case: Case, time: TimeGrid, earliest: FloatArray, share_by_luck: Callable[[Callable[[str], date]], FloatArray]
) -> Iterator[LateStart]:
    """Yield the late starts that differ: in the middle of their year, and each from the others."""
    for index, site in enumerate(case.sites):
        known: set[tuple[int, bytes]] = set()
        for start, moment in enumerate(later_starts(case, site)):
            share = share_by_luck(moment.on)
            for year in range(len(time.planning_years)):
                of_year = time.chain_year == year
                mark = (year, np.packbits(share[of_year].astype(bool)).tobytes())
                is_late = bool(share[of_year].any()) and bool((share[of_year] < earliest[index, of_year]).any())
                if is_late and mark not in known:
                    known.add(mark)
                    yield LateStart(index, start, year, share)
