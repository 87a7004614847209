"""What a source of electricity, or a fuel that is burnt on the site, counts as: rows of the catalogue by name."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Final

from firmwatt.catalog import loader
from firmwatt.units import MWH_PER_MMBTU

SOURCES: Final = "energy_sources"
FUELS: Final = "combustion"
_SPELLINGS: Final = {"pv": "solar", "photovoltaic": "solar", "sun": "solar", "onshore_wind": "wind_onshore",
                     "offshore_wind": "wind_offshore", "natural_gas": "gas", "water": "hydro"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fuel:
    """A fuel as it is burnt on the site, per MWh of its higher heating value, in kg."""

    key: str
    carbon_dioxide_kg_per_mwh: float
    methane_kg_per_mwh: float
    nitrous_oxide_kg_per_mwh: float
    upstream_kg_per_mwh: float


@dataclass(frozen=True, slots=True)
class EnergySource:
    """A source of electricity.

    Attributes
    ----------
    key
        Of the table `energy_sources`.
    is_carbon_free, is_renewable
    emission_kg_per_mwh
        Carbon dioxide at the stack.
    upstream_kg_per_mwh
        Fuel supply and materials.
    water_l_per_mwh
        Consumed at the plant.
    burns
        What it burns, for the methane and nitrous oxide of its exhaust; None where the catalogue names no fuel.
    fuel_mwh_per_mwh : >= 0
        Higher heating value of the fuel over the electricity; 0 without one.
    """

    key: str
    is_carbon_free: bool
    is_renewable: bool
    emission_kg_per_mwh: float
    upstream_kg_per_mwh: float
    water_l_per_mwh: float
    burns: Fuel | None = None
    fuel_mwh_per_mwh: float = 0.0


@cache
def energy_source(key: str) -> EnergySource:
    """Return what a source counts as.

    Parameters
    ----------
    key
        As `source_key` gives it.

    Examples
    --------
    >>> energy_source("nuclear").is_carbon_free, energy_source("nuclear").is_renewable
    (True, False)
    """
    row = loader.find(SOURCES, key, "technology")
    table, place = (SOURCES, key) if row is None else ("technologies", row.text)

    def number(parameter: str) -> float:
        return loader.get(table, place, parameter).number

    burns = burnt_by(key)
    return EnergySource(
        key=key,
        is_carbon_free=bool(number("is_carbon_free")),
        is_renewable=bool(number("is_renewable")),
        emission_kg_per_mwh=number("emission_kg_per_mwh"),
        upstream_kg_per_mwh=number("upstream_kg_per_mwh"),
        water_l_per_mwh=number("water_l_per_mwh"),
        burns=burns,
        fuel_mwh_per_mwh=0.0 if burns is None else number("heat_rate_mmbtu_per_mwh") * MWH_PER_MMBTU,
    )


def burnt_by(source: str) -> Fuel | None:
    """Return the fuel that a source or technology burns; None where the catalogue names none.

    Examples
    --------
    >>> burnt_by("combined_cycle").key, burnt_by("nuclear")
    ('gas_turbine', None)
    """
    row = loader.find(SOURCES, source, "burns")
    return None if row is None else fuel(row.text)


@cache
def fuel(key: str) -> Fuel:
    """Return what burning a fuel gives off.

    Examples
    --------
    >>> round(fuel("gas").carbon_dioxide_kg_per_mwh, 1)
    181.0
    """

    def per_mwh(parameter: str) -> float:
        return loader.get(FUELS, key, parameter).number / MWH_PER_MMBTU

    return Fuel(
        key=key,
        carbon_dioxide_kg_per_mwh=per_mwh("emission_kg_per_mmbtu"),
        methane_kg_per_mwh=per_mwh("methane_kg_per_mmbtu"),
        nitrous_oxide_kg_per_mwh=per_mwh("nitrous_oxide_kg_per_mmbtu"),
        upstream_kg_per_mwh=per_mwh("upstream_kg_per_mmbtu"),
    )


def source_key(text: str, table: str = SOURCES) -> str | None:
    """Return the catalogue's key of a source or fuel as people write it; None if there is none.

    Examples
    --------
    >>> source_key("Onshore Wind"), source_key("unobtainium")
    ('wind_onshore', None)
    """
    plain = text.strip().lower().replace(" ", "_").replace("-", "_")
    key = _SPELLINGS.get(plain, plain)
    return key if key in loader.keys(table) else None


def nearest_source(text: str, table: str = SOURCES) -> str:
    """Return the sentence that offers the nearest keys."""
    known = loader.keys(table)
    near = get_close_matches(text.strip().lower(), known, n=3, cutoff=0.5)
    return f"Nearest: {', '.join(near)}." if near else f"Known: {', '.join(known)}."
