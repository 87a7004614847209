"""The planning model: assets and constraints in order, made into one `SparseLP`."""

from __future__ import annotations

from dataclasses import dataclass

from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.planning.columns import Columns, add_assets
from firmwatt.planning.constraints.annual_share import add_annual_share
from firmwatt.planning.constraints.balance import add_balance
from firmwatt.planning.constraints.billed_demand import add_billed_demand
from firmwatt.planning.constraints.budget import add_budget
from firmwatt.planning.constraints.carbon_cap import add_carbon_cap
from firmwatt.planning.constraints.connection_limit import add_connection_limit
from firmwatt.planning.constraints.contract_limit import add_contract_limit
from firmwatt.planning.constraints.gas_pipeline import add_gas_pipeline
from firmwatt.planning.constraints.hourly_share import add_hourly_share
from firmwatt.planning.constraints.land import add_land
from firmwatt.planning.constraints.market_balance import add_market_balance
from firmwatt.planning.constraints.market_ready import add_market_ready
from firmwatt.planning.constraints.market_reserve import add_market_reserve
from firmwatt.planning.constraints.minimum_load import add_minimum_load
from firmwatt.planning.constraints.own_supply import add_own_supply
from firmwatt.planning.constraints.power_swing import add_power_swing
from firmwatt.planning.constraints.production_credit import add_production_credit
from firmwatt.planning.constraints.ramp_limit import add_ramp_limit
from firmwatt.planning.constraints.reserve import add_reserve
from firmwatt.planning.constraints.risk import add_risk
from firmwatt.planning.constraints.run_hours import add_run_hours
from firmwatt.planning.constraints.vendor_slots import add_vendor_slots
from firmwatt.planning.constraints.water import add_water
from firmwatt.planning.frame import Frame, make_frame
from firmwatt.planning.plan import PlanInputs

CONSTRAINTS = (
    add_balance,
    add_connection_limit,
    add_billed_demand,
    add_ramp_limit,
    add_power_swing,
    add_own_supply,
    add_contract_limit,
    add_gas_pipeline,
    add_minimum_load,
    add_run_hours,
    add_annual_share,
    add_hourly_share,
    add_carbon_cap,
    add_production_credit,
    add_reserve,
    add_vendor_slots,
    add_land,
    add_water,
    add_budget,
    add_market_balance,
    add_market_ready,
    add_market_reserve,
    add_risk,
)


@dataclass(frozen=True, slots=True)
class PlanningModel:
    """The model of a case: its frame, the columns of its assets and the program."""

    frame: Frame
    columns: Columns
    lp: SparseLP


def build_model(inputs: PlanInputs) -> PlanningModel:
    """Return the planning model of a case.

    Raises
    ------
    LPContractError
        An input holds NaN or bounds that cross, such as more committed than allowed; the message names it.
    """
    frame = make_frame(inputs)
    columns = add_assets(frame)
    for add_constraint in CONSTRAINTS:
        add_constraint(frame, columns)
    if inputs.without is not None:
        frame.builder.objective_offset -= inputs.without.cost_usd
    return PlanningModel(frame, columns, frame.builder.build())
