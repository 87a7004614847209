"""What a fusion plant keeps for itself: from the gain of its plasma to the cost of a kilowatt at its fence."""

from __future__ import annotations

from firmwatt.catalog import loader as catalog
from firmwatt.errors import UserError
from firmwatt.scenario.defaults import Defaults

GAIN, SHARE = "plasma_gain", "recirculating_power_share"


def recirculating_power_share(gain: float) -> float:
    """Return the share of a fusion plant's gross power that it needs for itself; 1 or more where it makes none.

    Parameters
    ----------
    gain : > 0
        Fusion power over the heating power that the plasma takes in.

    Notes
    -----
    A fusion power P heats the plant with M·P from the blanket and P/Q from the plasma's heating, of which a share η_t
    becomes electricity; the heating takes P/(Q·η_h). Magnets, cold and pumps take a share a of the gross power:

        r(Q) = a + 1 / (η_h · η_t · (M·Q + 1))

    with a such that the catalogue's gain has the catalogue's share. Left out: pulses, and a plant whose rest grows or
    shrinks with its heating.

    Examples
    --------
    >>> [round(recirculating_power_share(gain), 2) for gain in (10, 25, 50)]
    [0.53, 0.3, 0.22]
    """
    return _row(SHARE) + _heating_share(gain) - _heating_share(_row(GAIN))


def cost_factor(gain: float | None, technology: str, where: str, defaults: Defaults) -> float:
    """Return what a net kilowatt costs at a gain over what it costs at the catalogue's; 1 where no gain is given.

    Raises
    ------
    UserError
        If the technology has no plasma, or at that gain keeps nothing to sell.
    """
    if gain is None:
        return 1.0
    if catalog.find("technologies", technology, GAIN) is None:
        raise UserError(f"{where}.{GAIN}: {technology} has no plasma. Leave it out, or write technology: fusion.")
    share = recirculating_power_share(gain)
    if share >= 1.0:
        raise UserError(
            f"{where}.{GAIN}: at a gain of {gain:g} the plant needs {share:.2f} of what it makes for itself and sells "
            "nothing. Write a larger gain, such as 10."
        )
    usual = defaults.number(None, f"{where}.{SHARE}", "technologies", technology, SHARE)
    return (1.0 - usual) / (1.0 - share)


def _heating_share(gain: float) -> float:
    made = _row("thermal_efficiency") * (_row("blanket_multiplication") * gain + 1.0)
    return 1.0 / (_row("heating_efficiency") * made)


def _row(parameter: str) -> float:
    return catalog.get("technologies", "fusion", parameter).number
