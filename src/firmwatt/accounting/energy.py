"""Energy and computing of a year, and the peaks that regions see."""

from __future__ import annotations

import numpy as np

from firmwatt.accounting.clock import sum_by_site, yearly_sum
from firmwatt.accounting.flows import Flows
from firmwatt.scenario.assets import AvailabilityKind
from firmwatt.timegrid import FloatArray, IntArray


def energy_mwh(flows: Flows) -> dict[str, FloatArray]:
    """Return name → (years,) MWh in one calendar year, all sites together.

    Notes
    -----
    `metered = Σ generation/* + grid_import + storage_discharge - storage_charge - link_loss - sale`; the names
    `contract/*` hold what virtual contracts generate, and `heat_reuse` the heat that sites deliver to others, if any
    does; neither is part of it.
    """
    dispatch, time = flows.dispatch, flows.time
    loss_share = np.array([link.loss_share for link in flows.case.links])[:, None]
    flow = yearly_sum(time, dispatch.flow_forward_mw + dispatch.flow_backward_mw)
    totals = {
        "metered": yearly_sum(time, dispatch.metered_mw).sum(axis=0),
        "it": yearly_sum(time, dispatch.it_power_mw).sum(axis=(0, 1)),
        "grid_import": yearly_sum(time, flows.import_mw).sum(axis=0),
        "sale": yearly_sum(time, dispatch.sale_mw).sum(axis=0),
        "storage_charge": yearly_sum(time, dispatch.charge_mw).sum(axis=0),
        "storage_discharge": yearly_sum(time, dispatch.discharge_mw).sum(axis=0),
        "link_loss": (loss_share * flow).sum(axis=0),
    }
    reused_mw = heat_reused_mw(flows)
    if reused_mw.any():
        totals["heat_reuse"] = yearly_sum(time, reused_mw).sum(axis=0)
    generated = yearly_sum(time, dispatch.generation_mw)
    curtailed = yearly_sum(time, _curtailed_mw(flows))
    for index, asset in enumerate(flows.case.supply):
        group = "contract" if flows.is_virtual[index] else "generation"
        _add(totals, f"{group}/{asset.technology}", generated[index])
        if asset.availability_kind is not AvailabilityKind.FLAT and not flows.is_virtual[index]:
            _add(totals, f"curtailment/{asset.technology}", curtailed[index])
    return totals


def heat_reused_mw(flows: Flows) -> FloatArray:
    """Return (sites, chains, hours) MW of heat that sites deliver to others."""
    it_mw: FloatArray = flows.dispatch.it_power_mw.sum(axis=0)
    reused_kwh_per_kwh = flows.dispatch.plan.inputs.load.reused_kwh_per_kwh
    if not np.any(reused_kwh_per_kwh):
        return np.zeros_like(it_mw)
    return np.asarray(flows.time.sample(reused_kwh_per_kwh) * it_mw)


def compute_mwh(flows: Flows) -> dict[str, FloatArray]:
    """Return `arrived`, `served`, `lost` → (pools, years) MWh of IT energy in one calendar year."""
    dispatch, time = flows.dispatch, flows.time
    return {
        "arrived": yearly_sum(time, dispatch.arrived_mw),
        "served": yearly_sum(time, dispatch.served_mw.sum(axis=1)),
        "lost": yearly_sum(time, dispatch.lost_mw),
    }


def region_peaks(flows: Flows) -> tuple[FloatArray, IntArray]:
    """Return (regions, years) the highest coincident import in MW, and the hour of the year at which it falls.

    Notes
    -----
    Import is all that comes through the grid connections: own purchases and physical contracts.
    """
    case, time = flows.case, flows.time
    region = np.array([case.region_index(site.region) for site in case.sites])
    drawn = sum_by_site(flows.import_mw + flows.physical_mw, region, len(case.regions))
    years, weather, periods, hours = time.shape
    by_year = drawn.reshape(len(case.regions), years, weather * periods * hours)
    hour_of_year = np.broadcast_to(time.hour_of_year, (weather, periods, hours)).ravel()
    return by_year.max(axis=2), hour_of_year[by_year.argmax(axis=2)]


def _curtailed_mw(flows: Flows) -> FloatArray:
    return np.maximum(flows.dispatch.available_mw - flows.dispatch.generation_mw, 0.0)


def _add(totals: dict[str, FloatArray], name: str, figures: FloatArray) -> None:
    totals[name] = totals.get(name, np.zeros_like(figures)) + figures
