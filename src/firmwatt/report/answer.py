"""The answer: a few sentences and key numbers that stand before every picture."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from firmwatt.accounting.costs import COMPUTING_KINDS, power_cost_share, present_value_by_kind
from firmwatt.accounting.ledger import Ledger
from firmwatt.accounting.water import stressed_water_m3
from firmwatt.operation.dispatch import Dispatch
from firmwatt.report.numbers import GLUE, LEAST_MWH, energy, mass, money, number, percent, power, unit_cost, volume
from firmwatt.report.programme import Gap, RoadmapBar, programme_gap, roadmap_bars
from firmwatt.report.text import Text, joined, mid_sentence, same, say, technology_name
from firmwatt.timegrid import FloatArray
from firmwatt.units import KG_PER_TONNE

MOST_SITES_NAMED = 3
MOST_SOURCES_NAMED = 4
LEAST_SHARE_NAMED = 0.005
NEGLIGIBLE_SHARE = 1e-6
HARDLY_LOST_SHARE = 0.01
"""Below this, megawatts that are not energised are not missed: the work fits into the others."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One key number.

    Attributes
    ----------
    is_short
        Whether it falls short of what was asked, and is marked.
    """

    label: Text
    value: Text
    note: Text
    is_short: bool = False


@dataclass(frozen=True)
class Findings:
    """What the sentences and key numbers say, drawn from the plan and the books once.

    Attributes
    ----------
    dispatch, ledger
    """

    dispatch: Dispatch
    ledger: Ledger

    @cached_property
    def gap(self) -> Gap:
        """Return megawatts asked for and energised."""
        return programme_gap(self.dispatch.plan)

    @cached_property
    def bars(self) -> tuple[RoadmapBar, ...]:
        """Return the orders, earliest first."""
        return roadmap_bars(self.dispatch.plan)

    @property
    def year_index(self) -> int:
        """Return the position of the year that the answer speaks of."""
        return self.gap.target_index

    @property
    def year(self) -> int:
        """Return the planning year that the answer speaks of."""
        return self.ledger.planning_years[self.year_index]

    @cached_property
    def present_value_usd(self) -> dict[str, float]:
        """Return kind of cost → present value."""
        return present_value_by_kind(self.ledger.cost_usd_per_year, self.ledger.present_value_factor)

    @property
    def power_usd(self) -> float:
        """Return the present value of what power alone costs."""
        return sum(value for kind, value in self.present_value_usd.items() if kind not in COMPUTING_KINDS)

    def per_metered_mwh(self, usd: float) -> float:
        """Return a present value over the equally discounted metered energy (USD/MWh), nan where there is none."""
        discounted = float(self.ledger.present_value_factor @ self.ledger.energy_mwh["metered"])
        return usd / discounted if discounted > 0.0 else float("nan")

    def of_year(self, by_site: FloatArray) -> float:
        """Return the sum over sites of figures (sites, years) in the year of the answer."""
        return float(by_site[:, self.year_index].sum())

    @property
    def is_short(self) -> bool:
        """Return whether megawatts are missing in the year of the answer that the work would need."""
        year = self.gap.complete_year
        is_late = year is None or year > self.year
        return is_late and float(self.lost_share()[self.year_index]) > HARDLY_LOST_SHARE

    @property
    def served_index(self) -> int | None:
        """Return the position of the first year from which on hardly any computing is lost, None if there is none."""
        lost_years = np.flatnonzero(self.lost_share() > HARDLY_LOST_SHARE)
        first = int(lost_years[-1]) + 1 if lost_years.size else 0
        return first if first < len(self.ledger.planning_years) else None

    def lost_share(self) -> FloatArray:
        """Return (years,) the share of the computing asked for that is not served."""
        arrived, lost = (self.ledger.compute_mwh[name].sum(axis=0) for name in ("arrived", "lost"))
        share: FloatArray = np.divide(lost, arrived, out=np.zeros_like(arrived), where=arrived > 0.0)
        return share


def answer_sentences(findings: Findings) -> tuple[Text, ...]:
    """Return the answer in sentences, the most important first."""
    if findings.gap.asked_mw.max(initial=0.0) <= 0.0:
        return (say("answer.nothing_asked"),)
    return (
        joined([*_gap_sentences(findings)], " "),
        joined([_order_sentence(findings), *_mix_sentence(findings)], " "),
        _cost_sentence(findings),
        joined([*_emission_sentence(findings), _compute_sentence(findings)], " "),
    )


def _gap_sentences(findings: Findings) -> Iterator[Text]:
    gap, index = findings.gap, findings.year_index
    asked, energised = gap.asked_mw[:, index], gap.energised_mw[:, index]
    year, missing = str(gap.years[index]), asked.sum() - energised.sum()
    if gap.complete_year is not None and gap.complete_year <= gap.years[index]:
        yield say("answer.all_energised", asked=power(asked.sum()), year=year)
        return
    figures = {"asked": power(asked.sum()), "energised": power(energised.sum()), "missing": power(missing)}
    if not findings.is_short:
        served = percent(1.0 - float(findings.lost_share()[index]))
        yield say("answer.part_needed", year=year, served=served, **figures)
        return
    yield say("answer.part_energised", year=year, **figures)
    if len(gap.sites) > 1:
        worst_first = np.argsort(energised - asked)[:MOST_SITES_NAMED]
        short = [i for i in worst_first if asked[i] - energised[i] > 0.01 * missing]
        named = [say("answer.site_gap", site=gap.sites[i], mw=power(asked[i] - energised[i])) for i in short]
        yield say("answer.gap_by_site", sites=joined(named))
    if gap.complete_year is not None:
        yield say("answer.full_later", year=str(gap.complete_year))
    elif findings.served_index is not None:
        yield _served_sentence(findings, findings.served_index)
    elif index < len(gap.years) - 1:
        rest = gap.asked_mw[:, index].sum() - gap.energised_mw[:, -1].sum()
        lost = percent(float(findings.lost_share()[-1]))
        yield say("answer.full_never", year=str(gap.years[-1]), missing=power(rest), lost=lost)


def _served_sentence(findings: Findings, index: int) -> Text:
    return say(
        "answer.served_later",
        year=str(findings.gap.years[index]),
        energised=power(float(findings.gap.energised_mw[:, index].sum())),
        served=percent(1.0 - float(findings.lost_share()[index])),
    )


def _order_sentence(findings: Findings) -> Text:
    if not findings.bars:
        return say("answer.no_order_helps" if findings.is_short else "answer.no_order")
    first = max((bar for bar in findings.bars if bar.order_by == findings.bars[0].order_by), key=lambda bar: bar.mw)
    return say("answer.first_order", asset=first.label, mw=power(first.mw), date=first.order_by.isoformat())


def _mix_sentence(findings: Findings) -> Iterator[Text]:
    sources = {
        technology_name(name.partition("/")[2]): float(mwh[findings.year_index])
        for name, mwh in findings.ledger.energy_mwh.items()
        if name.startswith("generation/")
    }
    sources[say("flow.grid_import")] = float(findings.ledger.energy_mwh["grid_import"][findings.year_index])
    total = sum(sources.values())
    if total <= 0.0:
        return
    largest = sorted(sources.items(), key=lambda item: -item[1])[:MOST_SOURCES_NAMED]
    shares = [
        say("answer.source_share", source=mid_sentence(name), share=percent(mwh / total))
        for name, mwh in largest
        if mwh >= LEAST_SHARE_NAMED * total
    ]
    yield say("answer.mix", year=str(findings.year), sources=joined(shares))


def _cost_sentence(findings: Findings) -> Text:
    rate, total = findings.per_metered_mwh(findings.power_usd), money(findings.ledger.total_usd)
    if not math.isfinite(rate):
        return say("answer.cost_without_energy", total=total)
    share = percent(power_cost_share(findings.present_value_usd))
    return say("answer.cost", power=unit_cost(rate), share=share, total=total)


def _emission_sentence(findings: Findings) -> Iterator[Text]:
    ledger, index = findings.ledger, findings.year_index
    tonnes = findings.of_year(ledger.scope1_t) + findings.of_year(ledger.scope2_location_t)
    metered = float(ledger.energy_mwh["metered"][index])
    if metered < LEAST_MWH:
        return
    yield say(
        "answer.emissions",
        year=str(findings.year),
        mass=mass(tonnes),
        rate=f"{number(tonnes * KG_PER_TONNE / metered)}{GLUE}kg/MWh",
        annual=percent(float(ledger.carbon_free_share_annual[index])),
        hourly=percent(float(ledger.carbon_free_share_hourly[index])),
    )


def _compute_sentence(findings: Findings) -> Text:
    share = findings.lost_share()
    if share.max(initial=0.0) <= NEGLIGIBLE_SHARE:
        return say("answer.compute_served")
    here, worst = findings.year_index, int(np.argmax(share))
    lost = float(findings.ledger.compute_mwh["lost"][:, worst].sum())
    key = "lost_here" if worst == here else "lost" if share[here] > NEGLIGIBLE_SHARE else "lost_elsewhere"
    return say(
        f"answer.compute_{key}",
        share=percent(float(share[here])),
        year=str(findings.year),
        worst_year=str(findings.ledger.planning_years[worst]),
        worst=percent(float(share[worst])),
        energy=energy(lost),
    )


def key_facts(findings: Findings) -> tuple[Fact, ...]:
    """Return the key numbers in reading order."""
    return (*_programme_facts(findings), *_cost_facts(findings), *_footprint_facts(findings))


def _programme_facts(findings: Findings) -> Iterator[Fact]:
    gap, index = findings.gap, findings.year_index
    asked, energised = float(gap.asked_mw[:, index].sum()), float(gap.energised_mw[:, index].sum())
    yield Fact(
        say("fact.energised", year=str(findings.year)),
        same(power(energised)),
        say("fact.of_asked", asked=power(asked)),
        findings.is_short,
    )
    served = findings.served_index
    if gap.complete_year is None and served is not None:
        serving = say("fact.served_note", energised=power(float(gap.energised_mw[:, served].sum())))
        yield Fact(say("fact.served_from"), same(str(gap.years[served])), serving, findings.is_short)
        return
    when = same(str(gap.complete_year)) if gap.complete_year else say("fact.not_by", year=str(gap.years[-1]))
    yield Fact(say("fact.complete"), when, say("fact.complete_note"), findings.is_short)


def _cost_facts(findings: Findings) -> Iterator[Fact]:
    price_year = str(findings.dispatch.plan.inputs.case.programme.price_year)
    total = findings.ledger.total_usd
    everything = unit_cost(findings.per_metered_mwh(total))
    rate = unit_cost(findings.per_metered_mwh(findings.power_usd))
    yield Fact(say("fact.power_cost"), rate, say("fact.power_cost_note", year=price_year, all=everything))
    yield Fact(say("fact.total"), money(total), say("fact.total_note", power=money(findings.power_usd)))


def _footprint_facts(findings: Findings) -> Iterator[Fact]:
    ledger, index, year = findings.ledger, findings.year_index, str(findings.year)
    scope1 = findings.of_year(ledger.scope1_t)
    market = mass(scope1 + findings.of_year(ledger.scope2_market_t))
    yield Fact(
        say("fact.emissions", year=year),
        same(mass(scope1 + findings.of_year(ledger.scope2_location_t))),
        say("fact.emissions_note", market=market),
    )
    annual, re100 = float(ledger.carbon_free_share_annual[index]), float(ledger.re100_share[index])
    yield Fact(
        say("fact.carbon_free", year=year),
        same(percent(float(ledger.carbon_free_share_hourly[index]))),
        say("fact.carbon_free_note", annual=percent(annual), re100=percent(re100)),
    )
    on_site, in_plants = findings.of_year(ledger.water_site_m3), findings.of_year(ledger.water_power_m3)
    stressed = findings.of_year(stressed_water_m3(findings.dispatch.plan.inputs.case, ledger.water_site_m3))
    which = "fact.water_note_stress" if stressed > 0.0 else "fact.water_note"
    note = say(which, site=volume(on_site), power=volume(in_plants), stressed=volume(stressed))
    yield Fact(say("fact.water", year=year), volume(on_site + in_plants), note)
    share = float(findings.lost_share()[index])
    lost = say("fact.lost_note", energy=energy(float(ledger.compute_mwh["lost"][:, index].sum())))
    yield Fact(say("fact.lost", year=year), same(percent(share)), lost, share > HARDLY_LOST_SHARE)
