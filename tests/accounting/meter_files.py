"""Small meter, contract and grid files for tests of accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from firmwatt.accounting.account import AccountRequest
from firmwatt.accounting.dispatch_hours import DispatchHours
from firmwatt.accounting.energy_source import energy_source
from firmwatt.accounting.metered.clock import make_calendar
from firmwatt.accounting.metered.instruments import Instrument

YEAR_2025 = int(np.datetime64("2025-01-01T00", "h").astype(int))


def stamps(start: str, count: int, minutes: int = 60) -> list[str]:
    """Return UTC times, `count` of them, ever `minutes` apart."""
    first = np.datetime64(start, "m")
    return [f"{first + step * minutes}Z" for step in range(count)]


def write_csv(path: Path, columns: Mapping[str, Sequence[object]]) -> Path:
    """Write columns of one length as CSV; NaN and None become empty cells."""
    rows = zip(*columns.values(), strict=True)
    lines = [",".join("" if cell is None or str(cell) == "nan" else str(cell) for cell in row) for row in rows]
    path.write_text("\n".join([",".join(columns), *lines]) + "\n", encoding="utf-8")
    return path


def write_meters(
    path: Path, meters: Mapping[str, Sequence[float]], start: str = "2025-01-01", minutes: int = 60
) -> Path:
    """Write meter → kWh by interval."""
    names, times, values = [], [], []
    for name, series in meters.items():
        names += [name] * len(series)
        times += stamps(start, len(series), minutes)
        values += list(series)
    return write_csv(path, {"timestamp": times, "meter": names, "energy_kwh": values})


def request(folder: Path, load_kwh: Sequence[float], **changes) -> AccountRequest:
    """Return the request of one meter `dc` from 1 January 2025."""
    return AccountRequest(meters=write_meters(folder / "meters.csv", {"dc": load_kwh}), **changes)


def instrument(
    source: str,
    hourly_mwh: Sequence[float],
    *,
    kind="contract",
    emission=None,
    commissioned=None,
    signed=None,
    **energy,
) -> Instrument:
    """Return an instrument named after its source; `periods=[(first, after, mwh)]` adds certificates of periods."""
    facts = energy_source(source)
    periods = energy.get("periods", [])
    return Instrument(
        name=energy.get("name", source),
        source=facts,
        kind=kind,
        region="",
        commissioned_year=commissioned,
        signed=signed,
        emission_kg_per_mwh=facts.emission_kg_per_mwh if emission is None else emission,
        price_usd_per_mwh=energy.get("price"),
        hourly_mwh=np.array(hourly_mwh, dtype=float),
        periods=np.array([each[:2] for each in periods], dtype=np.int64).reshape(-1, 2),
        period_mwh=np.array([each[2] for each in periods], dtype=float),
    )


def dispatch_hours(
    load_mwh: Sequence[float], *, instruments=(), on_site=(), start=YEAR_2025, store=None, **factors
) -> DispatchHours:
    """Return hours of one region from the start of 2025; factors are numbers or one number an hour.

    A store is what it takes and what it gives back.
    """
    load = np.array([load_mwh], dtype=float)
    plants = tuple((energy_source(key), np.array([mwh], dtype=float)) for key, mwh in on_site)
    charge, discharge = np.zeros((2, *load.shape)) if store is None else np.array(store, dtype=float)[:, None]
    needed = load + charge - discharge - sum((mwh for _, mwh in plants), np.zeros_like(load))
    return DispatchHours(
        calendar=make_calendar(start, load.shape[1], "UTC"),
        regions=("",),
        is_kept=np.ones(load.shape, dtype=bool),
        load_mwh=load,
        on_site=plants,
        charge_mwh=charge,
        discharge_mwh=discharge,
        purchased_mwh=np.maximum(needed, 0.0),
        exported_mwh=np.maximum(-needed, 0.0),
        factors={name: np.broadcast_to(np.asarray(value, dtype=float), load.shape) for name, value in factors.items()},
        instruments=tuple(instruments),
        instrument_region=np.zeros(len(instruments), dtype=np.int64),
    )
