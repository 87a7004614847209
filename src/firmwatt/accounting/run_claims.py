"""Instruments of a plan claimed on its own hours, so that hourly rules can be asked of a run."""

from __future__ import annotations

import numpy as np

from firmwatt.accounting.clock import yearly_sum
from firmwatt.accounting.dispatch_hours import DispatchHours
from firmwatt.accounting.energy_source import EnergySource
from firmwatt.accounting.flows import Flows
from firmwatt.accounting.metered.clock import Calendar
from firmwatt.accounting.metered.grid_factors import AVERAGE, RESIDUAL, SHARE
from firmwatt.accounting.metered.instruments import Instrument
from firmwatt.accounting.rule_sets import RuleSet
from firmwatt.accounting.views.claims import claim_purchases
from firmwatt.accounting.views.scope2 import market_based
from firmwatt.scenario.assets import SupplyAsset
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_YEAR, KG_PER_TONNE, MONTHS_PER_YEAR


def run_hours(flows: Flows, year: int) -> DispatchHours:
    """Return the purchases of one planning year with its virtual contracts, as claims are made on them.

    Parameters
    ----------
    flows
    year
        Place of the planning year.

    Notes
    -----
    Energies are those of one calendar year: megawatts times the hours that each hour looked at stands for. Physical
    contracts are left out: they deliver, and no other may claim what they deliver.
    """
    case, time = flows.case, flows.time
    chains = np.flatnonzero(time.chain_year == year)
    weight = time.chain_hour_weight[chains][:, None]
    hours = len(chains) * time.period_hours
    regions = tuple(region.name for region in case.regions)
    of_site = np.array([case.region_index(site.region) for site in case.sites])

    def by_region(site_mw: FloatArray) -> FloatArray:
        total = np.zeros((len(regions), hours))
        np.add.at(total, of_site, (site_mw[:, chains] * weight).reshape(len(of_site), hours))
        return total

    claims = [(at, asset) for at, asset in enumerate(case.supply) if flows.is_virtual[at] and asset.is_carbon_free]
    generated = [(flows.dispatch.generation_mw[at, chains] * weight).ravel() for at, _ in claims]
    factors = {AVERAGE: flows.average_intensity_kg_per_mwh, SHARE: flows.carbon_free_share}
    first = {int(region): site for site, region in reversed(list(enumerate(of_site)))}
    columns = {
        name: np.array(
            [values[first[at], chains].ravel() if at in first else np.zeros(hours) for at in range(len(regions))]
        )
        for name, values in factors.items()
    }
    residual = np.array([region.residual_intensity_kg_per_mwh[year] for region in case.regions])
    purchased = by_region(flows.import_mw)
    name = time.planning_years[year]
    label = np.full(hours, name, dtype=np.int64)
    month_of_hour = np.minimum(time.hour_of_year * MONTHS_PER_YEAR // HOURS_PER_YEAR, MONTHS_PER_YEAR - 1)
    month = np.tile(month_of_hour.ravel(), len(chains) // time.periods)
    return DispatchHours(
        calendar=Calendar(0, hours, "UTC", label, name * MONTHS_PER_YEAR + month),
        regions=regions,
        is_kept=np.ones((len(regions), hours), dtype=bool),
        load_mwh=by_region(flows.dispatch.metered_mw),
        on_site=(),
        charge_mwh=np.zeros_like(purchased),
        discharge_mwh=np.zeros_like(purchased),
        purchased_mwh=purchased,
        exported_mwh=by_region(flows.dispatch.sale_mw),
        factors=columns | {RESIDUAL: np.repeat(residual[:, None], hours, axis=1)},
        instruments=tuple(_instrument(asset, mwh) for (_, asset), mwh in zip(claims, generated, strict=True)),
        instrument_region=of_site[flows.supply_site[[at for at, _ in claims]]]
        if claims
        else np.zeros(0, dtype=np.int64),
    )


def market_based_t(flows: Flows, rules: RuleSet) -> FloatArray:
    """Return (years,) t of Scope 2 by market under a rule set, of one calendar year each."""
    stack = np.array([asset.emission_kg_per_mwh for asset in flows.case.supply])[:, None]
    physical = (stack * yearly_sum(flows.time, flows.generation_where(flows.is_physical))).sum(axis=0)
    own = np.zeros(flows.years)
    for year in range(flows.years):
        hours = run_hours(flows, year)
        found = market_based(hours, claim_purchases(hours, rules.matching), rules.matching.fallback)
        unclaimed = 0.0 if found.unclaimed_kg is None else float(found.unclaimed_kg.sum())
        own[year] = float(found.claimed_kg.sum()) + unclaimed
    return np.asarray((physical + own) / KG_PER_TONNE, dtype=np.float64)


def _instrument(asset: SupplyAsset, mwh: FloatArray) -> Instrument:
    source = EnergySource(
        asset.technology,
        asset.is_carbon_free,
        asset.is_renewable,
        0.0,
        asset.upstream_kg_per_mwh,
        asset.water_l_per_mwh,
    )
    none = np.zeros((0, 2), dtype=np.int64)
    return Instrument(asset.name, source, "virtual", "", None, None, 0.0, None, mwh, none, np.zeros(0))
