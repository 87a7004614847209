"""Words of labels: both languages say the same, of every region."""

from __future__ import annotations

import re

import pytest

from firmwatt.catalog import loader
from firmwatt.errors import UserError
from firmwatt.report.label_words import KOREAN_REGIONS, WORDS, item_title, region_title, words


def test_languages_say_the_same_things():
    english, korean = WORDS["en"], WORDS["ko"]
    assert english.keys() == korean.keys()
    for name in english:
        fields = [sorted(re.findall(r"\{(\w+)", text[name])) for text in (english, korean)]
        assert fields[0] == fields[1], name


def test_every_region_has_a_korean_name():
    assert set(KOREAN_REGIONS) == set(loader.keys("regions"))
    assert region_title("germany", "ko") == "독일"
    assert region_title("island", "ko") == region_title("island", "en") == "island"


def test_every_item_of_the_catalogue_is_told_in_korean():
    for model in loader.keys("generators"):
        item = loader.get("generators", model, "made").text
        assert "×" in item_title(item, "en")
        assert not re.search("[a-z]", item_title(item, "ko"))


def test_an_unknown_language_names_those_that_are_known():
    with pytest.raises(UserError, match=r"language 'fr' is not known to the card\. Write one of en, ko\."):
        words("fr")
