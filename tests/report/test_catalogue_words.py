"""Each table of the catalogue has its title, and no other has one."""

from firmwatt.catalog.loader import table_names
from firmwatt.report.catalogue_words import CATALOGUE_WORDS


def test_each_table_of_the_catalogue_has_a_title() -> None:
    assert {f"catalog.{name}" for name in table_names()} == CATALOGUE_WORDS.keys()
