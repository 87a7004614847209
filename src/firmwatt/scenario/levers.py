"""Policy levers: named factors on the length of named steps, from the catalogue table `levers`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from firmwatt.catalog import loader as catalog
from firmwatt.errors import UserError
from firmwatt.scenario.assets import Delivery, LeadStep, SupplyAsset
from firmwatt.scenario.case import Case, DefaultUsed
from firmwatt.scenario.messages import suggest

LEVERS = "levers"
FACTOR = "_factor"
ON_SITE, SUPPLY, STORAGE, LINK, CONNECTION, BUILDING = "on_site", "supply", "storage", "link", "connection", "building"
"""What a factor is about, as its parameter begins: `on_site_permit_factor`."""


def with_levers(case: Case, names: Sequence[str]) -> Case:
    """Return the case with levers pulled: each step that a lever names takes so many times as long.

    Parameters
    ----------
    case
    names
        Keys of the table `levers`; factors of several levers on one step are multiplied.

    Raises
    ------
    UserError
        There is no such lever.
    """
    if not names:
        return case
    factors, used = _factors(names)
    return replace(_rescaled(case, factors), defaults_used=(*case.defaults_used, *used))


def levers_on(case: Case) -> tuple[str, ...]:
    """Return the keys of the levers that are pulled in a case."""
    return tuple(dict.fromkeys(used.key for used in case.defaults_used if used.table == LEVERS))


def without_lever(case: Case, name: str) -> Case:
    """Return the case with one of its levers let go: the steps that it names take as long again as before.

    Parameters
    ----------
    case
    name
        One of `levers_on(case)`.
    """
    factors, _ = _factors([name])
    kept = tuple(used for used in case.defaults_used if (used.table, used.key) != (LEVERS, name))
    undone = {parameter: 1.0 / factor for parameter, factor in factors.items()}
    return replace(_rescaled(case, undone), defaults_used=kept)


def _rescaled(case: Case, factors: Mapping[str, float]) -> Case:
    """Return the case with each step that a factor is about so many times as long."""
    return replace(
        case,
        sites=tuple(
            replace(
                site,
                steps=_scaled(site.steps, factors, BUILDING),
                connection=replace(site.connection, steps=_scaled(site.connection.steps, factors, CONNECTION)),
            )
            for site in case.sites
        ),
        supply=tuple(replace(asset, steps=_scaled(asset.steps, factors, *_kinds(asset))) for asset in case.supply),
        storage=tuple(replace(asset, steps=_scaled(asset.steps, factors, STORAGE)) for asset in case.storage),
        links=tuple(replace(link, steps=_scaled(link.steps, factors, LINK)) for link in case.links),
    )


def _factors(names: Iterable[str]) -> tuple[dict[str, float], list[DefaultUsed]]:
    """Return parameter → factor of all levers together, and the rows that it came from."""
    factors: dict[str, float] = {}
    used = []
    for name in dict.fromkeys(names):
        known = catalog.keys(LEVERS)
        if name not in known:
            raise UserError(f"policy.levers: there is no lever '{name}'. {suggest(name, known)}")
        for parameter, row in catalog.group(LEVERS, name).items():
            if parameter.endswith(FACTOR):
                factors[parameter] = factors.get(parameter, 1.0) * row.number
                where = f"policy.levers.{name}.{parameter}"
                used.append(
                    DefaultUsed(where, row.number, row.unit, LEVERS, name, row.source, row.source_year, row.confidence)
                )
    return factors, used


def _kinds(asset: SupplyAsset) -> tuple[str, ...]:
    return (SUPPLY, ON_SITE) if asset.delivery is Delivery.ON_SITE else (SUPPLY,)


def _scaled(steps: tuple[LeadStep, ...], factors: Mapping[str, float], *kinds: str) -> tuple[LeadStep, ...]:
    scaled = []
    for step in steps:
        factor = 1.0
        for kind in kinds:
            factor *= factors.get(f"{kind}_{step.name}{FACTOR}", 1.0)
        scaled.append(
            replace(
                step,
                low_years=step.low_years * factor,
                central_years=step.central_years * factor,
                high_years=step.high_years * factor,
            )
        )
    return tuple(scaled)
