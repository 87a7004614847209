"""Cooling plants: what a building draws in electricity and water per kW of IT load, from the air outside.

A plant is put together from parts (`parts`, `air_economiser`, `rejection`); which parts, its name says. Fans, pumps,
chillers and the uninterruptible supply are evaluated at one load of the building, its usual one unless another is
given. The planner takes the result as proportional to IT load (docs/decisions/0008).

References
----------
Lei and Masanet 2022, doi 10.1016/j.resconrec.2022.106323, for the chain of equations, the ten plants and the span of
each parameter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np

from firmwatt.errors import UserError
from firmwatt.facility.air_economiser import AdiabaticStage, AirEconomiser
from firmwatt.facility.movers import Amount
from firmwatt.facility.parts import Building, Chiller, ColdPlates, HallAir, HallWater, Humidifier, OutdoorAir, Running
from firmwatt.facility.psychrometrics import latent_heat_kj_per_kg
from firmwatt.facility.rejection import (
    Circuit,
    DryCooler,
    Rejection,
    Tower,
    WaterEconomiser,
    expand_directly,
    reject_to_air,
)
from firmwatt.scenario.plant_limits import outside
from firmwatt.timegrid import FloatArray
from firmwatt.units import SECONDS_PER_HOUR


@dataclass(frozen=True, slots=True)
class PlantDraw:
    """What a building draws for each kW of IT load.

    Attributes
    ----------
    power_kw_per_kw : the shape of the air, >= 0
        Cooling, conversion losses and lights; PUE is one more.
    water_l_per_kwh : the shape of the air, >= 0
        Water taken in: evaporated, drifted and blown down.
    consumed_l_per_kwh : the shape of the air, >= 0
        The part of it that does not come back: evaporated and drifted.
    rejected_kw_per_kw, outdoor_fan_kw_per_kw : the shape of the air, >= 0
        Heat that leaves by water, refrigerant or exhaust air; and the power of fans outdoors, which warms the air that
        they blow.
    reused_kw_per_kw : the shape of the air, >= 0
        Heat handed to others from the warmest water. With the two before it is 1 + `power_kw_per_kw`: all electricity
        becomes heat.
    free_share : the shape of the air, 0-1
        Of the heat, taken away without a compressor.
    """

    power_kw_per_kw: FloatArray
    water_l_per_kwh: FloatArray
    consumed_l_per_kwh: FloatArray
    rejected_kw_per_kw: FloatArray
    outdoor_fan_kw_per_kw: FloatArray
    reused_kw_per_kw: FloatArray
    free_share: FloatArray


@dataclass(frozen=True, slots=True)
class CoolingPlant:
    """A plant; parts that it does not have are None.

    With a tower the chiller is water-cooled, with dry coolers it only trims, with hall water alone it is air-cooled,
    and without hall water the hall has direct expansion units.
    """

    building: Building
    hall_air: HallAir
    chiller: Chiller
    hall_water: HallWater | None = None
    humidifier: Humidifier | None = None
    air_economiser: AirEconomiser | None = None
    adiabatic_stage: AdiabaticStage | None = None
    cold_plates: ColdPlates | None = None
    tower: Tower | None = None
    water_economiser: WaterEconomiser | None = None
    dry_cooler: DryCooler | None = None

    def draw(self, air: OutdoorAir, load_share: Amount | None = None, reuse_share: Amount = 0.0) -> PlantDraw:
        """Return power and water per kW of IT load.

        Parameters
        ----------
        air
        load_share : 0-1, > 0
            IT load over the design's; the building's usual load if None.
        reuse_share : 0-1
            Of the heat of the plant's warmest water circuit, handed to others before towers or coolers see it.

        Raises
        ------
        UserError
            If heat is to be reused and the plant has no water that carries it.
        """
        running = Running.at(self.building, load_share)
        liquid = 0.0 if self.cold_plates is None else self.cold_plates.liquid_share
        carried = 1.0 - liquid + running.loss
        hall_fan = carried * self.hall_air.fan_kw_per_kw(air) * running.flow_factor
        hall_heat = carried + hall_fan
        outside, wetted = np.zeros(hall_heat.shape), np.zeros(hall_heat.shape)
        if self.air_economiser is not None:
            outside, wetted = self.air_economiser.take(air, self.hall_air, self.adiabatic_stage)
        coil = hall_heat * (1.0 - outside)
        has_plates = self.cold_plates is not None
        hall_pump, cool, handed_cool = self._reject_hall(coil, air, running, 0.0 if has_plates else reuse_share)
        plates_pump, warm, handed_warm = self._reject_liquid(air, running, reuse_share)
        rejections = (cool, *warm)
        moistened = hall_heat * outside * wetted + self._humidified_l_per_kwh(coil)
        reused = np.asarray(handed_cool + handed_warm)
        free = hall_heat * outside + reused + _sum(rejections, "free_heat")
        return PlantDraw(
            power_kw_per_kw=running.loss + hall_fan + hall_pump + plates_pump + _sum(rejections, "power"),
            water_l_per_kwh=moistened + _sum(rejections, "water_l_per_kwh"),
            consumed_l_per_kwh=moistened + _sum(rejections, "consumed_l_per_kwh"),
            rejected_kw_per_kw=hall_heat * outside + _sum(rejections, "rejected"),
            outdoor_fan_kw_per_kw=_sum(rejections, "outdoor_fan"),
            reused_kw_per_kw=reused,
            free_share=np.asarray(free / (liquid + plates_pump + hall_heat + hall_pump)),
        )

    @property
    def reuse_temperature_c(self) -> Amount | None:
        """How warm the water is that others could take heat from, °C; None where there is none."""
        if self.cold_plates is not None:
            return self.cold_plates.liquid_supply_temperature_c + self.cold_plates.liquid_temperature_difference_c
        if self.hall_water is not None:
            return self.hall_water.supply_water_temperature_c + self.hall_water.water_temperature_difference_c
        return None

    def _reject_hall(
        self, coil: FloatArray, air: OutdoorAir, running: Running, reuse_share: Amount
    ) -> tuple[FloatArray, Rejection, FloatArray]:
        """Return the power of the hall's pumps, what getting rid of the coils' heat takes, and heat handed over."""
        if self.hall_water is None:
            if np.any(np.asarray(reuse_share) > 0.0):
                raise UserError(
                    "heat reuse: this plant has no water that carries heat. Choose a plant with hall water."
                )
            return np.zeros(()), expand_directly(coil, self.chiller, self.hall_air, air, running), np.zeros(())
        water = self.hall_water
        pump = coil * water.pump_kw_per_kw() * running.flow_factor
        handed = (coil + pump) * reuse_share
        circuit = Circuit(coil + pump - handed, water.supply_water_temperature_c, water.water_temperature_difference_c)
        return pump, self._reject_circuit(circuit, air, running), handed

    def _reject_liquid(
        self, air: OutdoorAir, running: Running, reuse_share: Amount
    ) -> tuple[FloatArray, tuple[Rejection, ...], FloatArray]:
        """Return the same three of the cold plates' circuit."""
        plates = self.cold_plates
        if plates is None:
            return np.zeros(()), (), np.zeros(())
        pump = plates.liquid_share * plates.pump_kw_per_kw() * running.flow_factor
        handed = np.asarray((plates.liquid_share + pump) * reuse_share)
        heat = np.asarray(plates.liquid_share + pump - handed)
        circuit = Circuit(heat, plates.liquid_supply_temperature_c, plates.liquid_temperature_difference_c)
        return pump, (self._reject_circuit(circuit, air, running),), handed

    def _reject_circuit(self, circuit: Circuit, air: OutdoorAir, running: Running) -> Rejection:
        if self.tower is not None:
            return self.tower.reject(circuit, self.chiller, self.water_economiser, air, running)
        if self.dry_cooler is not None:
            return self.dry_cooler.reject(circuit, self.chiller, air, running)
        return reject_to_air(circuit, self.chiller, air, running)

    def _humidified_l_per_kwh(self, coil: FloatArray) -> FloatArray:
        """Return the water that nozzles give back for what cold coils condense."""
        if self.humidifier is None:
            return np.zeros(())
        latent = coil * (1.0 - np.asarray(self.humidifier.sensible_heat_ratio))
        return latent * SECONDS_PER_HOUR / latent_heat_kj_per_kg(self.hall_air.supply_air_temperature_c)


def _sum(rejections: tuple[Rejection, ...], quantity: str) -> FloatArray:
    return np.asarray(sum(getattr(rejection, quantity) for rejection in rejections), dtype=np.float64)


_HALL: Final = ("building", "hall_air", "chiller")
_COILS: Final = (*_HALL, "hall_water")
_MOIST_COILS: Final = (*_COILS, "humidifier")

PLANTS: Final[Mapping[str, tuple[str, ...]]] = {
    "air_side_economiser": (*_COILS, "air_economiser", "adiabatic_stage", "tower"),
    "water_side_economiser": (*_COILS, "tower", "water_economiser"),
    "water_cooled_chiller": (*_COILS, "tower"),
    "air_cooled_chiller": _COILS,
    "direct_liquid_dry_cooler": (*_COILS, "cold_plates", "dry_cooler"),
    "direct_liquid_water_side_economiser": (*_COILS, "cold_plates", "tower", "water_economiser"),
    "midsize_air_side_economiser": (*_MOIST_COILS, "air_economiser", "tower"),
    "midsize_water_side_economiser": (*_MOIST_COILS, "tower", "water_economiser"),
    "midsize_water_cooled_chiller": (*_MOIST_COILS, "tower"),
    "midsize_air_side_economiser_air_cooled": (*_MOIST_COILS, "air_economiser"),
    "midsize_air_cooled_chiller": _MOIST_COILS,
    "small_water_cooled_chiller": (*_MOIST_COILS, "tower"),
    "small_air_cooled_chiller": _MOIST_COILS,
    "small_direct_expansion": (*_HALL, "humidifier"),
}
"""Plant → its parts, attributes of `CoolingPlant`."""

_KINDS: Final[Mapping[str, type[Any]]] = {
    "building": Building,
    "hall_air": HallAir,
    "chiller": Chiller,
    "hall_water": HallWater,
    "humidifier": Humidifier,
    "air_economiser": AirEconomiser,
    "adiabatic_stage": AdiabaticStage,
    "cold_plates": ColdPlates,
    "tower": Tower,
    "water_economiser": WaterEconomiser,
    "dry_cooler": DryCooler,
}


def parameter_names(plant: str) -> tuple[str, ...]:
    """Return the names of a plant's parameters, in the order of its parts.

    Raises
    ------
    UserError
        If there is no such plant.
    """
    if plant not in PLANTS:
        raise UserError(f"cooling.plant: '{plant}' is not a cooling plant. Choose one of {', '.join(PLANTS)}.")
    return tuple(field.name for part in PLANTS[plant] for field in fields(_KINDS[part]))


def cooling_plant(plant: str, parameters: Mapping[str, Amount]) -> CoolingPlant:
    """Return the plant of a name with its parameters.

    Raises
    ------
    UserError
        If there is no such plant, or a parameter is missing, unknown or outside its limits.
    """
    names = parameter_names(plant)
    if missing := sorted(set(names) - parameters.keys()):
        raise UserError(f"cooling.parameters of {plant}: {', '.join(missing)} missing. Give a value for each.")
    if unknown := sorted(parameters.keys() - set(names)):
        raise UserError(
            f"cooling.parameters of {plant}: {', '.join(unknown)} unknown. It knows {', '.join(sorted(names))}."
        )
    if wrong := outside(parameters):
        raise UserError(f"cooling.parameters of {plant}: {' '.join(wrong)}")
    parts = {
        part: _KINDS[part](**{field.name: parameters[field.name] for field in fields(_KINDS[part])})
        for part in PLANTS[plant]
    }
    return CoolingPlant(**parts)
