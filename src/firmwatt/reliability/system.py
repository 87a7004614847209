"""`System`: what supplies one load through some hours, and how often it breaks."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from firmwatt.timegrid import FloatArray, IntArray

LEAST_SHORTFALL_MW = 1e-6
"""Less than this is rounding, not a shortfall."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Something that is wholly there or wholly out.

    Attributes
    ----------
    mw : MW, >= 0
    forced_outage_rate : 0-1, long-run share of time in which it is out
    repair_hours : hours, > 0, mean time to repair
    cause : name of the common cause that takes it out with others, empty for none
    rate_by_bin : (bins,) 0-1, forced outage rate in each of the system's weather bins; empty: alike in all
    """

    name: str
    mw: float
    forced_outage_rate: float
    repair_hours: float
    cause: str = ""
    rate_by_bin: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class CommonCause:
    """Something whose failure takes several units out at once: a gas pipeline, a substation.

    Attributes
    ----------
    forced_outage_rate : 0-1
    repair_hours : hours, > 0
    """

    name: str
    forced_outage_rate: float
    repair_hours: float


@dataclass(frozen=True, slots=True)
class Store:
    """Something that gives back later what it took.

    Attributes
    ----------
    mw : MW, most that it takes or gives
    mwh : MWh, most that it holds
    charge_efficiency, discharge_efficiency : 0-1, above 0
    """

    name: str
    mw: float
    mwh: float
    charge_efficiency: float
    discharge_efficiency: float


@dataclass(frozen=True, slots=True)
class Curtailable:
    """Load that may be asked to wait, last of all means.

    Attributes
    ----------
    mw : MW, >= 0
    hours_per_year : hours, >= 0
        Full hours for which it may wait in a year.
    """

    mw: float = 0.0
    hours_per_year: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """Units, stores and a load through hours that follow one another.

    Attributes
    ----------
    units, stores, curtailable
    classes : (classes,) names of the load's parts, the one that is shed last first
    load_mw : (classes, weather_years, hours) MW
    variable_mw : (weather_years, hours) MW of generation that the weather decides
    weather_probability : (weather_years,) sums to 1
    day : (hours,) number of the day of each hour, not falling
    causes
        Each independent of the others and of the units' own failures.
    weather_bin : (weather_years, hours) or None
        Which rate of the units that follow the weather holds in each hour; None where none does.
    """

    units: tuple[Unit, ...]
    stores: tuple[Store, ...]
    curtailable: Curtailable
    classes: tuple[str, ...]
    load_mw: FloatArray
    variable_mw: FloatArray
    weather_probability: FloatArray
    day: IntArray
    causes: tuple[CommonCause, ...] = ()
    weather_bin: IntArray | None = None

    @property
    def hours(self) -> int:
        """Return the hours that one year of the system has."""
        return len(self.day)

    @property
    def energy_mwh(self) -> float:
        """Return the energy that the load asks for in one year, by probability of the weather."""
        return float(self.weather_probability @ self.load_mw.sum(axis=(0, 2)))

    @property
    def is_memoryless(self) -> bool:
        """Whether no hour depends on the one before: there is nothing stored and nothing rationed."""
        return not any(store.mw > 0.0 for store in self.stores) and self.curtailable.mw == 0.0

    @property
    def follows_weather(self) -> bool:
        """Whether some unit's outage rate changes from hour to hour."""
        return self.weather_bin is not None and any(unit.rate_by_bin for unit in self.units)

    def in_weather(self, weather_bin: int) -> tuple[Unit, ...]:
        """Return the units with the outage rates of one bin of the weather."""
        return tuple(
            replace(unit, forced_outage_rate=unit.rate_by_bin[weather_bin]) if unit.rate_by_bin else unit
            for unit in self.units
        )

    def with_firm(self, mw: float) -> System:
        """Return the system with capacity that never fails added, or taken away where it is negative."""
        return replace(self, variable_mw=self.variable_mw + mw)


def one_load(units: tuple[Unit, ...], load_mw: FloatArray, stores: tuple[Store, ...] = ()) -> System:
    """Return the system of a single class of load in equally likely years.

    Parameters
    ----------
    load_mw : (weather_years, hours) MW

    Examples
    --------
    >>> one_load((Unit("a", 10.0, 0.1, 50.0),), np.full((1, 48), 5.0)).energy_mwh
    240.0
    """
    years, hours = load_mw.shape
    return System(
        units,
        stores,
        Curtailable(),
        ("load",),
        load_mw[None],
        np.zeros((years, hours)),
        np.full(years, 1.0 / years),
        np.arange(hours) // 24,
    )
