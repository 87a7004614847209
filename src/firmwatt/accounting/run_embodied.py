"""What the ledger leaves out: gases beside carbon dioxide, chips and buildings, losses and fuels of the grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.accounting.backup import backup_t
from firmwatt.accounting.clock import yearly_mean, yearly_sum
from firmwatt.accounting.energy_source import burnt_by, fuel
from firmwatt.accounting.flows import Flows, read_flows
from firmwatt.accounting.grid_upstream import fuel_supply_kg_per_mwh
from firmwatt.accounting.rule_sets import Warming, load_rules, rules_by_view
from firmwatt.catalog import loader
from firmwatt.operation.dispatch import Dispatch
from firmwatt.timegrid import FloatArray
from firmwatt.units import KG_PER_TONNE, KW_PER_MW, MWH_PER_MMBTU


@dataclass(frozen=True, slots=True, eq=False)
class BeyondLedger:
    """Scopes 1 and 3 beside the ledger's, all (sites, years) tonnes CO2e in one calendar year.

    Attributes
    ----------
    embodied_chips_t
        Chips, servers and network in service.
    embodied_buildings_t
    grid_losses_t
        Energy lost between plants and the site, at the grid's average.
    upstream_purchased_t
        Supply of the fuels behind what is bought from the grid. That of physical contracts is in the ledger.
    methane_slip_t, nitrous_oxide_t
        Scope 1: what turbines on the site and backup generators emit beside carbon dioxide.
    """

    embodied_chips_t: FloatArray
    embodied_buildings_t: FloatArray
    grid_losses_t: FloatArray
    upstream_purchased_t: FloatArray
    methane_slip_t: FloatArray
    nitrous_oxide_t: FloatArray

    @property
    def scope1_t(self) -> FloatArray:
        """Return what stands beside the ledger's Scope 1."""
        return self.methane_slip_t + self.nitrous_oxide_t

    @property
    def scope3_t(self) -> FloatArray:
        """Return what stands beside the ledger's Scope 3."""
        own = self.embodied_chips_t + self.embodied_buildings_t
        return own + self.grid_losses_t + self.upstream_purchased_t


def beyond_of(dispatch: Dispatch, rules: str) -> BeyondLedger:
    """Return the same of a dispatch, by the potentials of a rule set.

    Raises
    ------
    UserError
        If the rule set is unknown.
    """
    warming = rules_by_view(load_rules(rules))["scope1"].warming
    assert warming is not None  # a rule set that governs this view has it
    return beyond_ledger(read_flows(dispatch), warming)


def beyond_ledger(flows: Flows, warming: Warming) -> BeyondLedger:
    """Return the parts of Scopes 1 and 3 that no cost and no constraint of a plan knows.

    Parameters
    ----------
    flows
    warming
        Potentials of the rule set.

    Notes
    -----
    `in service = existing + (planned - existing) · online share`, MW of IT; a year carries
    `in service · kg per kW / lifetime`, with the lifetimes by which the plan pays chips and buildings. Chips take
    `embodied_kg_per_chip / it_kw_per_chip`. Losses are `Σ_t purchased_t · average_t · s / (1 - s)`, as of metered data.
    Methane and nitrous oxide are `fuel · factor of the fuel · potential`, with `generation · heat rate` of turbines and
    what the ledger lets generators burn; cells burn nothing.
    Plants, stores and lines of the plan carry their materials in the upstream factor of their energy.
    """
    sites, plan = flows.case.sites, flows.dispatch.plan
    existing = np.array([[site.energised_it_mw] for site in sites])
    in_service_kw = (existing + (plan.it_mw - existing) * yearly_mean(flows.time, plan.it_online_share)) * KW_PER_MW
    chip_years = np.array([[site.it_lifetime_years] for site in sites])
    building_years = np.array([[site.building_lifetime_years] for site in sites])
    share = _number("accounting", "grid_loss_share")
    purchased = yearly_sum(flows.time, flows.average_intensity_kg_per_mwh * (flows.import_mw + flows.physical_mw))
    methane_kg, nitrous_oxide_kg = _other_gases_kg(flows)
    supply = fuel_supply_kg_per_mwh(flows.average_intensity_kg_per_mwh, flows.carbon_free_share)
    return BeyondLedger(
        embodied_chips_t=in_service_kw * embodied_kg_per_it_kw() / chip_years / KG_PER_TONNE,
        embodied_buildings_t=(
            in_service_kw * _number("accounting", "building_embodied_kg_per_kw") / building_years / KG_PER_TONNE
        ),
        grid_losses_t=purchased * share / (1.0 - share) / KG_PER_TONNE,
        upstream_purchased_t=yearly_sum(flows.time, supply * flows.import_mw) / KG_PER_TONNE,
        methane_slip_t=methane_kg * warming.methane / KG_PER_TONNE,
        nitrous_oxide_t=nitrous_oxide_kg * warming.nitrous_oxide / KG_PER_TONNE,
    )


def _other_gases_kg(flows: Flows) -> tuple[FloatArray, FloatArray]:
    """Return (sites, years) kg of methane and of nitrous oxide that turbines and backup generators emit in a year."""
    made = yearly_sum(flows.time, flows.generation_where(flows.is_on_site))
    diesel = fuel("diesel")
    backup_mwh = backup_t(flows) * KG_PER_TONNE / diesel.carbon_dioxide_kg_per_mwh
    methane, nitrous_oxide = diesel.methane_kg_per_mwh * backup_mwh, diesel.nitrous_oxide_kg_per_mwh * backup_mwh
    for asset, site, mwh in zip(flows.case.supply, flows.supply_site, made, strict=True):
        burnt = burnt_by(asset.technology)
        if burnt is not None:
            fuel_mwh = mwh * asset.heat_rate_mmbtu_per_mwh * MWH_PER_MMBTU
            methane[site] += burnt.methane_kg_per_mwh * fuel_mwh
            nitrous_oxide[site] += burnt.nitrous_oxide_kg_per_mwh * fuel_mwh
    return methane, nitrous_oxide


def embodied_kg_per_it_kw() -> float:
    """Return kg CO2e of making chips, servers and network for one kW of IT power."""
    return _number("serving", "embodied_kg_per_chip") / _number("accounting", "it_kw_per_chip")


def _number(table: str, parameter: str) -> float:
    return loader.get(table, "default", parameter).number
