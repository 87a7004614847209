"""A run as a PyPSA network with the same optimum.

The network is a file of components only: `pypsa.Network(path).optimize(multi_investment_periods=True)` finds the
plan's own least cost. Objective and constraints are built from the same columns as the plan; what PyPSA has no word
for (limits on capacity, on a year's energy, hourly matching) stands in it as buses, stores and links, as
`docs/pypsa.md` tells.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from firmwatt import __version__
from firmwatt.errors import UserError
from firmwatt.interop.pypsa.accounts import add_accounts
from firmwatt.interop.pypsa.clock import Clock
from firmwatt.interop.pypsa.draft import Draft
from firmwatt.interop.pypsa.matching import add_matching
from firmwatt.interop.pypsa.sites import add_computing, add_connections
from firmwatt.interop.pypsa.stocktaking import Stocktaking
from firmwatt.interop.pypsa.storage import add_links, add_storage
from firmwatt.interop.pypsa.supply import add_supply
from firmwatt.interop.pypsa.tariffs import add_tariffs
from firmwatt.interop.replace import replaced_file
from firmwatt.planning.model import PlanningModel, build_model
from firmwatt.planning.plan import Plan

CARRIED = frozenset(
    {
        "annual_carbon_free", "backlog_cyclic", "balance", "basin_water", "billed_at_least", "billed_demand",
        "billed_ratchet", "budget", "carbon_cap", "carbon_intensity_cap", "connection_curtailable_mw_vintages",
        "connection_firm_mw_vintages", "connection_limit", "contract_limit", "credited_by_capacity",
        "credited_by_generation", "credited_within_import", "curtailable_energy", "gas_pipeline",
        "gas_pipeline_expansion_vintages", "generation_limit", "hourly_carbon_free", "import_curtailable_limit",
        "import_firm_limit", "it_limit", "it_mw_late", "it_mw_vintages", "land", "link_limit", "link_mw_vintages",
        "matched_within_clean", "matched_within_load", "minimum_load", "ratchet_peak", "re100", "reserve",
        "run_hours", "sale_limit", "state_of_charge", "state_of_charge_cyclic", "storage_credit",
        "storage_energy_limit", "storage_least_hours", "storage_most_hours", "storage_mw_vintages",
        "storage_mwh_vintages", "storage_power_limit", "supply_mw_vintages", "vendor_slots", "water", "work",
    }
)  # fmt: skip
"""Blocks of rows of the planning model that have a counterpart in the network."""


class Planned(Protocol):
    """Anything that holds a plan, such as a run."""

    @property
    def plan(self) -> Plan:
        """Return the plan."""


def export_network(run: Planned, path: str | Path) -> None:
    """Write a run as a PyPSA network (netCDF); its meta data tell the objective that PyPSA is to find.

    Raises
    ------
    UserError
        PyPSA is not installed, the path cannot be written, or the plan has a limit that the network cannot hold.
    """
    plan = run.plan
    network = build_network(build_model(plan.inputs))
    network.meta = {
        "firmwatt_version": __version__,
        "firmwatt_objective_usd": plan.solution.primal_objective,
        "firmwatt_relative_gap": plan.solution.relative_gap,
        "firmwatt_scenario_sha256": plan.inputs.case.scenario_sha256,
    }
    with replaced_file(Path(path)) as new, _quietly():
        network.export_to_netcdf(new)


def build_network(model: PlanningModel) -> Any:
    """Return the PyPSA network of a planning model.

    Raises
    ------
    UserError
        PyPSA is not installed, or a limit has no counterpart in the network.
    """
    if model.frame.case.programme.risk_in_force is not None:
        raise UserError(
            "pypsa: the network of a plan holds its expected cost alone, not the dearest weather years that "
            "`programme.risk` lets count. Plan with `weight: 0`, or without `risk`, and export that."
        )
    missing = sorted({block.name.partition("/")[0] for block in model.lp.row_blocks} - CARRIED)
    if missing:
        raise UserError(f"pypsa: the limits {', '.join(missing)} have no counterpart in a network. Leave them out.")
    frame = model.frame
    draft = Draft(Clock(frame.inputs.time), frame.present_value)
    draft.constant_usd = model.lp.objective_offset
    accounts, limits = add_accounts(draft, model), Stocktaking(draft, model)
    limits.add_limits()
    add_tariffs(draft, model)
    add_connections(draft, model, accounts, limits)
    add_supply(draft, model, accounts, limits)
    add_storage(draft, model, limits)
    add_links(draft, model, limits)
    add_matching(draft, model)
    add_computing(draft, model, accounts, limits)
    try:
        return draft.network(frame.case.programme.name)
    except ModuleNotFoundError as fault:
        raise UserError("pypsa: is not installed. Add it with `pip install firmwatt[interop]`.") from fault


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep from the user what PyPSA 1.4 tells while it writes: a passing file name, an option outgoing in pandas 3."""
    logger = logging.getLogger("pypsa.network.io")
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "The 'future.infer_string' option is deprecated")
            yield
    finally:
        logger.setLevel(level)
