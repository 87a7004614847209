"""One colour for each thing."""

import re

import pytest

from firmwatt.accounting.ledger import COST_KINDS
from firmwatt.catalog.loader import keys
from firmwatt.report.palette import COLOURS, RAMPS, SERIES, colour


@pytest.mark.parametrize("table", ["technologies", "storage"])
def test_each_technology_of_the_catalogue_has_its_colour(table: str) -> None:
    assert set(keys(table)) <= COLOURS.keys()


def test_each_kind_of_cost_has_its_colour() -> None:
    assert {f"cost/{kind}" for kind in COST_KINDS} <= COLOURS.keys()


def test_kinds_of_cost_do_not_share_a_colour() -> None:
    colours = [colour(f"cost/{kind}") for kind in COST_KINDS]
    assert len(colours) == len(set(colours))


def test_colours_are_written_in_full_or_belong_to_the_theme() -> None:
    every = [*COLOURS.values(), *SERIES, *(step for ramp in RAMPS.values() for step in ramp)]
    assert all(re.fullmatch(r"#[0-9a-f]{6}|\$(ink|muted)", one) for one in every)


def test_sites_take_turns_and_strangers_keep_theirs() -> None:
    assert colour("site/0") == SERIES[0]
    assert colour(f"site/{len(SERIES)}") == SERIES[0]
    assert colour("tidal") == colour("tidal")
