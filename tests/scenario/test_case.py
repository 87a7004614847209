from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from tests.scenario.written import case_of


def test_that_sites_and_regions_are_found_by_name(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    assert [case.site_index(site.name) for site in case.sites] == [0, 1]
    assert [case.region_index(site.region) for site in case.sites] == [0, 1]


def test_that_a_case_is_frozen(tmp_path: Path) -> None:
    with pytest.raises(FrozenInstanceError):
        case_of(tmp_path).sites = ()
