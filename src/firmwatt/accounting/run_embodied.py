"""What the ledger of a run leaves out of Scope 3: the making of chips and buildings in service, and grid losses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.accounting.clock import yearly_mean, yearly_sum
from firmwatt.accounting.flows import Flows
from firmwatt.catalog import loader
from firmwatt.timegrid import FloatArray
from firmwatt.units import KG_PER_TONNE, KW_PER_MW


@dataclass(frozen=True, slots=True, eq=False)
class BeyondLedger:
    """Scope 3 beside the ledger's, all (sites, years) tonnes CO2e in one calendar year.

    Attributes
    ----------
    embodied_chips_t
        Chips, servers and network in service.
    embodied_buildings_t
    grid_losses_t
        Energy lost between plants and the site, at the grid's average.
    """

    embodied_chips_t: FloatArray
    embodied_buildings_t: FloatArray
    grid_losses_t: FloatArray


def beyond_ledger(flows: Flows) -> BeyondLedger:
    """Return the parts of Scope 3 that no cost and no constraint of a plan knows.

    Notes
    -----
    `in service = existing + (planned - existing) · online share`, MW of IT; a year carries
    `in service · kg per kW / lifetime`, with the lifetimes by which the plan pays chips and buildings. Chips take
    `embodied_kg_per_chip / it_kw_per_chip`. Losses are `Σ_t purchased_t · average_t · s / (1 - s)`, as of metered data.
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
    )


def embodied_kg_per_it_kw() -> float:
    """Return kg CO2e of making chips, servers and network for one kW of IT power."""
    return _number("serving", "embodied_kg_per_chip") / _number("accounting", "it_kw_per_chip")


def _number(table: str, parameter: str) -> float:
    return loader.get(table, "default", parameter).number
