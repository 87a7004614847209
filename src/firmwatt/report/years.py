"""Yearly series of the books, ready to be drawn: scaled to a unit that fits, empty layers left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from firmwatt.accounting.costs import COMPUTING_KINDS
from firmwatt.accounting.ledger import Ledger
from firmwatt.report.programme import Gap
from firmwatt.report.text import Text, same, say, technology_name
from firmwatt.report.weeks import Layer
from firmwatt.scenario.case import Policy
from firmwatt.units import KG_PER_TONNE

NEGLIGIBLE_SHARE = 5e-4
"""Of the highest bar: a layer that is never thicker is left out."""
LEAST_BELOW_SHARE = 5e-3
"""Of the highest bar: what is thinner below zero cannot be seen, and would give the axis an empty half."""


@dataclass(frozen=True, slots=True)
class YearChart:
    """Stacked bars by planning year, with lines over them.

    Attributes
    ----------
    years : (years,)
        Or the names of other things that stand side by side, such as weather draws.
    unit
        Of the values.
    stacks : one tuple of layers for each bar of a year
    lines : drawn over the bars
    """

    years: tuple[int | str, ...]
    unit: Text
    stacks: tuple[tuple[Layer, ...], ...]
    lines: tuple[Layer, ...] = ()


def gap_chart(gap: Gap) -> YearChart:
    """Return energised megawatts stacked by site under the line of those asked for."""
    layers = [Layer(f"site/{i}", name, gap.energised_mw[i]) for i, name in enumerate(gap.sites)]
    asked = Layer("asked", say("flow.asked"), gap.asked_mw.sum(axis=0))
    return scaled_chart(gap.years, (same("MW"), same("GW")), 1e3, (layers,), (asked,))


def cost_chart(ledger: Ledger, power_only: bool) -> YearChart:
    """Return cost by kind; of power alone where asked."""
    units = (say("unit.million_usd"), say("unit.billion_usd"))
    return scaled_chart(ledger.planning_years, units, 1e3, (cost_layers(ledger, power_only),))


def cost_layers(ledger: Ledger, power_only: bool) -> list[Layer]:
    """Return million USD by kind of cost; of power alone where asked."""
    return [
        Layer(f"cost/{kind}", say(f"cost.{kind}"), by_site.sum(axis=0) / 1e6)
        for kind, by_site in ledger.cost_usd_per_year.items()
        if not (power_only and kind in COMPUTING_KINDS)
    ]


def emissions_chart(ledger: Ledger, policy: Policy) -> YearChart:
    """Return two stacks a year, with location-based and with market-based Scope 2, and the policy's caps on the first.

    Notes
    -----
    Both caps hold for Scope 1 and location-based Scope 2 together; one per megawatt-hour allows so many tonnes as the
    metered load of the year makes of it.
    """
    stacks = (emission_layers(ledger, "location"), emission_layers(ledger, "market"))
    caps_t = {
        "tonne": policy.carbon_cap_tonne,
        "rate": None
        if policy.carbon_intensity_cap_kg_per_mwh is None
        else np.asarray(policy.carbon_intensity_cap_kg_per_mwh) * ledger.energy_mwh["metered"] / KG_PER_TONNE,
    }
    lines = [
        Layer(f"cap/{name}", say(f"cap.{name}"), np.asarray(cap) / 1e3)
        for name, cap in caps_t.items()
        if cap is not None
    ]
    return scaled_chart(ledger.planning_years, (same("kt CO₂e"), same("Mt CO₂e")), 1e3, stacks, lines)


def emission_layers(ledger: Ledger, basis: str) -> list[Layer]:
    """Return kilotonnes by scope; Scope 2 by `location` or by `market`."""
    scope2_t = {"location": ledger.scope2_location_t, "market": ledger.scope2_market_t}[basis]
    parts = {"1": ledger.scope1_t, f"2_{basis}": scope2_t, "3": ledger.scope3_t}
    return [Layer(f"scope/{name}", say(f"scope.{name}"), by_site.sum(axis=0) / 1e3) for name, by_site in parts.items()]


def mix_chart(ledger: Ledger) -> YearChart:
    """Return energy by source over the line of the metered load, what virtual contracts generate as a second line."""
    contracts = [mwh / 1e3 for name, mwh in ledger.energy_mwh.items() if name.startswith("contract/")]
    lines = [Layer("load", say("flow.load"), ledger.energy_mwh["metered"] / 1e3)]
    if contracts and np.max(contracts) > 0.0:
        lines.append(Layer("contract", say("flow.contract"), np.sum(contracts, axis=0)))
    units = (same("GWh"), same("TWh"))
    return scaled_chart(ledger.planning_years, units, 1e3, (source_layers(ledger),), lines)


def source_layers(ledger: Ledger) -> list[Layer]:
    """Return GWh by source that comes to the sites, what is sold as a negative one."""
    sources = [
        Layer(name.partition("/")[2], technology_name(name.partition("/")[2]), mwh / 1e3)
        for name, mwh in ledger.energy_mwh.items()
        if name.startswith("generation/")
    ]
    sources.append(Layer("grid_import", say("flow.grid_import"), ledger.energy_mwh["grid_import"] / 1e3))
    sources.append(Layer("sale", say("flow.sale"), -ledger.energy_mwh["sale"] / 1e3))
    return sources


def compute_chart(ledger: Ledger) -> YearChart:
    """Return computing served and not served under the line of what was asked for."""
    total = {name: mwh.sum(axis=0) / 1e3 for name, mwh in ledger.compute_mwh.items()}
    layers = [Layer(f"compute/{name}", say(f"compute.{name}"), total[name]) for name in ("served", "lost")]
    asked = Layer("asked", say("compute.arrived"), total["arrived"])
    return scaled_chart(ledger.planning_years, (same("GWh"), same("TWh")), 1e3, (layers,), (asked,))


def water_chart(ledger: Ledger) -> YearChart:
    """Return water drawn on site and in power plants."""
    layers = [
        Layer("water/site", say("water.site"), ledger.water_site_m3.sum(axis=0) / 1e3),
        Layer("water/power", say("water.power"), ledger.water_power_m3.sum(axis=0) / 1e3),
    ]
    return scaled_chart(
        ledger.planning_years, (say("unit.thousand_m3_axis"), say("unit.million_m3_axis")), 1e3, (layers,)
    )


def share_chart(ledger: Ledger, policy: Policy) -> YearChart:
    """Return the three clean shares as lines in percent, each with what the programme promised of it."""
    reached = {
        "hourly": ledger.carbon_free_share_hourly,
        "annual": ledger.carbon_free_share_annual,
        "re100": ledger.re100_share,
    }
    promised = {
        "hourly": policy.hourly_carbon_free_share,
        "annual": policy.annual_carbon_free_share,
        "re100": policy.re100_share,
    }
    lines = [Layer(f"share/{name}", say(f"share.{name}"), 100.0 * share) for name, share in reached.items()]
    lines += [
        Layer(f"promise/{name}", say("share.promised", what=say(f"share.{name}")), 100.0 * np.asarray(share))
        for name, share in promised.items()
        if share is not None and any(share)
    ]
    return YearChart(ledger.planning_years, same("%"), (), tuple(lines))


def scaled_chart(
    years: tuple[int | str, ...],
    units: tuple[Text, Text],
    step: float,
    stacks: Iterable[Iterable[Layer]],
    lines: Iterable[Layer] = (),
) -> YearChart:
    """Return the chart in the larger unit if its highest bar fills it, without layers too thin to be seen.

    Parameters
    ----------
    years : (years,)
    units
        The smaller, in which the values are, and the larger.
    step
        How many of the smaller make one of the larger.
    stacks, lines
    """
    piles, lines = [tuple(stack) for stack in stacks], tuple(lines)
    highest = max([_height(stack) for stack in piles] + [line.values.max() for line in lines], default=0.0)
    least = NEGLIGIBLE_SHARE * highest
    seen = [[_without_dust(layer, LEAST_BELOW_SHARE * highest) for layer in stack] for stack in piles]
    kept = tuple(tuple(layer for layer in stack if np.abs(layer.values).max() > least) for stack in seen)
    is_large = bool(highest >= step)
    scale = step if is_large else 1.0
    scaled = tuple(tuple(_divided(layer, scale) for layer in stack) for stack in kept)
    return YearChart(years, units[int(is_large)], scaled, tuple(_divided(line, scale) for line in lines))


def _height(stack: tuple[Layer, ...]) -> float:
    if not stack:
        return 0.0
    values = np.array([layer.values for layer in stack])
    return float(max(np.maximum(values, 0.0).sum(axis=0).max(), -np.minimum(values, 0.0).sum(axis=0).min()))


def _without_dust(layer: Layer, least: float) -> Layer:
    """Return the layer with negative values too thin to be seen at zero, so that they do not stretch the axis."""
    return Layer(layer.key, layer.name, np.where((layer.values > -least) & (layer.values < 0.0), 0.0, layer.values))


def _divided(layer: Layer, scale: float) -> Layer:
    return Layer(layer.key, layer.name, layer.values / scale)
