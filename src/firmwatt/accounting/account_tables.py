"""The tables of an account: by hour, month, meter, region, instrument and consumer; costs and the submission."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from firmwatt.accounting.account import Figure
from firmwatt.accounting.account_figures import Cost
from firmwatt.accounting.account_views import Views
from firmwatt.accounting.dispatch_hours import DispatchHours
from firmwatt.accounting.metered.assemble import load_kind
from firmwatt.accounting.metered.files import MeteredFiles
from firmwatt.accounting.views.data_centre import DataCentreUse
from firmwatt.accounting.views.submission import SubmissionRow, submission_rows
from firmwatt.timegrid import FloatArray
from firmwatt.units import KG_PER_TONNE, KWH_PER_MWH

UNALLOCATED = "unallocated"
"""The consumer of hours in which no use was measured."""
BY_ENERGY = {
    "scope1_t": "scope1_t",
    "scope3_t": "scope3_t",
    "water_m3.site": "water_site_m3",
    "water_m3.plants": "water_plants_m3",
}
"""Figures that consumers share by energy → column."""
_MONTHS = 12
_WH_PER_MWH = 1e6
_G_PER_T = 1e6


def account_tables(
    files: MeteredFiles, views: Views, costs: list[Cost], use: DataCentreUse, figures: Mapping[str, Figure]
) -> dict[str, pd.DataFrame]:
    """Return name → table of an account; a table without rows is absent.

    Parameters
    ----------
    files, views
    costs
        Items as `views.money` gives them.
    use
    figures
        Of the account, for what consumers share by energy.
    """
    hours = files.hours
    total_usd = sum(usd for _, _, usd, _ in costs if usd is not None) if costs else 0.0
    tables = {
        "by_hour": by_hour(hours, views),
        "by_month": by_month(hours, views),
        "by_hour_of_day": by_hour_of_day(hours, views),
        "by_region": by_region(hours, views),
        "by_meter": by_meter(files, views),
        "by_instrument": by_instrument(hours, views),
        "by_consumer": pd.DataFrame() if files.use is None else by_consumer(files, views, figures, total_usd),
        "costs": pd.DataFrame(costs, columns=["item", "kind", "usd", "reason"]),
        "eu_submission": pd.DataFrame(_submission(files, use)),
    }
    return {name: table for name, table in tables.items() if len(table)}


def _submission(files: MeteredFiles, use: DataCentreUse) -> list[SubmissionRow]:
    site = files.site_data
    return submission_rows(use) if site is None else submission_rows(use, site.numbers, site.texts)


def hourly_columns(hours: DispatchHours, views: Views) -> dict[str, FloatArray]:
    """Return column → (regions, hours) of what every hour holds; what is not known is absent."""
    claimed = hours.purchased_mwh - views.claims.unclaimed_mwh
    columns: dict[str, FloatArray | None] = {
        "load_mwh": hours.load_mwh,
        "on_site_mwh": hours.on_site_mwh(),
        "storage_charge_mwh": hours.charge_mwh if hours.charge_mwh.any() else None,
        "storage_discharge_mwh": hours.discharge_mwh if hours.discharge_mwh.any() else None,
        "purchased_mwh": hours.purchased_mwh,
        "exported_mwh": hours.exported_mwh,
        "matched_mwh": views.carbon_free.matched_mwh,
        "surplus_mwh": views.carbon_free.surplus_mwh,
        "carbon_free_mwh": views.carbon_free.score_mwh,
        "claimed_mwh": claimed,
        "unclaimed_mwh": views.claims.unclaimed_mwh,
        "scope2_location_t": _tonnes(views.location_kg),
        "scope2_market_t": _tonnes(views.market_by_region_kg(hours)),
        "grid_losses_t": _tonnes(views.losses_kg),
        "residual_carbon_t": _tonnes(views.residual_kg),
        "consequential_avoided_t": _tonnes(views.avoided_kg),
        "consequential_caused_t": _tonnes(views.caused_kg),
        "water_plants_m3": views.plant_water_m3,
    }
    return {name: values for name, values in columns.items() if values is not None}


def by_hour(hours: DispatchHours, views: Views) -> pd.DataFrame:
    """Return one row for each region and hour, with the factors that its figures were made with."""
    count = len(hours.regions)
    index = {
        "time_utc": np.tile(hours.calendar.stamps.astype("datetime64[s]"), count),
        "region": np.repeat(np.array(hours.regions, dtype=object), hours.calendar.hours),
        "is_kept": hours.is_kept.ravel(),
    }
    columns = hourly_columns(hours, views) | dict(hours.factors)
    return pd.DataFrame(index | {name: values.ravel() for name, values in columns.items()})


def by_month(hours: DispatchHours, views: Views) -> pd.DataFrame:
    """Return one row for each calendar month; its columns add up to the account."""
    months, place = np.unique(hours.calendar.month, return_inverse=True)
    columns = hourly_columns(hours, views)
    sums = {name: np.bincount(place, values.sum(axis=0), len(months)) for name, values in columns.items()}
    labels = [f"{month // _MONTHS:04d}-{month % _MONTHS + 1:02d}" for month in months]
    return pd.DataFrame({"month": labels, "hours": np.bincount(place)} | sums)


def by_hour_of_day(hours: DispatchHours, views: Views) -> pd.DataFrame:
    """Return one row for each hour of the local day: when clean energy is there, and when it is not."""
    stamps = hours.calendar.stamps.astype("datetime64[s]")
    local = pd.DatetimeIndex(stamps, tz="UTC").tz_convert(hours.calendar.time_zone).hour.to_numpy()
    columns = hourly_columns(hours, views)
    chosen = ("load_mwh", "matched_mwh", "surplus_mwh", "carbon_free_mwh", "scope2_location_t", "residual_carbon_t")
    found = np.unique(local)
    sums = {name: np.bincount(local, columns[name].sum(axis=0))[found] for name in chosen if name in columns}
    return pd.DataFrame({"hour_of_day": found} | sums)


def by_region(hours: DispatchHours, views: Views) -> pd.DataFrame:
    """Return one row for each region."""
    sums = {name: values.sum(axis=1) for name, values in hourly_columns(hours, views).items()}
    return pd.DataFrame({"region": hours.regions, "kept_hours": hours.is_kept.sum(axis=1)} | sums)


def by_meter(files: MeteredFiles, views: Views) -> pd.DataFrame:
    """Return one row for each meter: site or customer; load meters carry their share of every hour."""
    hours, clean = files.hours, files.clean
    wanted = load_kind(clean.meters)
    regions = [hours.regions.index(meter.region) if meter.region in hours.regions else 0 for meter in clean.meters]
    is_load = np.array([meter.kind == wanted for meter in clean.meters])
    unit = np.array([1.0 if meter.kind == "water_m3" else KWH_PER_MWH for meter in clean.meters])
    table = {
        "meter": [meter.name for meter in clean.meters],
        "kind": [meter.kind for meter in clean.meters],
        "region": [meter.region for meter in clean.meters],
        "amount": clean.amount.sum(axis=1) / unit,
        "unit": ["m3" if meter.kind == "water_m3" else "MWh" for meter in clean.meters],
        "known_hours": clean.is_known.sum(axis=1),
    }
    columns = hourly_columns(hours, views)
    for name in ("load_mwh", "matched_mwh", "scope2_location_t", "scope2_market_t"):
        if name in columns:
            per_mwh = _per_mwh(columns[name], hours.load_mwh)
            own = np.array([clean.amount[at] @ per_mwh[regions[at]] for at in range(len(regions))]) / KWH_PER_MWH
            table["accounted_mwh" if name == "load_mwh" else name] = np.where(is_load, own, np.nan)
    return pd.DataFrame(table)


def by_instrument(hours: DispatchHours, views: Views) -> pd.DataFrame:
    """Return one row for each contract or kind of certificate: what it had, what of it was claimed, and how."""
    return pd.DataFrame(
        {
            "contract": [each.name for each in hours.instruments],
            "kind": [each.kind for each in hours.instruments],
            "source": [each.source.key for each in hours.instruments],
            "region": [hours.regions[at] for at in hours.instrument_region],
            "matched_by": views.claims.matched_by,
            "emission_kg_per_mwh": [each.emission_kg_per_mwh for each in hours.instruments],
            "available_mwh": views.claims.available_mwh,
            "claimed_mwh": views.claims.claimed_mwh.sum(axis=1),
            "scope2_market_t": views.market.claimed_kg.sum(axis=1) / KG_PER_TONNE,
        }
    )


def by_consumer(files: MeteredFiles, views: Views, figures: Mapping[str, Figure], cost_usd: float) -> pd.DataFrame:
    """Return one row for each consumer: its share of every hour by measured use, and per query where counted.

    Notes
    -----
    `share_t = use_t / Σ use_t`; hours without use go to `unallocated`, so that the rows add up to the account. Cost,
    water and Scopes 1 and 3 go by energy; what the account does not know is absent.
    """
    hours, use = files.hours, files.use
    assert use is not None  # the table is made where there is a file
    total = use.use.sum(axis=0)
    share = np.divide(use.use, total, out=np.zeros_like(use.use), where=total > 0.0)
    share = np.vstack([share, np.where(total > 0.0, 0.0, 1.0)])
    columns = hourly_columns(hours, views)
    table: dict[str, object] = {"consumer": [*use.consumers, UNALLOCATED]}
    for name in ("load_mwh", "matched_mwh", "scope2_location_t", "scope2_market_t"):
        if name in columns:
            table[name] = share @ columns[name].sum(axis=0)
    energy = share @ hours.load_mwh.sum(axis=0)
    of_energy = energy / max(float(energy.sum()), 1e-300)
    for name, column in BY_ENERGY.items():
        value = figures[name].value
        if value is not None:
            table[column] = value * of_energy
    table["cost_usd"] = cost_usd * of_energy
    if np.isfinite(use.queries).any():
        table |= _per_query(np.append(use.queries, np.nan), energy, table)
    return pd.DataFrame(table)


def _per_query(queries: FloatArray, energy_mwh: FloatArray, table: Mapping[str, object]) -> dict[str, FloatArray]:
    count = np.where(queries > 0.0, queries, np.nan)
    found = {"queries": queries, "wh_per_query": energy_mwh * _WH_PER_MWH / count}
    for name in ("scope1_t", "scope2_location_t", "scope2_market_t", "scope3_t"):
        if name in table:
            found[f"{name.removesuffix('_t')}_g_per_query"] = np.asarray(table[name]) * _G_PER_T / count
    return found


def _per_mwh(values: FloatArray, load_mwh: FloatArray) -> FloatArray:
    return np.divide(values, load_mwh, out=np.zeros_like(load_mwh), where=load_mwh > 0.0)


def _tonnes(kg: FloatArray | None) -> FloatArray | None:
    return None if kg is None else kg / KG_PER_TONNE
