from pathlib import Path

import pytest

from firmwatt.errors import Fault
from firmwatt.scenario import faults
from firmwatt.scenario.document import Document
from firmwatt.scenario.faults import FaultKind
from firmwatt.scenario.references import reference_faults
from firmwatt.scenario.schema import PolicyEntry
from firmwatt.scenario.validate import believable, validate
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


def test_that_one_broken_value_leaves_the_others(tmp_path: Path) -> None:
    text = BASE.replace("place: ashburn", "place: 3").replace("title: Test", "title: 3").replace("{2030: 20}", "x")
    scenario, parts, found = validate(document(tmp_path, text))
    assert scenario is None
    assert len(found) == 3
    assert (parts.sites[0].name, parts.sites[0].place) == ("one", None)
    assert parts.programme is not None
    assert parts.programme.planning_years == (2028, 2030)
    assert parts.policy == PolicyEntry()


def test_that_without_its_years_there_is_no_programme(tmp_path: Path) -> None:
    _, parts, _ = validate(document(tmp_path, BASE.replace("[2028, 2030]", "2028")))
    assert parts.programme is None


def test_that_a_fault_that_rests_on_an_unread_value_is_not_believed() -> None:
    def fault(field: str, kind: FaultKind = faults.EXCLUSIVE) -> Fault:
        return Fault("demo.yaml", 1, 1, field, "", "", kind.code)

    found = [fault(field) for field in ("grid.pjm.mix", "supply[1]", "supply[1].site", "supply[11].max_mw")]
    found.append(fault("grid.pjm", faults.UNKNOWN_REGION))
    unread = [fault("grid.pjm.mix.gas"), fault("supply[1].max_mw"), fault("supply[11].max")]
    assert [one.field for one in believable(found, unread)] == ["supply[1].site", "supply[11].max_mw", "grid.pjm"]


def test_that_sections_of_the_wrong_shape_are_empty_parts(tmp_path: Path) -> None:
    _, parts, _ = validate(document(tmp_path, "sites: 3\nsupply: {a: 1}\ngrid: [1]\n"))
    assert (parts.sites, parts.supply, parts.regions, parts.site_names) == ({}, {}, {}, ())


@pytest.mark.parametrize("sites", ["sites: []\n", "sites:\n  name: one\n", "sites:\n  - nam: one\n", ""])
def test_that_no_site_is_missed_where_the_sites_cannot_be_read(tmp_path: Path, sites: str) -> None:
    before, after = BASE[: BASE.index("sites:\n")], BASE[BASE.index("workloads:\n") :]
    _, parts, _ = validate(document(tmp_path, f"{before}{sites}{after}"))
    assert not [fault for fault in reference_faults(parts) if fault.code == faults.UNKNOWN_SITE.code]
