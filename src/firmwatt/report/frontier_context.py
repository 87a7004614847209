"""What a frontier shows: its answer in words, its picture, its rows and what does not deliver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from firmwatt.accounting.frontier import Frontier, FrontierPoint, Unreachable
from firmwatt.report.frontier_chart import FrontierChart, frontier_chart, stack_name
from firmwatt.report.frontier_words import FRONTIER_WORDS
from firmwatt.report.levers import lever_title
from firmwatt.report.limits import limit_words
from firmwatt.report.numbers import money, number, percent, power
from firmwatt.report.programme import name_label
from firmwatt.report.reasons import reason_words
from firmwatt.report.table import Table
from firmwatt.report.text import Text, joined, mid_sentence, same, say, technology_name

COLUMNS = (
    "stack", "p10", "p50", "p90", "cancelled", "order_by", "months_gained", "value_gained", "cost", "carbon", "water",
    "curtailed", "lost", "nines", "best",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FrontierContext:
    """A frontier as a page shows it.

    Attributes
    ----------
    levers
        Which policy levers were on; None where none was.
    chart
        None where no stack delivers.
    missing : name of a stack and why it does not deliver
    """

    title: Text
    subtitle: Text
    answer: Text
    levers: Text | None
    chart: FrontierChart | None
    table: Table
    missing: tuple[tuple[Text, Text], ...]


def frontier_context(found: Frontier) -> FrontierContext:
    """Return what a page shows of a frontier."""
    site, asked = name_label(found.site), power(found.asked_mw)
    programme = Text(found.programme, found.programme_ko or found.programme)
    return FrontierContext(
        title=joined([site, same(asked), programme], " · "),
        subtitle=say("frontier.subtitle", site=site, power=asked),
        answer=frontier_answer(found),
        levers=lever_words(found),
        chart=frontier_chart(found),
        table=_table(found),
        missing=tuple((stack_name(stack.stack), why_not(stack)) for stack in found.unreachable),
    )


def frontier_answer(found: Frontier) -> Text:
    """Return the sentences that say what a site can have first, and what is cheapest."""
    if not found.points:
        return say("frontier.none", site=name_label(found.site), power=power(found.asked_mw))
    first = found.points[0]
    cheapest = min(found.points, key=lambda point: point.figures.cost_usd_per_mwh)
    fastest = say(
        "frontier.first",
        power=power(found.asked_mw),
        site=name_label(found.site),
        stack=mid_sentence(stack_name(first.stack)),
        date=_month(first.dates.p50),
        p90=_month(first.dates.p90),
        cost=number(first.figures.cost_usd_per_mwh),
    )
    if cheapest is first:
        return joined([fastest, say("frontier.too")], " ")
    least = say(
        "frontier.cheapest",
        stack=mid_sentence(stack_name(cheapest.stack)),
        cost=number(cheapest.figures.cost_usd_per_mwh),
        date=_month(cheapest.dates.p50),
    )
    return joined([fastest, least], " ")


def lever_words(found: Frontier) -> Text | None:
    """Return which policy levers were on and how many months each gains, stack by stack; None where none was on."""
    if not found.lever_months:
        return None
    return say("lever.on", levers=joined([_lever(found, lever) for lever in found.lever_months], "; "))


def _lever(found: Frontier, lever: str) -> Text:
    delivers = {point.stack for point in found.points}
    months = {stack: gained for stack, gained in found.lever_months[lever].items() if stack in delivers}
    if not months:
        return say("frontier.lever_idle", lever=lever_title(lever))
    gains = [
        joined([mid_sentence(stack_name(stack)), same(number(round(gained, 1)))], " ")
        for stack, gained in months.items()
    ]
    return say("frontier.lever", lever=lever_title(lever), gains=joined(gains))


def frontier_rows(found: Frontier) -> tuple[tuple[Text, ...], ...]:
    """Return the points in words, one row each, in the order of `COLUMNS`."""
    return tuple(_row(point) for point in found.points)


def _table(found: Frontier) -> Table:
    columns = tuple(say(f"frontier.{name}") for name in COLUMNS)
    return Table("frontier", say("frontier.table"), columns, frontier_rows(found), 1)


def _row(point: FrontierPoint) -> tuple[Text, ...]:
    dates, figures = point.dates, point.figures
    return (
        stack_name(point.stack),
        *(_month(day) for day in (dates.p10, dates.p50, dates.p90)),
        same(percent(dates.cancelled_share) if dates.cancelled_share else "–"),
        _day(dates.order_by),
        same(number(round(point.months_gained, 1))),
        money(point.months_gained * figures.value_usd_per_month),
        same(number(figures.cost_usd_per_mwh)),
        same(number(figures.carbon_kg_per_mwh)),
        same(number(figures.water_m3_per_mwh)),
        same(number(figures.curtailed_hours_per_year)),
        same(percent(figures.lost_compute_share)),
        same("" if point.nines is None else f"{point.nines:.2f}"),
        say("frontier.no") if point.dominated else say("frontier.yes"),
    )


def why_not(stack: Unreachable) -> Text:
    """Return in words why a stack does not deliver; as it was told where the kind of reason is not known."""
    if not stack.kind:
        return same(stack.reason)
    values: dict[str, Text | str] = dict(stack.values)
    if stack.reasons:
        values["reasons"] = joined([reason_words(reason) for reason in stack.reasons], " ")
    if "site" in stack.values:
        values["site"] = name_label(stack.values["site"])
    if stack.lacks:
        values["what"] = joined([_lacking(name) for name in stack.lacks], " / ")
    sentence = say(f"why.{stack.kind}", **values)
    return sentence if stack.limit is None else joined([sentence, limit_words(stack.limit, {})], " ")


def _lacking(name: str) -> Text:
    return say(f"lacking.{name}") if f"lacking.{name}" in FRONTIER_WORDS else mid_sentence(technology_name(name))


def _day(day: date | None) -> Text:
    return say("frontier.never") if day is None else same(day.isoformat())


def _month(day: date | None) -> Text:
    """Return a date as sure as a quantile of years of queues and permits can be."""
    return say("frontier.never") if day is None else same(f"{day:%Y-%m}")
