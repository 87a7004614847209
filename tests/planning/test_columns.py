"""Groups over which clean energy and load are matched."""

from dataclasses import replace

import pytest

from firmwatt.planning.columns import group_of_sites, matching_groups
from firmwatt.planning.frame import make_frame
from tests.golden.kit import World, case, golden_inputs, policy, site


@pytest.mark.parametrize(
    ("scope", "labels", "group"),
    [("company", ["company"], [0, 0, 0]), ("region", ["r", "q"], [0, 1, 0]), ("site", ["a", "b", "c"], [0, 1, 2])],
)
def test_groups(scope: str, labels: list[str], group: list[int]) -> None:
    base = case(site("a"), site("b"), site("c"), policy=policy(matching_scope=scope))
    sites = (base.sites[0], replace(base.sites[1], region="q"), base.sites[2])
    regions = (base.regions[0], replace(base.regions[0], name="q"))
    inputs = golden_inputs(base, World([[1.0, 1.0]]))
    grid = inputs.grid
    doubled = type(grid)(*(getattr(grid, name).repeat(2, axis=0) for name in grid.__dataclass_fields__))
    frame = make_frame(replace(inputs, case=replace(base, sites=sites, regions=regions), grid=doubled))
    assert [label for label, _ in matching_groups(frame)] == labels
    assert group_of_sites(frame).tolist() == group
