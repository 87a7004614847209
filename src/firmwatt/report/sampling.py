"""How far the plan's sample of hours is from a finer one, or from all hours."""

from __future__ import annotations

from firmwatt.planning.sampling_error import SampledYear, SamplingError
from firmwatt.report.numbers import energy, money, percent
from firmwatt.report.table import Table
from firmwatt.report.text import Text, same, say
from firmwatt.timegrid import TimeGrid


def sampling_words(error: SamplingError | None) -> Text:
    """Return the error in a few words."""
    if error is None:
        return say("solve.sampling_unknown")
    share = percent(error.relative)
    if error.is_full:
        return say("solve.sampling_full", share=share)
    return say("solve.sampling_value", share=share, year=str(error.years[0].year), hours=f"{error.finer_hours:,}")


def sampling_sentence(time: TimeGrid, error: SamplingError | None) -> Text | None:
    """Return what the sample hides and how to see more of it; None where the plan looks at every hour."""
    if time.is_full:
        return None
    if error is None:
        return say("answer.sample_unmeasured", hours=f"{time.periods * time.period_hours:,}")
    figures: dict[str, Text | str] = {
        "hours": f"{error.hours:,}",
        "cost": money(error.running_cost_usd),
        "finer_cost": money(error.finer_running_cost_usd),
        "share": percent(error.relative),
    }
    if error.is_full:
        return say("answer.sample_checked", **figures)
    return say("answer.sampled", year=str(error.years[0].year), finer_hours=f"{error.finer_hours:,}", **figures)


def sample_table(error: SamplingError | None) -> Table:
    """Return what all hours say of each planning year; no rows where they were not looked at."""
    names = ("market_year", "sample_cost", "full_cost", "sample_error", "sample_lost", "full_lost")
    rows = () if error is None or not error.is_full else tuple(_row(each) for each in error.years)
    return Table("sample-check", say("table.sample_check"), tuple(say(f"column.{name}") for name in names), rows, 1)


def _row(each: SampledYear) -> tuple[Text, ...]:
    return (
        same(str(each.year)),
        money(each.running_cost_usd),
        money(each.finer_running_cost_usd),
        same(percent(each.relative)),
        same(energy(each.lost_mwh)),
        same(energy(each.finer_lost_mwh)),
    )
