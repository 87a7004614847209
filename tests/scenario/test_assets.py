from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from firmwatt.catalog import loader as catalog
from firmwatt.scenario.assets import AvailabilityKind
from tests.scenario.written import case_of


@pytest.mark.parametrize("technology", catalog.keys("technologies"))
def test_that_the_catalogue_knows_no_other_kind_of_availability(technology: str) -> None:
    assert catalog.get("technologies", technology, "availability_kind").text in set(AvailabilityKind)


def test_that_the_steps_of_an_asset_wait_for_steps_of_its_own(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    for asset in (*case.supply, *case.storage):
        names = [step.name for step in asset.steps]
        assert all(before in names[:place] for place, step in enumerate(asset.steps) for before in step.after)


def test_that_an_asset_is_frozen(tmp_path: Path) -> None:
    with pytest.raises(FrozenInstanceError):
        case_of(tmp_path).supply[0].max_mw = 1.0
