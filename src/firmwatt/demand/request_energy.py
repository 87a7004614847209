"""Requests a year → IT energy and megawatts: the arithmetic of the label, from the chip to servers that stand by."""

from __future__ import annotations

from typing import Final

import numpy as np

from firmwatt.catalog import loader
from firmwatt.demand.inference import DEFAULT_BATCH, Requests, Served, batch_for_latency, serve
from firmwatt.demand.inference_architecture import Architecture, architecture, precision, sized_architecture
from firmwatt.demand.inference_serving import Way, least_chips, most_batch
from firmwatt.scenario.work import RequestVolume
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_YEAR

TABLE: Final = "serving"
JOULES_PER_WH: Final = 3600.0
WH_PER_MWH: Final = 1e6


def it_wh_per_chip_joule() -> float:
    """Return the IT energy that a joule of the chips stands for: hosts beside them and machines that stand by."""
    host = loader.get(TABLE, "default", "host_energy_ratio").number
    idle = loader.get(TABLE, "default", "idle_energy_ratio").number
    return (1.0 + host) * (1.0 + idle) / JOULES_PER_WH


def way_of_volume(volume: RequestVolume) -> Way:
    """Return the way of serving that a volume describes.

    Raises
    ------
    UserError
        If model or precision is unknown, or the parameters are impossible.
    """
    model = _model(volume)
    bits = precision(volume.precision, model)
    chips = volume.chips or least_chips(model, volume.chip, bits)
    return Way(model, volume.chip, chips, bits)


def default_batch(way: Way, context_tokens: float) -> float:
    """Return how many requests are served at once where neither a batch nor a latency is asked for."""
    return float(min(DEFAULT_BATCH, int(most_batch(way, context_tokens))))


def serve_volume(volume: RequestVolume) -> Served:
    """Return what one request of a volume costs, (1,) each.

    Raises
    ------
    UserError
        As of `way_of_volume`, or if no batch meets the latency.
    """
    way, asked, answered = way_of_volume(volume), volume.input_tokens, volume.output_tokens
    if volume.latency_ms is not None:
        batch = batch_for_latency(way, asked, answered, volume.latency_ms)
    else:
        batch = volume.batch or default_batch(way, asked + answered)
    one = [np.array([value], dtype=np.float64) for value in (batch, asked, answered)]
    return serve([way], Requests(np.zeros(1, dtype=np.int64), *one))


def it_wh_per_request(volume: RequestVolume) -> float:
    """Return the IT energy of one request, Wh: chips, hosts and machines that stand by; without the building.

    Examples
    --------
    >>> chat = RequestVolume((1e9,), "llama-3.1-70b", None, None, None, "h100_sxm", 4, None, 64.0, None, 500.0, 300.0)
    >>> 0.1 < it_wh_per_request(chat) < 0.4
    True
    """
    return float(serve_volume(volume).joules_per_output_token[0]) * volume.output_tokens * it_wh_per_chip_joule()


def request_it_mw(volume: RequestVolume) -> FloatArray:
    """Return (years,) MW of IT load, mean over the year."""
    return np.asarray(volume.per_year) * it_wh_per_request(volume) / WH_PER_MWH / HOURS_PER_YEAR


def _model(volume: RequestVolume) -> Architecture:
    if volume.model is not None:
        return architecture(volume.model)
    total, active = volume.total_parameters or 0.0, volume.active_parameters
    kind = volume.architecture or ("moe" if active is not None and active < total else "dense")
    return sized_architecture(total, active, kind)
