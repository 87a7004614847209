"""`render_statement`: an account as an HTML page fit for an annex, in English and Korean, with nothing beside it."""

from __future__ import annotations

import math

from firmwatt import __version__
from firmwatt.accounting.account import Account, Figure
from firmwatt.accounting.account_book import MEASURED
from firmwatt.accounting.rule_sets import RuleSet, load_rules, rule_keys
from firmwatt.accounting.trajectory import BOUNDARY, Trajectory
from firmwatt.report.account_sentences import both
from firmwatt.report.numbers import energy, mass, number, percent
from firmwatt.report.page import page_environment, script_json, static_file
from firmwatt.report.table import Table
from firmwatt.report.text import Text, joined, mid_sentence, same, say
from firmwatt.report.trajectory_chart import (
    partial_year,
    scope_name,
    scope_pictures,
    told_of_scope,
    way_kind,
    way_table,
)
from firmwatt.report.words import WORDS

MONTH_FIGURES = ("load_mwh", "matched_mwh", "claimed_mwh", "scope2_location_t", "scope2_market_t")
SHARE_UNIT = "1"
COST_PART = "cost_parts_usd."
"""How the figures of a run's costs begin, whose kinds are the ledger's."""


def render_statement(account: Account, trajectory: Trajectory | None = None, language: str | None = None) -> str:
    """Return the statement of an account as HTML: one file that asks nothing of the network.

    Parameters
    ----------
    account
    trajectory
        The account beside a pledge; None where none was asked for.
    language
        Key of the language that it opens in, `en` or `ko`; None for that of the reader's browser.
    """
    return page_environment().get_template("account.html.jinja").render(
        language=language,
        title=say("account.title"),
        subtitle=say(
            "account.subtitle", source=account.source, start=account.start_utc, end=account.end_utc,
            zone=account.time_zone,
        ),
        made_by=say("page.made_by", version=__version__),
        answer=statement_answer(account),
        figures=_figures(account),
        tables=[table for table in (_months(account), _instruments(account)) if table is not None],
        trajectory=trajectory,
        boundary=both(BOUNDARY),
        pictures=() if trajectory is None else scope_pictures(trajectory),
        ways=None if trajectory is None or not trajectory.ways else way_table(trajectory),
        way_kind=way_kind,
        partial=None if trajectory is None or not trajectory.missing_hours else partial_year(trajectory),
        uncompared=[
            (scope_name(each.scope), told_of_scope(each))
            for each in (() if trajectory is None else trajectory.scopes)
            if each.lacking
        ],
        rules=[(*_rule_line(name), _formulas(account, name)) for name in account.rule_sets],
        findings=_findings(account),
        inputs=_inputs(account),
        steps=[both(step) for step in account.steps],
        say=say,
        data=script_json({}),
        style=static_file("report.css") + static_file("account.css"),
        script=static_file("report.js"),
    )  # fmt: skip


def statement_answer(account: Account) -> Text:
    """Return the sentences that an account begins with, as far as it knows them."""
    parts = []
    load = account.value("load_mwh")
    if load is not None:
        parts.append(say("account.load", load=energy(load)))
    annual, hourly = account.value("annual_matched_share"), account.value("matched_share")
    if annual is not None and hourly is not None:
        parts.append(say("account.matching", annual=percent(annual), hourly=percent(hourly)))
    location, market = account.value("scope2_t.location"), account.value("scope2_t.market")
    if location is not None and market is not None:
        rule = account.figures["scope2_t.market"].rule
        parts.append(say("account.scope2", location=mass(location), market=mass(market), rule=rule))
    dropped, hours = f"{account.dropped_hours:,}", f"{account.hours:,}"
    some = say("account.hours", dropped=dropped, hours=hours)
    parts.append(some if account.dropped_hours else say("account.all_hours", hours=hours))
    return joined(parts, " ")


def figure_name(name: str) -> Text:
    """Return the name of a figure in words; one that the words do not know keeps its own.

    Examples
    --------
    >>> figure_name("load_mwh").en, figure_name("cost_parts_usd.fuel").ko
    ('Load', '비용: 연료')
    """
    key, kind = f"account.figure.{name}", f"cost.{name.removeprefix(COST_PART)}"
    if key in WORDS:
        return say(key)
    return say("account.cost_part", kind=mid_sentence(say(kind))) if kind in WORDS else same(name)


def _figures(account: Account) -> Table:
    columns = tuple(say(f"account.column.{name}") for name in ("figure", "rule", "note", "value", "unit"))
    rows = tuple(
        (figure_name(each.name), _rule(each.rule), both(each.reason), same(figure_value(each)), same(figure_unit(each)))
        for each in account.figures.values()
    )
    return Table("figures", say("account.figures"), columns, rows, 3)


def figure_value(figure: Figure) -> str:
    """Return the value of a figure as people read it: a share in percent, a dash for what cannot be computed."""
    if figure.value is None or not math.isfinite(figure.value):
        return "–"
    return percent(figure.value) if _is_share(figure) else number(figure.value)


def figure_unit(figure: Figure) -> str:
    """Return the unit of a figure; none for a share, whose percent sign says it."""
    return "" if figure.unit == SHARE_UNIT else figure.unit


def _is_share(figure: Figure) -> bool:
    return figure.unit == SHARE_UNIT and figure.name != "pue"


def _months(account: Account) -> Table | None:
    """Return what each month holds."""
    table = account.tables.get("by_month")
    if table is None:
        return None
    known = [name for name in MONTH_FIGURES if name in table]
    names = {"scope2_location_t": "scope2_t.location", "scope2_market_t": "scope2_t.market"}
    columns = (say("account.column.month"), *(figure_name(names.get(name, name)) for name in known))
    rows = tuple(
        (same(str(row["month"])), *(same(number(float(row[name]))) for name in known))
        for row in table.to_dict("records")
    )
    return Table("months", say("account.months"), columns, rows, 1)


def _instruments(account: Account) -> Table | None:
    """Return what contracts and certificates had, and what of it was claimed."""
    table = account.tables.get("by_instrument")
    words, numbers = ("contract", "kind", "source", "matched_by"), ("available_mwh", "claimed_mwh")
    if table is None or not {*words, *numbers} <= set(table):
        return None
    columns = tuple(say(f"account.column.{name.removesuffix('_mwh')}") for name in (*words, *numbers))
    rows = tuple(
        (*(same(str(row[name])) for name in words), *(same(number(float(row[name]))) for name in numbers))
        for row in table.to_dict("records")
    )
    return Table("instruments", say("account.instruments"), columns, rows, len(words))


def _findings(account: Account) -> Table:
    columns = tuple(say(f"account.column.{name}") for name in ("where", "found", "treatment"))
    rows = tuple((same(each.where), both(each.message), both(each.treatment)) for each in account.findings)
    return Table("findings", say("account.findings"), columns, rows, len(columns))


def _inputs(account: Account) -> Table:
    columns = (
        *(say(f"account.column.{name}") for name in ("role", "file")),
        same("SHA-256"),
        say("account.column.rows"),
    )
    rows = tuple(
        (same(each.role), same(each.path), same(each.sha256), same(f"{each.rows:,}" if each.rows else ""))
        for each in account.inputs
    )
    return Table("inputs", say("account.inputs"), columns, rows, 3)


def _rule(rule: str) -> Text:
    return say("account.measured") if rule == MEASURED else same(rule)


def _formulas(account: Account, rule: str) -> list[tuple[Text, str]]:
    """Return the figures that a rule set gave, each with its formula; formulas that several share stand once."""
    found: dict[str, Text] = {}
    for each in account.figures.values():
        if each.rule == rule and each.formula:
            found.setdefault(each.formula, figure_name(each.name))
    return [(name, formula) for formula, name in found.items()]


def _rule_line(name: str) -> tuple[str, Text, tuple[str, ...]]:
    """Return the name of a rule set, its sentence and its sources; of a user's own file the name alone."""
    key = name.partition("@")[0]
    if name == MEASURED or key not in rule_keys():
        return name, same(""), ()
    rules: RuleSet = load_rules(key)
    line = say(
        "account.rules_line",
        title=rules.title,
        status=say(f"account.status.{rules.status.replace(' ', '_')}"),
        date=rules.effective_from.isoformat(),
    )
    return name, line, rules.sources
