"""The parts that cooling plants are put together from; their attributes are the parameters of the table `cooling`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.facility.conversion import conversion_loss_kw_per_kw
from firmwatt.facility.movers import Amount, air_flow_kg_per_kj, fan_kw_per_kw, flow_factor, pump_kw_per_kw
from firmwatt.facility.psychrometrics import air_density_kg_per_m3, wet_bulb_c
from firmwatt.timegrid import FloatArray


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

    @classmethod
    def of_humidity(
        cls, temperature_c: FloatArray, relative_humidity: FloatArray, pressure_pa: FloatArray
    ) -> OutdoorAir:
        """Return the air of a relative humidity, 0-1."""
        return cls(temperature_c, wet_bulb_c(temperature_c, relative_humidity, pressure_pa), pressure_pa)


@dataclass(frozen=True, slots=True)
class Building:
    """The electrical path, and how much of the design the building usually carries.

    Attributes
    ----------
    design_load_share : 0-1, > 0
        Usual IT load over the design's; what fans, pumps, chillers and the uninterruptible supply are sized for is 1.
    ups_efficiency, distribution_loss_share, lighting_share
        At that load.
    fan_least_flow_share : 0-1
        Of the design flow of fans and pumps, below which they do not slow down.
    """

    design_load_share: Amount
    ups_efficiency: Amount
    distribution_loss_share: Amount
    lighting_share: Amount
    fan_least_flow_share: Amount


@dataclass(frozen=True, slots=True)
class Running:
    """A building at a load.

    Attributes
    ----------
    loss : kW/kW
        Electrical losses and lights per kW of IT.
    flow_factor
        Power of fans and pumps per kW of heat, over that at full load.
    load_ratio
        Load over the usual load.
    least_flow_share : 0-1
    """

    loss: FloatArray
    flow_factor: FloatArray
    load_ratio: FloatArray
    least_flow_share: Amount

    @classmethod
    def at(cls, building: Building, load_share: Amount | None) -> Running:
        """Return the building at a share of its design load, the usual one if None.

        Notes
        -----
        Fans and pumps follow the heat, that of the losses too, which shrink less than the IT load does.
        """
        load = building.design_load_share if load_share is None else load_share
        ratio = np.asarray(load, dtype=np.float64) / building.design_load_share
        loss, usual_loss = (
            conversion_loss_kw_per_kw(
                building.ups_efficiency, building.distribution_loss_share, building.lighting_share, each
            )
            for each in (ratio, 1.0)
        )
        heat_share = load * (1.0 + loss) / (1.0 + usual_loss)
        least = building.fan_least_flow_share
        return cls(loss, flow_factor(heat_share, least), ratio, least)


@dataclass(frozen=True, slots=True)
class HallAir:
    """The air that the servers breathe, moved by the fans of the hall.

    `supply_air_temperature_c` is the warmest that the servers are given.
    """

    supply_air_temperature_c: Amount
    air_temperature_difference_c: Amount
    air_fan_pressure_pa: Amount
    air_fan_efficiency: Amount

    def fan_kw_per_kw(self, air: OutdoorAir) -> FloatArray:
        """Return the power of the fans per kW of heat, at full load."""
        density = air_density_kg_per_m3(self.supply_air_temperature_c, air.pressure_pa)
        flow = air_flow_kg_per_kj(self.air_temperature_difference_c)
        return fan_kw_per_kw(flow, density, self.air_fan_pressure_pa, self.air_fan_efficiency)

    @property
    def return_air_temperature_c(self) -> Amount:
        """How warm the air leaves the servers, °C."""
        return self.supply_air_temperature_c + self.air_temperature_difference_c


@dataclass(frozen=True, slots=True)
class HallWater:
    """The chilled water between the coils of the hall and the plant."""

    supply_water_temperature_c: Amount
    water_temperature_difference_c: Amount
    water_pump_pressure_pa: Amount
    water_pump_efficiency: Amount

    def pump_kw_per_kw(self) -> FloatArray:
        """Return the power of the pumps per kW of heat, at full load."""
        return pump_kw_per_kw(
            self.water_temperature_difference_c, self.water_pump_pressure_pa, self.water_pump_efficiency
        )


@dataclass(frozen=True, slots=True)
class ColdPlates:
    """Cold plates on the chips: `liquid_share` of the IT heat leaves in warm water, the rest in the hall's air."""

    liquid_share: Amount
    liquid_supply_temperature_c: Amount
    liquid_temperature_difference_c: Amount
    liquid_pump_pressure_pa: Amount
    liquid_pump_efficiency: Amount

    def pump_kw_per_kw(self) -> FloatArray:
        """Return the power of the pumps per kW of heat, at full load."""
        return pump_kw_per_kw(
            self.liquid_temperature_difference_c, self.liquid_pump_pressure_pa, self.liquid_pump_efficiency
        )


@dataclass(frozen=True, slots=True)
class Chiller:
    """Compressors; what they reject their heat to is the plant's.

    Attributes
    ----------
    chiller_reference_cop : > 0
        At full load and the rating point of the kind: see `chillers`.
    chiller_part_load_ratio : 0.1-1
        Load over capacity of the machines that run, at the building's usual load.
    """

    chiller_reference_cop: Amount
    chiller_part_load_ratio: Amount

    def part_load_ratio(self, running: Running) -> FloatArray:
        """Return load over capacity of the machines at the building's load."""
        return np.asarray(self.chiller_part_load_ratio * running.load_ratio)


@dataclass(frozen=True, slots=True)
class Humidifier:
    """Nozzles that give back to the hall's air the water that cold coils take out of it.

    `sensible_heat_ratio` of the coils' heat cools the air, the rest condenses water. The nozzles evaporate as much,
    which cools the hall, so that the coils carry the same heat as if they were dry.
    """

    sensible_heat_ratio: Amount
