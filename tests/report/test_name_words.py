"""Names of the built-in scenarios in Korean: each site of theirs, and no name that none of them has."""

import re

from firmwatt.report.name_words import KOREAN_NAMES
from firmwatt.scenario.loader import builtin_names, builtin_text

TEXTS = [builtin_text(name) for name in builtin_names()]
NAMED = re.compile(r"^ +- name: (\w+)", re.MULTILINE)


def test_all_names_are_those_of_a_scenario() -> None:
    assert set(KOREAN_NAMES) <= {name for text in TEXTS for name in NAMED.findall(text)}


def test_each_place_of_a_site_has_a_korean_name() -> None:
    sites = {
        name for text in TEXTS for name in NAMED.findall(text.partition("\nsites:")[2].partition("\nworkloads:")[0])
    }
    assert sites - set(KOREAN_NAMES) <= {"early", "middle", "late"}  # what-ifs of one place
