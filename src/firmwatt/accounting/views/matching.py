"""How much of the load clean energy meets: hour by hour, over the year, and by renewable plants young enough."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.accounting.dispatch_hours import BoolArray, DispatchHours
from firmwatt.accounting.matching import carbon_free_match_mw, clean_supply_mw
from firmwatt.accounting.metered.grid_factors import SHARE
from firmwatt.accounting.metered.instruments import Instrument
from firmwatt.accounting.rule_sets import Renewable
from firmwatt.accounting.views.claims import energy_by_window, windows_of
from firmwatt.timegrid import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class CarbonFree:
    """Carbon-free energy against the load.

    Attributes
    ----------
    matched_mwh : (regions, hours)
        Contracted and on-site carbon-free energy of the hour, at most the load.
    surplus_mwh : (regions, hours)
        What the hour had above its load: carried to no other.
    score_mwh : (regions, hours)
        With the grid's own carbon-free share of what is purchased; None where the share is unknown.
    annual_matched_mwh
        Sums of calendar years instead, certificates of months and years included.
    fully_matched_share : 0-1
        Hours whose whole load is matched, of the hours with load.
    """

    matched_mwh: FloatArray
    surplus_mwh: FloatArray
    score_mwh: FloatArray | None
    annual_matched_mwh: float
    fully_matched_share: float


def match_carbon_free(hours: DispatchHours) -> CarbonFree:
    """Return what carbon-free energy meets.

    Notes
    -----
    `min(C_t, L_t) + (L_t - min(C_t, L_t)) · g_t`, by `accounting.matching.carbon_free_match_mw`, region by region; the
    share g counts for purchases only. A store gives back as clean what `accounting.matching.clean_supply_mw` says, and
    no more than it took.
    """
    clean = _clean_supply(hours)
    matched = np.minimum(clean, hours.load_mwh)
    share = hours.factor(SHARE)
    score = None
    if share is not None:
        by_region = [
            carbon_free_match_mw(clean[at], hours.load_mwh[at], hours.purchased_mwh[at][None], share[at][None])
            for at in range(len(hours.regions))
        ]
        score = np.array(by_region)
    has_load = hours.load_mwh > 0.0
    full = matched[has_load] >= hours.load_mwh[has_load] * (1.0 - 1e-9)
    return CarbonFree(
        matched_mwh=matched,
        surplus_mwh=clean - matched,
        score_mwh=score,
        annual_matched_mwh=_annual_match(hours),
        fully_matched_share=float(full.mean()) if full.size else 0.0,
    )


def renewable_matched_mwh(hours: DispatchHours, rule: Renewable) -> FloatArray:
    """Return (regions, years) MWh of load that renewable energy meets by the rules of RE100.

    Notes
    -----
    `min(on-site + young + min(old, exempt · load), load)` of each region and calendar year. An instrument is old if
    its plant was commissioned more than the age limit before the year; one without a commissioning year is young, and
    so is one whose contract was signed before the limit came.
    """
    window = windows_of(hours, "year")
    years = int(window.max()) + 1
    calendar_year = np.unique(hours.calendar.year)
    load = _by_year(hours.load_mwh, window, years)
    young, old = np.zeros_like(load), np.zeros_like(load)
    for source, mwh in hours.on_site:
        if source.key in rule.sources:
            young += _by_year(mwh, window, years)
    for each, region in zip(hours.instruments, hours.instrument_region, strict=True):
        if each.source.key not in rule.sources:
            continue
        energy = energy_by_window(each, hours, "year")
        is_old = _is_old(each, calendar_year, rule)
        old[region] += np.where(is_old, energy, 0.0)
        young[region] += np.where(is_old, 0.0, energy)
    matched: FloatArray = np.minimum(young + np.minimum(old, rule.age_exempt_share * load), load)
    return matched


def _clean_supply(hours: DispatchHours) -> FloatArray:
    """Return (regions, hours) MWh of carbon-free energy that can meet load, shifted by stores."""
    generated = hours.on_site_mwh(is_carbon_free=True) + _contracted(hours)
    if not hours.charge_mwh.any():
        return generated
    taken, given = (mwh.sum(axis=1, keepdims=True) for mwh in (hours.charge_mwh, hours.discharge_mwh))
    part = np.divide(taken, given, out=np.ones_like(given), where=given > taken)
    return clean_supply_mw(generated, hours.charge_mwh, hours.discharge_mwh * part)


def _is_old(instrument: Instrument, calendar_year: IntArray, rule: Renewable) -> BoolArray:
    """Return (years,) whether an instrument's plant is past the age limit that holds for its contract."""
    since, signed = rule.age_limit_signed_from, instrument.signed
    is_free = since is not None and signed is not None and signed < since
    if rule.age_limit_years is None or instrument.commissioned_year is None or is_free:
        return np.zeros(len(calendar_year), dtype=bool)
    return np.asarray(calendar_year - instrument.commissioned_year > rule.age_limit_years)


def _contracted(hours: DispatchHours) -> FloatArray:
    """Return (regions, hours) MWh of carbon-free instruments that have an hour."""
    total = np.zeros_like(hours.load_mwh)
    for each, region in zip(hours.instruments, hours.instrument_region, strict=True):
        if each.source.is_carbon_free:
            total[region] += each.hourly_mwh
    return total


def _annual_match(hours: DispatchHours) -> float:
    window = windows_of(hours, "year")
    years = int(window.max()) + 1
    load = _by_year(hours.load_mwh, window, years)
    clean = _by_year(hours.on_site_mwh(is_carbon_free=True), window, years)
    for each, region in zip(hours.instruments, hours.instrument_region, strict=True):
        if each.source.is_carbon_free:
            clean[region] += energy_by_window(each, hours, "year")
    return float(np.minimum(clean, load).sum())


def _by_year(mwh: FloatArray, window: IntArray, years: int) -> FloatArray:
    """Return (regions, years) the sums of (regions, hours)."""
    return np.array([np.bincount(window, row, years) for row in mwh])
