"""`render_frontier`: the speed-to-power frontier of a site as one HTML file with its picture inside."""

from __future__ import annotations

from firmwatt import __version__
from firmwatt.accounting.frontier import Frontier
from firmwatt.report.frontier_context import frontier_context
from firmwatt.report.page import page_environment, script_json, static_file
from firmwatt.report.text import say


def render_frontier(found: Frontier, language: str | None = None) -> str:
    """Return the page of a frontier as HTML: one file that asks nothing of the network.

    Parameters
    ----------
    found
        Points and unreachable stacks of one site.
    language
        Key of the language that it opens in, `en` or `ko`; None for that of the reader's browser.
    """
    shown = frontier_context(found)
    return page_environment().get_template("frontier.html.jinja").render(
        language=language,
        title=shown.title,
        subtitle=shown.subtitle,
        made_by=say("page.made_by", version=__version__),
        answer=shown.answer,
        levers=shown.levers,
        chart=shown.chart,
        table=shown.table,
        missing=shown.missing,
        say=say,
        data=script_json({}),
        style=static_file("report.css"),
        script=static_file("report.js"),
    )  # fmt: skip
