"""Every view of one dispatch, computed once, for figures and tables alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from firmwatt.accounting.dispatch_hours import DispatchHours
from firmwatt.accounting.energy_source import EnergySource
from firmwatt.accounting.metered.grid_factors import AVERAGE, LOSS, MARGINAL, UPSTREAM, WATER
from firmwatt.accounting.rule_sets import RuleSet, View
from firmwatt.accounting.views.claims import Claims, claim_purchases
from firmwatt.accounting.views.matching import CarbonFree, match_carbon_free, renewable_matched_mwh
from firmwatt.accounting.views.scope1 import Combustion, burn_by_output, burn_fuel
from firmwatt.accounting.views.scope2 import MarketBased, location_kg, market_based
from firmwatt.catalog import loader
from firmwatt.timegrid import FloatArray
from firmwatt.units import LITRES_PER_M3


@dataclass(frozen=True, slots=True, eq=False)
class Views:
    """What the rule sets make of a dispatch; None is not known.

    Attributes
    ----------
    combustion
        None where neither fuel nor a plant on the site is metered.
    location_kg : (regions, hours)
    claims, market
    carbon_free
    renewable_mwh : (regions, years)
    residual_kg : (regions, hours)
        What the grid's average emits for load that no clean energy of the hour meets.
    load_kg : (regions, hours)
        The same for the whole load.
    caused_kg, avoided_kg : (regions, hours)
        By marginal factors: of the purchases, and of what instruments generate.
    losses_kg : (regions, hours)
    upstream_claimed_kg : kg
    upstream_unclaimed_kg : kg
    upstream_on_site_kg : kg
    plant_water_m3 : (regions, hours)
    """

    combustion: Combustion | None
    location_kg: FloatArray | None
    claims: Claims
    market: MarketBased
    carbon_free: CarbonFree
    renewable_mwh: FloatArray
    residual_kg: FloatArray | None
    load_kg: FloatArray | None
    caused_kg: FloatArray | None
    avoided_kg: FloatArray | None
    losses_kg: FloatArray | None
    upstream_claimed_kg: float
    upstream_unclaimed_kg: float | None
    upstream_on_site_kg: float
    plant_water_m3: FloatArray | None

    @property
    def market_kg(self) -> float | None:
        """Return what purchases emit by market."""
        unclaimed = self.market.unclaimed_kg
        return None if unclaimed is None else float(self.market.claimed_kg.sum() + unclaimed.sum())

    def market_by_region_kg(self, hours: DispatchHours) -> FloatArray | None:
        """Return (regions, hours) what purchases emit by market."""
        if self.market.unclaimed_kg is None:
            return None
        total = self.market.unclaimed_kg.copy()
        np.add.at(total, hours.instrument_region, self.market.claimed_kg)
        return total


def compute_views(
    hours: DispatchHours, fuel_mwh: Mapping[str, float], rules: Mapping[View, RuleSet], *, is_exempt: bool
) -> Views:
    """Return every view of a dispatch.

    Parameters
    ----------
    hours
    fuel_mwh : fuel → MWh burnt on the site
    rules : view → its rule set
    is_exempt
        Whether the company makes use of an exemption from the matching rule.
    """
    claims = claim_purchases(hours, rules["scope2"].matching, is_exempt=is_exempt)
    carbon_free = match_carbon_free(hours)
    average, marginal = hours.factor(AVERAGE), hours.factor(MARGINAL)
    renewable = rules["renewable"].renewable
    assert renewable is not None  # a rule set that governs this view has it
    return Views(
        combustion=_combustion(hours, fuel_mwh, rules["scope1"]),
        location_kg=None if average is None else location_kg(hours.purchased_mwh, average),
        claims=claims,
        market=market_based(hours, claims, rules["scope2"].matching.fallback),
        carbon_free=carbon_free,
        renewable_mwh=renewable_matched_mwh(hours, renewable),
        residual_kg=None if average is None else (hours.load_mwh - carbon_free.matched_mwh) * average,
        load_kg=None if average is None else hours.load_mwh * average,
        caused_kg=None if marginal is None else hours.purchased_mwh * marginal,
        avoided_kg=None if marginal is None else _generated_mwh(hours) * marginal,
        losses_kg=None if average is None else _losses_kg(hours, average),
        upstream_claimed_kg=_upstream_claimed_kg(hours, claims),
        upstream_unclaimed_kg=_times(hours.factor(UPSTREAM), claims.unclaimed_mwh),
        upstream_on_site_kg=sum(
            source.upstream_kg_per_mwh * float(mwh.sum()) for source, mwh in hours.on_site if not _burns(source)
        ),
        plant_water_m3=_plant_water_m3(hours),
    )


def loss_share(hours: DispatchHours) -> FloatArray | float:
    """Return the share of fed-in energy that is lost on the way: the grid file's, else the catalogue's."""
    column = hours.factor(LOSS)
    return loader.get("accounting", "default", "grid_loss_share").number if column is None else column


def _combustion(hours: DispatchHours, fuel_mwh: Mapping[str, float], rules: RuleSet) -> Combustion | None:
    """Return what is burnt on the site, by fuel where it is metered, else by what plants there generate."""
    assert rules.warming is not None  # a rule set that governs this view has it
    if fuel_mwh:
        return burn_fuel(fuel_mwh, rules.warming)
    burnt = {source: float(mwh.sum()) for source, mwh in hours.on_site}
    if not burnt:
        return None
    return burn_by_output({source: mwh for source, mwh in burnt.items() if _burns(source)}, rules.warming)


def _burns(source: EnergySource) -> bool:
    return source.emission_kg_per_mwh > 0.0


def _losses_kg(hours: DispatchHours, average: FloatArray) -> FloatArray:
    share = loss_share(hours)
    return np.asarray(hours.purchased_mwh * average * (share / (1.0 - share)), dtype=np.float64)


def _generated_mwh(hours: DispatchHours) -> FloatArray:
    """Return (regions, hours) what instruments with an hour generate."""
    total = np.zeros_like(hours.load_mwh)
    for each, region in zip(hours.instruments, hours.instrument_region, strict=True):
        total[region] += each.hourly_mwh
    return total


def _upstream_claimed_kg(hours: DispatchHours, claims: Claims) -> float:
    factor = np.array([each.source.upstream_kg_per_mwh for each in hours.instruments])
    return float((claims.claimed_mwh.sum(axis=1) * factor).sum())


def _times(factor: FloatArray | None, mwh: FloatArray) -> float | None:
    return None if factor is None else float((factor * mwh).sum())


def _plant_water_m3(hours: DispatchHours) -> FloatArray | None:
    """Return (regions, hours) m3 at power plants: the grid's for purchases, the source's for plants on the site."""
    grid = hours.factor(WATER)
    if grid is None:
        return None
    total = hours.purchased_mwh * grid
    for source, mwh in hours.on_site:
        total = total + mwh * source.water_l_per_mwh
    return np.asarray(total / LITRES_PER_M3, dtype=np.float64)
