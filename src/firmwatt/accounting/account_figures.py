"""The figures of an account, written down from the views of its dispatch."""

from __future__ import annotations

import numpy as np

from firmwatt.accounting.account import AccountRequest
from firmwatt.accounting.account_book import AccountBook
from firmwatt.accounting.account_views import Views
from firmwatt.accounting.dispatch_hours import DispatchHours
from firmwatt.accounting.metered.assets import embodied_kg
from firmwatt.accounting.metered.files import MeteredFiles
from firmwatt.accounting.metered.grid_factors import AVERAGE, MARGINAL, SHARE, UPSTREAM
from firmwatt.accounting.views import data_centre
from firmwatt.accounting.views.claims import Claims
from firmwatt.accounting.views.data_centre import DataCentreUse
from firmwatt.accounting.views.software import software_intensity_g
from firmwatt.timegrid import FloatArray
from firmwatt.units import KG_PER_TONNE, KWH_PER_MWH

Cost = tuple[str, str, float | None, str]


def write_energy(book: AccountBook, files: MeteredFiles) -> None:
    """Write what was taken, made, bought and sold."""
    hours = files.hours
    book.write("load_mwh", _total(hours.load_mwh), "MWh", None)
    book.write("on_site_mwh", _total(hours.on_site_mwh()), "MWh", None)
    if hours.charge_mwh.any() or hours.discharge_mwh.any():
        lost = _total(hours.charge_mwh) - _total(hours.discharge_mwh)
        book.write("storage_loss_mwh", lost, "MWh", None, "charged less discharged, what is still stored among it")
    book.write("purchased_mwh", _total(hours.purchased_mwh), "MWh", None)
    book.write("exported_mwh", _total(hours.exported_mwh), "MWh", None)
    book.write("peak_mw", float(files.peak_mw.sum(axis=0).max()), "MW", None)


def write_scopes(book: AccountBook, hours: DispatchHours, views: Views) -> None:
    """Write Scope 1 and Scope 2."""
    burnt = views.combustion
    nothing = "no meter of fuel and no plant on the site"
    book.write(
        "scope1_t", _tonnes(None if burnt is None else burnt.scope1_kg), "t CO2e", "scope1", _why(burnt, nothing)
    )
    parts = (None,) * 3 if burnt is None else (burnt.carbon_dioxide_kg, burnt.methane_kg, burnt.nitrous_oxide_kg)
    for name, kg in zip(("carbon_dioxide", "methane_slip", "nitrous_oxide"), parts, strict=True):
        book.write(f"scope1_parts_t.{name}", _tonnes(kg), "t CO2e", "scope1", _why(burnt, nothing))
    location = None if views.location_kg is None else _total(views.location_kg)
    no_average = f"the grid file has no {AVERAGE}"
    book.write("scope2_t.location", _tonnes(location), "t CO2e", "scope2", _why(location, no_average))
    market, allowed = views.market_kg, " or ".join(book.rules["scope2"].matching.fallback)
    no_factor = f"the grid file has no factor of what nothing claims ({allowed})"
    book.write("scope2_t.market", _tonnes(market), "t CO2e", "scope2", _why(market, no_factor) or _fallback(views))
    for kind in dict.fromkeys(each.kind for each in hours.instruments):
        chosen = np.array([each.kind == kind for each in hours.instruments])
        book.write(f"scope2_parts_t.{kind}", _tonnes(_total(views.market.claimed_kg[chosen])), "t CO2e", "scope2")
    unclaimed = None if views.market.unclaimed_kg is None else _total(views.market.unclaimed_kg)
    book.write("scope2_parts_t.unclaimed", _tonnes(unclaimed), "t CO2e", "scope2", _why(unclaimed, no_factor))
    book.write("claimed_mwh", _total(views.claims.claimed_mwh), "MWh", "scope2")
    book.write("unclaimed_mwh", _total(views.claims.unclaimed_mwh), "MWh", "scope2")


def write_scope3(book: AccountBook, files: MeteredFiles, views: Views) -> None:
    """Write Scope 3: the sum of the parts that are known, and what it leaves out."""
    parts: dict[str, tuple[float | None, str]] = {
        "embodied_equipment": _embodied(files, is_building=False),
        "embodied_buildings": _embodied(files, is_building=True),
        "upstream_fuel": _upstream_fuel(views),
        "upstream_purchased": _upstream_purchased(files.hours, views),
        "grid_losses": (
            None if views.losses_kg is None else _total(views.losses_kg),
            "" if views.losses_kg is not None else f"the grid file has no {AVERAGE}",
        ),
    }
    known = [kg for kg, _ in parts.values() if kg is not None]
    left_out = [f"{name.replace('_', ' ')}: {reason}" for name, (_, reason) in parts.items() if reason]
    reason = f"left out: {'; '.join(left_out)}" if left_out else ""
    book.write("scope3_t", _tonnes(sum(known)) if known else None, "t CO2e", "scope3", reason)
    for name, (kg, why) in parts.items():
        book.write(f"scope3_parts_t.{name}", _tonnes(kg), "t CO2e", "scope3", why)


def write_matching(book: AccountBook, hours: DispatchHours, views: Views) -> None:
    """Write the hourly and yearly match, what remains, RE100, and the marginal view apart from all."""
    found, load = views.carbon_free, _total(hours.load_mwh)
    no_share, no_average = f"the grid file has no {SHARE}", f"the grid file has no {AVERAGE}"
    matched = _total(found.matched_mwh)
    book.write("matched_mwh", matched, "MWh", "carbon_free")
    book.write("matched_share", _share(matched, load), "1", "carbon_free")
    annual = min(found.annual_matched_mwh, load)  # sums in another order may end a rounding above it
    book.write("annual_matched_mwh", annual, "MWh", "carbon_free")
    book.write("annual_matched_share", _share(annual, load), "1", "carbon_free")
    book.write("surplus_mwh", _total(found.surplus_mwh), "MWh", "carbon_free")
    book.write("fully_matched_share", found.fully_matched_share, "1", "carbon_free")
    score = None if found.score_mwh is None else _share(_total(found.score_mwh), load)
    book.write("cfe_score", score, "1", "carbon_free", _why(score, no_share))
    book.write("residual.energy_mwh", load - matched, "MWh", "carbon_free")
    left = None if views.residual_kg is None else _total(views.residual_kg)
    book.write("residual.carbon_t", _tonnes(left), "t CO2e", "carbon_free", _why(left, no_average))
    part = None if left is None or views.load_kg is None else _share(left, _total(views.load_kg))
    book.write("residual.carbon_share", part, "1", "carbon_free", _why(part, no_average))
    book.write("re100_share", _share(min(_total(views.renewable_mwh), load), load), "1", "renewable")
    why = f"the grid file has no {MARGINAL}"
    label = "consequential, by marginal factors: no part of any scope"
    for name, kg in (("avoided_by_instruments_t", views.avoided_kg), ("caused_by_purchases_t", views.caused_kg)):
        value = None if kg is None else _tonnes(_total(kg))
        book.write(f"consequential.{name}", value, "t CO2e", None, why if value is None else label)


def write_data_centre(book: AccountBook, use: DataCentreUse) -> None:
    """Write the key figures of data centres."""
    no_it, no_water = "no meter of kind it beside the facility's", "no meter of kind water_m3"
    book.write("it_mwh", use.it_mwh, "MWh", None, _why(use.it_mwh, no_it))
    pue = data_centre.power_usage_effectiveness(use)
    book.write("pue", pue, "1", "data_centre", _why(pue, no_it))
    wue = data_centre.water_usage_effectiveness_l_per_kwh(use)
    missing = no_water if use.water_m3 is None else no_it
    book.write("wue_l_per_kwh", wue, "l/kWh", "data_centre", _why(wue, missing))
    erf = data_centre.energy_reuse_factor(use)
    book.write("erf", erf, "1", "data_centre", _why(erf, "no meter of kind heat_reuse"))
    book.write("ref", data_centre.renewable_energy_factor(use), "1", "data_centre")


def write_water(book: AccountBook, use: DataCentreUse, views: Views) -> None:
    """Write water on the site and at power plants."""
    book.write("water_m3.site", use.water_m3, "m3", None, _why(use.water_m3, "no meter of kind water_m3"))
    plants = None if views.plant_water_m3 is None else _total(views.plant_water_m3)
    why = "the grid file has no water_l_per_mwh, and no --region lends it"
    book.write("water_m3.plants", plants, "m3", None, _why(plants, why))


def write_software(book: AccountBook, request: AccountRequest, views: Views) -> None:
    """Write the software carbon intensity: location-based operation and embodied carbon per functional unit."""
    units, equipment = request.functional_units, book.figures["scope3_parts_t.embodied_equipment"].value
    why = ""
    if units is None:
        why = "no --functional-units"
    elif views.location_kg is None:
        why = f"the grid file has no {AVERAGE}"
    elif equipment is None:
        why = "without M: no file of assets"
    value = None
    if units is not None and views.location_kg is not None:
        value = software_intensity_g(_total(views.location_kg), (equipment or 0.0) * KG_PER_TONNE, units)
    book.write("sci_g_per_unit", value, f"g CO2e per {request.unit_name}", "software", why)


def write_costs(book: AccountBook, costs: list[Cost], load_mwh: float) -> None:
    """Write what the electricity cost, by kind, and what has no price."""
    known = [usd for _, _, usd, _ in costs if usd is not None]
    missing = [f"{item}: {why}" for item, _, usd, why in costs if usd is None]
    total = sum(known) if known else None
    reason = f"left out: {'; '.join(missing)}" if missing and known else "; ".join(missing)
    book.write("cost_usd", total, "USD", None, reason or ("" if known else "no prices"))
    book.write("cost_usd_per_mwh", None if total is None else _share(total, load_mwh), "USD/MWh", None, reason)
    for kind in dict.fromkeys(kind for _, kind, usd, _ in costs if usd is not None):
        value = sum(usd for _, each, usd, _ in costs if each == kind and usd is not None)
        book.write(f"cost_parts_usd.{kind}", value, "USD", None)


def data_centre_use(files: MeteredFiles, claims: Claims) -> DataCentreUse:
    """Return what the meters say for the key figures of data centres, grid data or not.

    Parameters
    ----------
    files
    claims
        By the matching of the rule set of data centres.
    """
    clean, hours = files.clean, files.hours
    kinds = np.array([meter.kind for meter in clean.meters])
    is_load, is_it = kinds == "load", kinds == "it"
    has_both = bool(is_load.any() and is_it.any())
    whole = clean.is_known[is_load | is_it].all(axis=0) if has_both else np.zeros(hours.calendar.hours, dtype=bool)
    load, it = clean.amount[is_load].sum(axis=0), clean.amount[is_it].sum(axis=0)
    has_facility = bool(is_load.any())
    renewable = np.array([each.source.is_renewable for each in hours.instruments], dtype=bool)
    certificate = np.array([each.kind == "certificate" for each in hours.instruments], dtype=bool)
    claimed = claims.claimed_mwh.sum(axis=1)
    return DataCentreUse(
        facility_mwh=float((load if has_facility else it).sum()) / KWH_PER_MWH,
        it_mwh=float(it.sum()) / KWH_PER_MWH if is_it.any() else None,
        facility_with_it_mwh=float(load[whole].sum()) / KWH_PER_MWH,
        it_with_facility_mwh=float(it[whole].sum()) / KWH_PER_MWH,
        water_m3=_metered(files, kinds, "water_m3"),
        heat_reuse_mwh=_metered(files, kinds, "heat_reuse", KWH_PER_MWH),
        guarantees_mwh=float(claimed[renewable & certificate].sum()),
        contracts_mwh=float(claimed[renewable & ~certificate].sum()),
        on_site_mwh=_on_site_renewable_mwh(hours),
        peak_it_mw=float(it.max()) / KWH_PER_MWH if is_it.any() else None,
    )


def _on_site_renewable_mwh(hours: DispatchHours) -> float:
    """Return what renewable plants on the site made and the site took."""
    own = [mwh for source, mwh in hours.on_site if source.is_renewable]
    return float(np.minimum(np.sum(own, axis=0), hours.load_mwh).sum()) if own else 0.0


def _metered(files: MeteredFiles, kinds: np.ndarray, kind: str, per: float = 1.0) -> float | None:
    chosen = kinds == kind
    return float(files.clean.amount[chosen].sum()) / per if chosen.any() else None


def _embodied(files: MeteredFiles, *, is_building: bool) -> tuple[float | None, str]:
    """Return kg of making what serves the account, and why it is not known."""
    if files.assets is None:
        return None, "no file of assets"
    calendar = files.hours.calendar
    chosen = [each for each in files.assets if (each.kind == "building") == is_building]
    if not chosen:
        return None, "the file of assets has none"
    return sum(embodied_kg(each, calendar.first_hour, calendar.hours) for each in chosen), ""


def _upstream_fuel(views: Views) -> tuple[float | None, str]:
    burnt = views.combustion
    return (None, "no meter of fuel and no plant on the site") if burnt is None else (burnt.upstream_kg, "")


def _upstream_purchased(hours: DispatchHours, views: Views) -> tuple[float | None, str]:
    """Return kg of supplying what is bought and of making plants on the site."""
    known = views.upstream_claimed_kg + views.upstream_on_site_kg
    rest = views.upstream_unclaimed_kg
    if rest is not None or not views.claims.unclaimed_mwh.any():
        return known + (rest or 0.0), ""
    why = f"the grid file has no {UPSTREAM} for what nothing claims"
    return (known, why) if hours.instruments or hours.on_site else (None, why)


def _fallback(views: Views) -> str:
    """Say which factor what nothing claims took."""
    if views.market.fallback is None:
        return ""
    derived = ", average / (1 - carbon-free share)" if views.market.is_derived else ""
    return f"what nothing claims takes the {views.market.fallback.replace('_', ' ')} factor{derived}"


def _why(value: object, reason: str) -> str:
    return reason if value is None else ""


def _total(values: FloatArray) -> float:
    return float(values.sum())


def _tonnes(kg: float | None) -> float | None:
    return None if kg is None else kg / KG_PER_TONNE


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole > 0.0 else None
