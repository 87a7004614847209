"""`Adequacy`: how often, how long and by how much a load is not served."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

MOST_NINES = 15.0
"""Beyond it floating point knows no difference from certainty."""


@dataclass(frozen=True, slots=True)
class Adequacy:
    """What a year of a system lacks.

    Attributes
    ----------
    method : `convolution` or `monte_carlo`
    hours_per_year, energy_mwh_per_year
        Hours looked at and energy asked for.
    lole_days_per_year
        Convolution: expected days whose highest net load finds too little capacity. Monte Carlo: days with a shortfall.
    lolh_hours_per_year, eue_mwh_per_year
        Expected hours of shortfall, and energy not served.
    events_per_year, mean_event_hours : or None
        Frequency and duration of shortfalls; the convolution does not know them.
    curtailed_mwh_per_year
        What curtailable load gave up; not part of the energy not served.
    eue_by_class_mwh : class of load → MWh a year
    energy_by_class_mwh : class of load → MWh a year
    ci95 : name of a figure → (low, high)
        95 % interval of its mean; the figure itself twice where it is exact, NaN where no shortfall was ever drawn.
    years_simulated : 0 for the convolution
    """

    method: str
    hours_per_year: float
    energy_mwh_per_year: float
    lole_days_per_year: float
    lolh_hours_per_year: float
    eue_mwh_per_year: float
    events_per_year: float | None
    mean_event_hours: float | None
    curtailed_mwh_per_year: float
    eue_by_class_mwh: Mapping[str, float]
    energy_by_class_mwh: Mapping[str, float]
    ci95: Mapping[str, tuple[float, float]]
    years_simulated: int

    @property
    def availability(self) -> float:
        """Return the share of hours in which the whole load is served."""
        return 1.0 - self.lolh_hours_per_year / self.hours_per_year

    @property
    def nines(self) -> float:
        """Return the nines of the hours: 4.0 for 99.99 %."""
        return nines(self.lolh_hours_per_year / self.hours_per_year)

    @property
    def nines_by_class(self) -> Mapping[str, float]:
        """Return class of load → nines of its energy."""
        return {
            name: nines(self.eue_by_class_mwh[name] / energy) if energy > 0.0 else MOST_NINES
            for name, energy in self.energy_by_class_mwh.items()
        }


def nines(missing_share: float) -> float:
    """Return the nines of a share that is missing.

    Examples
    --------
    >>> round(nines(1e-4), 9), nines(0.0)
    (4.0, 15.0)
    """
    return min(-math.log10(missing_share), MOST_NINES) if missing_share > 0.0 else MOST_NINES
