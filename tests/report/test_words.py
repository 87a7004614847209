"""Both languages are complete and have the same gaps; nothing is there that nobody says."""

import re
from pathlib import Path
from string import Formatter

import pytest

import firmwatt.report
from firmwatt.accounting.ledger import COST_KINDS
from firmwatt.lp.solution import Status
from firmwatt.report.words import WORDS

HANGUL = re.compile("[가-힣]")
ALIKE = {"answer.site_gap", "answer.source_share", "column.mw", "column.p10", "column.p50", "column.p90"}
MADE_UP = (
    "catalog.",
    "cost.",
    "scope.",
    "share.",
    "status.",
    "technology.",
    "month.",
    "confidence.",
    "party.",
    "money.",
)


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", WORDS)
def test_each_entry_is_said_in_both_languages(key: str) -> None:
    english, korean = WORDS[key]
    assert english.strip()
    assert not HANGUL.search(english)
    assert HANGUL.search(korean) or key in ALIKE
    if not key.startswith(("money.", "unit.million_m3")):  # Korean counts in ten thousands
        assert gaps(english) == gaps(korean)


def test_each_cost_kind_and_status_has_words() -> None:
    assert {f"cost.{kind}" for kind in COST_KINDS} <= WORDS.keys()
    assert {f"status.{status.name}" for status in Status} <= WORDS.keys()


def test_english_status_is_the_advice_of_the_solver() -> None:
    assert {WORDS[f"status.{status.name}"][0] for status in Status} == {status.value for status in Status}


def test_no_entry_is_left_that_nobody_uses() -> None:
    room = Path(firmwatt.report.__file__).parent
    sources = [*room.glob("*.py"), *room.glob("templates/*.jinja")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources if path.name != "words.py")
    patterns = {
        re.sub(r"\\\{.*?\\\}", r"\\w+", re.escape(key)) for key in re.findall(r'f?"([\w.{}]+\.[\w.{}]+)"', code)
    }
    used = re.compile("|".join(sorted(patterns)))
    unused = [key for key in WORDS if not used.fullmatch(key) and not key.startswith(MADE_UP)]
    assert unused == []
