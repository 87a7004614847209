"""Outdoor air through the hall: how much of the heat it takes, and the water that it is wetted with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.facility.movers import AIR_KJ_PER_KG_K, Amount, air_flow_kg_per_kj, free_share
from firmwatt.facility.parts import HallAir, OutdoorAir
from firmwatt.facility.psychrometrics import (
    humidity_ratio,
    humidity_ratio_at_wet_bulb,
    latent_heat_kj_per_kg,
    saturation_pressure_pa,
)
from firmwatt.timegrid import FloatArray

_SECONDS_PER_HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class AdiabaticStage:
    """Nozzles or pads in the outdoor air; `adiabatic_effectiveness` is the share of the way to the wet bulb."""

    adiabatic_effectiveness: Amount


@dataclass(frozen=True, slots=True)
class AirEconomiser:
    """Dampers that let outdoor air into the hall while its moisture suits the servers.

    Attributes
    ----------
    supply_air_least_c : °C
        Colder air is mixed with return air to this.
    dew_point_least_c, dew_point_most_c : °C
    relative_humidity_least, relative_humidity_most : 0-1
        Of the air supplied.
    """

    supply_air_least_c: Amount
    dew_point_least_c: Amount
    dew_point_most_c: Amount
    relative_humidity_least: Amount
    relative_humidity_most: Amount

    def take(self, air: OutdoorAir, hall: HallAir, stage: AdiabaticStage | None) -> tuple[FloatArray, FloatArray]:
        """Return the share of the hall's heat that outdoor air takes, and L of water evaporated per kWh of that heat.

        Notes
        -----
        Dampers shut when the air is too damp or too dry as it comes. Halls with a stage that wets the air are finer
        controlled: damp air is mixed with return air up to the supply set-point before it counts as too damp. Up to
        that set-point outdoor air takes all heat, none from the return temperature on, a linear share between: coils
        do the rest. The stage wets air that is too dry, and cools air that is too warm as far as the set-point, its
        effectiveness and the upper limit of moisture let it. All its water evaporates (nozzles, no bleed).
        """
        supply = np.clip(air.temperature_c, self.supply_air_least_c, hall.supply_air_temperature_c)
        moisture = humidity_ratio_at_wet_bulb(air.temperature_c, air.wet_bulb_c, air.pressure_pa)
        dampest = supply if stage is None else hall.supply_air_temperature_c
        least, most = self._limits(supply, dampest, air.pressure_pa)
        is_open = moisture <= most
        if stage is None:
            share = free_share(air.temperature_c, hall.supply_air_temperature_c, hall.air_temperature_difference_c)
            is_open &= moisture >= least
            return np.where(is_open, share, 0.0), np.zeros(is_open.shape)
        heat_kj_per_kg = latent_heat_kj_per_kg(air.wet_bulb_c)
        cooling = np.minimum(
            np.clip(air.temperature_c - hall.supply_air_temperature_c, 0.0, None),
            np.minimum(
                stage.adiabatic_effectiveness * (air.temperature_c - air.wet_bulb_c),
                np.maximum(most - moisture, 0.0) * heat_kj_per_kg / AIR_KJ_PER_KG_K,
            ),
        )
        wetting = np.maximum(cooling * AIR_KJ_PER_KG_K / heat_kj_per_kg, np.maximum(least - moisture, 0.0))
        inlet = air.temperature_c - cooling
        share = free_share(inlet, hall.supply_air_temperature_c, hall.air_temperature_difference_c)
        share = np.where(is_open, share, 0.0)
        outdoor_part = hall.air_temperature_difference_c / np.maximum(
            supply + hall.air_temperature_difference_c - inlet, hall.air_temperature_difference_c
        )
        flow = air_flow_kg_per_kj(hall.air_temperature_difference_c) * outdoor_part
        return share, np.where(share > 0.0, flow * wetting * _SECONDS_PER_HOUR, 0.0)

    def _limits(
        self, driest_at_c: Amount, dampest_at_c: Amount, pressure_pa: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return least and most kg of water per kg of dry air, at the temperatures at which they bind."""

        def at(temperature_c: Amount, share: Amount, dew_point_c: Amount) -> tuple[FloatArray, FloatArray]:
            by_share = humidity_ratio(saturation_pressure_pa(temperature_c) * share, pressure_pa)
            return by_share, humidity_ratio(saturation_pressure_pa(dew_point_c), pressure_pa)

        return (
            np.maximum(*at(driest_at_c, self.relative_humidity_least, self.dew_point_least_c)),
            np.minimum(*at(dampest_at_c, self.relative_humidity_most, self.dew_point_most_c)),
        )
