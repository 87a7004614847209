"""Scope 1: what is burnt on the site, with the methane that slips through unburnt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from firmwatt.accounting.energy_source import EnergySource, fuel
from firmwatt.accounting.rule_sets import Warming


@dataclass(frozen=True, slots=True)
class Combustion:
    """What burning on the site emits, kg CO2e.

    Attributes
    ----------
    carbon_dioxide_kg, methane_kg, nitrous_oxide_kg
        Methane is the slip.
    upstream_kg
        Supply of the fuel: Scope 3.
    """

    carbon_dioxide_kg: float
    methane_kg: float
    nitrous_oxide_kg: float
    upstream_kg: float

    @property
    def scope1_kg(self) -> float:
        """Return kg CO2e at the stack."""
        return self.carbon_dioxide_kg + self.methane_kg + self.nitrous_oxide_kg


def burn_fuel(fuel_mwh: Mapping[str, float], warming: Warming) -> Combustion:
    """Return what metered fuels emit.

    Parameters
    ----------
    fuel_mwh : fuel → MWh of higher heating value, >= 0
        By keys of the table `combustion`.
    warming
        Potentials of the rule set.

    Examples
    --------
    A gas engine lets far more methane slip than a turbine:

    >>> warming = Warming(methane=28.0, nitrous_oxide=265.0)
    >>> engine, turbine = (burn_fuel({key: 1000.0}, warming) for key in ("gas_engine", "gas_turbine"))
    >>> round(engine.methane_kg / 1e3, 1), round(turbine.methane_kg / 1e3, 1)
    (54.2, 0.4)
    """
    used = [(fuel(key), mwh) for key, mwh in fuel_mwh.items()]
    return Combustion(
        carbon_dioxide_kg=sum(each.carbon_dioxide_kg_per_mwh * mwh for each, mwh in used),
        methane_kg=sum(each.methane_kg_per_mwh * mwh for each, mwh in used) * warming.methane,
        nitrous_oxide_kg=sum(each.nitrous_oxide_kg_per_mwh * mwh for each, mwh in used) * warming.nitrous_oxide,
        upstream_kg=sum(each.upstream_kg_per_mwh * mwh for each, mwh in used),
    )


def burn_by_output(on_site_mwh: Mapping[EnergySource, float], warming: Warming) -> Combustion:
    """Return what plants on the site emit by the electricity that they make, where no meter measures their fuel.

    Parameters
    ----------
    on_site_mwh : source → MWh of electricity, >= 0
    warming
        Potentials of the rule set.

    Notes
    -----
    Methane and nitrous oxide are those of the fuel that the catalogue's heat rate makes of the electricity. Cells burn
    nothing, and the stack factors of biomass and biogas hold both gases already.

    Examples
    --------
    >>> from firmwatt.accounting.energy_source import energy_source
    >>> burnt = burn_by_output({energy_source("gas_engine"): 1000.0}, Warming(methane=28.0, nitrous_oxide=265.0))
    >>> round(burnt.carbon_dioxide_kg / 1e3, 1), round(burnt.methane_kg / 1e3, 1)
    (435.5, 130.3)
    """
    burnt = [(each.burns, each.fuel_mwh_per_mwh * mwh) for each, mwh in on_site_mwh.items() if each.burns is not None]
    return Combustion(
        carbon_dioxide_kg=sum(each.emission_kg_per_mwh * mwh for each, mwh in on_site_mwh.items()),
        methane_kg=sum(each.methane_kg_per_mwh * mwh for each, mwh in burnt) * warming.methane,
        nitrous_oxide_kg=sum(each.nitrous_oxide_kg_per_mwh * mwh for each, mwh in burnt) * warming.nitrous_oxide,
        upstream_kg=sum(each.upstream_kg_per_mwh * mwh for each, mwh in on_site_mwh.items()),
    )
