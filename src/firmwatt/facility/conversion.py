"""Electrical losses between the meter and the chips, by load, and the lights."""

from __future__ import annotations

from typing import Final

import numpy as np

from firmwatt.facility.movers import Amount
from firmwatt.timegrid import FloatArray

UPS_NO_LOAD_SHARE: Final = 4.0 / 9.0
"""Of the losses of an uninterruptible supply at full load: 4 % flow at any load, 5 % follow the load."""
DISTRIBUTION_NO_LOAD_SHARE: Final = 0.5
"""Of the losses of transformers at full load: 1.5 % flow at any load, 1.5 % follow the square of the load."""


def conversion_loss_kw_per_kw(
    ups_efficiency: Amount, distribution_loss_share: Amount, lighting_share: Amount, load_ratio: Amount = 1.0
) -> FloatArray:
    """Return the power lost on the way to the servers, with the lights, per kW of IT load; all of it becomes heat.

    Parameters
    ----------
    ups_efficiency : 0-1, > 0
        Of the uninterruptible supply at the building's usual load.
    distribution_loss_share : 0-1, < 1
        Of transformers, switchgear and cables at the usual load, over what they carry.
    lighting_share : >= 0
        Lights and offices over IT load at the usual load; they burn at any load.
    load_ratio : > 0
        Load over the usual load.

    Returns
    -------
    kW/kW, >= 0

    Notes
    -----
    At the usual load `(1/η - 1) + (1/(1 - l) - 1) + lights`. At another load `r` the first term is multiplied by
    `4/9 / r + 5/9`, the second by `(1/r + r) / 2` and the lights by `1/r`. The product of the two losses, at most
    0.5 % of the load, is left out.

    References
    ----------
    Lei and Masanet 2022, doi 10.1016/j.resconrec.2022.106323. Losses by load: N. Rasmussen, Electrical Efficiency
    Modeling for Data Centers, Schneider Electric white paper 113, revision 2, table 1.

    Examples
    --------
    >>> [round(float(conversion_loss_kw_per_kw(0.95, 0.01, 0.001, ratio)), 4) for ratio in (1.0, 0.5)]
    [0.0637, 0.0906]
    """
    ratio = np.asarray(load_ratio, dtype=np.float64)
    ups = (1.0 / np.asarray(ups_efficiency) - 1.0) * (UPS_NO_LOAD_SHARE / ratio + 1.0 - UPS_NO_LOAD_SHARE)
    distribution = (1.0 / (1.0 - np.asarray(distribution_loss_share)) - 1.0) * (
        DISTRIBUTION_NO_LOAD_SHARE / ratio + (1.0 - DISTRIBUTION_NO_LOAD_SHARE) * ratio
    )
    return np.asarray(ups + distribution + lighting_share / ratio)
