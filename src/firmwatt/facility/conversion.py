"""Electrical losses between the meter and the chips, and the lights."""

from __future__ import annotations


def conversion_loss_kw_per_kw(ups_efficiency: float, distribution_loss_share: float, lighting_share: float) -> float:
    """Return the power lost on the way to the servers, with the lights, per kW of IT load; all of it becomes heat.

    Parameters
    ----------
    ups_efficiency : 0-1, > 0
        Of the uninterruptible supply at its usual load.
    distribution_loss_share : 0-1, < 1
        Of transformers, switchgear and cables, over what they carry.
    lighting_share : >= 0
        Lights and offices over IT load.

    Returns
    -------
    kW/kW, >= 0

    Notes
    -----
    `(1/η - 1) + (1/(1 - l) - 1) + lights`. The product of the two losses, at most 0.5 % of the load, is left out, and
    so is the fall of η below about 30 % load.

    References
    ----------
    Lei and Masanet 2022, doi 10.1016/j.resconrec.2022.106323.

    Examples
    --------
    >>> round(conversion_loss_kw_per_kw(0.95, 0.01, 0.001), 4)
    0.0637
    """
    return (1.0 / ups_efficiency - 1.0) + (1.0 / (1.0 - distribution_loss_share) - 1.0) + lighting_share
