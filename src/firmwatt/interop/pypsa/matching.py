"""Hourly matching: buses for the clean energy, the purchase and the load of each hour."""

from __future__ import annotations

import numpy as np

from firmwatt.interop.pypsa.accounts import HOURLY
from firmwatt.interop.pypsa.draft import Draft, Port
from firmwatt.planning.columns import group_of_sites, matching_groups
from firmwatt.planning.model import PlanningModel
from firmwatt.scenario.assets import SupplyAsset


def has_matching(model: PlanningModel) -> bool:
    """Return whether the policy asks for an hourly share."""
    return model.frame.case.policy.hourly_carbon_free_share is not None


def clean_ports(model: PlanningModel, asset: SupplyAsset) -> list[Port]:
    """Return the port of what a carbon-free asset generates."""
    return storage_ports(model, asset.site, 1.0) if asset.is_carbon_free else []


def storage_ports(model: PlanningModel, site: str, factor: float) -> list[Port]:
    """Return the port to the clean energy of the hour at a site (negative for charging)."""
    return [(f"{_label(model, site)}/clean energy", factor)] if has_matching(model) else []


def import_ports(model: PlanningModel, site: str) -> list[Port]:
    """Return the port of what a site buys."""
    return [(f"{site}/import to credit", 1.0)] if has_matching(model) else []


def load_ports(model: PlanningModel, site: str) -> list[Port]:
    """Return the port of what a site draws at the meter."""
    return [(f"{_label(model, site)}/load to match", 1.0)] if has_matching(model) else []


def add_matching(draft: Draft, model: PlanningModel) -> None:
    """Add what is matched and what is credited in each hour, if the policy asks for it."""
    if not has_matching(model):
        return
    frame, lp, window = model.frame, model.lp, draft.clock.series(1.0)
    matched = lp.col_upper[lp.col_block("matched_mw").start :][: lp.col_block("matched_mw").size]
    most_matched = float(matched.sum())
    weight = draft.clock.series(frame.hour_weight)
    supply = float(lp.col_upper[model.columns.supply.capacity.installed].max(axis=1, initial=0.0).sum())
    storage = float(lp.col_upper[model.columns.storage.discharge].max(initial=0.0)) * len(frame.case.storage)
    for label, _ in matching_groups(frame):
        clean = draft.bus(f"{label}/clean energy", "matching")
        load = draft.bus(f"{label}/load to match", "matching")
        draft.sink(clean, supply + storage, window)
        draft.sink(load, most_matched, window)
        draft.link(
            f"{label}/matched", (clean, f"{HOURLY} {label}"), weight, most_matched, ports=[(load, -1.0)],
            carrier="matching",
        )  # fmt: skip
    for s, site in enumerate(frame.case.sites):
        bought = draft.bus(f"{site.name}/import to credit", "matching")
        draft.sink(bought, most_matched, window)
        label = _label(model, site.name)
        credit = draft.clock.series(frame.series.carbon_free_share[s] * frame.hour_weight)
        draft.link(
            f"{site.name}/credited", (bought, f"{HOURLY} {label}"), credit, most_matched,
            ports=[(f"{label}/load to match", -1.0)], carrier="matching",
        )  # fmt: skip


def _label(model: PlanningModel, site: str) -> str:
    group = int(np.asarray(group_of_sites(model.frame))[model.frame.case.site_index(site)])
    return matching_groups(model.frame)[group][0]
