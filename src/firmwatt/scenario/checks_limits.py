"""Limits of plants and sites that contradict one another."""

from __future__ import annotations

from collections.abc import Iterator

from firmwatt.catalog import loader as catalog
from firmwatt.errors import Fault
from firmwatt.scenario import faults
from firmwatt.scenario.assets import AvailabilityKind
from firmwatt.scenario.document import Document, Path_
from firmwatt.scenario.messages import show
from firmwatt.scenario.schema_assets import SupplyEntry
from firmwatt.scenario.schema_sites import SiteEntry
from firmwatt.units import HOURS_PER_YEAR


def permit_faults(document: Document, path: Path_, entry: SupplyEntry) -> Iterator[Fault]:
    """Yield a plant that must run for longer than its air permit allows; those of sun and wind have none."""
    technology, allowed = entry.technology or "", entry.run_hours_limit_per_year
    kind = catalog.find("technologies", technology, "availability_kind")
    if allowed is None or kind is None or kind.text != AvailabilityKind.FLAT:
        return
    available = entry.availability
    if available is None:
        available = catalog.get("technologies", technology, "availability").number
    needed = entry.minimum_load_share * available * HOURS_PER_YEAR
    if needed > allowed:
        problem = f"{show(entry.minimum_load_share)} of what is available ({available:.3g}) in every hour is "
        problem += f"{needed:,.0f} hours a year at full load, above run_hours_limit_per_year {show(allowed)}."
        remedy = f"Write at most {allowed / available / HOURS_PER_YEAR:.3f}, or allow more hours."
        yield document.fault((*path, "minimum_load_share"), faults.LOW_ABOVE_HIGH, problem, remedy)


def tariff_faults(document: Document, path: Path_, site: SiteEntry) -> Iterator[Fault]:
    """Yield terms of a tariff that is not named."""
    connection = site.connection
    if connection.tariff_terms is not None and "tariff" not in connection.model_fields_set:
        problem, remedy = (
            "The terms stand without `tariff`.",
            "Add `tariff: monthly_demand`, or another of the catalogue.",
        )
        yield document.fault((*path, "connection", "tariff_terms"), faults.EXCLUSIVE, problem, remedy)


def pipeline_faults(document: Document, path: Path_, site: SiteEntry) -> Iterator[Fault]:
    """Yield a pipeline that may grow although nothing limits it."""
    if site.gas_pipeline_expansion is not None and "gas_pipeline_limit_mmbtu_per_hour" not in site.model_fields_set:
        problem = "It stands without `gas_pipeline_limit_mmbtu_per_hour`: without a limit there is nothing to expand."
        remedy = "Add the limit, 0 where there is no pipeline yet."
        yield document.fault((*path, "gas_pipeline_expansion"), faults.EXCLUSIVE, problem, remedy)
