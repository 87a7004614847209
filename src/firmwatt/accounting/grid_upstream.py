"""What supplying the fuels of grid energy emits: the part of Scope 3, category 3, that no meter and no plan knows."""

from __future__ import annotations

import numpy as np

from firmwatt.accounting.energy_source import energy_source, fuel
from firmwatt.catalog import loader
from firmwatt.timegrid import FloatArray


def fuel_supply_kg_per_mwh(average_kg_per_mwh: FloatArray, carbon_free_share: FloatArray) -> FloatArray:
    r"""Return what extracting, making and moving the fuels behind a MWh from the grid emits, kg CO2e.

    Parameters
    ----------
    average_kg_per_mwh, carbon_free_share : any one shape
        Of the grid.

    Notes
    -----
    Fossil energy of rate $r = i / (1 - g)$ is read as gas and coal, with the coal's share of it
    $w = (r - r_{gas}) / (r_{coal} - r_{gas})$, held to 0 to 1. Each emits upstream a fixed part of what it emits at the
    stack: $u = i \, ((1 - c) \, \rho_{gas} + c \, \rho_{coal})$ with
    $c = w \, r_{coal} / ((1 - w) r_{gas} + w r_{coal})$.
    Making of plants is no part of the category, and the fuel of reactors is left out; so is what the grid's losses add
    to it. Great Britain's published 45.9 g/kWh of 2024 comes out 5 % lower.

    References
    ----------
    GHG Protocol, Corporate Value Chain (Scope 3) Standard (2011), category 3, activity b.

    Examples
    --------
    >>> fuel_supply_kg_per_mwh(np.array([0.0, 210.0, 1000.0]), np.array([1.0, 0.5, 0.0])).round(1).tolist()
    [0.0, 51.6, 59.7]
    """
    gas, coal = (loader.get("generation_rates", name, "emission_kg_per_mwh").number for name in ("gas", "coal"))
    fossil = np.maximum(1.0 - carbon_free_share, 1e-9)
    coal_share = np.clip((average_kg_per_mwh / fossil - gas) / (coal - gas), 0.0, 1.0)
    coal_part = coal_share * coal / ((1.0 - coal_share) * gas + coal_share * coal)
    pipe, mine = fuel("gas"), energy_source("coal")
    of_gas = pipe.upstream_kg_per_mwh / pipe.carbon_dioxide_kg_per_mwh
    of_coal = mine.upstream_kg_per_mwh / mine.emission_kg_per_mwh
    supply: FloatArray = average_kg_per_mwh * ((1.0 - coal_part) * of_gas + coal_part * of_coal)
    return supply
