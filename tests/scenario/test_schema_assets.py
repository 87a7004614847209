import pytest

from firmwatt.scenario.schema_assets import LinkEntry, StorageEntry, SupplyEntry, asset_names, link_name


@pytest.mark.parametrize(
    ("entry", "names"),
    [
        (SupplyEntry(technology="solar", site="a"), [("a", "a/solar")]),
        (SupplyEntry(technology="solar", sites=("a", "b")), [("a", "a/solar"), ("b", "b/solar")]),
        (SupplyEntry(technology="solar", site="a", name="sun"), [("a", "sun")]),
        (SupplyEntry(technology="solar", sites=("a", "b"), name="sun"), [("a", "a/sun"), ("b", "b/sun")]),
        (SupplyEntry(deal="crane_restart", site="a"), [("a", "crane_restart")]),
        (SupplyEntry(deal="crane_restart", sites=("a", "b")), [("a", "a/crane_restart"), ("b", "b/crane_restart")]),
        (StorageEntry(technology="battery_4h", sites=("a",), max_mw=1.0), [("a", "a/battery_4h")]),
        (SupplyEntry(technology="solar"), []),
    ],
)
def test_that_assets_are_named_after_site_and_technology(
    entry: SupplyEntry | StorageEntry, names: list[tuple[str, str]]
) -> None:
    assert asset_names(entry) == names


def test_that_a_link_is_named_after_its_ends() -> None:
    assert link_name(LinkEntry(from_site="a", to_site="b", max_mw=1.0)) == "a-b"
    assert link_name(LinkEntry(name="line", from_site="a", to_site="b", max_mw=1.0)) == "line"
