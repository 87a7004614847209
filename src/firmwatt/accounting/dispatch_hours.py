"""`DispatchHours`: the one dispatch, metered or planned, that every view of an account is computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firmwatt.accounting.energy_source import EnergySource
from firmwatt.accounting.metered.clock import Calendar
from firmwatt.accounting.metered.instruments import Instrument
from firmwatt.timegrid import FloatArray, IntArray

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class DispatchHours:
    """Energy of every hour by region, with what the grid and the instruments were in it.

    Attributes
    ----------
    calendar
    regions : (regions,) names; one empty name where the meters name none
    is_kept : (regions, hours)
        An hour of which a part is unknown is left out of every figure; its energies here are 0.
    load_mwh : (regions, hours) >= 0
        All that the data centres take, from the grid and from plants on the site.
    on_site : (plants,) source and (regions, hours) MWh of each kind of plant on the site
    charge_mwh, discharge_mwh : (regions, hours) >= 0
        What stores on the site take and give back: no source of energy.
    purchased_mwh, exported_mwh : (regions, hours) >= 0
        `purchased + on_site + discharge = load + charge + exported`.
    factors : column → (regions, hours)
        Of the grid file, by the names of `metered.grid_factors`; absent where nothing says.
    instruments : (instruments,)
        Hourly energy is 0 in hours that are left out.
    instrument_region : (instruments,) place of each one's region
    """

    calendar: Calendar
    regions: tuple[str, ...]
    is_kept: BoolArray
    load_mwh: FloatArray
    on_site: tuple[tuple[EnergySource, FloatArray], ...]
    charge_mwh: FloatArray
    discharge_mwh: FloatArray
    purchased_mwh: FloatArray
    exported_mwh: FloatArray
    factors: Mapping[str, FloatArray]
    instruments: tuple[Instrument, ...]
    instrument_region: IntArray

    def factor(self, name: str) -> FloatArray | None:
        """Return (regions, hours) a factor, 0 in hours that are left out; None where nothing says."""
        found = self.factors.get(name)
        return None if found is None else np.where(self.is_kept, found, 0.0)

    def on_site_mwh(self, *, is_carbon_free: bool | None = None) -> FloatArray:
        """Return (regions, hours) what plants on the site generate, all or those that are (not) carbon-free."""
        total = np.zeros_like(self.load_mwh)
        for source, mwh in self.on_site:
            if is_carbon_free is None or source.is_carbon_free is is_carbon_free:
                total += mwh
        return total
