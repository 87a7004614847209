"""How much of the load clean energy meets: hour by hour, over a year, and by the rules of RE100."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.accounting.clock import sum_by_site, yearly_sum
from firmwatt.accounting.flows import BoolArray, Flows
from firmwatt.scenario.case import Case
from firmwatt.timegrid import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """Shares of the metered load, 0-1.

    Attributes
    ----------
    carbon_free_share_annual, carbon_free_share_hourly, re100_share : (years,) company-wide
    site_carbon_free_share_hourly : (sites, years) each site on its own
    """

    carbon_free_share_annual: FloatArray
    carbon_free_share_hourly: FloatArray
    re100_share: FloatArray
    site_carbon_free_share_hourly: FloatArray


def score_matching(flows: Flows) -> Matching:
    """Return the shares of every year.

    Notes
    -----
    Company-wide shares are those of the matching groups (`Policy.matching_scope`) together; what one group has too
    much does not help another. The annual share sets carbon-free generation and contracts of a year, and the grid's
    own carbon-free share of purchases, against the load of the year, whatever the hour. RE100 counts renewable plants
    and contracts only. Storage is no source in either.
    """
    case, time = flows.case, flows.time
    load = yearly_sum(time, flows.dispatch.metered_mw)
    group, each_site = matching_groups(case), np.arange(len(case.sites))
    carbon_free = np.array([asset.is_carbon_free for asset in case.supply], dtype=bool)
    renewable = np.array([asset.is_renewable for asset in case.supply], dtype=bool)
    from_grid = yearly_sum(time, flows.carbon_free_share * flows.import_mw)
    return Matching(
        carbon_free_share_annual=_annual_share(flows, group, _produced(flows, carbon_free) + from_grid),
        carbon_free_share_hourly=_ratio(_matched_mwh(flows, group).sum(axis=0), load.sum(axis=0)),
        re100_share=_annual_share(flows, group, _produced(flows, renewable)),
        site_carbon_free_share_hourly=_ratio(_matched_mwh(flows, each_site), load),
    )


def matching_groups(case: Case) -> IntArray:
    """Return (sites,) the number of the group in which each site's clean energy and load are matched."""
    scope = case.policy.matching_scope
    keys = ["" if scope == "company" else site.name if scope == "site" else site.region for site in case.sites]
    number = {key: index for index, key in enumerate(dict.fromkeys(keys))}
    return np.array([number[key] for key in keys], dtype=np.int64)


def matched_mw(flows: Flows, group: IntArray) -> FloatArray:
    """Return (groups, chains, hours) MW of load met by carbon-free energy of the same hour, grid share counted.

    Parameters
    ----------
    flows
    group : (sites,) number of each site's group, from 0
    """
    dispatch, sites = flows.dispatch, len(flows.case.sites)
    carbon_free = np.array([asset.is_carbon_free for asset in flows.case.supply], dtype=bool)
    generated = flows.by_site(flows.generation_where(carbon_free))
    charge = sum_by_site(dispatch.charge_mw, flows.storage_site, sites)
    discharge = sum_by_site(dispatch.discharge_mw, flows.storage_site, sites)
    matched = []
    for members in (group == number for number in range(int(group.max()) + 1)):
        clean = clean_supply_mw(*(part[members].sum(axis=0) for part in (generated, charge, discharge)))
        load = dispatch.metered_mw[members].sum(axis=0)
        matched.append(carbon_free_match_mw(clean, load, flows.import_mw[members], flows.carbon_free_share[members]))
    return np.array(matched)


def _matched_mwh(flows: Flows, group: IntArray) -> FloatArray:
    """Return (groups, years) MWh of `matched_mw` in a year."""
    return yearly_sum(flows.time, matched_mw(flows, group))


def clean_supply_mw(generated_mw: FloatArray, charge_mw: FloatArray, discharge_mw: FloatArray) -> FloatArray:
    """Return (chains, hours) MW of carbon-free energy that a group can set against its load.

    Parameters
    ----------
    generated_mw, charge_mw, discharge_mw : (chains, hours) MW, >= 0
        Carbon-free generation and storage of the whole group.

    Notes
    -----
    `max(generation - charge + f · discharge, 0)`. Storage gives back as clean only the share f of what it took in a
    chain that carbon-free energy of the hour covered; where an hourly share is asked for, f is 1.

    Examples
    --------
    A battery that charges 10 MW from a grid, or from 50 MW of sun, and gives back 8:

    >>> charge, discharge = np.array([[10.0, 0.0]]), np.array([[0.0, 8.0]])
    >>> clean_supply_mw(np.array([[0.0, 0.0]]), charge, discharge).tolist()
    [[0.0, 0.0]]
    >>> clean_supply_mw(np.array([[50.0, 0.0]]), charge, discharge).tolist()
    [[40.0, 8.0]]
    """
    covered = np.minimum(charge_mw, generated_mw + discharge_mw).sum(axis=-1, keepdims=True)
    taken = charge_mw.sum(axis=-1, keepdims=True)
    clean_share = np.divide(covered, taken, out=np.ones_like(taken), where=taken > 0.0)
    clean: FloatArray = np.maximum(generated_mw - charge_mw + clean_share * discharge_mw, 0.0)
    return clean


def carbon_free_match_mw(
    clean_mw: FloatArray, load_mw: FloatArray, import_mw: FloatArray, grid_share: FloatArray
) -> FloatArray:
    """Return (...) MW of a group's load that carbon-free energy of the same hour meets.

    Parameters
    ----------
    clean_mw, load_mw : (...) MW, >= 0
        Of the whole group; clean energy above the load is never carried to another hour.
    import_mw : (sites, ...) MW, >= 0
        Own purchases from the grid.
    grid_share : (sites, ...) 0-1
        Carbon-free share of each site's grid.

    Notes
    -----
    `min(C, L) + Σ_s r_s g_s` with `r_s <= import_s` and `Σ r_s <= L - min(C, L)`, the cleanest grid filled first.

    Examples
    --------
    >>> load, purchase, share = np.array([100.0, 100.0]), np.array([[60.0, 100.0]]), np.array([[0.3, 0.3]])
    >>> carbon_free_match_mw(np.array([40.0, 120.0]), load, purchase, share).tolist()
    [58.0, 100.0]
    """
    matched = np.minimum(clean_mw, load_mw)
    cleanest_first = np.argsort(-grid_share, axis=0)
    purchase = np.take_along_axis(import_mw, cleanest_first, axis=0)
    share = np.take_along_axis(grid_share, cleanest_first, axis=0)
    filled_before = np.cumsum(purchase, axis=0) - purchase
    credited = np.clip(load_mw - matched - filled_before, 0.0, purchase)
    met: FloatArray = matched + (credited * share).sum(axis=0)
    return met


def _produced(flows: Flows, chosen: BoolArray) -> FloatArray:
    """Return (sites, years) MWh a year that the chosen plants and contracts of each site generate."""
    return flows.by_site(yearly_sum(flows.time, flows.generation_where(chosen)))


def _annual_share(flows: Flows, group: IntArray, clean_mwh: FloatArray) -> FloatArray:
    """Return (years,) 0-1 of clean energy (sites, years) over load, each group's capped at its own load."""
    groups = int(group.max()) + 1
    load = sum_by_site(yearly_sum(flows.time, flows.dispatch.metered_mw), group, groups)
    clean = sum_by_site(clean_mwh, group, groups)
    return _ratio(np.minimum(clean, load).sum(axis=0), load.sum(axis=0))


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Return part / whole, 0 where there is no load."""
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0.0)
