"""Emissions by scope, location-based and market-based, of one year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.accounting.backup import backup_t
from firmwatt.accounting.clock import yearly_sum
from firmwatt.accounting.flows import Flows
from firmwatt.timegrid import FloatArray
from firmwatt.units import KG_PER_TONNE


@dataclass(frozen=True, slots=True, eq=False)
class Emissions:
    """Tonnes of CO2e in one calendar year.

    Attributes
    ----------
    scope1_t : (sites, years)
        The stacks on the site, backup generators in their tests and outages among them.
    scope2_location_t : (sites, years)
        Average intensity of the hour and region on all energy that comes through the grid connection.
    scope2_market_t : (sites, years)
        The same energy by contracts, the rest at the residual mix.
    scope3_t : (sites, years)
        Fuel supply and materials of on-site and physical generation. The making of chips and buildings, the upstream
        of grid energy and of virtual contracts (whose energy others use) are left out.
    """

    scope1_t: FloatArray
    scope2_location_t: FloatArray
    scope2_market_t: FloatArray
    scope3_t: FloatArray


def count_emissions(flows: Flows) -> Emissions:
    """Return the emissions of every site and year.

    Notes
    -----
    `location = Σ_t average_intensity[t] · (import[t] + physical[t])`. The claims of the market-based figure: a physical
    contract claims its own energy at the emission rate of its plant; carbon-free virtual contracts claim own purchases
    of the same region and calendar year at zero, shared among the region's sites as they purchase; what stays
    unclaimed carries the region's residual intensity. This is the yearly matching of the GHG Protocol Scope 2 Guidance
    (2015); the hourly draft of 2025 is not applied here.
    """
    supply, time = flows.case.supply, flows.time
    stack = np.array([asset.emission_kg_per_mwh for asset in supply])[:, None]
    upstream = np.array([asset.upstream_kg_per_mwh for asset in supply])[:, None]
    on_site = yearly_sum(time, flows.generation_where(flows.is_on_site))
    physical = yearly_sum(time, flows.generation_where(flows.is_physical))
    location = yearly_sum(time, flows.average_intensity_kg_per_mwh * (flows.import_mw + flows.physical_mw))
    market = flows.by_site(stack * physical) + _unclaimed_mwh(flows) * _residual_kg_per_mwh(flows)
    return Emissions(
        scope1_t=flows.by_site(stack * on_site) / KG_PER_TONNE + backup_t(flows),
        scope2_location_t=location / KG_PER_TONNE,
        scope2_market_t=market / KG_PER_TONNE,
        scope3_t=flows.by_site(upstream * (on_site + physical)) / KG_PER_TONNE,
    )


def _unclaimed_mwh(flows: Flows) -> FloatArray:
    """Return (sites, years) own purchases that no virtual contract of the region claims."""
    case = flows.case
    is_claim = flows.is_virtual & np.array([asset.is_carbon_free for asset in case.supply], dtype=bool)
    contracted = flows.by_site(yearly_sum(flows.time, flows.generation_where(is_claim)))
    purchased = yearly_sum(flows.time, flows.import_mw)
    region = np.array([case.region_index(site.region) for site in case.sites])
    same_region = (region[:, None] == region).astype(np.float64)
    claims, needs = same_region @ contracted, same_region @ purchased
    claimed_share = np.divide(claims, needs, out=np.zeros_like(needs), where=needs > 0.0)
    unclaimed: FloatArray = purchased * (1.0 - np.minimum(claimed_share, 1.0))
    return unclaimed


def _residual_kg_per_mwh(flows: Flows) -> FloatArray:
    case = flows.case
    return np.array([case.regions[case.region_index(s.region)].residual_intensity_kg_per_mwh for s in case.sites])
