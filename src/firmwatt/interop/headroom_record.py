"""Headroom as plain names and values for `--json`, and as a table of one line an area and limit for `--out`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from firmwatt.grid.contract_room import ContractRoom
from firmwatt.grid.headroom import UPPER_BOUND, AreaHeadroom, LoadInArea, total_mw

if TYPE_CHECKING:
    import pandas as pd


def headroom_record(
    found: Sequence[AreaHeadroom],
    limits: Sequence[float],
    placed: Sequence[LoadInArea] = (),
    rooms: Sequence[ContractRoom] = (),
) -> Mapping[str, object]:
    """Return headroom, events, loads and contracts as plain names and values; limits are keys such as `0.005`."""
    names = [f"{limit:g}" for limit in limits]
    record: dict[str, object] = {
        "areas": {area.area: dict(zip(names, area.headroom_mw, strict=True)) for area in found},
        "seasons": {
            area.area: {season: dict(zip(names, loads, strict=True)) for season, loads in area.season_mw.items()}
            for area in found
        },
        "total_mw": dict(zip(names, total_mw(found), strict=True)),
        "events": {
            area.area: {name: asdict(bends) for name, bends in zip(names, area.curtailment, strict=True)}
            for area in found
        },
    }
    if placed:
        record["load"] = {load.area: asdict(load) for load in placed}
    if rooms:
        by_area: dict[str, dict[str, object]] = {room.area: {} for room in rooms}
        for room in rooms:
            by_area[room.area][room.contract] = asdict(room)
        record["contracts"] = by_area
    return record | {"note": UPPER_BOUND}


def headroom_table(found: Sequence[AreaHeadroom], limits: Sequence[float]) -> pd.DataFrame:
    """Return one row for each area and limit."""
    import pandas as pd  # noqa: PLC0415 - slow to load

    rows = []
    for area in found:
        for at, (limit, load, bends) in enumerate(zip(limits, area.headroom_mw, area.curtailment, strict=True)):
            plain = {
                "curtailed_hours_per_year": bends.hours_per_year,
                "events_per_year": bends.events_per_year,
                "mean_event_hours": bends.mean_event_hours,
                "longest_event_hours": bends.longest_event_hours,
                "mean_depth_share": bends.mean_depth_share,
                "deepest_share": bends.deepest_share,
                "curtailed_mwh_per_year": bends.mwh_per_year,
                "largest_event_mwh": bends.largest_event_mwh,
            }
            stores = {f"covered_share_{hours}h_store": share for hours, share in bends.covered_share.items()}
            covered = {f"covered_{name}": value for name, value in asdict(bends.covered).items()}
            seasons = {f"headroom_{season}_mw": loads[at] for season, loads in area.season_mw.items()}
            rows.append({"area": area.area, "limit": limit, "headroom_mw": load} | seasons | plain | stores | covered)
    return pd.DataFrame(rows)
