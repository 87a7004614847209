"""Where heat goes: cooling towers, dry coolers and air-cooled machines, with what they draw and drink."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from firmwatt.facility.chillers import (
    AIR_COOLED_CHILLER,
    DIRECT_EXPANSION,
    LEAST_CONDENSER_WATER_C,
    chiller_cop,
    outdoor_cop,
)
from firmwatt.facility.movers import (
    Amount,
    air_flow_kg_per_kj,
    fan_kw_per_kw,
    free_share,
    outdoor_flow_share,
    pump_kw_per_kw,
    water_flow_kg_per_kj,
)
from firmwatt.facility.parts import Chiller, HallAir, OutdoorAir, Running
from firmwatt.facility.psychrometrics import (
    air_density_kg_per_m3,
    latent_heat_kj_per_kg,
    saturation_pressure_pa,
    wet_bulb_c,
)
from firmwatt.timegrid import FloatArray

_KJ_PER_KWH: Final = 3600.0
_HALL_DEW_POINT_C: Final = 10.0
"""Of the air at the coils of direct expansion units, within ASHRAE's recommended -9 to 15 °C."""
_SEA_LEVEL_PA: Final = 101_325.0


@dataclass(frozen=True, slots=True)
class Circuit:
    """Heat that a water circuit brings.

    Attributes
    ----------
    heat : kW per kW of IT
    supply_c, difference_c : °C, K
        What the water must be cooled to; by how much.
    """

    heat: FloatArray
    supply_c: Amount
    difference_c: Amount


@dataclass(frozen=True, slots=True)
class Rejection:
    """What getting rid of heat takes, per kW of IT.

    Attributes
    ----------
    power : kW/kW
        Compressors, pumps and fans outside the hall.
    outdoor_fan : kW/kW
        The part of `power` that warms the outdoor air without passing through the water.
    rejected : kW/kW
        Heat that leaves the water for the outdoors.
    free_heat : kW/kW
        Heat of the circuit that needed no compressor.
    water_l_per_kwh, consumed_l_per_kwh : L/kWh
        Taken in; of that evaporated and drifted. The rest is let off.
    """

    power: FloatArray
    outdoor_fan: FloatArray
    rejected: FloatArray
    free_heat: FloatArray
    water_l_per_kwh: FloatArray
    consumed_l_per_kwh: FloatArray


@dataclass(frozen=True, slots=True)
class WaterEconomiser:
    """A heat exchanger between tower and hall water, in series with the chiller."""

    economiser_approach_c: Amount
    economiser_pump_pressure_pa: Amount
    economiser_pump_efficiency: Amount


@dataclass(frozen=True, slots=True)
class Tower:
    """An open cooling tower with its pumps and fans."""

    tower_approach_c: Amount
    tower_temperature_difference_c: Amount
    tower_fan_pressure_pa: Amount
    tower_fan_efficiency: Amount
    tower_pump_pressure_pa: Amount
    tower_pump_efficiency: Amount
    tower_liquid_gas_ratio: Amount
    drift_share: Amount
    cycles_of_concentration: Amount

    def reject(
        self, circuit: Circuit, chiller: Chiller, economiser: WaterEconomiser | None, air: OutdoorAir, running: Running
    ) -> Rejection:
        """Return what the tower draws and drinks.

        Notes
        -----
        The tower cools water to wet bulb + approach; the economiser adds its own approach and takes all heat up to
        the supply set-point, none above the return set-point, a linear share between. The chiller takes the rest.
        The tower rejects all heat, that of compressors and pumps included, by evaporation alone (an upper bound in
        winter).
        """
        tower_c = air.wet_bulb_c + self.tower_approach_c
        free = np.zeros(tower_c.shape)
        pumped: FloatArray = np.zeros(())
        head_room = LEAST_CONDENSER_WATER_C - air.wet_bulb_c
        if economiser is not None:
            free = free_share(tower_c + economiser.economiser_approach_c, circuit.supply_c, circuit.difference_c)
            pumped = running.flow_factor * pump_kw_per_kw(
                circuit.difference_c, economiser.economiser_pump_pressure_pa, economiser.economiser_pump_efficiency
            )
            head_room = np.asarray(circuit.supply_c - economiser.economiser_approach_c - air.wet_bulb_c)
        cop = chiller_cop(chiller.chiller_reference_cop, circuit.supply_c, tower_c, chiller.part_load_ratio(running))
        compressor = circuit.heat * (1.0 - free) / cop
        economiser_pump = circuit.heat * free * pumped
        pump = running.flow_factor * pump_kw_per_kw(
            self.tower_temperature_difference_c, self.tower_pump_pressure_pa, self.tower_pump_efficiency
        )
        rejected = (circuit.heat + compressor + economiser_pump) / (1.0 - pump)
        slow = outdoor_flow_share(self.tower_approach_c, head_room, running.least_flow_share)
        fan = rejected * self._fan_kw_per_kw(air) * slow**3 * running.flow_factor
        consumed, let_off = self._water_l_per_kwh(tower_c)
        return Rejection(
            power=compressor + economiser_pump + rejected * pump + fan,
            outdoor_fan=fan,
            rejected=rejected,
            free_heat=circuit.heat * free,
            water_l_per_kwh=rejected * (consumed + let_off),
            consumed_l_per_kwh=rejected * consumed,
        )

    def _fan_kw_per_kw(self, air: OutdoorAir) -> FloatArray:
        air_flow = water_flow_kg_per_kj(self.tower_temperature_difference_c) / self.tower_liquid_gas_ratio
        density = air_density_kg_per_m3(air.temperature_c, air.pressure_pa)
        return fan_kw_per_kw(air_flow, density, self.tower_fan_pressure_pa, self.tower_fan_efficiency)

    def _water_l_per_kwh(self, tower_c: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return litres evaporated and drifted, and litres let off, per kWh of heat rejected."""
        evaporated = _KJ_PER_KWH / latent_heat_kj_per_kg(tower_c)
        drift = _KJ_PER_KWH * water_flow_kg_per_kj(self.tower_temperature_difference_c) * self.drift_share
        return evaporated + drift, blow_down_l(evaporated, drift, self.cycles_of_concentration)


@dataclass(frozen=True, slots=True)
class DryCooler:
    """Dry coolers with wetted pads in the air that they draw in; they serve the condenser of a trim chiller too."""

    dry_cooler_approach_c: Amount
    dry_cooler_air_temperature_difference_c: Amount
    dry_cooler_fan_pressure_pa: Amount
    dry_cooler_fan_efficiency: Amount
    adiabatic_effectiveness: Amount
    cycles_of_concentration: Amount

    def reject(self, circuit: Circuit, chiller: Chiller, air: OutdoorAir, running: Running) -> Rejection:
        """Return what the coolers draw and drink.

        Notes
        -----
        Pads are wetted only as far as the set-point needs, at most `effectiveness x (dry bulb - wet bulb)`. They
        evaporate the heat by which they cool the air drawn in. What is still too warm goes to the trim chiller, whose
        condenser the same coolers serve.
        """
        excess = air.temperature_c + self.dry_cooler_approach_c - circuit.supply_c
        depression = self.adiabatic_effectiveness * (air.temperature_c - air.wet_bulb_c)
        precooling = np.clip(excess, 0.0, depression)
        inlet_c = air.temperature_c - precooling
        cooled_c = inlet_c + self.dry_cooler_approach_c
        free = free_share(cooled_c, circuit.supply_c, circuit.difference_c)
        cop = chiller_cop(chiller.chiller_reference_cop, circuit.supply_c, cooled_c, chiller.part_load_ratio(running))
        compressor = circuit.heat * (1.0 - free) / cop
        rejected = circuit.heat + compressor
        full_fan = fan_kw_per_kw(
            air_flow_kg_per_kj(self.dry_cooler_air_temperature_difference_c),
            air_density_kg_per_m3(inlet_c, air.pressure_pa),
            self.dry_cooler_fan_pressure_pa,
            self.dry_cooler_fan_efficiency,
        )
        slow = outdoor_flow_share(self.dry_cooler_approach_c, circuit.supply_c - inlet_c, running.least_flow_share)
        fan = rejected * full_fan * slow**3 * running.flow_factor
        evaporated = (
            (rejected * precooling / self.dry_cooler_air_temperature_difference_c)
            * _KJ_PER_KWH
            / latent_heat_kj_per_kg(air.wet_bulb_c)
        )
        let_off = blow_down_l(evaporated, 0.0, self.cycles_of_concentration)
        return Rejection(compressor + fan, fan, rejected, circuit.heat * free, evaporated + let_off, evaporated)


def reject_to_air(circuit: Circuit, chiller: Chiller, air: OutdoorAir, running: Running) -> Rejection:
    """Return what air-cooled chillers draw; they drink nothing, and their own fans are in their COP."""
    plr = chiller.part_load_ratio(running)
    cop = outdoor_cop(AIR_COOLED_CHILLER, chiller.chiller_reference_cop, circuit.supply_c, air.temperature_c, plr)
    return _compressed(circuit.heat, cop)


def expand_directly(heat: FloatArray, chiller: Chiller, hall: HallAir, air: OutdoorAir, running: Running) -> Rejection:
    """Return what direct expansion units in the hall draw, their condensers outdoors."""
    back = np.asarray(hall.return_air_temperature_c, dtype=np.float64)
    humidity = saturation_pressure_pa(_HALL_DEW_POINT_C) / saturation_pressure_pa(back)
    coil_wet_bulb = wet_bulb_c(back, humidity, _SEA_LEVEL_PA)
    plr = chiller.part_load_ratio(running)
    cop = outdoor_cop(DIRECT_EXPANSION, chiller.chiller_reference_cop, coil_wet_bulb, air.temperature_c, plr)
    return _compressed(heat, cop)


def _compressed(heat: FloatArray, cop: FloatArray) -> Rejection:
    compressor = heat / cop
    none = np.zeros(compressor.shape)
    return Rejection(compressor, none, heat + compressor, none, none, none)


def blow_down_l(evaporated_l: FloatArray, drift_l: Amount, cycles: Amount) -> FloatArray:
    """Return the litres let off so that salts stay below `cycles` times those of fresh water.

    Notes
    -----
    `max(evaporated / (cycles - 1) - drift, 0)`; drift carries salts away too.

    Examples
    --------
    >>> blow_down_l(np.array([1.6]), 0.02, 5.0).tolist()
    [0.38]
    """
    return np.maximum(evaporated_l / (cycles - 1.0) - drift_l, 0.0)
