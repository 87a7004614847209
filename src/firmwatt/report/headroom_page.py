"""`render_headroom`: what new load each area takes, as one HTML file with a map, tables and the events by month."""

from __future__ import annotations

from collections.abc import Sequence

from firmwatt import __version__
from firmwatt.grid.headroom import AreaHeadroom, Curtailment, total_mw
from firmwatt.report.headroom_map import tile_map
from firmwatt.report.numbers import number, percent, power
from firmwatt.report.page import page_environment, script_json, static_file
from firmwatt.report.table import Table
from firmwatt.report.text import Text, same, say

EVENT_COLUMNS = ("area", "hours", "count", "mean", "longest", "depth", "deepest", "store")
COVER_COLUMNS = ("flexible", "own_store", "backup", "left")
SEASONS = ("summer", "winter")
NAMED = 3
"""Areas that the answer names."""


def render_headroom(
    found: Sequence[AreaHeadroom], limits: Sequence[float], source: str, language: str | None = None
) -> str:
    """Return the page of headroom as HTML: one file that asks nothing of the network.

    Parameters
    ----------
    found
    limits : (limits,) 0-1
    source
        Name of the file of demand.
    language
        Key of the language that it opens in, `en` or `ko`; None for that of the reader's browser.
    """
    middle = (len(limits) - 1) // 2
    limit = share_text(limits[middle])
    return page_environment().get_template("headroom.html.jinja").render(
        language=language,
        title=say("headroom.title"),
        subtitle=say("headroom.subtitle", file=source),
        made_by=say("page.made_by", version=__version__),
        answer=headroom_answer(found, limits),
        map=tile_map({area.area: area.headroom_mw[middle] for area in found}),
        map_title=say("headroom.map", limit=limit),
        tables=(_loads(found, limits), _events(found, middle, limit), _months(found, middle, limit)),
        say=say,
        data=script_json({}),
        style=static_file("report.css"),
        script=static_file("report.js"),
    )  # fmt: skip


def headroom_answer(found: Sequence[AreaHeadroom], limits: Sequence[float]) -> Text:
    """Return the sentence that says how much all areas take, and which take most."""
    middle = (len(limits) - 1) // 2
    most = sorted(found, key=lambda area: -area.headroom_mw[middle])
    told = {"total": power(total_mw(found)[middle]), "limit": share_text(limits[middle])}
    if len(most) < NAMED:
        return say("headroom.few", **told)
    first, second, third = (area.area for area in most[:NAMED])
    return say("headroom.answer", first=first, second=second, third=third, **told)


def share_text(share: float) -> str:
    """Return a share as per cent with all its digits.

    Examples
    --------
    >>> share_text(0.0025).replace(chr(160), " ")
    '0.25 %'
    """
    return f"{100.0 * share:g}\u00a0%"


def _loads(found: Sequence[AreaHeadroom], limits: Sequence[float]) -> Table:
    middle = (len(limits) - 1) // 2
    seasons = [say(f"headroom.{season}", limit=share_text(limits[middle])) for season in SEASONS]
    columns = (say("headroom.area"), *(same(share_text(limit)) for limit in limits), *seasons)
    rows = [
        (same(area.area), *(same(number(round(load))) for load in (*area.headroom_mw, *_by_season(area, middle))))
        for area in found
    ]
    by_season = [sum(loads) for loads in zip(*(_by_season(area, middle) for area in found), strict=True)]
    total = (say("headroom.total"), *(same(number(round(load))) for load in (*total_mw(found), *by_season)))
    return Table("loads", say("headroom.table"), columns, (*rows, total), 1)


def _by_season(area: AreaHeadroom, limit: int) -> tuple[float, ...]:
    return tuple(area.season_mw[season][limit] for season in SEASONS)


def _events(found: Sequence[AreaHeadroom], middle: int, limit: str) -> Table:
    bends = [area.curtailment[middle] for area in found]
    has_cover = any(each.covered.helps for each in bends)
    names = EVENT_COLUMNS + (COVER_COLUMNS if has_cover else ())
    rows = tuple(
        (same(area.area), *_event_row(each), *(_cover_row(each) if has_cover else ()))
        for area, each in zip(found, bends, strict=True)
    )
    columns = tuple(say(f"headroom.{name}") for name in names)
    return Table("events", say("headroom.events", limit=limit), columns, rows, 1)


def _event_row(bends: Curtailment) -> tuple[Text, ...]:
    return (
        same(number(round(bends.hours_per_year))),
        same(number(round(bends.events_per_year))),
        same(number(round(bends.mean_event_hours, 1))),
        same(number(bends.longest_event_hours)),
        same(percent(bends.mean_depth_share)),
        same(percent(bends.deepest_share)),
        same(percent(bends.covered_share[4])),
    )


def _cover_row(bends: Curtailment) -> tuple[Text, ...]:
    covered = bends.covered
    return tuple(same(percent(share)) for share in (covered.flexible, covered.store, covered.backup, covered.left))


def _months(found: Sequence[AreaHeadroom], middle: int, limit: str) -> Table:
    columns = (say("headroom.area"), *(same(str(month)) for month in range(1, 13)))
    rows = tuple(
        (same(area.area), *(same(number(round(hours))) for hours in area.curtailment[middle].hours_by_month))
        for area in found
    )
    return Table("months", say("headroom.months", limit=limit), columns, rows, 1)
