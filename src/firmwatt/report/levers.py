"""Which policy levers were on, and what each of them moved of what the plan builds."""

from __future__ import annotations

from firmwatt.catalog import loader as catalog
from firmwatt.planning.computing_start import CURTAILABLE, FIRM
from firmwatt.planning.lever_moves import LeverMove, lever_moves
from firmwatt.planning.plan import Plan
from firmwatt.report.numbers import number
from firmwatt.report.programme import asset_label, link_label, name_label
from firmwatt.report.table import Table
from firmwatt.report.text import Text, joined, same, say
from firmwatt.report.words import WORDS
from firmwatt.scenario.levers import LEVERS, levers_on

COLUMNS = ("lever", "thing", "without", "online", "months")


def lever_title(lever: str) -> Text:
    """Return the title of a lever of the catalogue; one whose words are not known keeps its own."""
    key = f"lever.{lever}"
    return say(key) if key in WORDS else same(str(catalog.get(LEVERS, lever, "title").value))


def lever_sentence(plan: Plan) -> Text | None:
    """Return which levers were on and how far each moved what is built, None where none was on."""
    levers = levers_on(plan.inputs.case)
    if not levers:
        return None
    moved = _built_moves(plan)
    return say("lever.on", levers=joined([_told(lever, moved) for lever in levers], "; "))


def lever_table(plan: Plan) -> Table:
    """Return what each lever moves of what the plan builds, lever by lever, the most megawatts times months first."""
    rows = tuple(
        (
            lever_title(move.lever),
            _thing(move),
            same(move.without.isoformat()),
            same(move.online.isoformat()),
            same(number(round(move.months, 1))),
        )
        for move in _built_moves(plan)
    )
    return Table("levers", say("lever.title"), tuple(say(f"lever.column.{name}") for name in COLUMNS), rows, 2)


def _told(lever: str, moved: tuple[LeverMove, ...]) -> Text:
    most = next((move for move in moved if move.lever == lever), None)
    if most is None:
        return say("lever.idle", lever=lever_title(lever))
    way, months = ("earlier" if most.months > 0.0 else "later"), number(round(abs(most.months), 1))
    return say(f"lever.{way}", lever=lever_title(lever), thing=_thing(most), months=months)


def _built_moves(plan: Plan) -> tuple[LeverMove, ...]:
    """Return the moves of what stands in the roadmap: lever by lever, the most megawatts times months first."""
    of_site = {FIRM: "connection", CURTAILABLE: "connection_curtailable", "computing": "building"}
    built_mw: dict[tuple[str, str], float] = {}
    for item in plan.roadmap:
        kind = of_site.get(item.kind) or of_site.get(item.asset.rpartition("/")[2])
        thing = (item.kind, item.asset) if kind is None else (kind, item.site)
        built_mw[thing] = built_mw.get(thing, 0.0) + item.mw
    levers = levers_on(plan.inputs.case)
    moved = [move for move in lever_moves(plan.inputs.case) if (move.kind, move.name) in built_mw]
    moved.sort(key=lambda move: (levers.index(move.lever), -abs(move.months) * built_mw[move.kind, move.name]))
    return tuple(moved)


def _thing(move: LeverMove) -> Text:
    if move.kind == "link":
        return link_label(move.name)
    if move.kind in ("supply", "storage"):
        return asset_label(move.name)
    return joined([name_label(move.name), say(f"lever.{move.kind}")], " · ")
