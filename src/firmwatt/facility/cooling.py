"""Two cooling plants: what they draw in electricity and water per kW of IT load, from the air outside.

Both evaluate their fans and pumps at one load, `design_load_share` of the design: flow follows the load and pressure
the square of the flow (variable speed), so the power per kW of load is the design's times the share squared. The
planner takes the result as proportional to IT load. That holds from about half to full load; an almost empty hall draws
more per kW than is said here, since fixed losses and least flows do not shrink with it.

References
----------
Lei and Masanet 2022, doi 10.1016/j.resconrec.2022.106323, for the chain of equations and the span of each parameter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from firmwatt.errors import UserError
from firmwatt.facility.conversion import conversion_loss_kw_per_kw
from firmwatt.facility.movers import (
    air_flow_kg_per_kj,
    chiller_cop,
    fan_kw_per_kw,
    free_share,
    pump_kw_per_kw,
    water_flow_kg_per_kj,
)
from firmwatt.facility.psychrometrics import air_density_kg_per_m3, latent_heat_kj_per_kg
from firmwatt.timegrid import FloatArray

_KJ_PER_KWH: Final = 3600.0


@dataclass(frozen=True, slots=True)
class OutdoorAir:
    """The air around a plant.

    Attributes
    ----------
    temperature_c, wet_bulb_c : any one shape, °C
    pressure_pa : the same shape, Pa
    """

    temperature_c: FloatArray
    wet_bulb_c: FloatArray
    pressure_pa: FloatArray


@dataclass(frozen=True, slots=True)
class PlantDraw:
    """What a building draws for each kW of IT load.

    Attributes
    ----------
    power_kw_per_kw : the shape of the air, >= 0
        Cooling, conversion losses and lights; PUE is one more.
    water_l_per_kwh : the shape of the air, >= 0
        Water taken in: evaporated, drifted and blown down.
    """

    power_kw_per_kw: FloatArray
    water_l_per_kwh: FloatArray


@dataclass(frozen=True, slots=True)
class WaterCooledChiller:
    """Air-cooled servers, chilled water, cooling tower, and a water-side economiser in series with the chiller.

    The attributes are the parameters of the catalogue table `cooling`. Humidifying the air of the halls is left out:
    they recirculate it.
    """

    design_load_share: float
    ups_efficiency: float
    distribution_loss_share: float
    lighting_share: float
    supply_air_temperature_c: float
    air_temperature_difference_c: float
    air_fan_pressure_pa: float
    air_fan_efficiency: float
    supply_water_temperature_c: float
    water_temperature_difference_c: float
    water_pump_pressure_pa: float
    water_pump_efficiency: float
    economiser_approach_c: float
    economiser_pump_pressure_pa: float
    economiser_pump_efficiency: float
    tower_approach_c: float
    tower_temperature_difference_c: float
    tower_fan_pressure_pa: float
    tower_fan_efficiency: float
    tower_pump_pressure_pa: float
    tower_pump_efficiency: float
    tower_liquid_gas_ratio: float
    fan_least_flow_share: float
    drift_share: float
    cycles_of_concentration: float
    chiller_reference_cop: float
    chiller_part_load_ratio: float

    def draw(self, air: OutdoorAir) -> PlantDraw:
        """Return power and water per kW of IT load.

        Notes
        -----
        The tower cools water to wet bulb + approach; the economiser adds its own approach and takes all heat up to
        the supply set-point, none above the return set-point, a linear share between. The chiller takes the rest.
        The tower rejects all heat, the compressor's included, by evaporation alone (an upper bound in winter).
        """
        indoor = _air_loop(self, 1.0, air)
        tower_c = air.wet_bulb_c + self.tower_approach_c
        free = free_share(
            tower_c + self.economiser_approach_c, self.supply_water_temperature_c, self.water_temperature_difference_c
        )
        cop = chiller_cop(
            self.chiller_reference_cop, self.supply_water_temperature_c, tower_c, self.chiller_part_load_ratio
        )
        chiller = indoor.heat * (1.0 - free) / cop
        rejected = indoor.heat + chiller
        economiser_pump = (
            free
            * indoor.heat
            * pump_kw_per_kw(
                self.water_temperature_difference_c, self.economiser_pump_pressure_pa, self.economiser_pump_efficiency
            )
        )
        movers = indoor.movers + economiser_pump + rejected * self._tower_kw_per_kw(air)
        power = indoor.loss + chiller + movers * self.design_load_share**2
        return PlantDraw(power, rejected * self._tower_water_l_per_kwh(tower_c))

    def _tower_kw_per_kw(self, air: OutdoorAir) -> FloatArray:
        water_flow = water_flow_kg_per_kj(self.tower_temperature_difference_c)
        density = air_density_kg_per_m3(air.temperature_c, air.pressure_pa)
        fan = fan_kw_per_kw(
            water_flow / self.tower_liquid_gas_ratio, density, self.tower_fan_pressure_pa, self.tower_fan_efficiency
        )
        head_room = self.supply_water_temperature_c - self.economiser_approach_c - air.wet_bulb_c
        flow_share = _fan_flow_share(self.tower_approach_c, head_room, self.fan_least_flow_share)
        pump = pump_kw_per_kw(
            self.tower_temperature_difference_c, self.tower_pump_pressure_pa, self.tower_pump_efficiency
        )
        return fan * flow_share**3 + pump

    def _tower_water_l_per_kwh(self, tower_c: FloatArray) -> FloatArray:
        evaporated = _KJ_PER_KWH / latent_heat_kj_per_kg(tower_c)
        drift = _KJ_PER_KWH * water_flow_kg_per_kj(self.tower_temperature_difference_c) * self.drift_share
        return evaporated + drift + blow_down_l(evaporated, drift, self.cycles_of_concentration)


@dataclass(frozen=True, slots=True)
class DirectLiquidDryCooler:
    """Cold plates on the chips, warm water, dry coolers with wetted pads; a trim chiller for what the air carries.

    The attributes are the parameters of the catalogue table `cooling`. `liquid_share` of the IT heat leaves through the
    cold plates, the rest and the conversion losses through the air of the hall and cooler water of its own.
    """

    design_load_share: float
    ups_efficiency: float
    distribution_loss_share: float
    lighting_share: float
    liquid_share: float
    liquid_supply_temperature_c: float
    liquid_temperature_difference_c: float
    liquid_pump_pressure_pa: float
    liquid_pump_efficiency: float
    supply_air_temperature_c: float
    air_temperature_difference_c: float
    air_fan_pressure_pa: float
    air_fan_efficiency: float
    supply_water_temperature_c: float
    water_temperature_difference_c: float
    water_pump_pressure_pa: float
    water_pump_efficiency: float
    dry_cooler_approach_c: float
    dry_cooler_air_temperature_difference_c: float
    dry_cooler_fan_pressure_pa: float
    dry_cooler_fan_efficiency: float
    fan_least_flow_share: float
    adiabatic_effectiveness: float
    cycles_of_concentration: float
    chiller_reference_cop: float
    chiller_part_load_ratio: float

    def draw(self, air: OutdoorAir) -> PlantDraw:
        """Return power and water per kW of IT load, summed over the warm loop and the loop of the hall's air."""
        indoor = _air_loop(self, 1.0 - self.liquid_share, air)
        liquid_pump = self.liquid_share * pump_kw_per_kw(
            self.liquid_temperature_difference_c, self.liquid_pump_pressure_pa, self.liquid_pump_efficiency
        )
        warm = self._dry_loop(air, self.liquid_supply_temperature_c, self.liquid_temperature_difference_c)
        cool = self._dry_loop(air, self.supply_water_temperature_c, self.water_temperature_difference_c)
        power = (
            indoor.loss
            + (indoor.movers + liquid_pump) * self.design_load_share**2
            + self.liquid_share * warm.power_kw_per_kw
            + indoor.heat * cool.power_kw_per_kw
        )
        return PlantDraw(power, self.liquid_share * warm.water_l_per_kwh + indoor.heat * cool.water_l_per_kwh)

    def _dry_loop(self, air: OutdoorAir, supply_c: float, difference_c: float) -> PlantDraw:
        """Return power and water per kW of heat of one loop with its dry coolers.

        Notes
        -----
        Pads are wetted only as far as the set-point needs, at most `effectiveness x (dry bulb - wet bulb)`. They
        evaporate the heat by which they cool the air drawn in. What is still too warm goes to the trim chiller, whose
        condenser the same coolers serve.
        """
        excess = air.temperature_c + self.dry_cooler_approach_c - supply_c
        depression = self.adiabatic_effectiveness * (air.temperature_c - air.wet_bulb_c)
        precooling = np.clip(excess, 0.0, depression)
        inlet_c = air.temperature_c - precooling
        cooled_c = inlet_c + self.dry_cooler_approach_c
        cop = chiller_cop(self.chiller_reference_cop, supply_c, cooled_c, self.chiller_part_load_ratio)
        chiller = (1.0 - free_share(cooled_c, supply_c, difference_c)) / cop
        rejected = 1.0 + chiller
        fan = fan_kw_per_kw(
            air_flow_kg_per_kj(self.dry_cooler_air_temperature_difference_c),
            air_density_kg_per_m3(inlet_c, air.pressure_pa),
            self.dry_cooler_fan_pressure_pa,
            self.dry_cooler_fan_efficiency,
        )
        flow_share = _fan_flow_share(self.dry_cooler_approach_c, supply_c - inlet_c, self.fan_least_flow_share)
        power = chiller + rejected * fan * flow_share**3 * self.design_load_share**2
        evaporated = (
            (rejected * precooling / self.dry_cooler_air_temperature_difference_c)
            * _KJ_PER_KWH
            / latent_heat_kj_per_kg(air.wet_bulb_c)
        )
        return PlantDraw(power, evaporated + blow_down_l(evaporated, 0.0, self.cycles_of_concentration))


CoolingPlant = WaterCooledChiller | DirectLiquidDryCooler

PLANTS: Final[Mapping[str, type[WaterCooledChiller] | type[DirectLiquidDryCooler]]] = {
    "water_cooled_chiller": WaterCooledChiller,
    "direct_liquid_dry_cooler": DirectLiquidDryCooler,
}


def cooling_plant(plant: str, parameters: Mapping[str, float]) -> CoolingPlant:
    """Return the plant of a name with its parameters.

    Raises
    ------
    UserError
        If there is no such plant, or a parameter is missing or unknown.
    """
    if plant not in PLANTS:
        raise UserError(f"cooling.plant: '{plant}' is not a cooling plant. Choose one of {', '.join(PLANTS)}.")
    names = {field.name for field in fields(PLANTS[plant])}
    if missing := sorted(names - parameters.keys()):
        raise UserError(f"cooling.parameters of {plant}: {', '.join(missing)} missing. Give a value for each.")
    if unknown := sorted(parameters.keys() - names):
        raise UserError(
            f"cooling.parameters of {plant}: {', '.join(unknown)} unknown. It knows {', '.join(sorted(names))}."
        )
    return PLANTS[plant](**parameters)


def blow_down_l(evaporated_l: FloatArray, drift_l: float, cycles: float) -> FloatArray:
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


@dataclass(frozen=True, slots=True)
class _AirLoop:
    """Per kW of IT load: electrical losses, fans and pump of the hall, and the heat that its water carries away."""

    loss: float
    movers: FloatArray
    heat: FloatArray


def _air_loop(plant: CoolingPlant, it_share: float, air: OutdoorAir) -> _AirLoop:
    loss = conversion_loss_kw_per_kw(plant.ups_efficiency, plant.distribution_loss_share, plant.lighting_share)
    density = air_density_kg_per_m3(plant.supply_air_temperature_c, air.pressure_pa)
    fan = (it_share + loss) * fan_kw_per_kw(
        air_flow_kg_per_kj(plant.air_temperature_difference_c),
        density,
        plant.air_fan_pressure_pa,
        plant.air_fan_efficiency,
    )
    heat = it_share + loss + fan * plant.design_load_share**2
    pump = heat * pump_kw_per_kw(
        plant.water_temperature_difference_c, plant.water_pump_pressure_pa, plant.water_pump_efficiency
    )
    return _AirLoop(loss, fan + pump, heat)


def _fan_flow_share(approach_c: float, head_room_c: FloatArray, least: float) -> FloatArray:
    """Return the share of the design air flow that still meets the set-point when the air is colder than it must be."""
    return np.clip(approach_c / np.maximum(head_room_c, approach_c), least, 1.0)
