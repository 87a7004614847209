"""The languages that pages open in."""

from firmwatt.cli.language import Language


def test_pages_are_in_english_and_korean():
    assert list(Language) == ["en", "ko"]
