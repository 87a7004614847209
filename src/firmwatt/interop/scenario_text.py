"""`scenario.yaml` of a run: the user's file, with what depends on the day and the folder written out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from firmwatt.scenario.case import Case
from firmwatt.scenario.loader import EVERY_HOUR
from firmwatt.scenario.programme import Programme
from firmwatt.scenario.schema import ProgrammeEntry

_LEFT_OUT = ProgrammeEntry.model_fields["resolution"].default.model_dump()
"""The resolution of a file that says nothing of it."""


def resolved_scenario(case: Case) -> str:
    """Return the text of a scenario that plans the same on any day and from any folder.

    Notes
    -----
    A decision date that was left out (it means today) is written, so are a mode of the grids and a resolution that were
    asked for beside the file, and relative file names become absolute. A text that needs none of it is returned as it
    was read; comments stay in any case.
    """
    yaml = YAML(typ="rt")
    yaml.preserve_quotes, yaml.width = True, 10_000
    tree = yaml.load(case.scenario_text)
    changed = False
    if "decision_date" not in tree["programme"]:
        tree["programme"]["decision_date"] = case.programme.decision_date
        changed = True
    resolution = _resolution(case.programme)
    if tree["programme"].get("resolution", _LEFT_OUT) != resolution:
        tree["programme"]["resolution"] = resolution
        changed = True
    if _lost_mode(case, tree):
        tree.setdefault("grid", {})["mode"] = "supply_curve"
        changed = True
    for entry, name, path in _named_files(case, tree):
        entry[name] = str(path.resolve())
        changed = True
    if not changed:
        return case.scenario_text
    text = io.StringIO()
    yaml.dump(tree, text)
    return text.getvalue()


def _resolution(programme: Programme) -> str | dict[str, int]:
    """Return the hours that the plan looks at, as a file says them."""
    if programme.sampled_periods is None:
        return EVERY_HOUR
    return {"sampled_periods": programme.sampled_periods, "period_hours": programme.period_hours}


def _lost_mode(case: Case, tree: Any) -> bool:
    """Return whether grids answer the load though the file does not say so."""
    grid = tree.get("grid") or {}
    unsaid = [region for region in case.regions if "mode" not in (grid.get(region.name) or {})]
    return grid.get("mode") != "supply_curve" and any(region.curve is not None for region in unsaid)


def _named_files(case: Case, tree: Any) -> Iterator[tuple[Any, str, Path]]:
    """Yield (entry of the tree, field, resolved path) of each file that the scenario names."""
    for entry, site in zip(tree.get("sites", ()), case.sites, strict=False):
        if site.weather_file is not None:
            yield entry, "weather_file", site.weather_file
    for region in case.regions:
        if region.series_file is not None:
            yield tree["grid"][region.name], "series_file", region.series_file
        entry = tree.get("grid", {}).get(region.name)
        if region.curve is not None and region.curve.demand_file is not None and "demand_file" in _curve(entry):
            yield entry["curve"], "demand_file", region.curve.demand_file


def _curve(entry: Any) -> Any:
    """Return what a region's entry says of its market."""
    return (entry or {}).get("curve", {})
