"""How far measurements of models and chips that the fit never saw lay from its answers: the 90 % interval."""

from __future__ import annotations

import math
from functools import cache
from typing import Final

from firmwatt.catalog import loader
from firmwatt.demand.inference_architecture import FP8
from firmwatt.demand.inference_fit import TABLE, measured_chips
from firmwatt.demand.inference_serving import Way

MOST_SPAN: Final = 3.0
LARGEST_MEASURED_MIXTURE: Final = 120e9


def interval_factors(way: Way) -> tuple[float, float]:
    """Return by which an energy is multiplied for the lower and the upper end of its 90 % interval.

    Parameters
    ----------
    way

    Returns
    -------
    low, high
        low < 1 < high, and high / low at most 3.

    Notes
    -----
    Three sources of error, each the quantiles of errors of left-out rows: a known or a typical shape on a measured
    chip; a chip without rows; a mixture of experts that is larger than any measured one or in 8 bits, of which the
    folder has no row, so that its span is a judgement. Their logarithms add as squares.
    """
    spans = []
    if way.chip in measured_chips():
        spans.append(_span(f"{way.chip}_{'sized' if way.model.is_typical else 'named'}"))
    else:
        spans.append(_span("unmeasured"))
        if way.model.is_typical:
            spans.append(_beyond())
    is_mixture = way.model.routed_parameters > 0.0
    if is_mixture and (way.precision == FP8 or way.model.total_parameters > LARGEST_MEASURED_MIXTURE):
        spans.append(_span("extrapolated"))
    low = -math.hypot(*(low for low, _ in spans))
    high = math.hypot(*(high for _, high in spans))
    shrink = min(1.0, math.log(MOST_SPAN) / (high - low))
    return math.exp(low * shrink), math.exp(high * shrink)


@cache
def _span(name: str) -> tuple[float, float]:
    """Return the logarithms of a pair of factors of the table."""
    low = loader.get(TABLE, "interval", f"{name}_low_factor").number
    high = loader.get(TABLE, "interval", f"{name}_high_factor").number
    return math.log(low), math.log(high)


def _beyond() -> tuple[float, float]:
    """Return what a typical shape adds to a known one, from the measured chip whose rows show it most."""
    pairs = [(_span(f"{chip}_sized"), _span(f"{chip}_named")) for chip in measured_chips()]
    low = max(math.sqrt(max(sized[0] ** 2 - named[0] ** 2, 0.0)) for sized, named in pairs)
    high = max(math.sqrt(max(sized[1] ** 2 - named[1] ** 2, 0.0)) for sized, named in pairs)
    return -low, high
