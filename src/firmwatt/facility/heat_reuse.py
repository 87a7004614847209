"""Heat that others can use: what a plant hands over, how warm, and what a heat pump adds to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from firmwatt.errors import UserError
from firmwatt.facility.cooling import CoolingPlant, PlantDraw
from firmwatt.facility.movers import Amount
from firmwatt.facility.parts import OutdoorAir
from firmwatt.facility.psychrometrics import ZERO_CELSIUS_K
from firmwatt.timegrid import FloatArray

EXCHANGER_K: Final = 3.0
"""Between the two sides of the heat exchanger at the site's border."""
CARNOT_SHARE: Final = 0.5
"""Of Carnot's limit that large heat pumps reach, between the waters they work on; estimate, 0.45 to 0.6 is usual."""
LEAST_C: Final = 10.0
MOST_C: Final = 120.0


@dataclass(frozen=True, slots=True)
class HeatReuse:
    """Heat that a site delivers to others, such as a district heating network.

    Attributes
    ----------
    share : 0-1
        Of the heat in the plant's warmest water, over the year and in each hour alike.
    temperature_c : °C
        At which it is delivered; a heat pump on the site's meter lifts what is colder.
    """

    share: float
    temperature_c: float


@dataclass(frozen=True, slots=True)
class ReusedDraw:
    """What a building draws when others take part of its heat, per kW of IT load.

    Attributes
    ----------
    draw
        Of the plant, the heat pump apart.
    heat_pump_kw_per_kw : >= 0
        On the site's meter: PUE is 1 + plant + heat pump.
    delivered_kw_per_kw : >= 0
        Heat over the border: what the water gave and what the heat pump drew.
    """

    draw: PlantDraw
    heat_pump_kw_per_kw: FloatArray
    delivered_kw_per_kw: FloatArray

    @property
    def power_kw_per_kw(self) -> FloatArray:
        """All that the site draws beside its IT load."""
        return self.draw.power_kw_per_kw + self.heat_pump_kw_per_kw


def draw_with_reuse(
    plant: CoolingPlant, air: OutdoorAir, load_share: Amount | None, reuse: HeatReuse | None
) -> ReusedDraw:
    """Return what a building draws while others take part of its heat.

    Parameters
    ----------
    plant
    air
    load_share : 0-1 or None for the usual load
    reuse
        None: nobody takes heat.

    Raises
    ------
    UserError
        If the plant has no water to take heat from, or the ask is out of range.

    References
    ----------
    The energy reuse factor of EU 2024/1364 and ISO/IEC 30134-6 is delivered heat over all energy metered.
    """
    source_c = plant.reuse_temperature_c
    if reuse is None or reuse.share == 0.0 or source_c is None:
        draw = plant.draw(air, load_share, 0.0 if reuse is None else reuse.share)
        return ReusedDraw(draw, np.zeros(()), np.zeros(()))
    if faults := reuse_faults(reuse):
        raise UserError(" ".join(faults))
    draw = plant.draw(air, load_share, reuse.share)
    per_heat = heat_pump_kw_per_kw(source_c, reuse.temperature_c)
    return ReusedDraw(draw, draw.reused_kw_per_kw * per_heat, draw.reused_kw_per_kw * (1.0 + per_heat))


def heat_pump_kw_per_kw(source_c: Amount, delivered_c: float) -> FloatArray:
    """Return the electricity of a heat pump per kW of heat that it takes from the water.

    Notes
    -----
    None is needed where the water is warmer than the delivery by the exchanger. Else
    `COP = 0.5 (T_hot / (T_hot - T_cold))` between the waters with their exchangers, and the electricity per heat
    taken is `1 / (COP - 1)`.

    Examples
    --------
    >>> [round(float(heat_pump_kw_per_kw(50.0, delivered)), 3) for delivered in (45.0, 60.0, 80.0)]
    [0.0, 0.105, 0.253]
    """
    cold = np.asarray(source_c, dtype=np.float64) - EXCHANGER_K
    hot_k = delivered_c + EXCHANGER_K + ZERO_CELSIUS_K
    lift = np.maximum(delivered_c + EXCHANGER_K - cold, 1e-9)
    cop = CARNOT_SHARE * hot_k / lift
    return np.where(cold >= delivered_c, 0.0, 1.0 / (cop - 1.0))


def reuse_faults(reuse: HeatReuse) -> list[str]:
    """Return why heat cannot be asked for like that."""
    faults = []
    if not 0.0 <= reuse.share <= 1.0:
        faults.append(f"heat reuse: share {reuse.share:g} is no fraction. Write 0 to 1.")
    if not LEAST_C <= reuse.temperature_c <= MOST_C:
        faults.append(f"heat reuse: {reuse.temperature_c:g} °C is no temperature of a heat network. Write 10 to 120.")
    return faults
