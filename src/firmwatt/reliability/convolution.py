"""Adequacy without memory: the outage table against every hour. Exact, where nothing is stored or rationed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from firmwatt.reliability.adequacy import Adequacy
from firmwatt.reliability.outage_table import OutageTable, build_outage_table
from firmwatt.reliability.system import System
from firmwatt.timegrid import FloatArray

METHOD = "convolution"


def convolve(parts: Sequence[System]) -> Adequacy:
    """Return the exact adequacy of a year that consists of one or more systems after one another.

    Parameters
    ----------
    parts
        The stretches of the year, alike in their classes; stores and curtailable load are left out.

    Notes
    -----
    The load of a class counts with all classes that are shed after it, so what is lacking falls on the first to be
    shed: the unserved energy of a class is the difference of two convolutions. Where outage rates follow the weather,
    hours of like weather share a table; a day counts by its hour of the highest loss probability, which is the hour of
    its highest net load where the rates are alike all day.
    """
    figures = np.zeros(2)
    by_class = np.zeros(len(parts[0].classes))
    for part in parts:
        net = np.cumsum(part.load_mw, axis=0) - part.variable_mw
        loss, unserved = np.empty_like(net[-1]), np.empty_like(net)
        for inside, table in weather_tables(part):
            loss[inside] = table.loss_probability(net[-1][inside])
            unserved[:, inside] = table.unserved_mw(net[:, inside])
        by_class += np.diff(unserved.sum(axis=2) @ part.weather_probability, prepend=0.0)
        figures += (
            part.weather_probability @ _daily_highest(part, loss).sum(axis=1),
            part.weather_probability @ loss.sum(axis=1),
        )
    lole, lolh = figures.tolist()
    eue = float(by_class.sum())
    energy = sum(part.load_mw.sum(axis=2) @ part.weather_probability for part in parts)
    exact = {"lole_days_per_year": lole, "lolh_hours_per_year": lolh, "eue_mwh_per_year": eue}
    return Adequacy(
        method=METHOD,
        hours_per_year=float(sum(part.hours for part in parts)),
        energy_mwh_per_year=sum(part.energy_mwh for part in parts),
        lole_days_per_year=lole,
        lolh_hours_per_year=lolh,
        eue_mwh_per_year=eue,
        events_per_year=None,
        mean_event_hours=None,
        curtailed_mwh_per_year=0.0,
        eue_by_class_mwh=dict(zip(parts[0].classes, by_class.tolist(), strict=True)),
        energy_by_class_mwh=dict(zip(parts[0].classes, np.asarray(energy).tolist(), strict=True)),
        ci95={name: (value, value) for name, value in exact.items()},
        years_simulated=0,
    )


def weather_tables(part: System) -> tuple[tuple[NDArray[np.bool_], OutageTable], ...]:
    """Return the hours, (weather_years, hours), that share an outage table, with their table."""
    if part.weather_bin is None or not part.follows_weather:
        return ((np.ones(part.variable_mw.shape, dtype=np.bool_), build_outage_table(part.units, part.causes)),)
    return tuple(
        (part.weather_bin == found, build_outage_table(part.in_weather(found), part.causes))
        for found in np.unique(part.weather_bin).tolist()
    )


def unserved_energy_mwh(
    tables: Sequence[tuple[NDArray[np.bool_], OutageTable]], system: System, firm_mw: float = 0.0
) -> float:
    """Return the expected energy not served in a year with firm capacity added to the units of a system's tables."""
    net = system.load_mw.sum(axis=0) - system.variable_mw - firm_mw
    hours = system.weather_probability[:, None] * np.ones_like(net)
    return float(sum(hours[inside] @ table.unserved_mw(net[inside]) for inside, table in tables))


def _daily_highest(part: System, hourly: FloatArray) -> FloatArray:
    """Return (weather_years, days) the highest value of each day."""
    starts = np.flatnonzero(np.diff(part.day, prepend=part.day[0] - 1))
    highest: FloatArray = np.maximum.reduceat(hourly, starts, axis=1)
    return highest
