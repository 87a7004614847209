"""Names of the built-in scenarios in Korean: all that stand on a page, and no name that none of them has."""

import re

import pytest

from firmwatt import study
from firmwatt.report.label_words import KOREAN_REGIONS
from firmwatt.report.name_words import KOREAN_NAMES, KOREAN_PARTIES
from firmwatt.report.words import WORDS
from firmwatt.scenario.loader import builtin_names, builtin_text

TEXTS = [builtin_text(name) for name in builtin_names()]
NAMED = re.compile(r"^ +- (?:name|deal): (\w+)", re.MULTILINE)
LATIN = {"OpenAI"}
"""Parties that write their names in Latin letters in Korean too."""


def test_all_names_are_those_of_a_scenario() -> None:
    assert set(KOREAN_NAMES) <= {name for text in TEXTS for name in NAMED.findall(text)}
    assert all(any(party in text for text in TEXTS) for party in KOREAN_PARTIES)


@pytest.mark.parametrize("name", builtin_names())
def test_each_name_of_a_scenario_has_a_korean_one(name: str) -> None:
    case = study.load(name)
    assert set(case.programme.parties.values()) <= {*KOREAN_PARTIES, *LATIN}
    assert case.programme.title_ko
    assert case.programme.description_ko
    assets = [asset.name.rpartition("/")[2] for asset in (*case.supply, *case.storage)]
    named = [each.name for each in (*case.sites, *case.workloads)]
    named += [asset for asset in assets if f"technology.{asset}" not in WORDS]
    assert set(named) <= set(KOREAN_NAMES)
    assert {region.name for region in case.regions} <= set(KOREAN_REGIONS)
