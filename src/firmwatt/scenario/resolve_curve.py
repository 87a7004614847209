"""Make the `SupplyCurve` of a market: the catalogue's plants today, moved to each planning year."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from firmwatt.catalog import loader as catalog
from firmwatt.scenario.assets import AvailabilityKind
from firmwatt.scenario.case import DefaultUsed
from firmwatt.scenario.defaults import Defaults
from firmwatt.scenario.schema import CurveEntry
from firmwatt.scenario.supply_curve import CleanFleet, CurveExpansion, CurveStep, ReserveDemand, SupplyCurve

FLEETS, STEPS, TECHNOLOGIES = "grid_fleets", "grid_steps", "technologies"
FORGONE = ("demand_response", "lost_load")
"""Steps that are load forgone at a price."""
LOST, NO_LIMIT_MW = "lost_load", 1e6
"""The step that is always there, and its megawatts: more than any market has."""
EXPANSIONS = ("combined_cycle", "gas_turbine", "solar", "wind_onshore")
"""What markets add when it pays; batteries, reactors and lines come with the forward mix only."""
OPPOSITE = {"low": "high", "central": "central", "high": "low"}
LEAD_STEPS = (("permit", "build"), ("procure", "build"), ("connect",))
"""Chains of steps of a new plant that run side by side."""
GAS_TECHNOLOGIES = ("combined_cycle", "gas_turbine")


@dataclass(frozen=True, slots=True)
class _Market:
    """What the rows of a market are read with.

    Attributes
    ----------
    name : key of `grid_fleets`
    where : dotted name of the fields, for the list of defaults
    """

    name: str
    where: str
    years: tuple[int, ...]
    defaults: Defaults

    def number(self, parameter: str, outlook: str = "central") -> float:
        """Return a figure of the market, or its low or high value where the catalogue has one."""
        row = catalog.get(FLEETS, self.name, parameter).in_price_year(self.defaults.price_year)
        value = {"low": row.low, "high": row.high}.get(outlook)
        found = row.number if value is None else value
        place = f"{self.where}.{parameter}"
        self.defaults.used[place] = DefaultUsed(
            place, found, row.unit, FLEETS, self.name, row.source, row.source_year, row.confidence
        )
        return found

    def changed(self, name: str, outlook: str) -> tuple[float, ...]:
        """Return (years,) megawatts that change by so many a year from the catalogue's year on, never below zero."""
        base = catalog.get(FLEETS, self.name, f"{name}_mw").source_year
        return changed_values(
            self.number(f"{name}_mw"), self.number(f"{name}_change_mw_per_year", outlook), base, self.years
        )


def market_of(region: str) -> str | None:
    """Return the market of a region, None where the catalogue does not know its plants."""
    row = catalog.find("regions", region, "market")
    return None if row is None else row.text


def resolve_curve(
    market: str, entry: CurveEntry, years: tuple[int, ...], decision: date, place: tuple[Path, Defaults]
) -> SupplyCurve:
    """Return the supply curve of a market.

    Parameters
    ----------
    market : key of `grid_fleets`
    entry
    years
    decision
        Day on which the lead time of additions starts.
    place
        Folder where paths begin, and the list of defaults.
    """
    folder, defaults = place
    rows = _Market(market, f"grid.{market}.curve", years, defaults)
    base = catalog.get(FLEETS, market, "mean_demand_mw").source_year
    growth = rows.number("demand_growth_per_year", entry.demand_growth)
    has_margin = catalog.find(FLEETS, market, "reserve_margin") is not None
    return SupplyCurve(
        market=market,
        mean_demand_mw=tuple(rows.number("mean_demand_mw") * (1.0 + growth) ** (year - base) for year in years),
        demand_file=None if entry.demand_file is None else folder / entry.demand_file,
        demand_area=entry.demand_area or "",
        demand_growth_per_year=growth,
        clean=_clean(rows, entry, has_margin),
        steps=_steps(rows, entry),
        expansions=tuple(
            expansion for name in EXPANSIONS if (expansion := _expansion(rows, name, entry, decision)) is not None
        ),
        reserve_margin=rows.number("reserve_margin") if has_margin else None,
        shortage_price_usd_per_mw_year=_shortage_price(rows) if has_margin else (0.0,) * len(years),
        is_demand_sloped=has_margin,
        peak_over_mean=rows.number("peak_over_mean") if has_margin and entry.demand_file is None else None,
        reserve_demand=_reserve_demand(rows, entry),
    )


def _clean(rows: _Market, entry: CurveEntry, has_margin: bool) -> CleanFleet:
    years = len(rows.years)
    return CleanFleet(
        solar_mw=rows.changed("solar", entry.build_out),
        wind_mw=rows.changed("wind", entry.build_out),
        solar_factor=rows.number("solar_factor"),
        wind_factor=rows.number("wind_factor"),
        steady_mw=rows.changed("steady", entry.build_out),
        hydro_mw=(rows.number("hydro_mw"),) * years,
        firm_mw=rows.changed("clean_firm", entry.build_out) if has_margin else (rows.number("clean_firm_mw"),) * years,
    )


def _shortage_price(rows: _Market) -> tuple[float, ...]:
    """Return (years,) the most that capacity may cost: that of the tariff, or while there is one of a price collar."""
    of_tariff, collar = rows.number("shortage_price_usd_per_mw_year"), "collar_price_usd_per_mw_year"
    if catalog.find(FLEETS, rows.name, collar) is None:
        return (of_tariff,) * len(rows.years)
    while_it_lasts, last = rows.number(collar), rows.number("collar_last_year")
    return tuple(while_it_lasts if year <= last else of_tariff for year in rows.years)


def _reserve_demand(rows: _Market, entry: CurveEntry) -> ReserveDemand | None:
    """Return what is paid for plants that stand ready, None where the catalogue knows of nothing."""
    if catalog.find(FLEETS, rows.name, "reserve_held_mw") is None:
        return None
    held, mean, spread = (rows.number(f"reserve_{name}_mw") for name in ("held", "mean", "spread"))
    return ReserveDemand(held, mean, spread, _forgone(rows, LOST), rows.changed("reserve_battery", entry.build_out))


def _steps(rows: _Market, entry: CurveEntry) -> tuple[CurveStep, ...]:
    """Return the dispatchable steps, cheapest first."""
    found = []
    for name in catalog.keys(STEPS):
        step = catalog.group(STEPS, name)
        found.append(
            CurveStep(
                name=name,
                capacity_mw=_capacity_mw(rows, name, entry),
                availability=step["availability"].number,
                running_cost_usd_per_mwh=_forgone(rows, name) if name in FORGONE else _fuelled(rows, name),
                emission_kg_per_mwh=step["emission_kg_per_mwh"].number,
                capacity_credit=step["capacity_credit"].number,
            )
        )
    return tuple(sorted(found, key=lambda step: step.running_cost_usd_per_mwh))


def _capacity_mw(rows: _Market, name: str, entry: CurveEntry) -> tuple[float, ...]:
    if name == "coal":
        return rows.changed(name, OPPOSITE[entry.retirements])
    return (NO_LIMIT_MW if name == LOST else rows.number(f"{name}_mw"),) * len(rows.years)


def _forgone(rows: _Market, name: str) -> float:
    """Return the price at which customers forgo a MWh."""
    return rows.defaults.number(None, f"grid.steps.{name}.price_usd_per_mwh", STEPS, name, "price_usd_per_mwh")


def _fuelled(rows: _Market, name: str) -> float:
    """Return what a MWh of a step costs: its heat rate at the market's price of its fuel, and its variable cost."""
    where, fuel = f"grid.steps.{name}", catalog.get(STEPS, name, "fuel").text
    heat_rate = rows.defaults.number(None, f"{where}.heat_rate_mmbtu_per_mwh", STEPS, name, "heat_rate_mmbtu_per_mwh")
    variable = rows.defaults.number(None, f"{where}.variable_om_usd_per_mwh", STEPS, name, "variable_om_usd_per_mwh")
    return heat_rate * rows.number(f"{fuel}_price_usd_per_mmbtu") + variable


def _expansion(rows: _Market, name: str, entry: CurveEntry, decision: date) -> CurveExpansion | None:
    """Return what may be added of a technology, None where nothing may."""
    limit = rows.number(f"{name}_build_mw_per_year", entry.build_out)
    if limit == 0.0:
        return None

    def number(parameter: str) -> float:
        return rows.defaults.number(None, f"grid.expansions.{name}.{parameter}", TECHNOLOGIES, name, parameter)

    lead = max(sum(number(f"step_{step}_years") for step in chain) for chain in LEAD_STEPS)
    gas = rows.number("gas_price_usd_per_mmbtu") if name in GAS_TECHNOLOGIES else 0.0
    start = decision.year + (decision.timetuple().tm_yday - 1) / 365.0
    return CurveExpansion(
        technology=name,
        kind=AvailabilityKind(catalog.get(TECHNOLOGIES, name, "availability_kind").text),
        availability=number("availability"),
        running_cost_usd_per_mwh=number("heat_rate_mmbtu_per_mwh") * gas + number("variable_om_usd_per_mwh"),
        emission_kg_per_mwh=number("emission_kg_per_mwh"),
        capacity_credit=number("capacity_credit"),
        build_limit_mw_per_year=limit,
        earliest_year=math.ceil(start + lead),
        overnight_cost_usd_per_kw=number("overnight_cost_usd_per_kw"),
        lifetime_years=number("lifetime_years"),
        construction_years=number("construction_years"),
        fixed_om_usd_per_kw_year=number("fixed_om_usd_per_kw_year"),
    )


def changed_values(value: float, change_per_year: float, base: int, years: tuple[int, ...]) -> tuple[float, ...]:
    """Return (years,) a value that changes by so much a year from a base year on, never below zero.

    Examples
    --------
    >>> changed_values(100.0, -40.0, 2024, (2024, 2026, 2030))
    (100.0, 20.0, 0.0)
    """
    return tuple(max(value + change_per_year * (year - base), 0.0) for year in years)
