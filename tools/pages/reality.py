"""`docs/reality.md`: the numbers that a sceptic would check first, ours beside published ones, misses explained.

The case in `reality.yaml` is resolved as any scenario is, its weather is generated, and the figures follow from the
same functions that plans use. Published values are the rows of the catalogue table `published`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from firmwatt.catalog import loader
from firmwatt.catalog.loader import Row
from firmwatt.finance import annual_capital_cost_usd_per_mw
from firmwatt.planning.date_risk import path_quantiles
from firmwatt.planning.roadmap import critical_path_years
from firmwatt.resource.supply import supply_availability
from firmwatt.resource.weather import site_weather
from firmwatt.scenario.assets import LeadStep, SupplyAsset
from firmwatt.scenario.case import Case, Site
from firmwatt.scenario.loader import load_case
from firmwatt.units import HOURS_PER_YEAR, KW_PER_MW
from tools.pages import reality_plan
from tools.pages.markdown import heading, table
from tools.pages.reality_checks import INSIDE, Check

SCENARIO = Path(__file__).with_name("reality.yaml")
LCOE, FACTOR, LEAD = "lcoe_usd_per_mwh", "capacity_factor", "lead_time_years"
PEAKER = "gas_turbine"
MANY = 10.0
"""From here on figures of mixed tables are told without decimals."""
BUILT_USD_PER_KW, BUYERS_RATE, BUYERS_YEARS = (9000.0, 15000.0), 0.077, 40.0
"""What Lazard takes for a large reactor: capital with interest while it is built, nominal return, years of recovery."""
PUE, UTILISATION = 1.2, 0.84
"""At which the share of electricity is told: a warm site's yearly mean with losses, and training's machines in use."""


def page() -> str:
    """Return the page."""
    introduction = (
        "Ours beside what others have published, each with its source, and an explanation where we miss. Everything is "
        "computed when this page is written: costs, lives, steps and fuel from the [catalogue](catalogue.md), capital "
        "by `finance.py`, sun and wind by the generator of weather, dates by the draws of plans. Money is USD of 2024 "
        f"at a real discount rate of {100 * _case().programme.discount_rate:.0f} % a year; published money is brought "
        "to the same year. A published value without a range counts as met within a tenth."
    )
    checks = {parameter: [c for c in all_checks() if c.parameter == parameter] for parameter in (LCOE, FACTOR, LEAD)}
    programme = [check for check in all_checks() if check.key == "programme"]
    plan = [check for check in all_checks() if check.key.startswith(reality_plan.SCENARIO)]
    return "\n".join(
        [
            heading("Reality", introduction),
            "## Levelised cost of energy, USD/MWh\n",
            "At the central cost; in brackets at the catalogue's low and high overnight cost. Sun and wind run for the "
            "mean of ten American places, the gas turbine as peakers do, everything else for its availability. "
            "What has no published range stands without one.\n",
            table(_HEADER, [*_rows(checks[LCOE], 0), *_unpublished()]),
            "## Capacity factors\n",
            "Published are yearly means of the American fleet, ours means over the same ten places, which were chosen "
            "for data centres and not for sun or wind.\n",
            table(_HEADER, _rows(checks[FACTOR], 2)),
            table(("Place", "Sun", "Wind"), _places()),
            "## From the decision to the first megawatt, years\n",
            "Ours is the critical path at central lengths, in brackets P10 and P90 of the drawn paths.\n",
            table(_HEADER, _rows(checks[LEAD], 1)),
            "## What a programme spends\n",
            f"Chips and building for a kW of IT load; electricity at Abilene's price, {PUE} kW at the meter for each "
            f"kW of IT load, {100 * UTILISATION:.0f} % of the machines in use. Ours is Bernstein's bill; Nvidia "
            "and Barclays tell more, for the chips that come next.\n",
            table(_HEADER, _rows(programme, 3)),
            "## In a plan\n",
            reality_plan.introduction(_sources()[_source(_published("united_states_2030", reality_plan.GAS))]),
            table(_HEADER, _rows(plan, None)),
            "## Misses, explained\n",
            "\n".join(f"- **{_name(c)}**: {c.reason}" for c in all_checks() if c.verdict != INSIDE),
            f"\n{_nuclear_note()}",
            "\n## Sources\n",
            "\n".join(f"{number}. {source}" for source, number in _sources().items()),
            "",
        ]
    )


@cache
def all_checks() -> tuple[Check, ...]:
    """Return every comparison, in the order of the page."""
    return (*_lcoe_checks(), *_factor_checks(), *_lead_checks(), *_programme_checks(), *reality_plan.checks())


_HEADER = ("", "Ours", "Published", "", "Source")


def _lcoe_checks() -> Iterator[Check]:
    for technology, asset in _assets().items():
        row = loader.find("published", technology, LCOE)
        if row is not None:
            yield Check(technology, LCOE, *_lcoe_span(asset), _in_price_year(row))


def _factor_checks() -> Iterator[Check]:
    for technology in _assets():
        row = loader.find("published", technology, FACTOR)
        if row is not None and technology != PEAKER:  # what a peaker runs is the plan's choice, not the turbine's
            factor = float(np.mean(list(_factors(technology).values())))
            yield Check(technology, FACTOR, factor, factor, factor, row)


def _lead_checks() -> Iterator[Check]:
    found: dict[str, tuple[LeadStep, ...]] = {name: asset.steps for name, asset in _assets().items()}
    found["load_connection"] = _case().sites[0].connection.steps
    for name, steps in found.items():
        row = loader.find("published", name, LEAD)
        if row is not None:
            drawn = path_quantiles(steps, name)
            yield Check(name, LEAD, drawn.p10, critical_path_years(steps), drawn.p90, row)


def _programme_checks() -> Iterator[Check]:
    site, rate = _case().sites[0], _case().programme.discount_rate
    chips, building = site.it_capital_usd_per_kw, site.building_capital_usd_per_kw
    yearly = annual_capital_cost_usd_per_mw(chips, rate, site.it_lifetime_years, 0.0)
    yearly += annual_capital_cost_usd_per_mw(building, rate, site.building_lifetime_years, 0.0)
    power = _power_usd_per_mwh(site) * PUE * UTILISATION * HOURS_PER_YEAR
    for parameter, value in (
        ("chips_share", chips / (chips + building)),
        ("capital_usd_per_kw", chips + building),
        ("energy_share", power / (power + yearly)),
    ):
        yield Check("programme", parameter, value, value, value, _in_price_year(_published("programme", parameter)))


def _power_usd_per_mwh(site: Site) -> float:
    region = _case().regions[_case().region_index(site.region)]
    capacity = site.connection.capacity_price_usd_per_mw_year / HOURS_PER_YEAR
    return region.mean_price_usd_per_mwh[0] + site.connection.delivery_charge_usd_per_mwh + capacity


def _nuclear_note() -> str:
    """Return the page's proof that the levelised cost of reactors differs by inputs and not by formula."""
    low, high = (built_reactor_usd_per_mwh(usd) for usd in BUILT_USD_PER_KW)
    return (
        f"With Lazard's inputs for a reactor, {BUILT_USD_PER_KW[0]:,.0f} to {BUILT_USD_PER_KW[1]:,.0f} USD/kW, with "
        f"interest while it is built, recovered over {BUYERS_YEARS:.0f} years at a nominal {100 * BUYERS_RATE:.1f} % "
        f"(recalled, not read again), our formula gives {low:.0f} to {high:.0f} USD/MWh before taxes: what is left of "
        "the miss lies in life, return and taxes, not in the sum.\n"
    )


def built_reactor_usd_per_mwh(capital_usd_per_kw: float) -> float:
    """Return the levelised cost of a large reactor of ours at Lazard's capital, return and years of recovery."""
    reactor = replace(_assets()["nuclear_large"], construction_years=0.0, lifetime_years=BUYERS_YEARS)
    return lcoe_usd_per_mwh(reactor, capital_usd_per_kw, reactor.availability, BUYERS_RATE)


def lcoe_usd_per_mwh(
    asset: SupplyAsset, overnight_cost_usd_per_kw: float, factor: float, rate: float | None = None
) -> float:
    """Return the levelised cost of one MWh of an asset that runs for a share of its capacity, at the case's rate."""
    capital = annual_capital_cost_usd_per_mw(
        overnight_cost_usd_per_kw,
        _case().programme.discount_rate if rate is None else rate,
        asset.lifetime_years,
        asset.construction_years,
    )
    fixed = asset.fixed_om_usd_per_kw_year * KW_PER_MW
    fuel = asset.heat_rate_mmbtu_per_mwh * asset.fuel_cost_usd_per_mmbtu[0]
    return (capital + fixed) / (HOURS_PER_YEAR * factor) + asset.variable_om_usd_per_mwh + fuel


def _lcoe_span(asset: SupplyAsset) -> tuple[float, float, float]:
    """Return the levelised cost at the low, central and high overnight cost."""
    factor = float(np.mean(list(_factors(asset.technology).values())))
    if asset.technology == PEAKER:
        factor = _published(PEAKER, FACTOR).number
    cost = _in_price_year(loader.get("technologies", asset.technology, "overnight_cost_usd_per_kw"))
    low, high = (cost.number if bound is None else bound for bound in (cost.low, cost.high))
    return (
        lcoe_usd_per_mwh(asset, low, factor),
        lcoe_usd_per_mwh(asset, cost.number, factor),
        lcoe_usd_per_mwh(asset, high, factor),
    )


def _factors(technology: str) -> dict[str, float]:
    """Return site → yearly mean availability of a technology."""
    mean = _availability()
    return {a.site: mean[i] for i, a in enumerate(_case().supply) if a.technology == technology}


@cache
def _availability() -> tuple[float, ...]:
    case = _case()
    share = supply_availability(case, site_weather(case)).share
    return tuple(float(mean) for mean in share.mean(axis=(1, 2)))


@cache
def _case() -> Case:
    return load_case(SCENARIO)


def _assets() -> dict[str, SupplyAsset]:
    """Return technology → its first asset."""
    return {asset.technology: asset for asset in reversed(_case().supply)}


def _published(key: str, parameter: str) -> Row:
    return loader.get("published", key, parameter)


def _in_price_year(row: Row) -> Row:
    return row if row.currency_year is None else row.in_price_year(_case().programme.price_year)


def _rows(checks: list[Check], asked_decimals: int | None) -> Iterator[tuple[str, ...]]:
    for check in checks:
        row = check.published
        decimals = (0 if abs(check.value) >= MANY else 2) if asked_decimals is None else asked_decimals
        published = _number(row.number, decimals)
        if row.low is not None and row.high is not None:
            published = f"{_number(row.low, decimals)} – {_number(row.high, decimals)}"
        yield _name(check), _span(check, decimals), published, check.verdict, str(_sources()[_source(row)])


def _unpublished() -> Iterator[tuple[str, ...]]:
    for technology, asset in _assets().items():
        if loader.find("published", technology, LCOE) is None:
            low, value, high = _lcoe_span(asset)
            span = f"{value:,.0f} ({low:,.0f} – {high:,.0f})"
            yield _words(technology), span, "", "", ""


def _places() -> list[tuple[str, ...]]:
    sun, wind = _factors("solar"), _factors("wind_onshore")
    return [(_words(place), f"{sun[place]:.2f}", f"{wind[place]:.2f}") for place in sun]


def _span(check: Check, decimals: int) -> str:
    value = _number(check.value, decimals)
    if check.low == check.high:
        return value
    return f"{value} ({_number(check.low, decimals)} – {_number(check.high, decimals)})"


def _number(value: float, decimals: int) -> str:
    return f"{value:,.0f}" if abs(value) >= KW_PER_MW else f"{value:,.{decimals}f}"


def _name(check: Check) -> str:
    return reality_plan.NAMES.get(check.key) or _words(check.parameter if check.key == "programme" else check.key)


def _words(key: str) -> str:
    return key.replace("usd_per_kw", "USD/kW").replace("_", " ")


def _source(row: Row) -> str:
    return f"{row.source} ({row.source_year}, confidence {row.confidence})"


def _sources() -> dict[str, int]:
    texts = dict.fromkeys(_source(check.published) for check in all_checks())
    return {text: number for number, text in enumerate(texts, start=1)}
