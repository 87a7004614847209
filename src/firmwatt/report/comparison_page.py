"""`render_comparison`: two or more runs beside each other as one HTML file."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from firmwatt import __version__
from firmwatt.interop.compare import Comparison, RunSide, compare_runs
from firmwatt.report.charts import Figure, year_figure
from firmwatt.report.comparison import (
    comparison_tables,
    cost_by_run,
    difference_sentence,
    emissions_by_run,
    energised_by_run,
    facts_table,
    hourly_share_by_run,
    sources_by_run,
)
from firmwatt.report.numbers import money
from firmwatt.report.page import page_environment, script_json, static_file
from firmwatt.report.text import Text, same, say


def render_comparison(runs: Sequence[RunSide], language: str | None = None) -> str:
    """Return the page that compares runs with the first of them: one file that asks nothing of the network.

    Parameters
    ----------
    runs
        Two or more, with names that differ.
    language
        Key of the language that it opens in, `en` or `ko`; None for that of the reader's browser.
    """
    found = [compare_runs(runs[0], other) for other in runs[1:]]
    figures = _figures(runs)
    return page_environment().get_template("comparison.html.jinja").render(
        title=same(" · ".join(run.name for run in runs)),
        language=language,
        subtitle=say("compare.subtitle", count=str(len(runs))),
        made_by=say("page.made_by", version=__version__),
        sentences=tuple(chain.from_iterable(_sentences(runs, found))),
        facts=facts_table(runs),
        figures=figures,
        pairs=[(say("compare.why", first=pair.first, other=pair.second), comparison_tables(pair)) for pair in found],
        say=say,
        data=script_json({figure.name: {"option": figure.option, "unit": figure.unit} for figure in figures}),
        style=static_file("report.css"),
        charts=static_file("echarts.min.js"),
        script=static_file("report.js"),
    )  # fmt: skip


def _sentences(runs: Sequence[RunSide], found: Sequence[Comparison]) -> Sequence[tuple[Text, ...]]:
    return [
        (say("compare.alike", first=pair.first, other=pair.second),)
        if pair.is_empty
        else (difference_sentence(runs[0], other), say("compare.gap", usd=money(pair.within_gap_usd)))
        for other, pair in zip(runs[1:], found, strict=True)
    ]


def _figures(runs: Sequence[RunSide]) -> tuple[Figure, ...]:
    bars = (say("compare.bars", runs=", ".join(run.name for run in runs)),)
    return (
        year_figure("energised", energised_by_run(runs), say("compare.energised")),
        year_figure("cost", cost_by_run(runs), say("chart.cost"), bars),
        year_figure("mix", sources_by_run(runs), say("chart.mix"), bars),
        year_figure("emissions", emissions_by_run(runs), say("chart.emissions"), bars),
        year_figure("hourly", hourly_share_by_run(runs), say("compare.hourly")),
    )
