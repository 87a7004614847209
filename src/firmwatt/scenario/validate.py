"""Check a document value by value, so that one broken value does not hide the faults of the others."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from firmwatt.errors import Fault
from firmwatt.scenario import faults
from firmwatt.scenario.case import WorkClass
from firmwatt.scenario.document import Document
from firmwatt.scenario.messages import show, structure_faults
from firmwatt.scenario.quantities import StandIns
from firmwatt.scenario.schema import (
    PolicyEntry,
    ProgrammeEntry,
    RegionEntry,
    ScenarioFile,
)
from firmwatt.scenario.schema_assets import LinkEntry, StorageEntry, SupplyEntry
from firmwatt.scenario.schema_sites import SiteEntry, WorkloadEntry
from firmwatt.scenario.schema_work import CohortEntry

Model = TypeVar("Model", bound=BaseModel)
TINY = 1e-9
"""Numbers nearer to zero than this, and not zero, are taken for slips."""

_STAND_INS = StandIns(
    {
        "title": "",
        "name": "",
        "asked_mw": math.inf,
        "max_mw": math.inf,
        "weather_years": (),
        "work_class": WorkClass.TRAINING,
        "contract_type": "",
        "chip": "",
        "count": 0.0,
        "technology": "",
        "from_site": "",
        "to_site": "",
    }
)
"""What stands in for values that cannot be read, chosen so that no rule about the others fails because of it."""

_ABOUT_ALL_WITHIN = {kind.code for kind in (faults.EXCLUSIVE, faults.MISSING_KEY, faults.SHARE_SUM, faults.UNSERVEABLE)}
"""Faults that rest on everything inside the value that they name."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a document as far as they are well formed.

    A value that is not well formed counts as left out (`_STAND_INS`); a part that is no mapping at all is absent.

    Attributes
    ----------
    sites, workloads, supply, storage, links : position in the file's list → entry
    fleet
        Cohorts of the file's own fleet.
    site_names
        Names of all sites, also of those that are not well formed.
    """

    document: Document
    programme: ProgrammeEntry | None
    sites: Mapping[int, SiteEntry]
    workloads: Mapping[int, WorkloadEntry]
    supply: Mapping[int, SupplyEntry]
    storage: Mapping[int, StorageEntry]
    links: Mapping[int, LinkEntry]
    regions: Mapping[str, RegionEntry]
    policy: PolicyEntry | None
    fleet: tuple[CohortEntry, ...]
    site_names: tuple[str, ...]

    @property
    def are_sites_named(self) -> bool:
        """Whether the file has sites and each has a name, so that a name that is not among them is wrong."""
        return 0 < len(_list(self.document.tree, "sites")) == len(self.site_names)


def validate(document: Document) -> tuple[ScenarioFile | None, Parts, list[Fault]]:
    """Return the whole file if it is well formed, its parts as far as they are, and the faults of the rest."""
    found = _tiny_numbers(document, document.tree, ())
    scenario: ScenarioFile | None = None
    try:
        scenario = ScenarioFile.model_validate(document.tree)
    except ValidationError as error:
        errors: list[ErrorDetails] = error.errors(include_url=False)
        found += structure_faults(document, errors, ScenarioFile)
    return scenario, _parts(document), found


def believable(found: Iterable[Fault], structural: Iterable[Fault]) -> list[Fault]:
    """Return the faults that do not rest on a value that cannot be read.

    Parameters
    ----------
    found
        Of the rules among values and names.
    structural
        Of the values that cannot be read.
    """
    unread = [fault.field for fault in structural]
    return [fault for fault in found if not any(_rests_on(fault, field) for field in unread)]


def _rests_on(fault: Fault, unread: str) -> bool:
    return _holds(unread, fault.field) or (fault.code in _ABOUT_ALL_WITHIN and _holds(fault.field, unread))


def _holds(outer: str, inner: str) -> bool:
    return inner == outer or inner.startswith((f"{outer}.", f"{outer}["))


def _parts(document: Document) -> Parts:
    tree = document.tree
    regions = tree.get("grid")
    named = _list(tree, "sites")
    return Parts(
        document=document,
        programme=_part(ProgrammeEntry, tree.get("programme")),
        sites=_entries(SiteEntry, tree, "sites"),
        workloads=_entries(WorkloadEntry, tree, "workloads"),
        supply=_entries(SupplyEntry, tree, "supply"),
        storage=_entries(StorageEntry, tree, "storage"),
        links=_entries(LinkEntry, tree, "transmission"),
        regions=_regions(regions) if isinstance(regions, Mapping) else {},
        policy=_part(PolicyEntry, tree.get("policy", {})),
        fleet=tuple(_entries(CohortEntry, tree, "fleet").values()),
        site_names=tuple(str(entry["name"]) for entry in named if isinstance(entry, Mapping) and "name" in entry),
    )


def _regions(tree: Mapping[Any, object]) -> dict[str, RegionEntry]:
    parts = {str(name): _part(RegionEntry, entry) for name, entry in tree.items() if name != "mode"}
    return {name: part for name, part in parts.items() if part is not None}


def _list(tree: Mapping[str | int, object], key: str) -> list[object]:
    value = tree.get(key, [])
    return value if isinstance(value, list) else []


@cache
def _adapter(model: type[BaseModel]) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def _part(model: type[Model], value: object) -> Model | None:
    try:
        part: Model = _adapter(model).validate_python(value, context=_STAND_INS)
    except ValidationError:
        return None
    return part


def _entries(model: type[Model], tree: Mapping[str | int, object], key: str) -> dict[int, Model]:
    parts = {index: _part(model, entry) for index, entry in enumerate(_list(tree, key))}
    return {index: part for index, part in parts.items() if part is not None}


def _tiny_numbers(document: Document, value: object, path: tuple[str | int, ...]) -> list[Fault]:
    if isinstance(value, float) and 0.0 < abs(value) < TINY:
        problem = f"{show(value)} is too small to be meant."
        return [document.fault(path, faults.TOO_SMALL, problem, "Write 0, or a value of sensible size.")]
    if isinstance(value, Mapping):
        return [fault for key, item in value.items() for fault in _tiny_numbers(document, item, (*path, key))]
    if isinstance(value, list):
        return [fault for index, item in enumerate(value) for fault in _tiny_numbers(document, item, (*path, index))]
    return []
