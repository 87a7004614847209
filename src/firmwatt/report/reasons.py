"""Why no plan exists, in words of both languages, from the reasons that the planner gives."""

from __future__ import annotations

from collections.abc import Mapping

from firmwatt.errors import Reason
from firmwatt.planning.conflict import IN_THE_WAY, UNKEPT
from firmwatt.planning.plan import BindingLimit
from firmwatt.report.limits import limit_words, place_label
from firmwatt.report.numbers import number
from firmwatt.report.programme import name_label, work_label
from firmwatt.report.reason_words import KOREAN_UNKEPT
from firmwatt.report.text import Text, joined, same, say


def reason_words(reason: Reason) -> Text:
    """Return a reason in words; as the planner told it where its kind has no words here.

    Examples
    --------
    >>> place = {"site": "saline", "year": "2027"}
    >>> reason_words(Reason("unkept", "reserve", place, {"missing": 12.0}, "MW", "")).en[:52]
    'At Saline 12 MW of firm capacity are missing in 2027'
    """
    known = {"unkept": _unkept, "in_the_way": _in_the_way, "lost_work": _lost, "late": _late}
    try:
        return known[reason.kind](reason)
    except KeyError:
        return same(reason.words)


def _unkept(reason: Reason) -> Text:
    places = {axis: place_label(axis, name, {}) for axis, name in reason.place.items()}
    amounts = {name: number(value) for name, value in reason.amounts.items()}
    english = UNKEPT[reason.limit][2].format(**_of(places, "en"), **amounts)
    korean = KOREAN_UNKEPT[reason.limit].format(**_of(places, "ko"), **amounts)
    told = Text(english[:1].upper() + english[1:], korean)
    also = reason.place.get("also")
    return joined([told, say("reason.also", also=also)], " ") if also else told


def _in_the_way(reason: Reason) -> Text:
    place = ", ".join(f"{axis}={name}" for axis, name in reason.place.items())
    told = reason.words.removeprefix(IN_THE_WAY.format(words=""))
    limit = BindingLimit(f"{reason.limit}[{place}]" if place else reason.limit, 0.0, reason.unit, told)
    return say("reason.in_the_way", words=limit_words(limit, {}))


def _lost(reason: Reason) -> Text:
    amounts = {name.removesuffix("_mw"): number(value) for name, value in reason.amounts.items()}
    sites = joined([name_label(name) for name in reason.place["sites"].split(", ")])
    return say(
        "reason.lost_work", pool=work_label(reason.place["pool"]), sites=sites, year=reason.place["year"], **amounts
    )


def _late(reason: Reason) -> Text:
    site, day = name_label(reason.place["site"]), reason.place["date"]
    return say("reason.in_the_way", words=say(f"reason.{reason.limit}", site=site, date=day))


def _of(places: Mapping[str, Text], language: str) -> dict[str, str]:
    return {axis: getattr(label, language) for axis, label in places.items()}
