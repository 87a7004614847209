"""The record of a building: how a site is cooled and powered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cooling:
    """The cooling plant and the electrical path of a site.

    Attributes
    ----------
    plant
        Key of the catalogue table `cooling`, such as `water_side_economiser` or `direct_liquid_dry_cooler`.
    parameters
        Plant parameters by name with unit suffix, from the catalogue table `cooling`.
    pue_constant : >= 1 or None
        Given by the user, it replaces the plant model.
    heat_reuse_share : 0-1
        Of the heat in the plant's warmest water, that others take.
    heat_reuse_temperature_c : °C
        At which it is delivered.
    """

    plant: str
    parameters: Mapping[str, float]
    pue_constant: float | None = None
    wue_constant_l_per_kwh: float | None = None
    heat_reuse_share: float = 0.0
    heat_reuse_temperature_c: float = 60.0
