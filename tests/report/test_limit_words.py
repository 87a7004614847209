"""Each limit that the planner tells has its Korean sentence, with the same gaps."""

from string import Formatter

from firmwatt.planning import binding
from firmwatt.report.limit_words import KOREAN_LIMITS, KOREAN_UNITS


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_each_binding_limit_has_a_korean_sentence_with_the_same_gaps() -> None:
    wordings = binding._ROWS | binding._COLUMNS
    assert {name: gaps(wording.sentence) for name, wording in wordings.items()} == {
        name: gaps(sentence) for name, sentence in KOREAN_LIMITS.items()
    }


def test_units_are_those_of_the_planner() -> None:
    wordings = binding._ROWS | binding._COLUMNS
    assert KOREAN_UNITS.keys() <= {wording.unit for wording in wordings.values()}
