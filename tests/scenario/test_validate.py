from pathlib import Path

from firmwatt.scenario.document import Document
from firmwatt.scenario.validate import validate
from firmwatt.scenario.yaml_text import read_document
from tests.scenario.broken import BASE


def document(folder: Path, text: str) -> Document:
    file = folder / "demo.yaml"
    file.write_text(text, encoding="utf-8")
    return read_document(file, "demo.yaml")


def test_that_a_well_formed_file_is_whole_and_in_parts(tmp_path: Path) -> None:
    scenario, parts, found = validate(document(tmp_path, BASE))
    assert scenario is not None
    assert not found
    assert tuple(parts.sites.values()) == scenario.sites
    assert tuple(parts.supply.values()) == scenario.supply
    assert parts.programme == scenario.programme
    assert parts.policy == scenario.policy


def test_that_one_broken_entry_leaves_the_others_and_its_name(tmp_path: Path) -> None:
    text = BASE.replace("place: ashburn", "place: 3").replace("title: Test", "title: 3").replace("{2030: 20}", "x")
    scenario, parts, found = validate(document(tmp_path, text))
    assert scenario is None
    assert len(found) == 3
    assert list(parts.sites) == [1]
    assert parts.site_names == ("one", "two")
    assert (parts.programme, parts.policy) == (None, None)


def test_that_sections_of_the_wrong_shape_are_empty_parts(tmp_path: Path) -> None:
    _, parts, _ = validate(document(tmp_path, "sites: 3\nsupply: {a: 1}\ngrid: [1]\n"))
    assert (parts.sites, parts.supply, parts.regions, parts.site_names) == ({}, {}, {}, ())
