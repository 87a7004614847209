"""A small market that answers the load: fifty megawatts at 20, fifty at 40, more at 90 USD/MWh, for golden programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from firmwatt.grid.curve_series import CurveSeries
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solve import solve
from firmwatt.planning.market_baseline import with_markets
from firmwatt.planning.model import build_model
from firmwatt.planning.plan import Plan, PlanInputs
from firmwatt.planning.solve import read_plan
from firmwatt.scenario.assets import AvailabilityKind
from firmwatt.scenario.case import Case
from firmwatt.scenario.supply_curve import CleanFleet, CurveExpansion, CurveStep, SupplyCurve
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_YEAR
from tests.golden.kit import World, golden_inputs

EXACT = SolverOptions(method="simplex", relative_gap=1e-9)


def step(name: str, mw: float, cost: float, rate: float, credit: float = 0.0, years: int = 1) -> CurveStep:
    """Return a step that is always available."""
    return CurveStep(name, (mw,) * years, 1.0, cost, rate, credit)


def addition(**changes: Any) -> CurveExpansion:
    """Return a plant of 100 USD/kW over ten years (10,000 USD per MW and year) that runs at 30 USD/MWh."""
    base = CurveExpansion("turbine", AvailabilityKind.FLAT, 1.0, 30.0, 400.0, 1.0, 1000.0, 2020, 100.0, 10.0, 0.0, 0.0)
    return replace(base, **changes)


def curve(years: int = 1, **changes: Any) -> SupplyCurve:
    """Return coal, gas and load forgone; no additions and no margin."""
    steps = (
        step("coal", 50.0, 20.0, 1000.0, 1.0, years),
        step("gas_efficient", 50.0, 40.0, 400.0, 1.0, years),
        step("gas_peaking", 500.0, 90.0, 600.0, 1.0, years),
        step("lost_load", 1e6, 5000.0, 0.0, 0.0, years),
    )
    zero = (0.0,) * years
    clean = CleanFleet(zero, zero, 0.2, 0.3, zero, zero, zero)
    base = SupplyCurve("r", (0.0,) * years, None, "", 0.0, clean, steps, (), None, zero)
    return replace(base, **changes)


@dataclass(frozen=True, slots=True)
class Market:
    """The hours of the market: its other customers, what carbon-free plants give, and shares of added sun."""

    background: Sequence[float] = (60.0, 60.0)
    clean: Sequence[float] = (0.0, 0.0)
    sun: Sequence[float] = (0.0, 0.0)


def market_inputs(asked: Case, world: World, market: Market, supply_curve: SupplyCurve | None = None) -> PlanInputs:
    """Return the inputs of a golden case whose only region answers the load."""
    years = len(asked.programme.planning_years)
    answers = supply_curve or curve(years)
    regions = tuple(replace(region, curve=answers) for region in asked.regions)
    inputs = golden_inputs(replace(asked, regions=regions), world)

    def spread(values: Sequence[float], *lead: int) -> FloatArray:
        series = np.zeros((*lead, HOURS_PER_YEAR))
        series[..., : len(values)] = values
        return series

    series = CurveSeries(
        curves=(answers,),
        market_of_region=(0,),
        background_mw=spread(market.background, 1, years, 1),
        clean_mw=spread(market.clean, 1, years, 1),
        solar_share=spread(market.sun, 1, 1),
        wind_share=spread((0.0,), 1, 1),
    )
    return with_markets(replace(inputs, curves=series))


def exact_plan(inputs: PlanInputs) -> Plan:
    """Return the plan of inputs, solved to a vertex."""
    model = build_model(inputs)
    return read_plan(model, solve(model.lp, EXACT))
