"""What was asked for, what stands when, and what to order: the programme as a reader sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from firmwatt.planning.plan import Plan, RoadmapItem
from firmwatt.report.label_words import KOREAN_REGIONS
from firmwatt.report.name_words import KOREAN_NAMES, KOREAN_PARTIES
from firmwatt.report.text import Text, joined, say, technology_name
from firmwatt.report.words import WORDS
from firmwatt.scenario.assets import Delivery, SupplyAsset
from firmwatt.timegrid import FloatArray

MOST_BARS = 30
ACRONYMS = frozenset({"caiso", "ccs", "ercot", "iso", "miso", "nyiso", "pjm", "ppa", "smr", "spp", "wecc"})
"""Parts of names that read in capitals."""
LEAST_SHOWN_SHARE = 5e-4
"""Of the largest in a table of megawatts: less is what an interior point leaves of nothing, and reads as nothing."""
WHOLE = 0.999
"""A programme counts as complete at this share of its megawatts: a solver leaves the last watt open."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Megawatts at the meter at each year's end, asked for and energised.

    Attributes
    ----------
    years : (years,)
    sites : (sites,)
    asked_mw, energised_mw : (sites, years)
    """

    years: tuple[int, ...]
    sites: tuple[Text, ...]
    asked_mw: FloatArray
    energised_mw: FloatArray

    @property
    def target_index(self) -> int:
        """Return the position of the first year in which all that is ever asked for is asked for."""
        total = self.asked_mw.sum(axis=0)
        return int(np.argmax(total >= WHOLE * total.max()))

    @property
    def complete_year(self) -> int | None:
        """Return the first year in which all that is ever asked for is energised, None if there is none."""
        is_whole = self.energised_mw.sum(axis=0) >= WHOLE * self.asked_mw.sum(axis=0).max()
        return self.years[int(np.argmax(is_whole))] if is_whole.any() else None


@dataclass(frozen=True, slots=True)
class RoadmapBar:
    """One order as a bar from its last order date to its online date.

    Attributes
    ----------
    key
        What its colour is chosen by: a technology or a kind of the roadmap.
    """

    key: str
    label: Text
    kind: Text
    mw: float
    order_by: date
    online: date
    p10: date
    p50: date
    p90: date


def programme_gap(plan: Plan) -> Gap:
    """Return megawatts asked for and energised, IT capacity times the PUE of its worst hour."""
    inputs, load = plan.inputs, plan.inputs.load
    return Gap(
        years=inputs.time.planning_years,
        sites=tuple(name_label(site.name) for site in inputs.case.sites),
        asked_mw=load.at_the_meter_mw(load.asked_it_mw),
        energised_mw=load.at_the_meter_mw(plan.it_mw),
    )


def roadmap_bars(plan: Plan) -> tuple[RoadmapBar, ...]:
    """Return all orders, earliest first."""
    case = plan.inputs.case
    technology = {asset.name: asset.technology for asset in case.supply}
    technology |= {asset.name: asset.technology for asset in case.storage}
    bars = [
        RoadmapBar(
            key=technology.get(item.asset, item.kind),
            label=_item_label(item, technology),
            kind=say(f"kind.{item.kind}"),
            mw=item.mw,
            order_by=item.order_by,
            online=item.online,
            p10=item.p10,
            p50=item.p50,
            p90=item.p90,
        )
        for item in plan.roadmap
    ]
    return tuple(sorted(bars, key=lambda bar: (bar.order_by, bar.online, -bar.mw)))


def largest_bars(bars: tuple[RoadmapBar, ...], until_year: int) -> tuple[RoadmapBar, ...]:
    """Return the bars online by the end of a year that a chart has room for, in their order."""
    bars = tuple(bar for bar in bars if bar.online.year <= until_year)
    least = sorted((bar.mw for bar in bars), reverse=True)[:MOST_BARS]
    return tuple(bar for bar in bars if bar.mw >= least[-1])[:MOST_BARS] if least else ()


def site_label(name: str) -> str:
    """Return the name of a site or asset as it reads on a page.

    Examples
    --------
    >>> site_label("dona_ana"), site_label("pjm_solar_ppa"), site_label("Saline")
    ('Dona Ana', 'PJM Solar PPA', 'Saline')
    """
    spaced = name.replace("_", " ")
    if not name.islower():
        return spaced
    return " ".join(word.upper() if word in ACRONYMS else word.capitalize() for word in spaced.split(" "))


def name_label(name: str) -> Text:
    """Return the name of a site or asset as it reads on a page, in Korean where the built-in scenarios use it.

    Examples
    --------
    >>> name_label("port_washington"), name_label("my_site")
    (Text(en='Port Washington', ko='포트워싱턴'), Text(en='My Site', ko='My Site'))
    """
    label = site_label(name)
    return Text(label, KOREAN_NAMES.get(name, label))


def party_label(name: str) -> Text:
    """Return the name of a party, in Korean where a built-in scenario uses it."""
    return Text(name, KOREAN_PARTIES.get(name, name))


def region_label(name: str, title: str) -> Text:
    """Return the title of a grid region of the catalogue, in Korean where its name is known."""
    return Text(title, KOREAN_REGIONS.get(name, title))


def work_label(name: str) -> Text:
    """Return the name of a workload as it reads on a page.

    Examples
    --------
    >>> work_label("public_and_domestic").en, work_label("RAG_search").en
    ('Public and domestic', 'RAG search')
    """
    spaced = name.replace("_", " ")
    label = spaced[:1].upper() + spaced[1:]
    return Text(label, KOREAN_NAMES.get(name, label))


def asset_label(name: str) -> Text:
    """Return what an asset is called: behind its site the technology, where its name is one.

    Examples
    --------
    >>> [asset_label(name).en for name in ("abilene/gas_turbine", "abilene/solar_ppa", "crane_restart")]
    ['Abilene · Gas turbine', 'Abilene · Solar PPA', 'Crane Restart']
    """
    site, _, rest = name.partition("/")
    if not rest:
        return name_label(name)
    return _beside(site, technology_name(rest) if f"technology.{rest}" in WORDS else name_label(rest))


def link_label(name: str) -> Text:
    """Return what a line is called: the sites that it joins.

    Examples
    --------
    >>> link_label("abilene-port_washington").en
    'Abilene–Port Washington · Line'
    """
    return joined([link_ends(name), say("kind.link")], " · ")


def link_ends(name: str) -> Text:
    """Return the sites that a line joins, as they read on a page."""
    return joined([name_label(end) for end in name.split("-")], "–")


def capacity_rows(plan: Plan) -> list[tuple[Text, Text, FloatArray]]:
    """Return name, kind and (years,) MW of everything that is ever there: computing, connections, supply, storage."""
    case = plan.inputs.case
    computing = say("kind.computing")
    rows = [(_beside(site.name, computing), computing, mw) for site, mw in zip(case.sites, plan.it_mw, strict=True)]
    connections = {
        "connection": plan.connection_firm_mw,
        "connection_curtailable": plan.connection_curtailable_mw,
    }
    for kind, by_site in connections.items():
        word = say(f"kind.{kind}")
        rows += [(_beside(site.name, word), word, mw) for site, mw in zip(case.sites, by_site, strict=True)]
    rows += [
        (asset_label(asset.name), _supply_kind(asset), mw)
        for asset, mw in zip(case.supply, plan.supply_mw, strict=True)
    ]
    storage = say("kind.storage")
    rows += [(asset_label(asset.name), storage, mw) for asset, mw in zip(case.storage, plan.storage_mw, strict=True)]
    rows += [(link_label(link.name), say("kind.link"), mw) for link, mw in zip(case.links, plan.link_mw, strict=True)]
    least = LEAST_SHOWN_SHARE * max((row[2].max(initial=0.0) for row in rows), default=0.0)
    shown = ((label, kind, np.where(mw > least, mw, 0.0)) for label, kind, mw in rows)
    return [row for row in shown if row[2].any()]


def _supply_kind(asset: SupplyAsset) -> Text:
    technology = technology_name(asset.technology)
    return technology if asset.delivery is Delivery.ON_SITE else say("kind.contract", technology=technology)


def _item_label(item: RoadmapItem, technology: Mapping[str, str]) -> Text:
    if item.asset in technology:
        return asset_label(item.asset)
    if item.kind == "link":
        return link_label(item.asset)
    kind = "connection_curtailable" if item.asset.endswith("curtailable") else item.kind
    return _beside(item.site, say(f"kind.{kind}"))


def _beside(site: str, word: Text) -> Text:
    return joined([name_label(site), word], " · ")
