"""The words on the page of headroom, in both languages."""

from __future__ import annotations

import re

from firmwatt.report.headroom_words import HEADROOM_WORDS
from firmwatt.report.words import WORDS


def test_both_languages_have_the_same_gaps():
    for english, korean in HEADROOM_WORDS.values():
        assert english.strip()
        assert korean.strip()
        assert set(re.findall(r"{(\w+)}", english)) == set(re.findall(r"{(\w+)}", korean))


def test_they_are_among_all_words():
    assert HEADROOM_WORDS.items() <= WORDS.items()
