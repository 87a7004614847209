"""Texts: both languages filled alike, unknown technologies kept."""

import pytest

from firmwatt.report.text import Text, joined, mid_sentence, same, say, technology_name


def test_gaps_are_filled_in_each_language_with_its_own_word() -> None:
    text = say("answer.source_share", source=technology_name("solar"), share="40 %")
    assert text == Text("Solar (40 %)", "태양광(40 %)")


def test_an_unknown_key_is_a_fault() -> None:
    with pytest.raises(KeyError, match=r"no\.such\.key"):
        say("no.such.key")


def test_an_open_gap_is_a_fault() -> None:
    with pytest.raises(KeyError, match="year"):
        say("fact.energised")


def test_braces_in_a_name_are_left_alone() -> None:
    assert say("answer.site_gap", site="{0}", mw="1 MW").en == "{0} (1 MW)"


def test_an_unknown_technology_keeps_its_key() -> None:
    assert technology_name("tidal_stream") == same("Tidal stream")


def test_only_the_first_letter_becomes_small_in_a_sentence() -> None:
    assert mid_sentence(technology_name("combined_cycle_ccs")).en == "combined cycle with CCS"


def test_joined_keeps_the_languages_apart() -> None:
    assert joined([Text("a", "가"), Text("b", "나")]) == Text("a, b", "가, 나")
