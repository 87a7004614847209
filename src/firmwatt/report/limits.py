"""What binds, in words: one line for each kind of limit, the dearest first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from firmwatt.planning.plan import BindingLimit
from firmwatt.report.limit_words import KOREAN_LIMITS, KOREAN_UNITS
from firmwatt.report.numbers import money
from firmwatt.report.programme import site_label
from firmwatt.report.text import Text, say

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


def limit_lines(binding: tuple[BindingLimit, ...]) -> tuple[LimitLine, ...]:
    """Return one line for each kind of limit that binds."""
    kinds: dict[str, list[BindingLimit]] = {}
    for limit in sorted(binding, key=lambda limit: -limit.value_usd):
        kinds.setdefault(_block(limit.name), []).append(limit)
    return tuple(_line(limits) for limits in kinds.values())


def limit_words(limit: BindingLimit) -> Text:
    """Return the sentence of a limit; in English alone where Korean has no wording for its kind.

    Examples
    --------
    >>> limit_words(BindingLimit("land[site=saline, year=2030]", 5.0, "acre", "The land is used up.")).ko
    '부지 Saline: 2030년 토지를 모두 썼습니다.'
    """
    pattern = KOREAN_LIMITS.get(_block(limit.name))
    place = dict(part.split("=", 1) for part in (_parts(limit.name)) if "=" in part)
    if pattern is None:
        return Text(limit.words, limit.words)
    if "site" in place:
        place["site"] = site_label(place["site"])
    try:
        return Text(limit.words, pattern.format(**place))
    except KeyError:
        return Text(limit.words, limit.words)


def _line(limits: list[BindingLimit]) -> LimitLine:
    first = limits[0]
    value = say(
        "answer.binding_value",
        value=money(first.value_usd),
        unit=Text(first.unit, KOREAN_UNITS.get(first.unit, first.unit)),
    )
    others = say("answer.binding_others", count=str(len(limits) - 1)) if len(limits) > 1 else None
    return LimitLine(limit_words(first), value, others)


def _block(name: str) -> str:
    match = _NAME.match(name)
    return match["block"] if match else name


def _parts(name: str) -> list[str]:
    match = _NAME.match(name)
    return match["place"].split(", ") if match and match["place"] else []
