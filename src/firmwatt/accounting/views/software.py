"""Software carbon intensity (ISO/IEC 21031): emissions per functional unit."""

from __future__ import annotations

from firmwatt.units import G_PER_KG


def embodied_share_kg(
    total_kg: float, reserved_hours: float, lifetime_hours: float, reserved_share: float = 1.0
) -> float:
    """Return M, the part of making a thing that a stretch of use carries.

    Parameters
    ----------
    total_kg : TE, kg CO2e >= 0
    reserved_hours : TiR, hours >= 0
    lifetime_hours : EL, hours > 0
    reserved_share : RR / ToR, 0-1
        Of the thing's resources.

    Notes
    -----
    `M = TE · (TiR / EL) · (RR / ToR)`.

    References
    ----------
    Software Carbon Intensity specification, ISO/IEC 21031:2024, equation of M.

    Examples
    --------
    A server of 1,000 kg over four years, used for one hour:

    >>> round(embodied_share_kg(1000.0, 1.0, 4 * 8760.0) * 1000.0, 2)
    28.54
    """
    return total_kg * (reserved_hours / lifetime_hours) * reserved_share


def software_intensity_g(operational_kg: float, embodied_kg: float, units: float) -> float | None:
    """Return grams per functional unit, `((E · I) + M) / R`; None without units.

    Examples
    --------
    The application server of the specification's case eShoppen: 0.023 kWh at 951 g/kWh and 4.3005 g embodied:

    >>> round(software_intensity_g(0.023 * 0.951, 0.0043005, 1.0), 3)
    26.173
    """
    return None if units <= 0.0 else (operational_kg + embodied_kg) * G_PER_KG / units
