"""What the plan of `stargate` runs, burns and pays beside published figures, from the figures of its last run."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from firmwatt.accounting.costs import power_cost_share
from firmwatt.catalog import loader
from firmwatt.catalog.loader import Row
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_DAY, HOURS_PER_YEAR
from tools.pages.reality_checks import IN_A_PLAN, Check
from tools.pages.scenario_plans import PlanFigures, fingerprint, read_figures

SCENARIO = "stargate"
PRICE_YEAR = 2024
MMBTU_PER_MMCF = 1037.0
"""Heat of a million cubic feet of pipeline gas in the United States (EIA, mean of recent years)."""
GAS_YEAR = 2030
GAS = "data_centre_gas_bcf_per_day"
NAMES = {
    f"{SCENARIO}/solar/lcoe_usd_per_mwh": "sun, USD/MWh",
    f"{SCENARIO}/wind_onshore/lcoe_usd_per_mwh": "wind, USD/MWh",
    f"{SCENARIO}/solar/capacity_factor": "sun, capacity factor",
    f"{SCENARIO}/wind_onshore/capacity_factor": "wind, capacity factor",
    f"{SCENARIO}/gas": "gas of a gigawatt of its plants, million cubic feet a day",
    f"{SCENARIO}/combined_cycle": "the same of a new combined cycle",
    f"{SCENARIO}/bill_usd_per_kw": "chips and building, USD a kW at the meter",
    f"{SCENARIO}/chips_share": "chips, share of capital",
    f"{SCENARIO}/building_share": "buildings, share of capital",
    f"{SCENARIO}/power_share": "power, share of capital",
    f"{SCENARIO}/energy_share": "power, share of all cost of computing",
}


def introduction(gas_source: int) -> str:
    """Return the sentences before the table; `gas_source` is the number of the source of what gas is expected."""
    figures, gas = _plan().figures, _published("united_states_2030", GAS)
    country = _published("united_states_2024", "gas_consumption_bcf_per_day")
    pipeline = _published("mountain_valley", "gas_pipeline_bcf_per_day")
    rates = ", ".join(_build_rates())
    burnt = sum(_yearly(name, "gas_mmbtu")[_place(GAS_YEAR)] for name in figures["technologies"])
    bcf_per_day = burnt * HOURS_PER_DAY / HOURS_PER_YEAR / MMBTU_PER_MMCF / 1e3
    stale = (
        "" if figures["fingerprint"] == fingerprint(SCENARIO) else " Scenario, catalogue or weather have changed since."
    )
    return (
        f"`{SCENARIO}` as planned on {figures['date']} on its sample of hours.{stale} Levelised cost is what owning "
        "and running its own plants costs before tax credits, over what they gave: energy thrown away counts. "
        f"In {GAS_YEAR} its plants burn {bcf_per_day:.2f} billion cubic feet of gas a day; for all new plants beside "
        f"data centres of the United States {gas.number:.1f} are expected by then (source {gas_source}). One new "
        f"pipeline carries {pipeline.number:.1f} ({pipeline.note}), and the country burnt {country.number:.1f} a day "
        f"in 2024 ({country.source}): the plan takes {bcf_per_day / pipeline.number:.0%} of the one and "
        f"{bcf_per_day / country.number:.1%} of the other.\n\n"
        f"It adds at most {_most_built_gw():.1f} GW of plants of its own in a year; {rates}.\n"
    )


def _most_built_gw() -> float:
    pace = _plan().figures["build_pace"]["supply"]
    return float(pace["mw_per_year"]) / 1e3


def _build_rates() -> Iterator[str]:
    """Yield what countries have built in a year, with its source."""
    for key, words in (("united_states_2024", "the United States"), ("china_2024", "China")):
        row = _published(key, "build_rate_gw_per_year")
        yield f"{words} added {row.number:,.0f} GW in {key[-4:]} ({row.source})"


def checks() -> Iterator[Check]:
    """Yield the figures of the plan beside published ones."""
    for technology in ("solar", "wind_onshore"):
        given, full, usd = (_horizon(technology, key) for key in ("mwh", "full_mwh", "usd"))
        for parameter, value in (("lcoe_usd_per_mwh", usd / given), ("capacity_factor", given / full)):
            yield _check(f"{technology}/{parameter}", value, _published(technology, parameter))
    burning = [name for name in _plan().figures["technologies"] if _horizon(name, "gas_mmbtu") > 0.0]
    rate = sum(_horizon(name, "gas_mmbtu") for name in burning) / sum(_horizon(name, "mwh") for name in burning)
    gas = _published("combined_cycle", "gas_mmcf_per_day_per_gw")
    yield _check("gas", _mmcf_per_day(rate), gas)
    new = loader.get("technologies", "combined_cycle", "heat_rate_mmbtu_per_mwh").number
    yield _check("combined_cycle", _mmcf_per_day(new), gas)
    capital = _plan().figures["capital_usd"]
    whole, computing = sum(capital.values()), capital["chips"] + capital["building"]
    at_meter_kw = 1e3 * _plan().mw("energised_mw", _plan().years[-1])
    for parameter, value in (
        ("bill_usd_per_kw", computing / at_meter_kw),
        ("chips_share", capital["chips"] / whole),
        ("building_share", capital["building"] / whole),
        ("power_share", (whole - computing) / whole),
        ("energy_share", power_cost_share(_plan().figures["cost_usd"])),
    ):
        yield _check(parameter, value, _published("programme", parameter))


@cache
def _plan() -> PlanFigures:
    return PlanFigures(read_figures()["plans"][SCENARIO])


def _check(what: str, value: float, published: Row) -> Check:
    return Check(f"{SCENARIO}/{what}", IN_A_PLAN, value, value, value, published)


def _published(key: str, parameter: str) -> Row:
    row = loader.get("published", key, parameter)
    return row if row.currency_year is None else row.in_price_year(PRICE_YEAR)


def _mmcf_per_day(mmbtu_per_mwh: float) -> float:
    """Return what a gigawatt that runs all day burns, in million cubic feet."""
    return mmbtu_per_mwh * 1e3 * HOURS_PER_DAY / MMBTU_PER_MMCF


def _place(year: int) -> int:
    return _plan().years.index(year)


def _yearly(technology: str, key: str) -> FloatArray:
    return np.asarray(_plan().figures["technologies"][technology][key], dtype=np.float64)


def _horizon(technology: str, key: str) -> float:
    """Return the sum over the calendar years of the horizon."""
    return float(np.asarray(_plan().figures["years_represented"]) @ _yearly(technology, key))
