from pathlib import Path

from firmwatt.catalog import loader as catalog
from firmwatt.scenario.references import REGION_FIELDS, reference_faults
from tests.scenario import written


def faults_of(folder: Path, *changes: tuple[str, str]) -> list[str]:
    return written.faults_of(reference_faults, folder, *changes)


def test_that_known_names_have_no_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path) == []


def test_that_all_unknown_names_are_found_at_once(tmp_path: Path) -> None:
    changes = (("place: dallas", "place: dalas"), ("battery_4h", "battery"), ("[one, two]", "[uno, two]"))
    assert faults_of(tmp_path, *changes) == [
        "sites[1].place FW150",
        "supply[1].sites[0] FW153",
        "storage[0].technology FW152",
    ]


def test_that_names_are_looked_up_in_broken_entries_too(tmp_path: Path) -> None:
    changes = (
        ("title: Test", "titel: Test\n  price_year: 2005"),
        (
            "place: dallas\n    asked_mw: 50",
            "place: dalas\n    asked: 50\n    cooling: {plant: chiller, pue_constant: 0}",
        ),
        ("{Asia/Seoul: 1}", "{Asia/Soul: 0.5, 3: 0.5}"),
        ("share: 0.6", "fleet: [{chip: h100, count: x}]"),
        ("technology: solar\n    site: one", "technology: solr\n    site: on\n    min_mw: -1"),
        ("battery_4h", "battery\n    existing_mw: x"),
        ("policy:", "grid:\n  pmj: {mix: x}\n  pjm: {mix: {solr: 1}, water_l_per_mwh: x}\npolicy:"),
    )
    assert faults_of(tmp_path, *changes) == [
        "programme.price_year FW157",
        "sites[1].place FW150",
        "sites[1].cooling.plant FW156",
        "workloads[0].fleet[0].chip FW156",
        "workloads[1].user_time_zones.Asia/Soul FW155",
        "supply[0].technology FW152",
        "supply[0].site FW153",
        "storage[0].technology FW152",
        "grid.pmj FW151",
        "grid.pjm.mix.solr FW156",
    ]


def test_that_no_name_is_missed_because_of_a_value_that_cannot_be_read(tmp_path: Path) -> None:
    link = "transmission:\n  - {from_site: one, to_site: 2, max_mw: 100}\npolicy:"
    for old, new in (
        ("policy:", link),
        ("policy:", "grid:\n  ercot: {water_l_per_mwh: 0}\npolicy:"),
        ("technology: battery_4h", "tecnology: battery_4h"),
    ):
        assert faults_of(tmp_path, (old, new), ("place: dallas", "place: 3")) == []


def test_that_a_site_that_cannot_be_read_is_still_known_by_name(tmp_path: Path) -> None:
    assert faults_of(tmp_path, ("asked_mw: 50", "asked_mw: x")) == []


def test_that_a_file_that_is_there_is_no_fault_and_a_folder_is(tmp_path: Path) -> None:
    (tmp_path / "air.epw").touch()
    assert faults_of(tmp_path, ("asked_mw: 50", "asked_mw: 50\n    weather_file: air.epw")) == []
    assert faults_of(tmp_path, ("asked_mw: 50", "asked_mw: 50\n    weather_file: .")) == ["sites[1].weather_file FW158"]


def test_that_links_inside_one_synchronous_grid_are_allowed(tmp_path: Path) -> None:
    link = "transmission:\n  - {from_site: one, to_site: two, max_mw: 100}\npolicy:"
    assert faults_of(tmp_path, ("policy:", link), ("place: dallas", "place: des_moines")) == []
    assert faults_of(tmp_path, ("policy:", link.replace("two", "tow"))) == ["transmission[0].to_site FW153"]


def test_that_work_may_name_sites_and_zones_that_are_there_only(tmp_path: Path) -> None:
    text = "it_mw: 30\n    site_share: {one: 0.5, three: 0.5}\n    movable_sites: [four]"
    found = faults_of(tmp_path, ("it_mw: 30", text))
    assert found == ["workloads[1].site_share.three FW153", "workloads[1].movable_sites[0] FW153"]


def test_that_the_fields_of_a_region_are_parameters_of_the_catalogue() -> None:
    for region in catalog.keys("regions"):
        assert set(catalog.group("regions", region)) >= REGION_FIELDS - {"market"}
