"""The hours of a plan as investment periods of PyPSA, and the stock-taking that follows each year.

Each chain is an investment period, so that levels and backlogs are cyclic in it. Behind the chains of a planning year
stands one more period of four steps and no weight, the *stock-taking*. In it no energy flows: every capacity reports
its size as a flow, so that limits on capacity (duration of storage, land, reserve, vendor slots, budget) are balances
of buses, which is all that a network file can carry.

| step | what reports |
|---|---|
| 0, 2 | nothing: storage is emptied between the other two |
| 1, `built` | what is added in the year |
| 3, `standing` | all that stands at the year's end |
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from firmwatt.timegrid import FloatArray, TimeGrid

STEPS = 4
_BUILT, _STANDING = 1, 3


@dataclass(frozen=True, slots=True)
class Clock:
    """The snapshots of a network: for each planning year its chains, then the stock-taking."""

    time: TimeGrid

    @property
    def chains_per_year(self) -> int:
        """Return weather years × periods."""
        return self.time.chains // len(self.time.planning_years)

    def first_label(self, year: int) -> int:
        """Return the label of the first investment period of a planning year given by its index.

        Examples
        --------
        >>> from firmwatt.timegrid import full_year_grid
        >>> Clock(full_year_grid((2027, 2030), (3, 1))).first_label(1)
        20300
        """
        digits = len(str(self.chains_per_year))
        return int(self.time.planning_years[year] * 10**digits)

    def stock_label(self, year: int) -> int:
        """Return the label of the stock-taking of a planning year given by its index."""
        return self.first_label(year) + self.chains_per_year

    @property
    def periods(self) -> list[int]:
        """Return the labels of all investment periods in order."""
        years = range(len(self.time.planning_years))
        return [self.first_label(year) + k for year in years for k in range(self.chains_per_year + 1)]

    @property
    def snapshots(self) -> pd.MultiIndex:
        """Return (period, hour of the year), with the steps 0-3 in a stock-taking."""
        weather_years = len(self.time.weather_years)
        hours = [row.tolist() for row in np.tile(self.time.hour_of_year, (weather_years, 1))]
        steps = [*hours, list(range(STEPS))] * len(self.time.planning_years)
        pairs = [(period, step) for period, inside in zip(self.periods, steps, strict=True) for step in inside]
        return pd.MultiIndex.from_tuples(pairs, names=["period", "timestep"])

    def series(
        self,
        hourly: ArrayLike = 0.0,
        *,
        standing: ArrayLike = 0.0,
        built: ArrayLike = 0.0,
        cleared: float = 0.0,
    ) -> FloatArray:
        """Return (snapshots,) of values by hour and by step of the stock-taking.

        Parameters
        ----------
        hourly : broadcasts to (chains, hours)
        standing, built : broadcast to (years,)
            At the steps at which all that stands, and all that is added, reports.
        cleared
            At the steps in between.
        """
        years = len(self.time.planning_years)
        in_hours = np.broadcast_to(np.asarray(hourly, dtype=np.float64), (self.time.chains, self.time.period_hours))
        in_stock = np.full((years, STEPS), cleared)
        in_stock[:, _BUILT], in_stock[:, _STANDING] = built, standing
        return np.concatenate([in_hours.reshape(years, -1), in_stock], axis=1).ravel()

    def years_last_hour(self) -> FloatArray:
        """Return (chains, hours) 1 in the last hour of each planning year, else 0."""
        last = np.zeros((len(self.time.planning_years), self.chains_per_year, self.time.period_hours))
        last[:, -1, -1] = 1.0
        return last.reshape(self.time.chains, self.time.period_hours)
