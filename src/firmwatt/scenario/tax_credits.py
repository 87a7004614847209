"""Tax credits of a law, from the catalogue table `tax_credits`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from firmwatt.catalog import loader as catalog
from firmwatt.scenario.assets import SupplyAsset, TaxCredit
from firmwatt.scenario.case import Case, DefaultUsed
from firmwatt.units import HOURS_PER_YEAR, KG_PER_TONNE

TAX_CREDITS = "tax_credits"
PHASES = {"whole": 1.0, "three_quarters": 0.75, "half": 0.5}
"""Words of the table → factor on the share."""


def with_tax_credits(case: Case, law: str | None) -> Case:
    """Return the case with the credits that a law gives to plants and stores that the programme owns in its country.

    Parameters
    ----------
    case
    law
        Key of the table `tax_credits`; None for no credit.

    Notes
    -----
    A contract with a strike gets none here: its price already holds what its owner gets.
    """
    if law is None:
        return case
    price_year = case.programme.price_year
    regions = catalog.get(TAX_CREDITS, law, "regions").text.split(",")
    inside = {site.name for site in case.sites if site.region in regions}
    return replace(
        case,
        supply=tuple(
            replace(asset, tax_credit=_credit_of_plant(law, asset, price_year))
            if asset.strike_usd_per_mwh is None and asset.site in inside
            else asset
            for asset in case.supply
        ),
        storage=tuple(
            replace(asset, tax_credit=tax_credit(law, asset.technology, price_year)) if asset.site in inside else asset
            for asset in case.storage
        ),
        defaults_used=(*case.defaults_used, *_used(law)),
    )


def tax_credit(law: str, technology: str, price_year: int, *, captured_kg_per_mwh: float = 0.0) -> TaxCredit | None:
    """Return the credit of a technology, None where the law gives none.

    Parameters
    ----------
    law
    technology
        Key of the table `technologies` or `storage`.
    price_year
        Of the dollars returned. What the law pays grows with inflation: it is constant in them.
    captured_kg_per_mwh
        CO2 stored underground for each MWh generated, where the credit is for that.

    Examples
    --------
    >>> tax_credit("us_2025", "solar", 2025).or_in_service_by, tax_credit("us_2025", "gas_turbine", 2025)
    (datetime.date(2027, 12, 31), None)
    """
    named = catalog.find(TAX_CREDITS, law, f"{technology}_group")
    if named is None:
        return None
    group = named.text

    def number(parameter: str) -> float:
        row = catalog.find(TAX_CREDITS, law, f"{group}_{parameter}")
        return 0.0 if row is None else row.in_price_year(price_year).number

    def day(parameter: str) -> date | None:
        row = catalog.find(TAX_CREDITS, law, f"{group}_{parameter}")
        return None if row is None else date.fromisoformat(row.text)

    clean = catalog.find("technologies", technology, "is_carbon_free")
    by_output = 0.0 if clean is None else clean.number * number("production_usd_per_mwh")
    begun_by = ((day(f"{word}_if_begun_by"), factor) for word, factor in PHASES.items())
    return TaxCredit(
        number("share"),
        tuple((last, factor) for last, factor in begun_by if last is not None),
        day("or_in_service_by"),
        by_output + number("usd_per_tonne") * captured_kg_per_mwh / KG_PER_TONNE,
        number("production_years"),
    )


def _credit_of_plant(law: str, asset: SupplyAsset, price_year: int) -> TaxCredit | None:
    if not _captures_enough(law, asset):
        return None
    return tax_credit(law, asset.technology, price_year, captured_kg_per_mwh=asset.captured_kg_per_mwh)


def _captures_enough(law: str, asset: SupplyAsset) -> bool:
    """Return whether one unit keeps to what the law asks of a plant with capture; true for all others."""
    captured = asset.captured_kg_per_mwh
    if captured == 0.0:
        return True
    least_share, least_tonne = (
        catalog.get(TAX_CREDITS, law, f"carbon_capture_least_{what}").number for what in ("share", "tonne_per_year")
    )
    unit_mwh = (asset.unit_mw or asset.max_mw) * asset.availability * HOURS_PER_YEAR
    is_large = unit_mwh * captured / KG_PER_TONNE >= least_tonne
    return is_large and captured / (captured + asset.emission_kg_per_mwh) >= least_share


def _used(law: str) -> list[DefaultUsed]:
    return [
        DefaultUsed(
            f"policy.tax_credits.{law}.{parameter}", row.value, row.unit, TAX_CREDITS, law, row.source,
            row.source_year, row.confidence,
        )
        for parameter, row in catalog.group(TAX_CREDITS, law).items()
    ]  # fmt: skip
