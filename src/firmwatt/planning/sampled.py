"""The outside world at the hours that a plan looks at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.grid.calls import called_share
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
    called_share : (sites, chains, hours) 0-1
        Share of the hour for which the grid calls on the curtailable megawatts of the site, by its contract.
    """

    availability: FloatArray
    pue: FloatArray
    wue_l_per_kwh: FloatArray
    price_usd_per_mwh: FloatArray
    average_intensity_kg_per_mwh: FloatArray
    carbon_free_share: FloatArray
    arrivals_mw: FloatArray
    called_share: FloatArray


def sampled_series(inputs: PlanInputs) -> SampledSeries:
    """Return the series of the inputs at the hours of their time grid."""
    case, time, grid = inputs.case, inputs.time, inputs.grid
    region = [case.region_index(site.region) for site in case.sites]
    price = time.sample_by_year(grid.price_usd_per_mwh)[region]
    arrivals = [pool.arrivals_mw[:, None, :] for pool in inputs.load.it.pools]
    weather_years = len(time.weather_years)
    return SampledSeries(
        availability=time.sample(inputs.availability.share),
        pue=time.sample(inputs.load.pue),
        wue_l_per_kwh=time.sample(inputs.load.wue_l_per_kwh),
        price_usd_per_mwh=price,
        average_intensity_kg_per_mwh=time.sample_by_year(grid.average_intensity_kg_per_mwh)[region],
        carbon_free_share=time.sample_by_year(grid.carbon_free_share)[region],
        arrivals_mw=np.array(
            [time.sample_by_year(np.repeat(pool, weather_years, axis=1)) for pool in arrivals]
        ).reshape(-1, time.chains, time.period_hours),
        called_share=_called_share(inputs, price),
    )


def _called_share(inputs: PlanInputs, price_usd_per_mwh: FloatArray) -> FloatArray:
    """Return (sites, chains, hours) what the grid calls: the dearest hours of each year and weather draw."""
    called, time = np.zeros_like(price_usd_per_mwh), inputs.time
    years, weather, periods, hours = time.shape
    weight = np.asarray(time.period_block_hours, dtype=np.float64) / hours
    for at, site in enumerate(inputs.case.sites):
        contract = site.connection.contract
        if contract is None or contract.hours_per_year == 0.0:
            continue
        by_draw = price_usd_per_mwh[at].reshape(years * weather, periods, hours)
        called[at] = np.concatenate([called_share(draw, weight, contract) for draw in by_draw])
    return called
