"""What binds, in words: one line for each kind of limit, the dearest first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from firmwatt.planning.binding import SENTENCES
from firmwatt.planning.plan import BindingLimit, Plan
from firmwatt.report.limit_words import ENGLISH_UNITS, KOREAN_LIMITS, KOREAN_UNITS
from firmwatt.report.numbers import money
from firmwatt.report.programme import asset_label, link_ends, name_label, region_label
from firmwatt.report.text import Text, mid_sentence, same, say, technology_name

ASKED = "it_mw"
"""The limit that is no obstacle: nothing more is asked for."""
LEAST_WORTH_USD = {
    "MW": 1e3, "MMBtu/h": 1e3, "acre": 1e3, "million USD": 1e3, "1000 m3/year": 10.0, "MWh": 0.1, "tonne CO2": 0.1,
}  # fmt: skip
"""Unit of a limit → present value below which loosening it by one unit changes nothing that anybody would notice."""
_COMPANY = {"company": Text("the company", "회사 전체")}
"""The planner's name of the one matching group that holds every site, and how it reads."""
_NAME = re.compile(r"(?P<block>\w+)(?:\[(?P<place>.*)\])?")


@dataclass(frozen=True, slots=True)
class LimitLine:
    """The dearest limit of one kind.

    Attributes
    ----------
    words
        The sentence.
    value
        What one more unit would save.
    others
        How many more limits of this kind bind; empty where none.
    """

    words: Text
    value: Text
    others: Text | None


def limit_lines(plan: Plan) -> tuple[LimitLine, ...]:
    """Return one line for each kind of limit that matters; that all computing asked for is energised comes last."""
    titles = {region.name: region.title for region in plan.inputs.case.regions}
    kinds: dict[str, list[BindingLimit]] = {}
    for limit in sorted(plan.binding, key=lambda limit: -limit.value_usd):
        if limit.value_usd < LEAST_WORTH_USD.get(limit.unit, 0.0):
            continue
        kinds.setdefault(_block(limit.name), []).append(limit)
    last = kinds.pop(ASKED, [])
    return tuple(_line(limits, titles) for limits in (*kinds.values(), *([last] if last else [])))


def limit_words(limit: BindingLimit, titles: Mapping[str, str]) -> Text:
    """Return the sentence of a limit with names as they read elsewhere; as planned where its kind has no wording here.

    Parameters
    ----------
    limit
    titles : grid region → how it reads

    Examples
    --------
    >>> limit_words(BindingLimit("land[site=saline, year=2030]", 5.0, "acre", "The land at saline is used up."), {}).en
    'The land at Saline is used up in 2030.'
    """
    block = _block(limit.name)
    parts = (part.partition("=") for part in _parts(limit.name))
    places = {axis: place_label(axis, name, titles) for axis, _, name in parts}
    try:
        english = SENTENCES[block].format(**{axis: label.en for axis, label in places.items()})
        return Text(
            english[:1].upper() + english[1:],
            KOREAN_LIMITS[block].format(**{axis: label.ko for axis, label in places.items()}),
        )
    except KeyError:
        return same(limit.words)


def place_label(axis: str, name: str, titles: Mapping[str, str]) -> Text:
    """Return how a place of a limit reads: the site, asset or year on one of its axes.

    Parameters
    ----------
    axis, name
        Such as `site` and `saline`.
    titles : grid region → how it reads
    """
    if axis in ("asset", "storage"):
        return asset_label(name)
    if axis == "technology":
        return mid_sentence(technology_name(name))
    if axis == "link":
        return link_ends(name)
    if axis == "group":
        return _COMPANY.get(name) or (region_label(name, titles[name]) if name in titles else name_label(name))
    return name_label(name)


def _line(limits: list[BindingLimit], titles: Mapping[str, str]) -> LimitLine:
    first = limits[0]
    value = say(
        "answer.binding_value",
        value=money(first.value_usd),
        unit=Text(ENGLISH_UNITS.get(first.unit, first.unit), KOREAN_UNITS.get(first.unit, first.unit)),
    )
    others = say("answer.binding_others", count=str(len(limits) - 1)) if len(limits) > 1 else None
    return LimitLine(limit_words(first, titles), value, others)


def _block(name: str) -> str:
    match = _NAME.match(name)
    return match["block"] if match else name


def _parts(name: str) -> list[str]:
    match = _NAME.match(name)
    return match["place"].split(", ") if match and match["place"] else []
