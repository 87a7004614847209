"""From the energy of chips to the meter, the air and the water: the arithmetic of labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.accounting.label_place import Place
from firmwatt.catalog import loader
from firmwatt.demand.inference import Served
from firmwatt.demand.request_energy import it_wh_per_chip_joule
from firmwatt.timegrid import FloatArray, IntArray
from firmwatt.units import HOURS_PER_YEAR

TABLE = "serving"
SECONDS_PER_HOUR = 3600.0
GRAMS_PER_KG = 1000.0


@dataclass(frozen=True, slots=True)
class Spread:
    """A value with the ends of its 90 % interval; all attributes are (requests,)."""

    value: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, slots=True)
class Footprint:
    """What requests cost at the meter and beyond; all (requests,).

    Attributes
    ----------
    energy_wh
        At the meter.
    carbon_gco2e
        Location-based, of the electricity.
    market_gco2e
        Market-based; nan where no contract is known.
    water_ml
        Drawn on site and consumed at power plants.
    site_water_ml
        The part drawn on site.
    embodied_gco2e
        Share of what making chips, servers and network emitted.
    """

    energy_wh: Spread
    carbon_gco2e: Spread
    market_gco2e: Spread
    water_ml: Spread
    site_water_ml: FloatArray
    embodied_gco2e: FloatArray


def footprint(served: Served, output_tokens: FloatArray, places: list[Place], place: IntArray) -> Footprint:
    """Return the footprint of requests.

    Parameters
    ----------
    served : (requests,)
    output_tokens : (requests,)
    places
    place : (requests,)
        Index into `places`.

    Notes
    -----
    Chip → server (host share) → machines that stand by → PUE. The interval at the meter joins the chip's with those
    of the shares and of the cooling plant's PUE, and carbon and water theirs, as independent factors: squares of
    logarithms add.
    """
    host, idle = loader.get(TABLE, "default", "host_energy_ratio"), loader.get(TABLE, "default", "idle_energy_ratio")
    pue = np.array([each.pue for each in places])
    pue_ends = np.log(np.array([each.pue_factors for each in places]))[place]
    it_wh = served.joules_per_output_token * output_tokens * it_wh_per_chip_joule()
    down = [_log_ratio(row.low, row.number) for row in (host, idle)]
    up = [_log_ratio(row.number, row.high) for row in (host, idle)]
    below = (
        np.square(np.log(served.low / served.joules_per_output_token))
        + np.square(down).sum()
        + np.square(pue_ends[:, 0])
    )
    above = (
        np.square(np.log(served.high / served.joules_per_output_token))
        + np.square(up).sum()
        + np.square(pue_ends[:, 1])
    )
    energy = it_wh * pue[place]
    intensity = np.array([each.intensity_kg_per_mwh for each in places])
    market = np.array(
        [np.nan if each.market_intensity_kg_per_mwh is None else each.market_intensity_kg_per_mwh for each in places],
        dtype=np.float64,
    )
    site_water = it_wh * np.array([each.wue_l_per_kwh for each in places])[place]
    plant_water = energy * np.array([each.water_l_per_mwh for each in places])[place] / GRAMS_PER_KG
    wue_ends = np.array([each.wue_factors for each in places])[place]
    return Footprint(
        energy_wh=_spread(energy, below, above, 1.0),
        carbon_gco2e=_spread(energy * intensity[place] / GRAMS_PER_KG, below, above, _span("intensity_span")),
        market_gco2e=_spread(energy * market[place] / GRAMS_PER_KG, below, above, 1.0),
        water_ml=_spread(
            site_water + plant_water,
            below + np.square(_log_water(site_water, plant_water, wue_ends[:, 0])),
            above + np.square(_log_water(site_water, plant_water, wue_ends[:, 1])),
            _span("water_span"),
        ),
        site_water_ml=site_water,
        embodied_gco2e=served.chip_seconds * (1.0 + idle.number) * _embodied_g_per_chip_second(),
    )


def _log_water(site: FloatArray, plants: FloatArray, factor: FloatArray) -> FloatArray:
    """Return the logarithm of what a factor on the water drawn on site makes of all water; at least a thousandth."""
    total = site + plants
    share = np.divide(site, total, out=np.zeros_like(site), where=total > 0.0)
    return np.asarray(np.log(np.maximum(1.0 + share * (factor - 1.0), 1e-3)))


def _spread(value: FloatArray, below: FloatArray, above: FloatArray, span: float) -> Spread:
    """Return a value with the ends that squared logarithms and one more factor give."""
    more = np.log(span) ** 2
    return Spread(value, value * np.exp(-np.sqrt(below + more)), value * np.exp(np.sqrt(above + more)))


def _embodied_g_per_chip_second() -> float:
    """Return what making a chip and its server emitted, spread over the seconds in which it serves."""
    lifetime_years = loader.get("compute", "default", "it_lifetime_years").number
    utilisation = loader.get("workloads", "interactive", "utilisation").number
    seconds = lifetime_years * HOURS_PER_YEAR * SECONDS_PER_HOUR * utilisation
    return loader.get(TABLE, "default", "embodied_kg_per_chip").number * GRAMS_PER_KG / seconds


def _log_ratio(low: float | None, high: float | None) -> float:
    """Return the logarithm of (1 + high) / (1 + low)."""
    if low is None or high is None:
        raise ValueError("the ratios of the table serving need a low and a high value")
    return float(np.log((1.0 + high) / (1.0 + low)))


def _span(parameter: str) -> float:
    return loader.get(TABLE, "default", parameter).number
