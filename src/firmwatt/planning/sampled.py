"""The outside world at the hours that a plan looks at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.planning.plan import PlanInputs
from firmwatt.timegrid import FloatArray


@dataclass(frozen=True, slots=True)
class SampledSeries:
    """The outside world at the hours that the plan looks at: (things, chains, hours).

    Attributes
    ----------
    availability : (supply, chains, hours) 0-1
    pue : (sites, chains, hours)
    wue_l_per_kwh : (sites, chains, hours)
    price_usd_per_mwh, average_intensity_kg_per_mwh, carbon_free_share : (sites, chains, hours)
        Of the region of each site.
    arrivals_mw : (pools, chains, hours)
    """

    availability: FloatArray
    pue: FloatArray
    wue_l_per_kwh: FloatArray
    price_usd_per_mwh: FloatArray
    average_intensity_kg_per_mwh: FloatArray
    carbon_free_share: FloatArray
    arrivals_mw: FloatArray


def sampled_series(inputs: PlanInputs) -> SampledSeries:
    """Return the series of the inputs at the hours of their time grid."""
    case, time, grid = inputs.case, inputs.time, inputs.grid
    region = [case.region_index(site.region) for site in case.sites]
    arrivals = [pool.arrivals_mw[:, None, :] for pool in inputs.load.it.pools]
    weather_years = len(time.weather_years)
    return SampledSeries(
        availability=time.sample(inputs.availability.share),
        pue=time.sample(inputs.load.pue),
        wue_l_per_kwh=time.sample(inputs.load.wue_l_per_kwh),
        price_usd_per_mwh=time.sample_by_year(grid.price_usd_per_mwh)[region],
        average_intensity_kg_per_mwh=time.sample_by_year(grid.average_intensity_kg_per_mwh)[region],
        carbon_free_share=time.sample_by_year(grid.carbon_free_share)[region],
        arrivals_mw=np.array(
            [time.sample_by_year(np.repeat(pool, weather_years, axis=1)) for pool in arrivals]
        ).reshape(-1, time.chains, time.period_hours),
    )
