"""What the ledger of a run leaves out: methane that slips, chips and buildings in service, and grid losses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from firmwatt.accounting.clock import yearly_mean, yearly_sum
from firmwatt.accounting.energy_source import fuel
from firmwatt.accounting.flows import Flows
from firmwatt.catalog import loader
from firmwatt.timegrid import FloatArray
from firmwatt.units import KG_PER_TONNE, KW_PER_MW, MWH_PER_MMBTU

BURNS: Final = {"combined_cycle": "gas_turbine", "combined_cycle_ccs": "gas_turbine", "gas_turbine": "gas_turbine"}
"""Technology → the fuel of the table `combustion` as it burns it."""


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
    methane_slip_t
        Scope 1: methane that turbines on the site let through unburnt.
    """

    embodied_chips_t: FloatArray
    embodied_buildings_t: FloatArray
    grid_losses_t: FloatArray
    methane_slip_t: FloatArray


def beyond_ledger(flows: Flows, methane_potential: float) -> BeyondLedger:
    """Return the parts of Scopes 1 and 3 that no cost and no constraint of a plan knows.

    Parameters
    ----------
    flows
    methane_potential : kg CO2e per kg
        Of the rule set.

    Notes
    -----
    `in service = existing + (planned - existing) · online share`, MW of IT; a year carries
    `in service · kg per kW / lifetime`, with the lifetimes by which the plan pays chips and buildings. Chips take
    `embodied_kg_per_chip / it_kw_per_chip`. Losses are `Σ_t purchased_t · average_t · s / (1 - s)`, as of metered data.
    The slip is `generation · heat rate · methane of the fuel · potential` of turbines; cells burn nothing.
    Plants, stores and lines of the plan carry their materials in the upstream factor of their energy.
    """
    sites, plan = flows.case.sites, flows.dispatch.plan
    existing = np.array([[site.energised_it_mw] for site in sites])
    in_service_kw = (existing + (plan.it_mw - existing) * yearly_mean(flows.time, plan.it_online_share)) * KW_PER_MW
    chip_years = np.array([[site.it_lifetime_years] for site in sites])
    building_years = np.array([[site.building_lifetime_years] for site in sites])
    share = _number("accounting", "grid_loss_share")
    purchased = yearly_sum(flows.time, flows.average_intensity_kg_per_mwh * (flows.import_mw + flows.physical_mw))
    return BeyondLedger(
        embodied_chips_t=in_service_kw * embodied_kg_per_it_kw() / chip_years / KG_PER_TONNE,
        embodied_buildings_t=(
            in_service_kw * _number("accounting", "building_embodied_kg_per_kw") / building_years / KG_PER_TONNE
        ),
        grid_losses_t=purchased * share / (1.0 - share) / KG_PER_TONNE,
        methane_slip_t=_methane_kg(flows) * methane_potential / KG_PER_TONNE,
    )


def _methane_kg(flows: Flows) -> FloatArray:
    """Return (sites, years) kg of methane that turbines on the site let through in a year."""
    per_mwh = [
        asset.heat_rate_mmbtu_per_mwh * MWH_PER_MMBTU * fuel(BURNS[asset.technology]).methane_kg_per_mwh
        if asset.technology in BURNS
        else 0.0
        for asset in flows.case.supply
    ]
    made = yearly_sum(flows.time, flows.generation_where(flows.is_on_site))
    return flows.by_site(np.array(per_mwh)[:, None] * made)


def embodied_kg_per_it_kw() -> float:
    """Return kg CO2e of making chips, servers and network for one kW of IT power."""
    return _number("serving", "embodied_kg_per_chip") / _number("accounting", "it_kw_per_chip")


def _number(table: str, parameter: str) -> float:
    return loader.get(table, "default", parameter).number
