"""Key figures of data centres by Delegated Regulation (EU) 2024/1364."""

from __future__ import annotations

from dataclasses import dataclass

from firmwatt.units import KWH_PER_MWH, LITRES_PER_M3


@dataclass(frozen=True, slots=True)
class DataCentreUse:
    """What a data centre took and gave in the period; None is not measured.

    Attributes
    ----------
    facility_mwh : E_DC
    it_mwh : E_IT
    facility_with_it_mwh
        Of the hours in which both were read: E_DC for the PUE.
    it_with_facility_mwh
        Of the same hours: E_IT for the PUE.
    water_m3 : W_IN
    heat_reuse_mwh : E_REUSE
    guarantees_mwh, contracts_mwh, on_site_mwh : E_RES-GOO, E_RES-PPA, E_RES-OOS
    peak_it_mw
        The highest hourly mean of IT.
    """

    facility_mwh: float
    it_mwh: float | None
    facility_with_it_mwh: float
    it_with_facility_mwh: float
    water_m3: float | None
    heat_reuse_mwh: float | None
    guarantees_mwh: float
    contracts_mwh: float
    on_site_mwh: float
    peak_it_mw: float | None


def power_usage_effectiveness(use: DataCentreUse) -> float | None:
    """Return PUE = E_DC / E_IT over the hours in which both were read; None without IT."""
    return _ratio(use.facility_with_it_mwh, use.it_with_facility_mwh)


def water_usage_effectiveness_l_per_kwh(use: DataCentreUse) -> float | None:
    """Return WUE = W_IN / E_IT; None without either."""
    if use.water_m3 is None or use.it_mwh is None:
        return None
    return _ratio(use.water_m3 * LITRES_PER_M3, use.it_mwh * KWH_PER_MWH)


def energy_reuse_factor(use: DataCentreUse) -> float | None:
    """Return ERF = E_REUSE / E_DC; None without a meter of heat."""
    return None if use.heat_reuse_mwh is None else _ratio(use.heat_reuse_mwh, use.facility_mwh)


def renewable_energy_factor(use: DataCentreUse) -> float | None:
    """Return REF = (E_RES-GOO + E_RES-PPA + E_RES-OOS) / E_DC, at most 1."""
    total = use.guarantees_mwh + use.contracts_mwh + use.on_site_mwh
    factor = _ratio(total, use.facility_mwh)
    return None if factor is None else min(factor, 1.0)


def _ratio(part: float, whole: float | None) -> float | None:
    return part / whole if whole else None
