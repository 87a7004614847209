"""What differs between runs, as words, tables and pictures: the same rows for the page and for the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from firmwatt.accounting.ledger import Ledger
from firmwatt.interop.compare import CapacityDifference, Comparison, DateDifference, FigureDifference, RunSide
from firmwatt.planning.plan import BindingLimit
from firmwatt.report.answer import Fact, Findings, key_facts
from firmwatt.report.limit_words import KOREAN_UNITS
from firmwatt.report.limits import limit_words
from firmwatt.report.numbers import NOTHING, energy, mass, money, percent, power, volume
from firmwatt.report.programme import LEAST_SHOWN_SHARE, asset_label, link_label, name_label, programme_gap
from firmwatt.report.table import Table
from firmwatt.report.text import Text, joined, same, say, technology_name
from firmwatt.report.weeks import Layer
from firmwatt.report.years import YearChart, cost_layers, emission_layers, scaled_chart, source_layers
from firmwatt.timegrid import FloatArray

Row = tuple[Text, ...]


def comparison_tables(found: Comparison) -> tuple[Table, ...]:
    """Return all that differs between two runs, the reasons first; tables without rows are left out.

    Parameters
    ----------
    found
        Its names of the two runs head the columns.
    """
    sides = (same(found.first), same(found.second))
    changed = (*sides, say("compare.change"))
    tables = (
        _table("inputs", ("field",), sides, _inputs(found)),
        _table("figures", ("figure",), changed, _figures(found)),
        _table("power_gap", ("site", "year"), changed, _gaps(found)),
        _table("capacities", ("asset", "year"), changed, _capacities(found)),
        _table("dates", ("asset",), changed, _dates(found)),
        _table("limits", ("limit",), sides, _limits(found)),
    )
    return tuple(table for table in tables if table.rows)


def difference_sentence(first: RunSide, other: RunSide) -> Text:
    """Return in a sentence what the second of two runs costs, delivers and emits against the first."""
    sides = [Findings(side.dispatch, side.ledger) for side in (first, other)]
    year = sides[0].year
    totals = [side.ledger.total_usd for side in (first, other)]
    energised = [_in_year(side, side.gap.energised_mw.sum(axis=0), year) for side in sides]
    emitted = [_in_year(side, _scope_1_and_2_t(side.ledger), year) for side in sides]
    return say(
        "compare.sentence",
        first=first.name,
        other=other.name,
        year=str(year),
        cost=_change(totals, money),
        power=_change(energised, lambda mw: same(power(mw))),
        mass=_change(emitted, lambda tonnes: same(mass(tonnes))),
    )


def facts_table(runs: Sequence[RunSide]) -> Table:
    """Return the key numbers of all runs side by side; a number of another year than the first run's names its year."""
    sides = [Findings(run.dispatch, run.ledger) for run in runs]
    facts = [key_facts(side) for side in sides]
    rows = tuple(
        (label, *(_beside(cell, side, label, sides[0]) for cell, side in zip(cells, sides, strict=True)))
        for cells in zip(*facts, strict=True)
        for label in (cells[0].label,)
    )
    return Table("facts", say("compare.facts"), (same(""), *(same(run.name) for run in runs)), rows, 1)


def energised_by_run(runs: Sequence[RunSide]) -> YearChart:
    """Return megawatts energised as a line for each run, under those that the first asks for."""
    gaps = [programme_gap(run.dispatch.plan) for run in runs]
    lines = [
        Layer(f"run/{place}", same(run.name), gap.energised_mw.sum(axis=0))
        for place, (run, gap) in enumerate(zip(runs, gaps, strict=True))
    ]
    asked = Layer("asked", say("compare.asked", run=runs[0].name), gaps[0].asked_mw.sum(axis=0))
    return _chart(runs, (same("MW"), same("GW")), [], [*lines, asked])


def cost_by_run(runs: Sequence[RunSide]) -> YearChart:
    """Return cost by kind, a bar for each run in each year."""
    units = (say("unit.million_usd"), say("unit.billion_usd"))
    return _chart(runs, units, [cost_layers(run.ledger, power_only=False) for run in runs])


def sources_by_run(runs: Sequence[RunSide]) -> YearChart:
    """Return energy by source, a bar for each run in each year."""
    return _chart(runs, (same("GWh"), same("TWh")), [source_layers(run.ledger) for run in runs])


def emissions_by_run(runs: Sequence[RunSide]) -> YearChart:
    """Return emissions with location-based Scope 2, a bar for each run in each year."""
    return _chart(runs, (same("kt CO₂e"), same("Mt CO₂e")), [emission_layers(run.ledger, "location") for run in runs])


def hourly_share_by_run(runs: Sequence[RunSide]) -> YearChart:
    """Return the hourly carbon-free share as a line for each run."""
    lines = [
        Layer(f"run/{place}", same(run.name), 100.0 * run.ledger.carbon_free_share_hourly)
        for place, run in enumerate(runs)
    ]
    years, lines = _common_years(runs, [], lines)[::2]
    return YearChart(years, same("%"), (), tuple(lines))


def _chart(
    runs: Sequence[RunSide], units: tuple[Text, Text], stacks: Sequence[list[Layer]], lines: Sequence[Layer] = ()
) -> YearChart:
    years, piles, strokes = _common_years(runs, stacks, lines)
    return scaled_chart(years, units, 1e3, piles, strokes)


def _common_years(
    runs: Sequence[RunSide], stacks: Sequence[list[Layer]], lines: Sequence[Layer]
) -> tuple[tuple[int, ...], list[list[Layer]], list[Layer]]:
    """Return the planning years that all runs have, and stacks and lines of those years alone.

    A stack is of the run in its place; a line too, and those behind the last run are of the first.
    """
    all_years = [run.ledger.planning_years for run in runs]
    years = tuple(year for year in all_years[0] if all(year in other for other in all_years))

    def cut(layer: Layer, run: int) -> Layer:
        places = [all_years[run].index(year) for year in years]
        return Layer(layer.key, layer.name, layer.values[places])

    piles = [[cut(layer, run) for layer in stack] for run, stack in enumerate(stacks)]
    return years, piles, [cut(line, run if run < len(runs) else 0) for run, line in enumerate(lines)]


def _scope_1_and_2_t(ledger: Ledger) -> FloatArray:
    tonnes: FloatArray = (ledger.scope1_t + ledger.scope2_location_t).sum(axis=0)
    return tonnes


def _in_year(side: Findings, values: FloatArray, year: int) -> float:
    """Return the value of a planning year, that of the nearest where the run has no such year."""
    years = np.array(side.ledger.planning_years)
    return float(values[int(np.argmin(np.abs(years - year)))])


def _change(pair: Sequence[float], unit: Callable[[float], Text]) -> Text:
    change = pair[1] - pair[0]
    if unit(change) == unit(0.0) or abs(change) <= LEAST_SHOWN_SHARE * max(map(abs, pair)):
        return say("compare.same")
    return say("compare.more" if change > 0.0 else "compare.less", amount=unit(abs(change)))


def _beside(fact: Fact, side: Findings, label: Text, first: Findings) -> Text:
    """Return the value of a fact under the label of the first run: with its year where it is another, or its own name.

    A run that never energises all that is asked for may say instead from when on all its work is served.
    """
    if fact.label == label:
        return fact.value
    is_alike = fact.label.en.replace(str(side.year), "") == label.en.replace(str(first.year), "")
    told = same(str(side.year)) if is_alike else fact.label
    return Text(f"{fact.value.en} ({told.en})", f"{fact.value.ko} ({told.ko})")


def _table(name: str, words: Sequence[str], columns: Sequence[Text], rows: Iterable[Row]) -> Table:
    named = (*(say(f"compare.{word}") for word in words), *columns)
    texts = len(named) if name in ("inputs", "limits") else len(words)
    return Table(name, say(f"compare.{name}"), named, tuple(rows), texts)


def _inputs(found: Comparison) -> list[Row]:
    return [
        (same(i.field), _told(i.first, i.first_from_catalogue), _told(i.second, i.second_from_catalogue))
        for i in found.inputs
        if i.field != "programme.name"  # it heads the columns
    ]


def _told(text: str | None, row: str) -> Text:
    if text is None:
        return same(NOTHING)
    return same(f"{text} (catalogue: {row})" if row else text)


def _figures(found: Comparison) -> list[Row]:
    return [
        (_figure_name(figure), *_pair(figure.first, figure.second, _unit(figure.group)))
        for figure in found.figures
        if not is_noise(figure, found.within_gap_usd)
    ]


def _figure_name(figure: FigureDifference) -> Text:
    if figure.group == "cost_usd":
        return say(f"cost.{figure.name}")
    kind, _, technology = figure.name.partition("/")
    return say(f"figure.{kind}", technology=technology_name(technology))


def is_noise(figure: FigureDifference, within_gap_usd: float) -> bool:
    """Return whether a change is what a solver leaves of nothing: below the gap, or too small to be written."""
    change, unit = (figure.second or 0.0) - (figure.first or 0.0), _unit(figure.group)
    if figure.group == "cost_usd":
        return abs(change) <= within_gap_usd
    return unit(change) == unit(0.0)


def _gaps(found: Comparison) -> list[Row]:
    most_mw = max(
        (mw or 0.0 for gap in found.power_gap for mw in (gap.first_energised_mw, gap.second_energised_mw)), default=0.0
    )
    return [
        (
            name_label(gap.site),
            same(str(gap.year)),
            *_pair(gap.first_energised_mw, gap.second_energised_mw, _unit("power")),
        )
        for gap in found.power_gap
        if not _is_crumb(gap.first_energised_mw, gap.second_energised_mw, most_mw)
    ]


def _capacities(found: Comparison) -> list[Row]:
    """Return the rows of supply, storage, links and connections, the largest change first."""
    most_mw = max((mw or 0.0 for asset in found.capacities for mw in (asset.first_mw, asset.second_mw)), default=0.0)
    shown = [
        asset
        for asset in found.capacities
        if asset.kind != "computing" and not _is_crumb(asset.first_mw, asset.second_mw, most_mw)
    ]
    shown.sort(key=lambda asset: -abs((asset.second_mw or 0.0) - (asset.first_mw or 0.0)))
    return [
        (_asset(asset), same(str(asset.year)), *_pair(asset.first_mw, asset.second_mw, _unit("power")))
        for asset in shown
    ]


def _dates(found: Comparison) -> list[Row]:
    rows: list[Row] = []
    for when in found.dates:
        first, second = when.first_online, when.second_online
        days = "" if first is None or second is None else f"{(second - first).days:+,d}".replace("-", "−")
        moved = Text(f"{days} days", f"{days}일") if days else same("")
        rows.append((_asset(when), same(str(first or NOTHING)), same(str(second or NOTHING)), moved))
    return rows


def _asset(thing: CapacityDifference | DateDifference) -> Text:
    return link_label(thing.asset) if thing.kind == "link" else asset_label(thing.asset)


def _is_crumb(first_mw: float | None, second_mw: float | None, most_mw: float) -> bool:
    """Return whether megawatts change by no more than what a solver leaves of nothing beside the largest of them."""
    return abs((second_mw or 0.0) - (first_mw or 0.0)) <= LEAST_SHOWN_SHARE * most_mw


def _limits(found: Comparison) -> list[Row]:
    return [
        (
            limit_words(BindingLimit(limit.name, limit.first_usd, limit.unit, limit.words), {}),
            *(_per_unit(usd, limit.unit) for usd in (limit.first_usd, limit.second_usd)),
        )
        for limit in found.limits
    ]


def _per_unit(usd: float, unit: str) -> Text:
    return joined([money(usd), Text(unit, KOREAN_UNITS.get(unit, unit))], " / ")


def _pair(first: float | None, second: float | None, unit: Callable[[float], Text]) -> tuple[Text, Text, Text]:
    texts = [same(NOTHING) if value is None else unit(value) for value in (first, second)]
    return texts[0], texts[1], unit((second or 0.0) - (first or 0.0))


def _unit(group: str) -> Callable[[float], Text]:
    """Return how the figures of a group are written."""
    plain: dict[str, Callable[[float], str]] = {
        "power": power,
        "energy_mwh": energy,
        "compute_mwh": energy,
        "emissions_t": mass,
        "carbon_free_share_hourly": percent,
        "carbon_free_share_annual": percent,
        "re100_share": percent,
    }
    if group in plain:
        return lambda value: same(plain[group](value))
    return volume if group == "water_m3" else money
