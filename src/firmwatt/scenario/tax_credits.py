"""Tax credits of a law, from the catalogue table `tax_credits`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from firmwatt.catalog import loader as catalog
from firmwatt.scenario.assets import TaxCredit
from firmwatt.scenario.case import Case, DefaultUsed

TAX_CREDITS = "tax_credits"
PHASES = {"whole": 1.0, "three_quarters": 0.75, "half": 0.5}
"""Words of the table → factor on the share."""


def with_tax_credits(case: Case, law: str | None) -> Case:
    """Return the case with the credits that a law gives to plants and stores that the programme owns.

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
    return replace(
        case,
        supply=tuple(
            replace(asset, tax_credit=tax_credit(law, asset.technology)) if asset.strike_usd_per_mwh is None else asset
            for asset in case.supply
        ),
        storage=tuple(replace(asset, tax_credit=tax_credit(law, asset.technology)) for asset in case.storage),
        defaults_used=(*case.defaults_used, *_used(law)),
    )


def tax_credit(law: str, technology: str) -> TaxCredit | None:
    """Return the credit of a technology, None where the law gives none.

    Examples
    --------
    >>> tax_credit("us_2025", "solar").or_in_service_by, tax_credit("us_2025", "gas_turbine")
    (datetime.date(2027, 12, 31), None)
    """
    named = catalog.find(TAX_CREDITS, law, f"{technology}_group")
    if named is None:
        return None
    group = named.text
    phases = (
        (catalog.find(TAX_CREDITS, law, f"{group}_{word}_if_begun_by"), factor) for word, factor in PHASES.items()
    )
    in_service = catalog.find(TAX_CREDITS, law, f"{group}_or_in_service_by")
    return TaxCredit(
        catalog.get(TAX_CREDITS, law, f"{group}_share").number,
        tuple((date.fromisoformat(row.text), factor) for row, factor in phases if row is not None),
        None if in_service is None else date.fromisoformat(in_service.text),
        catalog.get(TAX_CREDITS, law, f"{group}_production_usd_per_mwh").number,
        catalog.get(TAX_CREDITS, law, "production_years").number,
    )


def _used(law: str) -> list[DefaultUsed]:
    return [
        DefaultUsed(
            f"policy.tax_credits.{law}.{parameter}", row.value, row.unit, TAX_CREDITS, law, row.source,
            row.source_year, row.confidence,
        )
        for parameter, row in catalog.group(TAX_CREDITS, law).items()
    ]  # fmt: skip
